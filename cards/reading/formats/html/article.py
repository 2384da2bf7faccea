"""The article of a web page, and not its navigation."""

from __future__ import annotations

import re

from msgspec.structs import replace

from cards.reading.formats.html.blocks import LINKED_SHARE, Block
from cards.reading.formats.html.boilerplate import LONGEST_BOILERPLATE, is_boilerplate
from cards.reading.formats.html.page import Page
from cards.reading.formats.html.spaces import loose
from cards.reading.formats.html.tags import CONTAINERS
from cards.reading.formats.looks import LONGEST_HEADING, SELF_NAMED
from cards.records import Doubt

ARTICLE, STRAY, LEFT_OUT = "article", "stray", ""  # what a block is part of
ARTICLE_SHARE, FURNITURE_SHARE, LONG_PROSE = 0.9, 1 / 3, 40
BEHIND = 5  # lines behind the text that may be a source line or a remark
SITE_NAME = re.compile(r"\s*[_|—–-]+\s*")
MOMENT = re.compile(r"((?:19|20)\d\d)[-年./](\d{1,2})[-月./](\d{1,2})日?(?:\s*\d{1,2}[:：]\d{1,2}(?:[:：]\d{1,2})?)?")
ORIGIN = re.compile(r"来源[：:]\s*([^\s|丨【\[（(]{2,30}?)"
                    r"(?=$|[\s|丨【\[（(]|作者|责任|编辑|字[体号]|发布|时间|浏览|分享)")
LONGEST_TOLD, MOST_TOLD, LONGEST_PLACE = 20, 5, 40  # characters and lines in a doubt


def article_of(page: Page, doubts: list[Doubt]) -> list[Block]:
    """The blocks of a web page that are its article, from its title to the end of its text; `doubts` says what is not.

    The article is the smallest part of the page that holds nearly all running text outside of navigation and the like.
    Running text elsewhere is kept and pointed at.
    """
    parts = _parts(page)
    kept = [block for block, part in zip(page.blocks, parts, strict=True) if part != LEFT_OUT]
    left = [block.text for block, part in zip(page.blocks, parts, strict=True) if part == LEFT_OUT]
    if not kept:
        doubts.append(Doubt("no article was found in this page; all of it is read"))
        return page.blocks
    kept, unneeded = _with_origin(_with_title(kept, page))
    doubts += [Doubt(f"text outside the main part of the page, kept: {block.text[:LONGEST_PLACE]}")
               for block, part in zip(page.blocks, parts, strict=True) if part == STRAY]
    left += unneeded
    if left:
        doubts.append(Doubt(f"lines left out around the article: {len(left)}: {_told(left)}"))
    return kept


def _with_title(kept: list[Block], page: Page) -> list[Block]:
    """`kept`, under the title that the page gives itself where the text begins without one."""
    title = SITE_NAME.split(" ".join(page.title.split()))[0][:LONGEST_HEADING]
    if title and all(block.prose for block in kept[:3]):
        return [Block(title, page.elements[0], heading=True), *kept]
    return kept


def _told(left: list[str]) -> str:
    """What was left out, in a few words: the longest of its lines."""
    longest = sorted(left, key=len, reverse=True)[:MOST_TOLD]
    return " | ".join(line[:LONGEST_TOLD] for line in longest) + (" | …" if len(left) > len(longest) else "")


def _parts(page: Page) -> list[str]:
    """Of each block what it is part of: the article, text that strayed from there, or neither."""
    _settle_furniture(page)
    first, last = _ends_of_prose(page.blocks)
    title = _title_place(page, first)
    parts = []
    for at, block in enumerate(page.blocks):
        if _is_furniture(block, at, title, between=first < at < last):
            parts.append(LEFT_OUT)
        elif _is_inside(block) or block.note or title <= at < first:
            parts.append(ARTICLE)
        else:
            parts.append(ARTICLE if 0 < at - last <= BEHIND and _ends(block) else _outside(block))
    return parts


