"""A page's tree to its blocks in reading order: paragraph by paragraph, then its tables, row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, field

from cards.reading.formats.html.blocks import Block, Cell, Element, Table, grid
from cards.reading.formats.html.elements import root_element
from cards.reading.formats.html.paragraphs import blocks_of, paragraph_of
from cards.reading.formats.html.tags import BLOCKS, CELLS, UNREAD
from cards.reading.formats.html.tree import MOST_LINES, Node, TooMuchError
from cards.reading.formats.html.walk import Begin, End, Text, Token, walk
from cards.reading.formats.tables import table_rows

LONGEST_TITLE = 200
EXPORTERS = re.compile(r"(?:LibreOffice|OpenOffice|Apache OpenOffice|Microsoft Word|Word\.|WPS)")
SPACING = re.compile(r"eOffice|nOffice")  # LibreOffice and its forebears break their markup where the text has a space
WORD_NAMESPACE = "urn:schemas-microsoft-com:office:word"
RENUMBERED = "list items that LibreOffice numbers 1. 2. 3., whatever the document has (一、 or 第一，)"


class Page(Struct):
    """A page: the title that it gives itself; whether an office program made it; its elements, outer before inner; its
    blocks; how often it holds what a person should know of.
    """

    title: str
    exported: bool
    elements: list[Element]
    blocks: list[Block] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


def page_of(root: Node) -> Page:
    """The page whose markup makes the tree under `root`. Raises TooMuchError for one of more lines than an issue has.
    """
    makers = _makers(root)
    exported = any(EXPORTERS.match(maker) for maker in makers) or any(
        node.attributes.get("xmlns:w") == WORD_NAMESPACE for node in root.nodes())
    page = Page(_title(root), exported, [root_element()])
    _fill(page, root, spaced=any(SPACING.search(maker) for maker in makers))
    for element in reversed(page.elements):  # a table within another begins behind it
        if element.tag == "table" and element.table:
            _read_cells(element.table)
    page.blocks = _with_tables_read(page.elements[0].cell)
    return page


def _makers(root: Node) -> list[str]:
    """The programs that a page says it was made with."""
    return [node.attributes.get("content", "") for node in root.nodes()
            if node.tag == "meta" and node.attributes.get("name", "").lower() in ("generator", "progid")]


def _title(root: Node) -> str:
    """The title that a page gives itself in its head, not that of a drawing in it."""
    titles = (node.text for node in root.nodes() if node.tag == "title" and not _is_drawn(node))
    return next(titles, "")[:LONGEST_TITLE]


def _is_drawn(node: Node) -> bool:
    above = node.parent
    while above and above.tag not in UNREAD:
        above = above.parent
    return above is not None


def _fill(page: Page, root: Node, *, spaced: bool) -> None:
    """Put each block and each table of the page where it stands: into its cell, or the page itself. `spaced` says that
    a line break in the markup is a space.
    """
    kept, notes = 0, list[str]()
    for tokens, border in _stretches(walk(root, page.elements[0], page.counted)):
        page.elements += _begun(tokens, border)
        owner = _owner(border)
        paragraph = paragraph_of(tokens, owner, page.counted)
        notes += paragraph.notes
        if blocks := blocks_of(paragraph, notes, spaced):
            notes = []
        owner.cell.content += blocks
        if isinstance(border, End) and border.element.tag == "table":
            owner.cell.content += _table_of(owner)
        kept += len(blocks) + (border.element.tag in CELLS)
        if kept > MOST_LINES:
            raise TooMuchError(f"more than {MOST_LINES:,} lines")
    if spaced:
        page.counted[RENUMBERED] = sum(_is_numbered(element) for element in page.elements)


def _begun(tokens: list[Token], border: Begin | End) -> list[Element]:
    """The elements that begin in a stretch of text or at its end."""
    return [token.element for token in (*tokens, border) if isinstance(token, Begin)]


def _stretches(tokens: Iterator[Token]) -> Iterator[tuple[list[Token], Begin | End]]:
    """What stands between the begin or end of a block element and the next, a line each; and that begin or end."""
    stretch: list[Token] = []
    for token in tokens:
        if isinstance(token, Text) or not _is_border(token):
            stretch.append(token)
        else:
            yield stretch, token
            stretch = []


def _is_border(token: Begin | End) -> bool:
    """No line goes on over a block element's begin or end, or a `<br>`, but for one in a heading."""
    element = token.element
    if element.tag == "br":
        return isinstance(token, Begin) and not element.style.heading
    return element.tag in BLOCKS or element.parent is None


def _owner(border: Begin | End) -> Element:
    """The element in which the text before a border stands."""
    if isinstance(border, End) or border.element.parent is None:
        return border.element
    return border.element.parent


def _table_of(element: Element) -> list[Table]:
    return [element.table] if element.table else []


def _is_numbered(element: Element) -> bool:
    return element.tag == "li" and element.item is not None and element.item.label[:1].isdecimal()


def _read_cells(table: Table) -> None:
    for row in table.rows:
        for cell in row:
            cell.blocks = _with_tables_read(cell)


def _with_tables_read(cell: Cell) -> list[Block]:
    """The blocks of a cell, or of the whole page, in which the cells of all tables have been read."""
    blocks: list[Block] = []
    for part in cell.content:
        if isinstance(part, Table):
            blocks += _table_blocks(part, before=blocks[-1].text if blocks else "")
        else:
            blocks.append(part)
    return blocks


def _table_blocks(table: Table, before: str) -> Iterator[Block]:
    """The lines of a table: of one that is but a frame, those in its cells; of any other, a line a row. `before` is the
    line before it.
    """
    for row, said in zip(table.rows, table_rows(grid(table.rows), before), strict=True):
        blocks = [block for cell in row for block in cell.blocks]
        if not said or any(cell.laid_out for cell in row):
            yield from blocks
        else:
            yield _row_block(said, blocks, table)


def _row_block(said: str, blocks: list[Block], table: Table) -> Block:
    """A table's row as the one line that is `said` of it, with all that its blocks know."""
    length = max(1, sum(len(block.text) for block in blocks))
    linked = sum(block.linked * len(block.text) for block in blocks) / length
    notes = [note for block in blocks for note in block.notes]
    line = next((block.line for block in blocks), 0)
    return Block(said, table.element, linked, note=table.element.style.note, notes=tuple(notes), table=table, line=line)
