"""The blocks of a Word file in reading order: paragraphs, tables, text boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from cards.reading.formats.decode import CONTROLS_DROPPED, clean_characters
from cards.reading.formats.docx.numbering import Numbering, labelled
from cards.reading.formats.docx.runs import ParagraphText
from cards.reading.formats.docx.styles import Styles
from cards.reading.formats.docx.xml import (
    LEFT_OUT,
    OFF,
    PPR,
    RPR,
    TBL,
    UNSEEN,
    WORD_ART,
    P,
    W,
    child,
    integer,
    values_of,
)
from cards.reading.formats.looks import LONGEST_HEADING, Look, remark, stands_out, usual_look
from cards.reading.formats.tables import table_rows
from cards.reading.lines import Line, LineRole, Source
from cards.records import Doubt, Place

WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
SPACES = {0x3000: " ", 0xA0: " ", 0xAD: None}
LONGEST_MERGED = 60
MENDED = (CONTROLS_DROPPED, "footnotes kept as remarks", "endnotes kept as remarks",
          LEFT_OUT[W + "del"])  # nobody has to look at it
_Found = tuple[Line, Look | None]


class _Cell(NamedTuple):
    """A cell of a table: its first column, its lines, and whether it goes on the cell above it (§17.18.57).

    The rows of a table inside it are the lines without a look.
    """

    column: int
    found: list[_Found]
    goes_on: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line, look in self.found if look)

    @property
    def laid_out(self) -> bool:
        """The table is but a frame: the cell holds sentences, each in a paragraph of its own."""
        return sum(line.text.endswith("。") for line, look in self.found if look) > 1


class Reader:
    """Walks the blocks of a document in reading order and keeps its lines, each with its look, and its doubts."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[tuple[str, str], Any]):
        self._styles, self._numbering, self._notes = styles, numbering, notes
        self._found: list[_Found] = []
        self._doubts: list[Doubt] = []
        self._counted: dict[str, list[int]] = {}
        self._carried: list[str] = []
        self._due: list[tuple[str, str]] = []
        self._number = self._depth = 0

    def source(self) -> Source:
        """All that was read. What stands out as a heading is told by what running text looks like, so only now."""
        self._lines("".join(self._carried))
        usual = usual_look((line.text, look) for line, look in self._found)
        lines = tuple(replace(line, role="heading") if stands_out(line.text, look, usual) else line
                      for line, look in self._found)
        doubts = self._doubts + [Doubt(f"{what}: {len(at)}", Place(line=at[0]), mended=what in MENDED)
                                 for what, at in self._counted.items()]
        return Source(lines, tuple(sorted(doubts, key=lambda doubt: doubt.place.line or 0)))

    def blocks(self, element: Any) -> None:
        for block in element:
            if block.tag == P:
                self._paragraph(block)
            elif block.tag == TBL:
                self._table(block)
            elif block.tag in LEFT_OUT:
                self._count(LEFT_OUT[block.tag])
            elif block.tag not in UNSEEN:
                self.blocks(block)

    def _count(self, what: str, times: int = 1) -> None:
        if times:
            self._counted.setdefault(what, []).extend([self._number] * times)

    def _paragraph(self, element: Any) -> None:
        self._number += 1
        properties = child(element, PPR)
        values = self._styles.paragraph(properties)
        text = ParagraphText(self._styles, values)
        text.walk(element)
        self._carried += text.pieces
        if not _goes_on(properties):
            said, self._carried = "".join(self._carried), []
            self._lines(said, text.look, self._numbering.label(values), _heading_style(values))
        for what, times in text.left_out.items():
            self._count(what, times)
        for box in text.boxes:
            self._box(box)
        self._due += text.notes
        self._hang_notes()

    def _lines(self, text: str, look: Look | None = None, label: str = "", styled: bool = False) -> None:
        """Keep the lines of a paragraph. A heading by style is one line, as in Word's own contents."""
        text = text.replace("\u2011", "-")
        if not text.isprintable():
            text, dropped = clean_characters(text.translate(SPACES))
            self._count(CONTROLS_DROPPED, dropped)
        parts = [part.strip() for part in text.split("\n") if part.strip()]
        if not parts:
            return
        parts[0] = labelled(label, parts[0])
        if styled and len(text) <= LONGEST_HEADING and not text.rstrip().endswith("。"):
            self._keep(" ".join(parts), look, "heading")
            return
        for part in parts:
            self._keep(part, look)

    def _keep(self, text: str, look: Look | None = None, role: LineRole = "", number: int = 0) -> None:
        self._found.append((Line(text, number or self._number, role=role), look))

    def _apart(self, element: Any) -> list[_Found]:
        """The lines of a cell, a text box or a note, kept out of the others."""
        outer, carried = self._found, self._carried
        self._found, self._carried = [], []
        self._depth += 1
        self.blocks(element)
        self._depth -= 1
        self._lines("".join(self._carried))
        found, self._found, self._carried = self._found, outer, carried
        return found

    def _box(self, element: Any) -> None:
        """The lines of a text box, with the number of the paragraph it hangs on; of old word art (VML) its string."""
        number, before = self._number, len(self._found)
        if element.tag == WORD_ART:
            self._lines(element.get("string", ""), Look())
        for line, look in self._apart(element):
            self._found.append((replace(line, number=number), look))
        self._number = number
        self._count("text boxes read behind the paragraph they hang on", len(self._found) > before)

    def _hang_notes(self) -> None:
        """The notes (§17.11) of the last block. What stands in a footnote is no text of the article but about it."""
        while self._due and not self._depth:
            due, self._due, number = self._due, [], self._number
            for key in due:
                text = " ".join(line.text for line, _ in self._apart(self._notes.pop(key, ()))).lstrip("*＊†‡ ")
                self._number = number
                if text:
                    self._keep(remark(text))
                    self._count(f"{key[0]} kept as remarks")

    def _table(self, table: Any) -> None:
        begun = self._number + 1
        rows = [(self._number + 1, self._row(row)) for row in self._within(table, "tr")]
        before = self._found[-1][0].text if self._found else ""
        for (number, cells), said in zip(rows, table_rows(_grid(rows), before), strict=True):
            self._keep_row(said, cells, number)
        self._doubts.append(Doubt(f"a table read row by row, rows: {len(rows)}", Place(line=begun)))
        self._hang_notes()

    def _keep_row(self, said: str, cells: list[_Cell], number: int) -> None:
        """Keep a table's row as the line `said`, with the rows of tables inside it; or what is in a frame's cells."""
        inside = [found for cell in cells for found in cell.found]
        if not said or any(cell.laid_out for cell in cells):
            self._found += inside
        else:
            self._keep(said, number=number)
            self._found += [(line, look) for line, look in inside if look is None]

    def _row(self, row: Any) -> list[_Cell]:
        cells: list[_Cell] = []
        column = 0
        for cell in self._within(row, "tc"):
            values = values_of(child(cell, W + "tcPr"))
            cells.append(_Cell(column, self._apart(cell), values.get("vMerge") in ("1", "continue")))
            column += max(1, integer(values.get("gridSpan"), 1))
        return cells

    def _within(self, element: Any, kind: str) -> Iterator[Any]:
        """The rows of a table or the cells of a row, in content controls too, but for those tracked as deleted."""
        for inner in element:
            if inner.tag in WRAPPERS:
                yield from self._within(inner, kind)
            elif inner.tag == W + kind:
                if any(inner.find(f"{W}{kind}Pr/{W}{gone}") is not None for gone in ("del", "cellDel")):
                    self._count(LEFT_OUT[W + "del"])
                else:
                    yield inner


def _grid(rows: list[tuple[int, list[_Cell]]]) -> list[dict[int, str]]:
    """What each row says by column; a cell that goes on the one above it says the same."""
    grid: list[dict[int, str]] = []
    above: dict[int, str] = {}
    for _, cells in rows:
        texts = {cell.column: above.get(cell.column, "") if cell.goes_on else cell.text for cell in cells}
        above = {column: text for column, text in texts.items() if len(text) <= LONGEST_MERGED}
        grid.append(texts)
    return grid


def _goes_on(properties: Any) -> bool:
    """A paragraph goes on in the next where the mark at its end was deleted or is hidden (§17.13.5.15), or where it is
    but the large first letter of it (§17.3.1.11).
    """
    mark, frame = child(properties, RPR), child(properties, W + "framePr")
    gone = mark is not None and next(mark.iterchildren(W + "del", W + "moveFrom"), None) is not None
    return gone or values_of(mark).get("vanish", "0") not in OFF or (
        frame is not None and frame.get(W + "dropCap", "none") != "none")


def _heading_style(values: dict[str, str]) -> bool:
    """An outline level (§17.3.1.20; 9 is body text) or the name of the style makes a heading."""
    return values["outlineLvl"] != "9" if "outlineLvl" in values else "heading" in values
