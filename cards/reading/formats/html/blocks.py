"""The lines that a page makes, each with the place it stands in, and the cells of its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cards.reading.formats.html.elements import Element
from cards.reading.formats.looks import Look

LONGEST_MERGED = 60
PROSE = re.compile(r"[，。；：！？、]")
LINKED_SHARE = 0.5


@dataclass(slots=True, eq=False)
class Block:
    """A line to be: its text and where it stands; how much of it is links; its look; the notes that hang on it."""

    text: str
    within: Element
    linked: float = 0.0
    look: Look | None = None
    heading: bool = False
    note: str = ""
    notes: tuple[str, ...] = ()
    table: int = 0
    unnumbered: str = ""
    line: int = 0

    @property
    def prose(self) -> int:
        return len(self.text) if self.linked < LINKED_SHARE and PROSE.search(self.text) else 0


@dataclass(slots=True)
class Cell:
    columns: int
    rows: int
    blocks: list[Block]

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)

    @property
    def laid_out(self) -> bool:
        """The table is but a frame: the cell holds sentences, each in a paragraph of its own, or a table."""
        return sum(block.text.endswith("。") for block in self.blocks) > 1 or any(
            block.table or block.heading for block in self.blocks)


def grid(rows: list[list[Cell]]) -> list[dict[int, str]]:
    """What each row says by column; a cell that spans several rows is said in each."""
    grid: list[dict[int, str]] = []
    above: dict[int, tuple[int, str]] = {}
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
