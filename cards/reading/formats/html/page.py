"""The page as the parser tells it, event by event, to blocks in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cards.reading.formats.decode import clean_characters
from cards.reading.formats.html.blocks import Block, Cell, grid
from cards.reading.formats.html.elements import BLOCKS, LISTS, Element, element_of, integer, unsaid
from cards.reading.formats.html.lists import OpenList, labelled, next_label, opened
from cards.reading.formats.html.marks import MARKS, SUPERSCRIPTS, is_mark, is_unit
from cards.reading.formats.html.spaces import SPACES, shown
from cards.reading.formats.looks import LONGEST_HEADING, Look
from cards.reading.formats.tables import table_rows
from cards.reading.lines import LINE

MOST_LINES, DEEPEST, WIDEST = 20_000, 2_000, 50  # some fifty times what an issue has
LONGEST_LABEL = 8
ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
EXPORTERS = re.compile(r"(?:LibreOffice|OpenOffice|Apache OpenOffice|Microsoft Word|Word\.|WPS)")
BREAK = "\x1e"
RENUMBERED = "list items that LibreOffice numbers 1. 2. 3., whatever the document has (一、 or 第一，)"
LABEL = re.compile(r".*[\d一二三四五六七八九十甲乙丙丁①-⒛㈠-㈩Ⅰ-ⅿ].*|[（(]?[A-Za-z]{1,4}[.．、)）]")


class TooMuchError(Exception):
    """The page is no newsletter's, or is meant to hang its reader."""


