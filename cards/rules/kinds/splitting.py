"""The kind `split`: an enumeration that is one stretch with separators, maybe with its number of items stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cards.records import Item
from cards.rules.kinds.heads import clip, own_words, trim
from cards.rules.list_keys import Splitting
from cards.rules.match import Match
from cards.rules.pieces import Pattern
from cards.rules.stretches import Stretch

if TYPE_CHECKING:
    import regex

MOST_PARTS = 60  # nobody recites more: a stretch with so many separators is a table or damage


def check_splitting(splitting: Splitting) -> Iterator[tuple[str, str]]:
    """What is wrong with it, with the key: the pattern lacks a group that the kind needs."""
    needed = ["items"]
    if splitting.count:
        needed.append(splitting.count.name)
    for group in needed:
        if group not in splitting.match.groups:
            yield "match", f"the pattern has no group or piece named “{group}”"


def find_splits(splitting: Splitting, stretch: Stretch) -> Iterator[Match]:
    """One enumeration a match; one whose stated count is not its number of items is none."""
    for match in splitting.match.finditer(stretch.text):
        parts = _parts(splitting, stretch.text, match)
        if splitting.least <= len(parts) <= MOST_PARTS and _agrees(splitting, match, len(parts)):
            items = tuple(_item(splitting, stretch, start, end) for start, end in parts)
            yield Match(stretch, *match.span(), match.groupdict(), items=items)


def _parts(splitting: Splitting, text: str, match: regex.Match[str]) -> list[tuple[int, int]]:
    """Where the items stand in `text`."""
    if match["items"] is None:
        return []
    first = match.start("items")
    parts = [trim(text, first + start, first + end) for start, end in splitting.at.split(match["items"])]
    return [(start, end) for start, end in parts if end > start and not _matches(splitting.drop, text[start:end])]


def _matches(pattern: Pattern | None, text: str) -> bool:
    return pattern is not None and pattern.fullmatch(text) is not None


def _agrees(splitting: Splitting, match: regex.Match[str], items: int) -> bool:
    """Whether the text states no other number of items."""
    return splitting.count is None or splitting.count.position(match[splitting.count.name]) == items


def _item(splitting: Splitting, stretch: Stretch, start: int, end: int) -> Item:
    opening = splitting.lead.match(stretch.text[start:end]) if splitting.lead else None
    begins = start + opening.end() if opening else start
    if trim(stretch.text, begins, end)[0] == end:  # the opening is all there is: recite that
        begins = start
    head = clip(stretch.text, begins, end, splitting.longest)
    own = own_words(stretch.text, begins, end)
    return Item(stretch.span(*head), stretch.span(start, end), stretch.span(*own))
