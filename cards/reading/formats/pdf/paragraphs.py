"""Rows to paragraphs, over the breaks of columns and pages: by indent, length of lines, punctuation and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cards.reading.formats.pdf.records import ALIKE, CJK, FIRST_LINE, Look, Paragraph, Row
from cards.reading.formats.pdf.seams import fits, seam
from cards.reading.formats.pdf.usage import APART
from cards.reading.outline_rules import Outline

EARLY = 4.0  # em that a line leaves free: it ended there, whatever it ends with
GAP = 1.2  # of the usual step from line to line, where a gap is all that parts paragraphs
TITLE_STEP = 1.9  # em from line to line of a title
TITLE_LEADING = 1.15  # of the usual step from line to line, of a title
TITLE_ROWS = 3
FLUSH = 0.4  # em: two lines that end so near each other end at the margin
SAME_INDENT = 0.5  # em


class Meeting(NamedTuple):
    """Two rows that follow each other, in a document that looks so: does the paragraph of `last` go on with `row`?"""

    last: Row
    row: Row
    look: Look

    @property
    def is_of_one_kind(self) -> bool:
        """Both are text of one size, in as many columns."""
        last, row = self.last, self.row
        if last.entry or row.entry or last.column.of != row.column.of:
            return False
        return abs(last.size - row.size) <= ALIKE * last.size

    @property
    def together(self) -> bool:
        """`row` stands under `last` in one column."""
        return self.last.column == self.row.column and self.row.y > self.last.y

    @property
    def step(self) -> float:
        """From line to line, in em."""
        return (self.row.y - self.last.y) / self.last.size

    @property
    def apart(self) -> bool:
        """There is a gap between them."""
        return self.together and self.step > (APART if self.look.indents else GAP) * self.look.leading

    @property
    def full(self) -> bool:
        """`last` has no room for what `row` begins with."""
        room = self.last.room if self.last.set_in else self.last.slack
        if not fits(self.row, room):
            return True
        return self.last.open_ended and abs(self.last.right - self.row.right) < FLUSH * self.row.size

    @property
    def indented(self) -> bool:
        return self.row.indent >= FIRST_LINE[0]

    @property
    def same_indent(self) -> bool:
        return abs(self.last.indent - self.row.indent) < SAME_INDENT

    @property
    def begins_centred(self) -> bool:
        """A centred row under one that is not, nor a heading."""
        centred = self.row.centred and self.row.set_in
        return centred and not self.last.centred and not self.last.bold

    @property
    def bold_changes(self) -> bool:
        """One of them is bold, and they differ where they meet."""
        differ = self.last.pieces[-1].bold != self.row.pieces[0].bold
        return differ and (self.last.bold or self.row.bold)


def paragraphs_of(rows: Sequence[Row], look: Look, outline: Outline) -> list[Paragraph]:
    """Rows to paragraphs, over the breaks of columns and pages."""
    made: list[Paragraph] = []
    for row in rows:
        if made and not _is_whole_title(made[-1], row, look) and goes_on(made[-1].rows[-1], row, look, outline):
            _add(made[-1], row, look)
        else:
            made.append(Paragraph([row], [row.text]))
    return made


def _is_whole_title(paragraph: Paragraph, row: Row, look: Look) -> bool:
    """`row` is one of a title, and `paragraph` has as many as a title can have."""
    return look.larger(row) and len(paragraph.rows) >= TITLE_ROWS


def _add(paragraph: Paragraph, row: Row, look: Look) -> None:
    """Put `row` behind the last one of `paragraph`."""
    last = paragraph.rows[-1]
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
    meeting = Meeting(last, row, look)
    if not meeting.is_of_one_kind:
        return False
    if look.larger(row):
        return _title_goes_on(meeting, outline)
    if meeting.bold_changes:
        return _goes_on_in_other_weight(meeting)
    if not meeting.full:
        short = last.slack < EARLY
        return last.open_ended and short and not meeting.indented and not meeting.apart
    if meeting.indented:
        return _goes_on_indented(meeting, outline)
    return _goes_on_from_full_line(meeting, outline)


def _goes_on_in_other_weight(meeting: Meeting) -> bool:
    """Bold words within a text; a bold line of its own is a heading."""
    if meeting.last.bold and meeting.last.open_ended:
        return False
    return meeting.full and meeting.look.indents and not meeting.indented and not meeting.apart


def _goes_on_from_full_line(meeting: Meeting, outline: Outline) -> bool:
    """`last` is full and `row` begins where a line of a paragraph does."""
    last, row, look = meeting.last, meeting.row, meeting.look
    if meeting.apart:
        return look.indents and last.open_ended
    if look.indents or last.open_ended:
        return True
    return meeting.together and not outline.find("opening", row.text) and not outline.find("source", row.text)


def _goes_on_indented(meeting: Meeting, outline: Outline) -> bool:
    """`last` is full and `row` is indented: a new paragraph, unless both are set in, or the sentence goes on."""
    last, indents = meeting.last, meeting.look.indents
    if meeting.begins_centred or (meeting.apart and indents):
        return False
    if not indents:
        return last.open_ended or meeting.same_indent
    filled_by_chance = meeting.same_indent and not last.set_in and outline.find("heading", last.text)
    return last.open_ended and not filled_by_chance


def _title_goes_on(meeting: Meeting, outline: Outline) -> bool:
    """A title wraps where its line is full; broken by hand, it is centred, and stands over a text."""
    last, row, look = meeting.last, meeting.row, meeting.look
    close = meeting.step <= max(TITLE_STEP, TITLE_LEADING * look.leading)
    if not meeting.together or not close or last.bold != row.bold:
        return False
    if not fits(row, last.room):
        return True
    by_hand = last.centred and row.centred and last.open_ended and row.column.page in look.pages
    return by_hand and not outline.find("title_opening", row.text) and not outline.masthead(last.text + row.text)
