"""Rows to paragraphs, over the breaks of columns and pages: by indent, length of lines, punctuation and gaps."""

from __future__ import annotations

from collections.abc import Sequence

from cards.reading.formats.pdf.records import ALIKE, CJK, FIRST_LINE, Look, Paragraph, Row
from cards.reading.formats.pdf.seams import fits, seam
from cards.reading.formats.pdf.usage import APART
from cards.reading.outline_rules import Outline

EARLY = 4.0  # em that a line leaves free: it ended there, whatever it ends with
GAP = 1.2  # of the usual step from line to line, where a gap is all that parts paragraphs
TITLE_STEP = 1.9  # em from line to line of a title
TITLE_ROWS = 3


def paragraphs_of(rows: Sequence[Row], look: Look, outline: Outline) -> list[Paragraph]:
    """Rows to paragraphs, over the breaks of columns and pages."""
    made: list[Paragraph] = []
    for row in rows:
        last = made[-1].rows[-1] if made else None
        if last and goes_on(last, row, look, outline) and not (
                look.larger(row) and len(made[-1].rows) >= TITLE_ROWS):
            _add(made[-1], last, row, look)
        else:
            made.append(Paragraph([row], [row.text]))
    return made


def _add(paragraph: Paragraph, last: Row, row: Row, look: Look) -> None:
    spaced = last.pieces[-1].text[-1].isspace() or (look.larger(row) and fits(row, last.room))
    first, second = seam(paragraph.parts[-1], row.text)
    keep = spaced and (look.larger(row) or first[-1] < CJK) and not second[0].isspace()
    paragraph.parts[-1:] = [first, f" {second}" if keep else second]
    paragraph.rows.append(row)
    if last.column.page != row.column.page:
        paragraph.mended += 1
        paragraph.repeats += last.text[-1] if last.text[-1] == row.text[0] else ""


def goes_on(last: Row, row: Row, look: Look, outline: Outline) -> bool:
    """`row` goes on with the paragraph that `last` is the last row of: what their shape proves."""
    if last.entry or row.entry or last.column.of != row.column.of or abs(last.size - row.size) > ALIKE * last.size:
        return False
    together = last.column == row.column and row.y > last.y
    step = (row.y - last.y) / last.size
    if look.larger(row):
        return together and step <= max(TITLE_STEP, 1.15 * look.leading) and _title_goes_on(last, row, look, outline)
    apart = together and step > (APART if look.indents else GAP) * look.leading
    room = last.room if last.set_in else last.slack
    full = not fits(row, room) or (abs(last.right - row.right) < 0.4 * row.size and last.open_ended)
    indented = row.indent >= FIRST_LINE[0]
    if last.pieces[-1].bold != row.pieces[0].bold and (last.bold or row.bold):
        return full and look.indents and not indented and not apart and not (last.bold and last.open_ended)
    if not full:
        return last.open_ended and last.slack < EARLY and not indented and not apart
    if indented:
        return _goes_on_indented(last, row, look, outline) and not (apart and look.indents)
    if apart:
        return look.indents and last.open_ended
    begins = outline.find("opening", row.text) or outline.find("source", row.text)
    return look.indents or last.open_ended or (together and not begins)


def _goes_on_indented(last: Row, row: Row, look: Look, outline: Outline) -> bool:
    """`last` is full and `row` is indented: a new paragraph, unless both are set in, or the sentence goes on."""
    if row.centred and row.set_in and not last.centred and not last.bold:
        return False
    alike = abs(last.indent - row.indent) < 0.5
    if alike and look.indents and not last.set_in and outline.find("heading", last.text):
        return False  # a heading that happens to fill its line
    return last.open_ended or (alike and not look.indents)


def _title_goes_on(last: Row, row: Row, look: Look, outline: Outline) -> bool:
    """A title wraps where its line is full; broken by hand, it is centred, and stands over a text."""
    if last.bold != row.bold:
        return False
    if not fits(row, last.room):
        return True
    by_hand = last.centred and row.centred and last.open_ended and row.column.page in look.pages
    return by_hand and not outline.find("title_opening", row.text) and not outline.masthead(last.text + row.text)
