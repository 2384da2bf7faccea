"""Web pages and the exports of Word and LibreOffice (.html) to lines: what a browser shows of the article, a paragraph
a line.

The markup becomes a tree (tree.py), the walk over it (walk.py) tells the text in reading order, what stands between two
block elements is a paragraph (paragraphs.py), and the paragraphs and tables make the page (page.py). Of a web page its
article is read (article.py). trafilatura (Apache, 70 MB with what it needs) keeps the running text of an issue, but
loses contents pages, footnotes and list numbers: of our fixtures 6 of 12 to 14 of 17 lines came out. So what is left
out here is decided by plain rules, and reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cards.reading.formats.decode import CONTROLS_DROPPED, NONCHARACTERS_DROPPED, without_noncharacters
from cards.reading.formats.html.article import article_of
from cards.reading.formats.html.blocks import Block, Table
from cards.reading.formats.html.decoding import decoded
from cards.reading.formats.html.marks import MARKS, with_notes
from cards.reading.formats.html.page import Page, page_of
from cards.reading.formats.html.spaces import loose
from cards.reading.formats.html.tree import TooMuchError, tree_of
from cards.reading.formats.looks import stands_out, usual_look
from cards.reading.formats.tables import CONTENTS
from cards.reading.lines import Line, Source
from cards.records import Doubt, Place, UserError

NOTES_KEPT = "notes kept as remarks"
MENDED = (CONTROLS_DROPPED, NOTES_KEPT, MARKS)  # nobody has to look at it


def html_source(data: bytes, name: str) -> Source:
    """The lines of a page. Raises UserError, naming `name`, for one without text, and for one that is no article's page
    by its size, its number of tags or their depth.

    A paragraph, heading or list item is a line, and a `<br>` begins another; a table row is a line that ends in 。;
    notes follow the line they hang on, as remarks (注：…). What is left out, or never was running text, is a doubt.
    """
    text, damaged = decoded(data, name)
    doubts = [Doubt(f"characters that can't be read in the page's encoding: {damaged}")] if damaged else []
    text, noncharacters, _ = without_noncharacters(text)
    if noncharacters:
        doubts.append(Doubt(f"{NONCHARACTERS_DROPPED}: {noncharacters}"))
    return page_source(text, name, doubts=doubts)


def page_source(text: str, name: str, *, whole: bool = False, doubts: Iterable[Doubt] = ()) -> Source:
    """The lines of a page's markup, as `html_source`; of all of it where `whole`, with nothing for navigation."""
    page = _page(text, name)
    said = list(doubts)
    kept = with_notes(page.blocks if whole or page.exported else article_of(page, said))
    lines = tuple(_lines(kept))
    if not lines and whole:
        raise UserError(f"{name}: nothing to read in it")
    if not lines:
        raise UserError(f"{name}: no text in this page; open it in a browser and copy the article into a .txt file")
    return Source(lines, (*said, *_tables_told(lines, kept), *_counts_told(page.counted, kept)))


def _page(text: str, name: str) -> Page:
    try:
        return page_of(tree_of(text, name))
    except TooMuchError as error:
        raise UserError(f"{name}: {error}; copy the article into a .txt file") from None


def _tables_told(lines: tuple[Line, ...], blocks: list[Block]) -> list[Doubt]:
    """A doubt for each table that was read row by row, at its first row."""
    rows: dict[Table, list[int]] = {}
    for line, block in zip(lines, blocks, strict=True):
        if block.table and not CONTENTS.fullmatch(block.text):
            rows.setdefault(block.table, []).append(line.number)
    return [Doubt(f"a table read row by row, rows: {len(numbers)}", Place(line=numbers[0]))
            for numbers in rows.values()]


def _counts_told(counted: Counter[str], blocks: list[Block]) -> list[Doubt]:
    """A doubt for each thing that was counted while the page was read; the mark of a note that is kept is no loss."""
    kept = sum(block.note != "" for block in blocks)
    counts = Counter(counted)
    counts[NOTES_KEPT] += kept
    counts[MARKS] = max(0, counts[MARKS] - kept)
    return [Doubt(f"{what}: {times}", mended=what in MENDED) for what, times in counts.items() if times]


def _lines(blocks: list[Block]) -> Iterator[Line]:
    """The blocks as lines. What stands out as a heading is told by what running text looks like."""
    usual = usual_look((block.text, block.look) for block in blocks)
    titles = {loose(block.unnumbered) for block in blocks if block.heading} - {""}
    for number, block in enumerate(blocks, 1):
        heading = block.heading or (not block.note and stands_out(block.text, block.look, usual))
        yield Line(_text(block, titles), block.line or number, role="heading" if heading else "")


def _text(block: Block, titles: set[str]) -> str:
    """A contents made as a list numbers its entries, which the titles are not."""
    is_entry = not block.heading and loose(block.unnumbered) in titles
    return block.unnumbered if is_entry else block.text
