"""Pages to lines: the steps, in order, are the lines of `source_of`; pure functions over positioned pieces of text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from cards.reading.formats.pdf.characters import normal
from cards.reading.formats.pdf.columns import in_reading_order
from cards.reading.formats.pdf.contents import with_contents
from cards.reading.formats.pdf.footnotes import marks_in, noted, without_footnotes
from cards.reading.formats.pdf.heads import without_running_heads
from cards.reading.formats.pdf.paragraphs import paragraphs_of
from cards.reading.formats.pdf.records import Footnote, Look, Page, Paragraph
from cards.reading.formats.pdf.unread import unread
from cards.reading.formats.pdf.usage import framed, look_of
from cards.reading.lines import Line, LineRole, Source
from cards.reading.outline_rules import Outline

LONGEST_HEADING = 60
NO_LINES = 0  # the place in a PDF is its page


def source_of(pages: Sequence[Page], outline: Outline) -> Source:
    """The paragraphs of a document, and what was left out of them or looks doubtful."""
    doubts = list(unread(pages))
    pages, running = without_running_heads([_readable(page) for page in pages], outline)
    rows = framed(in_reading_order(pages))
    if not rows:
        return Source((), tuple(doubts))
    look = look_of(rows)
    rows, footnotes = without_footnotes(rows, look)
    paragraphs = paragraphs_of(with_contents(rows, outline), look, outline)
    return Source(_lines(paragraphs, footnotes, look, outline), (*doubts, *running, *noted(rows, footnotes)))


def _readable(page: Page) -> Page:
    pieces = (piece._replace(text=normal(piece.text)) for piece in page.pieces)
    return replace(page, pieces=tuple(piece for piece in pieces if piece.text.strip()))


def _lines(paragraphs: Sequence[Paragraph], footnotes: Sequence[Footnote], look: Look,
           outline: Outline) -> tuple[Line, ...]:
    """The paragraphs as lines, each footnote behind the one that its mark stands in."""
    made: list[Line] = []
    waiting = list(footnotes)
    for paragraph in paragraphs:
        text = paragraph.text
        if text.strip():
            made.append(Line(text.strip(), NO_LINES, paragraph.rows[0].column.page, _role(paragraph, text, look),
                             paragraph.mended, paragraph.repeats))
        for note in [note for note in waiting if _refers(paragraph, note)]:
            made.append(_remark(note, outline))
            waiting.remove(note)
    return (*made, *(_remark(note, outline) for note in waiting))


def _refers(paragraph: Paragraph, note: Footnote) -> bool:
    return any(row.column.page == note.page and note.mark in marks_in(row) for row in paragraph.rows)


def _remark(note: Footnote, outline: Outline) -> Line:
    named = outline.role(note.text) in ("remark", "source")
    return Line(note.text if named else outline.word("footnote") + note.text, NO_LINES, note.page)


def _role(paragraph: Paragraph, text: str, look: Look) -> LineRole:
    """heading, for a short paragraph without a stop that is larger or bolder than the text."""
    stands_out = all(look.larger(row) or (row.bold and not look.bold) for row in paragraph.rows)
    short = len(text) <= LONGEST_HEADING and text[-1] not in "。；;：:，,、”"
    return "heading" if stands_out and short and not paragraph.rows[0].entry else ""