def _ends_of_prose(blocks: list[Block]) -> tuple[int, int]:
    """Where the running text of the article begins and ends."""
    prose = [at for at, block in enumerate(blocks) if _is_inside(block) and block.prose]
    return (prose[0], prose[-1]) if prose else (0, len(blocks) - 1)


def _outside(block: Block) -> str:
    """What a block far from the article is: running text that strayed, or nothing that is read."""
    return STRAY if block.prose >= LONG_PROSE and block.text.endswith("。") else LEFT_OUT


def _is_inside(block: Block) -> bool:
    return block.within.inside and not block.within.out


def _is_furniture(block: Block, at: int, title: int, *, between: bool) -> bool:
    """A block is navigation or the like: by where it stands, by its links (but `between` running text they may be the
    article's own), or by what it says.
    """
    if block.note:
        return False
    linked = block.linked >= LINKED_SHARE and not block.heading and not between
    return block.within.out or linked or (at != title and is_boilerplate(block.text))


def _ends(block: Block) -> bool:
    """A line that an article may end with, behind its text."""
    return SELF_NAMED.match(block.text) is not None


def _settle_furniture(page: Page) -> None:
    """Tell which elements are out of the article: furniture by name, but none that holds much of the page's text; then
    which are inside of it.
    """
    _add_up(page)
    most = FURNITURE_SHARE * page.elements[0].prose
    for element in page.elements:
        above = element.parent is not None and element.parent.out
        element.out = above or (element.furniture and element.prose <= most)
    _settle_inside(page)


def _settle_inside(page: Page) -> None:
    """Tell which elements are inside of the article: the innermost that holds nearly all text, and those in it."""
    _add_up(page)
    least = max(1.0, ARTICLE_SHARE * page.elements[0].prose)
    holding = (element for element in reversed(page.elements) if element.prose >= least and element.tag in CONTAINERS)
    innermost = next(holding, page.elements[0])
    for element in page.elements:
        element.inside = element is innermost or (element.parent is not None and element.parent.inside)


def _add_up(page: Page) -> None:
    """The running text that each element holds, what is out of the article apart."""
    for element in page.elements:
        element.prose = 0
    for block in page.blocks:
        block.within.prose += 0 if block.within.out else block.prose
    for element in reversed(page.elements):
        if element.parent:
            element.parent.prose += element.prose


def _title_place(page: Page, first: int) -> int:
    """Where the title stands: the last line before the text that the page is named after, else its last heading, else
    its first line. `first` is where the text begins.
    """
    shown = [at for at in range(min(first + 1, len(page.blocks))) if not page.blocks[at].within.out]
    title = loose(page.title)
    named = [at for at in shown if _opens(title, loose(page.blocks[at].text))]
    places = named or [at for at in shown if page.blocks[at].heading]
    if places:
        return places[-1]
    return _first_inside(page.blocks, shown, first) if title else 0


def _first_inside(blocks: list[Block], places: list[int], default: int) -> int:
    return next((at for at in places if blocks[at].within.inside), default)


def _opens(title: str, line: str) -> bool:
    """A line of more than a word opens the title that the page gives itself."""
    return len(line) > 3 and title.startswith(line)


def _with_origin(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """The lines under a title that say when and where the article appeared, as one source line; and those lines."""
    said = _origin_lines(blocks)
    text = " ".join(block.text for block in said)
    origin, moment = ORIGIN.search(text), MOMENT.search(text)
    if not origin:
        return blocks, []
    date = "，{}-{:0>2}-{:0>2}".format(*moment.groups()) if moment else ""
    line = replace(said[0], text=f"来源：{origin[1]}{date}", linked=0.0, heading=False)
    others = [line if block is said[0] else block for block in blocks if block not in said[1:]]
    return others, [block.text for block in said]


def _origin_lines(blocks: list[Block]) -> list[Block]:
    """The lines before the running text that say when or where it appeared."""
    said = []
    for block in blocks:
        tells = ORIGIN.search(block.text)
        if block.prose and not tells:
            break
        short = len(block.text) <= LONGEST_BOILERPLATE and not block.text.startswith("（")
        if short and (tells or MOMENT.fullmatch(block.text)):
            said.append(block)
    return said
