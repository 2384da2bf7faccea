"""The article of a web page, and not its navigation."""

from __future__ import annotations

import re
from dataclasses import replace

from cards.reading.formats.html.blocks import LINKED_SHARE, Block
from cards.reading.formats.html.boilerplate import LONGEST_BOILERPLATE, is_boilerplate
from cards.reading.formats.html.elements import CONTAINERS
from cards.reading.formats.html.page import Page
from cards.reading.formats.html.spaces import loose
from cards.reading.formats.looks import LONGEST_HEADING, SELF_NAMED
from cards.records import Doubt

ARTICLE, STRAY = "article", "stray"
ARTICLE_SHARE, FURNITURE_SHARE, LONG_PROSE = 0.9, 1 / 3, 40
MOMENT = re.compile(r"((?:19|20)\d\d)[-年./](\d{1,2})[-月./](\d{1,2})日?(?:\s*\d{1,2}[:：]\d{1,2}(?:[:：]\d{1,2})?)?")
ORIGIN = re.compile(r"来源[：:]\s*([^\s|丨【\[（(]{2,30}?)"
                    r"(?=$|[\s|丨【\[（(]|作者|责任|编辑|字[体号]|发布|时间|浏览|分享)")


def article_of(page: Page, doubts: list[Doubt]) -> list[Block]:
    """The blocks of a web page that are its article, from its title to the end of its text; `doubts` says what is not.

    The article is the smallest part of the page that holds nearly all running text outside of navigation and the like.
    Running text elsewhere is kept and pointed at.
    """
    parts = _parts(page)
    kept = [block for block, part in zip(page.blocks, parts, strict=True) if part]
    if not kept:
        doubts.append(Doubt("no article was found in this page; all of it is read"))
        return page.blocks
    name = re.split(r"\s*[_|—–-]+\s*", " ".join(page.title.split()))[0][:LONGEST_HEADING]
    if name and all(block.prose for block in kept[:3]):
        kept.insert(0, Block(name, page.elements[0], heading=True))
    left = [block.text for block, part in zip(page.blocks, parts, strict=True) if not part]
    kept = _with_origin(kept, left)
    doubts += [Doubt(f"text outside the main part of the page, kept: {block.text[:40]}")
               for block, part in zip(page.blocks, parts, strict=True) if part == STRAY]
    if left:
        longest = sorted(left, key=len, reverse=True)[:5]
        said = " | ".join(each[:20] for each in longest) + (" | …" if len(left) > len(longest) else "")
        doubts.append(Doubt(f"lines left out around the article: {len(left)}: {said}"))
    return kept


def _parts(page: Page) -> list[str]:
    """Of each block: it is of the article, it is running text that strayed from there, or it is neither ('')."""
    _settle_furniture(page)
    inside = [block.within.inside and not block.within.out for block in page.blocks]
    prose = [at for at, block in enumerate(page.blocks) if inside[at] and block.prose]
    first, last = (prose[0], prose[-1]) if prose else (0, len(page.blocks) - 1)
    title = _title(page, first)
    parts = []
    for at, block in enumerate(page.blocks):
        linked = block.linked >= LINKED_SHARE and not block.heading and not first < at < last
        near = inside[at] or title <= at < first or (last < at <= last + 5 and SELF_NAMED.match(block.text))
        if block.note:
            parts.append(ARTICLE)
        elif block.within.out or linked or (is_boilerplate(block.text) and at != title):
            parts.append("")
        elif near:
            parts.append(ARTICLE)
        else:
            parts.append(STRAY if block.prose >= LONG_PROSE and block.text.endswith("。") else "")
    return parts


def _settle_furniture(page: Page) -> None:
    """Tell which elements are out of the article: furniture by name, but none that holds much of the page's text; and
    which are inside of it.
    """
    _add_up(page)
    most = FURNITURE_SHARE * page.elements[0].prose
    for element in page.elements:
        above = element.parent is not None and element.parent.out
        element.out = above or (element.furniture and element.prose <= most)
    _add_up(page)
    least = max(1.0, ARTICLE_SHARE * page.elements[0].prose)
    holding = (each for each in reversed(page.elements) if each.prose >= least and each.tag in CONTAINERS)
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


def _title(page: Page, first: int) -> int:
    """Where the title stands: the last line before the text that the page is named after, else its last heading."""
    named = loose(page.title)
    before = page.blocks[: first + 1]
    like = [at for at, block in enumerate(before)
            if not block.within.out and len(loose(block.text)) > 3 and named.startswith(loose(block.text))]
    heads = [at for at, block in enumerate(before) if block.heading and not block.within.out]
    if like or heads:
        return (like or heads)[-1]
    return next((at for at, block in enumerate(before) if block.within.inside), first) if named else 0


def _with_origin(blocks: list[Block], left: list[str]) -> list[Block]:
    """The lines under a title that say when and where the article appeared, as one source line."""
    first = next((at for at, block in enumerate(blocks) if block.prose and not ORIGIN.search(block.text)), len(blocks))
    said = [block for block in blocks[:first] if len(block.text) <= LONGEST_BOILERPLATE
            and not block.text.startswith("（") and (ORIGIN.search(block.text) or MOMENT.fullmatch(block.text))]
    text = " ".join(block.text for block in said)
    origin, moment = ORIGIN.search(text), MOMENT.search(text)
    if not origin:
        return blocks
    date = "，{}-{:0>2}-{:0>2}".format(*moment.groups()) if moment else ""
    left += [block.text for block in said]
    line = replace(said[0], text=f"来源：{origin[1]}{date}", linked=0.0, heading=False)
    return [line if block is said[0] else block for block in blocks if block is said[0] or block not in said]
