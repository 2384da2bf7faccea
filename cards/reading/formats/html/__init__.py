"""Web pages and the exports of Word and LibreOffice (.html) to lines: what a browser shows of the article, a paragraph
a line.

lxml reads the markup (BSD, several releases a year, 12 MB, 30 ms to import; the .docx reader has it already) through
its event interface, which builds no tree: 100,000 levels, attributes or entities take tenths of a second. Trees are
worse: lxml's own are cut off at 256 or 2,048 levels, selectolax (MIT, 8 MB) needs 48 s for 100,000 levels, html5lib
(MIT) as long for 20,000, and Beautiful Soup (MIT) takes ten times as long for a real issue. trafilatura (Apache, 70 MB
with what it needs) keeps the running text of an issue, but loses contents pages, footnotes and list numbers: of our
fixtures 6 of 12 to 14 of 17 lines came out. So what is left out here is decided by plain rules, and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from cards.reading.formats.html.article import article_of
from cards.reading.formats.html.blocks import Block
from cards.reading.formats.html.decoding import decoded
from cards.reading.formats.html.marks import MARKS, with_notes
from cards.reading.formats.html.page import Page, TooMuchError
from cards.reading.formats.html.spaces import loose
from cards.reading.formats.looks import stands_out, usual_look
from cards.reading.formats.tables import CONTENTS
from cards.reading.lines import Line, Source
from cards.records import Doubt, Place, UserError

MENDED = ("control characters dropped", "notes kept as remarks", MARKS)  # nobody has to look at it
MOST_TAGS, PIECE = 200_000, 65_536  # some fifty times what an issue has


def html_source(data: bytes, name: str) -> Source:
    """The lines of a page. Raises UserError, naming `name`, for one without text, and for one that is no article's page
    by its size, its number of tags or their depth.

    A paragraph, heading or list item is a line, and a `<br>` begins another; a table row is a line that ends in 。;
    notes follow the line they hang on, as remarks (注：…). What is left out, or never was running text, is a doubt.
    """
    text, damaged = decoded(data, name)
    doubts = [Doubt(f"characters that can't be read in the page's encoding: {damaged}")] if damaged else []
    return page_source(text, name, doubts=doubts)


def page_source(text: str, name: str, *, whole: bool = False, doubts: Iterable[Doubt] = ()) -> Source:
    """The lines of a page's markup, as `html_source`; of all of it where `whole`, with nothing for navigation."""
    page = _parsed(text, name)
    said = list(doubts)
    kept = with_notes(page.blocks if whole or page.exported else article_of(page, said))
    lines = tuple(_lines(kept))
    if not lines and whole:
        raise UserError(f"{name}: nothing to read in it")
    if not lines:
        raise UserError(f"{name}: no text in this page; open it in a browser and copy the article into a .txt file")
    counted = Counter(page.counted)
    tables: dict[int, list[int]] = {}
    for line, block in zip(lines, kept, strict=True):
        if block.table and not CONTENTS.fullmatch(block.text):
            tables.setdefault(block.table, []).append(line.number)
        counted["notes kept as remarks"] += block.note != ""
    counted[MARKS] = max(0, counted[MARKS] - counted["notes kept as remarks"])
    said += [Doubt(f"a table read row by row, rows: {len(rows)}", Place(line=rows[0])) for rows in tables.values()]
    said += [Doubt(f"{what}: {times}", mended=what in MENDED) for what, times in counted.items() if times]
    return Source(lines, tuple(said))


def _parsed(text: str, name: str) -> Page:
    try:
        etree: Any = import_module("lxml.etree")
    except ImportError:
        raise UserError(f"{name}: reading .html needs juyao[html]: pip install 'juyao[html]'") from None
    if text.count("<") > MOST_TAGS or text.count("&") > 5 * MOST_TAGS:
        raise UserError(f"{name}: more than {MOST_TAGS:,} tags; copy the article into a .txt file")
    page = Page()
    markup = re.sub(r"(?i)</?wbr\b[^<>]{0,20}>", "", text).encode(errors="replace")
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    try:
        for at in range(0, len(markup), PIECE):
            parser.feed(markup[at : at + PIECE])
        parser.close()
    except TooMuchError as error:
        raise UserError(f"{name}: {error}; copy the article into a .txt file") from None
    except etree.LxmlError:
        pass  # a page without any element: no text will be found in it
    page.finish()
    return page


def _lines(blocks: list[Block]) -> Iterator[Line]:
    """The blocks as lines. What stands out as a heading is told by what running text looks like. A contents made as a
    list numbers its entries, which the titles are not.
    """
    usual = usual_look((block.text, block.look) for block in blocks)
    titles = {loose(block.unnumbered) for block in blocks if block.heading and block.unnumbered}
    for number, block in enumerate(blocks, 1):
        heading = block.heading or (not block.note and stands_out(block.text, block.look, usual))
        entry = not block.heading and loose(block.unnumbered) in titles
        text = block.unnumbered if entry else block.text
        yield Line(text, block.line or number, role="heading" if heading else "")
