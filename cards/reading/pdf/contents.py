"""The table of contents: every entry in one row, as title, tab and page number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cards.reading.outline import Outline
from cards.reading.pdf.records import ALIKE, Row
from cards.reading.pdf.seams import fits, seam

BETWEEN_ENTRIES = 3  # rows without a page number that a contents page may have between two with one
LONGEST = 30  # characters of the line over a table of contents
NUMBER_ROOM = 3  # em that a wrapped entry may leave free for page numbers


def with_contents(rows: Sequence[Row], outline: Outline) -> list[Row]:
    """`rows` with every entry of the table of contents in one row: title, tab, page number."""
    made: list[Row] = []
    at = 0
    while at < len(rows):
        made.append(replace(rows[at], entry="") if rows[at].entry else rows[at])
        at += 1
        if len(made[-1].text) <= LONGEST and outline.find("contents", made[-1].text):
            end = _contents_end(rows, at)
            made += _entries(rows[at:end])
            at = end
    return made


def _contents_end(rows: Sequence[Row], start: int) -> int:
    end = start
    for at, row in enumerate(rows[start:], start):
        if row.entry:
            end = at + 1
        elif at - end >= BETWEEN_ENTRIES:
            break
    return end


def _entries(rows: Sequence[Row]) -> Iterator[Row]:
    begun: Row | None = None
    for row, after in zip(rows, (*rows[1:], None), strict=False):
        text = row.entry or row.text
        joined = row if begun is None else replace(
            row, text="".join(seam(begun.text, text)), left=begun.left, pieces=(*begun.pieces, *row.pieces))
        joined = replace(joined, text=text) if begun is None else joined
        begun = None
        if not row.entry and after and _entry_goes_on(row, after):
            begun = joined
        else:
            yield replace(joined, entry=joined.text)


def _entry_goes_on(row: Row, after: Row) -> bool:
    hanging = after.left - row.left > row.size * 0.9
    return abs(row.size - after.size) <= ALIKE * row.size and (hanging or not fits(after, row.slack - NUMBER_ROOM))
