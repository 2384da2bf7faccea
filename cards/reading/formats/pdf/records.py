"""What travels from step to step: pieces, pages, rows, paragraphs.

Lengths are in points from the top left corner of the page as it is shown, or in em: the size of a row's font, which is
the width of a Han character.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from cards.reading.lines import SENTENCE_ENDS

LARGER, SMALLER, ALIKE = 1.12, 0.92, 0.06  # of a font size
FIRST_LINE = (1.4, 2.9)  # em that a paragraph's first line is indented by
CJK = chr(0x2E80)  # the first of the Chinese, Japanese and Korean characters

class Piece(NamedTuple):
    """Neighbouring characters of one style: from `left` to `right` on the base line `y`."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False


class Page(Struct, frozen=True):
    """A page as the PDF has it. `turned` and `outside` are texts that do not stand in its lines; `nameless` counts
    characters that the fonts give no name; `picture` says that it is a picture and hardly a word.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    turned: str = ""
    outside: str = ""
    nameless: int = 0
    picture: bool = False
    broken: bool = False


class Column(NamedTuple):
    """Where a row stands: on which page, in which column of how many; the page's width tells upright from across."""

    page: int
    at: int = 0
    of: int = 1
    width: int = 0


class Row(Struct, frozen=True, dict=True):
    """A line of print, from `left` to `right`; `frame` is where a full line of its column begins and ends.

    `notes` are the note marks taken out of its text, `note` the one it begins with, as a footnote does; `entry` is what
    it says if it stands in a table of contents.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    pieces: tuple[Piece, ...]
    column: Column
    notes: tuple[str, ...] = ()
    note: str = ""
    entry: str = ""
    frame: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @cached_property
    def indent(self) -> float:
        return (self.left - self.frame[0]) / self.size

    @cached_property
    def slack(self) -> float:
        """How many more Han characters it has room for."""
        return (self.frame[1] - self.right) / self.size

    @property
    def centred(self) -> bool:
        return self.indent > 1 and abs(self.indent - self.slack) < 1.2

    @property
    def set_in(self) -> bool:
        """Its indent is more than that of a paragraph's first line."""
        return self.indent > FIRST_LINE[1]

    @property
    def room(self) -> float:
        """As `slack`, but a centred line has room on both sides."""
        return self.indent + self.slack if self.centred else self.slack

    @property
    def open_ended(self) -> bool:
        return self.text[-1] not in SENTENCE_ENDS + "）)"


class Look(Struct, frozen=True):
    """What is usual in a document: the size of its text, the step from line to line in em, whether paragraphs begin
    with an indent, whether text is bold; and which pages hold running text.
    """

    size: float
    leading: float
    indents: bool
    bold: bool
    pages: frozenset[int]

    def larger(self, row: Row) -> bool:
        return row.size >= LARGER * self.size

    def smaller(self, row: Row) -> bool:
        return row.size <= SMALLER * self.size


class Paragraph(Struct):
    rows: list[Row]
    parts: list[str]
    mended: int = 0
    repeats: str = ""

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Footnote(NamedTuple):
    mark: str
    text: str
    page: int
