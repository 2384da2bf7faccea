"""Footnotes: the smaller rows at the foot of a page that a mark in its text refers to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import dropwhile, groupby, takewhile

from msgspec.structs import replace

from cards.reading.formats.pdf.records import Footnote, Look, Row
from cards.reading.formats.pdf.seams import seam
from cards.records import Doubt, Place

OPENS_NOTE = re.compile(r"([①-⑳]|[\[［〔(（]\d{1,3}[\]］〕)）]|\d{1,3}(?=\D)|[*＊†‡]{1,3})[\s.．、]*")
CIRCLED = re.compile(r"[①-⑳]")
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # an exponent (km²), or a mark behind a unit


def without_footnotes(rows: Sequence[Row], look: Look) -> tuple[list[Row], list[Footnote]]:
    """The rows of the text, and the footnotes: smaller rows at the foot of a page, from one on that begins with a mark
    that stands in the page's text.
    """
    kept: list[Row] = []
    footnotes: list[Footnote] = []
    for _, group in groupby(rows, key=lambda row: row.column.page):
        page = list(group)
        marks = _marks_of(page, look)
        gone: set[int] = set()
        for _, column in groupby(page, key=lambda row: row.column):
            foot = _foot(list(column), marks, look)
            gone.update(map(id, foot))
            footnotes += _footnotes(foot, marks)
        kept += [_marked(row, footnotes) for row in page if id(row) not in gone]
    return kept, footnotes


def _marks_of(page: Sequence[Row], look: Look) -> set[str]:
    """The note marks in the text of a page."""
    marks: set[str] = set()
    for row in page:
        if not look.smaller(row):
            marks |= marks_in(row) | {unicodedata.normalize("NFKC", raised) for raised in RAISED.findall(row.text)}
    return marks


def _marked(row: Row, footnotes: Sequence[Footnote]) -> Row:
    """`row`, of what is raised in its text the marks of `footnotes` of its page taken out."""
    of_page = {note.mark for note in footnotes if note.page == row.column.page}
    raised = {found: unicodedata.normalize("NFKC", found) for found in RAISED.findall(row.text)}
    notes = {found: mark for found, mark in raised.items() if mark in of_page}
    if not notes:
        return row
    text = RAISED.sub(lambda found: "" if found[0] in notes else found[0], row.text)
    return replace(row, text=text, notes=(*row.notes, *notes.values()))


def _foot(column: Sequence[Row], marks: set[str], look: Look) -> list[Row]:
    """The footnotes' rows at the end of a column."""
    smaller = list(takewhile(look.smaller, reversed(column)))[::-1]
    return list(dropwhile(lambda row: not _opened(row, marks), smaller))


def marks_in(row: Row) -> set[str]:
    """The note marks in a row of text, raised or not."""
    return {_bare(mark) for mark in (*row.notes, *CIRCLED.findall(row.text))}


def _bare(mark: str) -> str:
    return mark.strip("[［〔(（]］〕)）")


def _opened(row: Row, marks: set[str]) -> str:
    """The mark of the footnote that `row` begins, or ''."""
    found = OPENS_NOTE.match(row.text)
    mark = _bare(row.note or (found[1] if found else ""))
    return mark if mark in marks else ""


def _footnotes(rows: Sequence[Row], marks: set[str]) -> list[Footnote]:
    found: list[Footnote] = []
    for row in rows:
        if mark := _opened(row, marks):
            text = row.text if row.note else OPENS_NOTE.sub("", row.text, count=1)
            found.append(Footnote(mark, text, row.column.page))
        else:
            found[-1] = found[-1]._replace(text="".join(seam(found[-1].text, row.text)))
    return found


def noted(rows: Sequence[Row], footnotes: Sequence[Footnote]) -> Iterator[Doubt]:
    """What is to say of footnotes and note marks."""
    if footnotes:
        yield Doubt(f"footnotes kept as remarks: {len(footnotes)}", Place(page=footnotes[0].page), mended=True)
    explained = {(note.page, note.mark) for note in footnotes}
    others = [(row.column.page, mark) for row in rows for mark in row.notes
              if (row.column.page, _bare(mark)) not in explained]
    if others:
        shown = " ".join(mark for _, mark in others[:10])
        yield Doubt(f"raised note marks left out, no footnote found: {shown}", Place(page=others[0][0]))
