"""The table of contents: its rows stay apart from each other and from the text, with a tab before a page number.

Which of them make one entry, the titles in the text tell (see ../contents.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from cards.reading.formats.pdf.records import Row
from cards.reading.outline_rules import Outline

BETWEEN_ENTRIES = 3  # rows without a page number that a contents page may have between two with one
LONGEST = 30  # characters of the line over a table of contents


def with_contents(rows: Sequence[Row], outline: Outline) -> list[Row]:
    """`rows`, of which those of a table of contents are entries, and no others."""
    made: list[Row] = []
    at = 0
    while at < len(rows):
        made.append(replace(rows[at], entry="") if rows[at].entry else rows[at])
        at += 1
        if len(made[-1].text) <= LONGEST and outline.find("contents", made[-1].text):
            end = _contents_end(rows, at)
            made += [replace(row, text=row.entry or row.text, entry=row.entry or row.text) for row in rows[at:end]]
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