class Page:
    """Takes the parser's events and keeps the page's blocks in reading order."""

    def __init__(self) -> None:
        self.title, self.exported, self.counted = "", False, Counter[str]()
        self.elements = [Element("", None, 0)]
        self._open = [self.elements[0]]
        self._blocks: list[list[Block]] = [[]]
        self._rows: list[list[list[Cell]]] = []
        self._lists: list[OpenList] = []
        self._said: list[str] = []
        self._notes: list[str] = []
        self._label, self._unsaid, self._spaced = "", "", False
        self._tables = self._skipped = self._kept = self._line = 0
        self._linked, self._bold, self._sizes = 0, True, Counter[float]()

    @property
    def blocks(self) -> list[Block]:
        return self._blocks[0]

    def start(self, tag: str, attributes: Any) -> None:
        if self._skipped + len(self._open) > DEEPEST:
            raise TooMuchError(f"tags nested more than {DEEPEST:,} deep")
        if self._skipped:
            self._skipped += 1
            return
        style = attributes.get("style", "")[:2000].lower().replace(" ", "")
        self._unsaid = unsaid(tag, attributes, style)
        if self._unsaid or "mso-tab-count" in style:
            self._said.append("\t" if "mso-tab-count" in style else "")
            self._skipped = 1
            return
        if tag in BLOCKS or (tag == "br" and not self._open[-1].heading):
            self.flush()
        elif tag == "br":
            self._said.append(BREAK)
        self._line = integer(attributes.get(LINE, ""), self._line)
        element = element_of(tag, attributes, style, self._open[-1], len(self._said))
        self._open.append(element)
        self.elements.append(element)
        if tag in ("meta", "html", "title"):
            self._learn(tag, attributes)
        elif tag in LISTS:
            self._lists.append(opened(tag, attributes, style))
        elif tag == "li":
            listed = self._lists and not element.note
            self._label = next_label(self._lists[-1], attributes.get("value", "")) if listed else ""
            self.counted[RENUMBERED] += self._spaced and self._label[:1].isdecimal()
        elif tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif tag in ("td", "th") and self._rows:
            wide, high = (min(integer(attributes.get(each, ""), 1), WIDEST) for each in ("colspan", "rowspan"))
            element.cell = (wide, high)
            self._count(1)
            self._blocks.append([])

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element = self._open[-1]
        if tag in BLOCKS:
            self.flush()
        elif tag in ("a", "sup", "span"):
            self._mark(element)
        self._open.pop()
        if tag in LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif element.cell:
            self._rows[-1] = self._rows[-1] or [[]]
            self._rows[-1][-1].append(Cell(*element.cell, self._blocks.pop()))
        elif tag == "table":
            self._blocks[-1] += self._table(self._rows.pop(), element)

    def data(self, text: str) -> None:
        element = self._open[-1]
        if ODD.search(text):
            text, dropped = clean_characters(text)
            self.counted["control characters dropped"] += dropped
        if self._skipped:
            self.counted[self._unsaid] += len(text.strip()) if self._unsaid.endswith("left out") else 0
            return
        if element.tag == "title":
            self.title += text[:200]
            return
        self._said.append(text.replace("\n", BREAK) if element.pre else text)
        if said := len(text.strip(SPACES)):
            self._linked += said * element.linked
            self._bold = self._bold and element.bold
            self._sizes[element.size] += said

    def close(self) -> Page:
        return self

    def finish(self) -> None:
        """Keep what is still open where the parser gave up."""
        self.flush()
        while len(self._blocks) > 1:
            cell = self._blocks.pop()
            self._blocks[-1] += cell

    def flush(self) -> None:
        """Keep what was said since the last block began or ended."""
        if not self._said:
            return
        element = self._open[-1]
        size = max(self._sizes, key=self._sizes.__getitem__, default=0.0)
        linked = self._linked / max(1, self._sizes.total())
        said = "".join(self._said)
        self._count(said.count(BREAK) + 1)
        parts = [line for part in said.split(BREAK) if (line := shown(part, self._spaced))]
        if element.heading and sum(map(len, parts)) <= LONGEST_HEADING:
            parts = [" ".join(parts)] if parts else []
        look = Look(self._bold, size, element.centred)
        for part in parts:
            heading = element.heading and len(part) <= LONGEST_HEADING
            self._blocks[-1].append(Block(labelled(self._label, part), element, linked, look, heading, element.note,
                                          tuple(self._notes), unnumbered=part, line=self._line))
            self._label, self._notes = "", []
        self._clear()

    def _count(self, lines: int) -> None:
        self._kept += lines
        if self._kept > MOST_LINES:
            raise TooMuchError(f"more than {MOST_LINES:,} lines")

    def _clear(self) -> None:
        self._said.clear()
        self._linked, self._bold, self._sizes = 0, True, Counter[float]()

    def _learn(self, tag: str, attributes: Any) -> None:
        maker = attributes.get("content", "") if attributes.get("name", "").lower() in ("generator", "progid") else ""
        self._spaced = self._spaced or "eOffice" in maker or "nOffice" in maker
        exported = EXPORTERS.match(maker) or "urn:schemas-microsoft-com:office:word" in attributes.values()
        self.exported = self.exported or bool(exported)

    def _mark(self, element: Element) -> None:
        """A note's mark is no text: what it hangs on, and the note's own. The 2 of m² is; a list's label is one."""
        said = "".join(self._said[element.begin :]).strip(SPACES)
        if not said or len(said) > 20:
            return
        linked = element.target or (element.parent.target if element.parent else "")
        if element.target == "label":
            self._take_label(said, element.begin)
        elif element.tag == "sup" and said.lstrip("-−+").isdecimal() and is_unit(self._said[: element.begin]):
            self._said[element.begin :] = [said.translate(SUPERSCRIPTS)]
        elif is_mark(element, said, linked):
            self._notes.append(linked)
            self.counted[MARKS] += not element.note
            del self._said[element.begin :]

    def _take_label(self, said: str, begin: int) -> None:
        """The number or bullet that Word writes before a list's paragraph; what is longer is text."""
        if len(said) > LONGEST_LABEL:
            return
        self._label = said if LABEL.fullmatch(said) else ""
        del self._said[begin:]
        if not begin:
            self._clear()

    def _table(self, rows: list[list[Cell]], element: Element) -> Iterator[Block]:
        """The lines of a table: of one that is but a frame, those in its cells; of any other, a line a row."""
        self._tables += 1
        number = self._tables
        before = self._blocks[-1][-1].text if self._blocks[-1] else ""
        for cells, said in zip(rows, table_rows(grid(rows), before), strict=True):
            blocks = [block for cell in cells for block in cell.blocks]
            if not said or any(cell.laid_out for cell in cells):
                yield from blocks
                continue
            length = max(1, sum(len(block.text) for block in blocks))
            linked = sum(block.linked * len(block.text) for block in blocks) / length
            notes = tuple(note for block in blocks for note in block.notes)
            yield Block(said, element, linked, note=element.note, notes=notes, table=number,
                        line=next((block.line for block in blocks), 0))
