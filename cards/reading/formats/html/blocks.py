"""What a page is made of: its elements, the lines to be (blocks) and the tables they stand in."""

from __future__ import annotations

import re

from msgspec import Struct, field

from cards.reading.formats.html.lists import Item, List
from cards.reading.formats.html.style import Style
from cards.reading.formats.looks import Look

LONGEST_MERGED = 60
PROSE = re.compile(r"[，。；：！？、]")
LINKED_SHARE = 0.5


class Element(Struct, eq=False):
    """An element that is read, and what around it matters to its text: the cell it stands in (that of the root is the
    whole page), the table, the list and its item, or None.

    `target` is the id that it links to on its own page; `label` says that Word keeps a list's number in it; `furniture`
    that it is named like navigation. How much running text it holds, and whether it is `inside` or `out` of the
    article, is known when all of the page is.
    """

    tag: str
    parent: Element | None
    style: Style
    cell: Cell
    table: Table | None = None
    listed: List | None = None
    item: Item | None = None
    target: str = ""
    label: bool = False
    furniture: bool = False
    prose: int = 0
    out: bool = False
    inside: bool = False


class Block(Struct, eq=False):
    """A line to be: its text and where it stands; how much of it is links; its look, None for a table's row; the note
    it is of, those that hang on it; its text without a list's number; its line in the source where that is known, or 0.
    """

    text: str
    within: Element
    linked: float = 0.0
    look: Look | None = None
    heading: bool = False
    note: str = ""
    notes: tuple[str, ...] = ()
    table: Table | None = None
    unnumbered: str = ""
    line: int = 0

    @property
    def prose(self) -> int:
        """The length of running text in it."""
        return len(self.text) if self.linked < LINKED_SHARE and PROSE.search(self.text) else 0


class Cell(Struct, eq=False):
    """A cell of a table, as many `columns` wide and `rows` high as it says, and what stands in it; or a whole page."""

    columns: int = 1
    rows: int = 1
    content: list[Block | Table] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)  # the content with its tables read

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)

    @property
    def laid_out(self) -> bool:
        """The table is but a frame: the cell holds sentences, each in a paragraph of its own, or a table."""
        sentences = sum(block.text.endswith("。") for block in self.blocks)
        return sentences > 1 or any(block.table or block.heading for block in self.blocks)


class Table(Struct, eq=False):
    """A table by its rows, and the element that is it."""

    element: Element
    rows: list[list[Cell]] = field(default_factory=list)

    def begin_row(self) -> None:
        self.rows.append([])

    def add(self, cell: Cell) -> None:
        """Put `cell` into the last row; damaged markup may have begun none."""
        if not self.rows:
            self.begin_row()
        self.rows[-1].append(cell)


def grid(rows: list[list[Cell]]) -> list[dict[int, str]]:
    """What each row says by column; a cell that spans several rows is said in each."""
    grid: list[dict[int, str]] = []
    above: dict[int, tuple[int, str]] = {}  # of each column, how many rows a cell goes on, and its text
    for cells in rows:
        row = {column: text for column, (left, text) in above.items() if left}
        above = {column: (left - 1, text) for column, (left, text) in above.items() if left > 1}
        column = 0
        for cell in cells:
            while column in row:
                column += 1
            row[column] = text = cell.text
            if cell.rows > 1 and len(text) <= LONGEST_MERGED:
                above[column] = (cell.rows - 1, text)
            column += cell.columns
        grid.append(dict(sorted(row.items())))
    return grid
