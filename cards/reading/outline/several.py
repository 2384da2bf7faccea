"""Several documents in one source without contents: a digest of news, a second communiqué, two reports of a club."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from cards.reading.lines import Line
from cards.reading.outline.heads import says_about
from cards.reading.outline.locating import Titled, loose
from cards.reading.outline.titles import may_be_title, without_site
from cards.reading.outline_rules import Outline

LEAST_ITEMS = 3
LEAST_WIRED = 0.6  # of the items that open like news
LEAST_TEXT = 120  # characters of a document
ABOUT_LINES = 2  # lines under a title
FIGURES = re.compile(r"\d+")


class Item(Struct, frozen=True):
    """An item of a digest: where its title stands, and the paper it is of."""

    title: Titled
    source: str = ""


def digest_items(lines: Sequence[Line], title: Titled, outline: Outline) -> tuple[Item, ...]:
    """The items of a digest under its `title`: each heading over a text; () for what is none."""
    items = list(_items(lines, title.end, outline))
    if len(items) < LEAST_ITEMS:
        return ()
    wired = sum(outline.find("wire", lines[item.title.end].text) is not None for item in items)
    if outline.find("digest", title.title) or wired >= LEAST_WIRED * len(items):
        return tuple(items)
    return ()


def _items(lines: Sequence[Line], start: int, outline: Outline) -> Iterator[Item]:
    paper = ""
    for at in range(start, len(lines) - 1):
        line, below = lines[at], lines[at + 1]
        if line.role != "heading":
            continue
        if below.role == "heading":
            paper = line.text if outline.find("newspaper", line.text) else paper
        elif not says_about(line, outline) and not says_about(below, outline):
            yield Item(Titled(line.text, at, at + 1), paper)


def further_titles(lines: Sequence[Line], title: Titled, outline: Outline) -> list[Titled]:
    """The titles of the documents behind the first one."""
    places = [at for at in range(title.end + 1, len(lines) - 1) if _opens_document(lines, at, title, outline)]
    found = [Titled(without_site(lines[at].text, outline), at, at + 1) for at in places]
    ends = [*(one.first for one in found), len(lines)][1:]
    return [one for one, end in zip(found, ends, strict=True) if _length(lines[one.end : end]) >= LEAST_TEXT]


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _opens_document(lines: Sequence[Line], at: int, title: Titled, outline: Outline) -> bool:
    """Line `at` is the title of another document: it is built like the first one's, or it is one by its look, and lines
    about a text stand under it, or over it as they end the text before.
    """
    line = lines[at]
    if not may_be_title(line, outline) or outline.find("organ", line.text) or says_about(line, outline):
        return False
    if _is_alike(line.text, title.title):
        return True
    if outline.find("document", line.text) and _has_day_under(lines, at, outline):
        return True
    ended = outline.find("credits", lines[at - 1].text) is not None
    return line.role == "heading" and ended


def _is_alike(text: str, title: str) -> bool:
    """Two titles that differ by their numbers: 2024年…公报 and 2023年…公报."""
    if loose(text) == loose(title) or not FIGURES.search(text):
        return False
    return FIGURES.sub("#", loose(text)) == FIGURES.sub("#", loose(title))


def _has_day_under(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """A day, or when it was published, stands right under the line."""
    under = lines[at + 1 : at + 1 + ABOUT_LINES]
    return any(outline.find(name, line.text) for line in under for name in ("day", "published"))
