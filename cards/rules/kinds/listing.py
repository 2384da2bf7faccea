"""The kind `list`: an enumeration found item by item, by a marker sequence, by what the items share, or one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cards.records import Item
from cards.rules.kinds.heads import clip, own_words, trim
from cards.rules.list_keys import Listing
from cards.rules.match import Match
from cards.rules.stretches import Stretch

if TYPE_CHECKING:
    import regex

    Run = list[regex.Match[str]]  # the matches of an enumeration's items, in order

OPENERS = " “‘「『（("
STARTS = {"paragraph": "\n", "sentence": "\n。！？!?”", "clause": "\n。！？!?”，；：、,;:—―─", "anywhere": None}


def check_listing(listing: Listing) -> Iterator[tuple[str, str]]:
    """What is wrong with it, with the key: the item's pattern lacks a group that the kind needs, or no number of items
    would do.
    """
    needed = ["head"]
    if listing.same:
        needed.append("same")
    if listing.sequence:
        needed.append(listing.sequence.name)
    for group in needed:
        if group not in listing.item.groups:
            yield "item", f"the item's pattern has no group or piece named “{group}”"
    if listing.most < listing.least:
        yield "most", f"no list has at least {listing.least} and at most {listing.most} items"


def find_lists(listing: Listing, stretch: Stretch) -> Iterator[Match]:
    """Each run of items that is neither too short nor too long."""
    matches = [match for match in listing.item.finditer(stretch.text) if _is_item(listing, stretch.text, match)]
    for run in _runs(listing, stretch.text, matches):
        different = {match["head"] for match in run}
        if listing.least <= len(different) and len(run) <= listing.most:
            first = run[0]
            items = tuple(_items(listing, stretch, run))
            parts = tuple(match.span() for match in run)
            yield Match(stretch, first.start(), run[-1].end(), first.groupdict(), items=items, parts=parts)


def _is_item(listing: Listing, text: str, match: regex.Match[str]) -> bool:
    """The match stands where an item may begin, has something to recite and, where items must agree, something to
    agree in.
    """
    start, end = trim(text, *match.span("head"))
    agrees = not listing.same or match["same"] is not None
    return start < end and agrees and begins(text, match.start(), STARTS[listing.at])


def begins(text: str, at: int, allowed: str | None) -> bool:
    """Whether what stands before `at` lets an item begin there: one of the characters `allowed`, or anything (None)."""
    before = text[:at].rstrip(OPENERS)
    return allowed is None or not before or before[-1] in allowed


def _runs(listing: Listing, text: str, matches: Run) -> list[Run]:
    """Group item matches into runs that each make one enumeration."""
    open_runs: dict[str, Run] = {}
    runs: list[Run] = []
    for match in matches:
        key = match["same"] if listing.same else ""
        run = open_runs.get(key)
        if run and _follows(listing, text, run[-1], match):
            run.append(match)
        elif listing.sequence is None or _position(listing, match) == 1:
            open_runs[key] = [match]
            runs.append(open_runs[key])
    return runs


def _position(listing: Listing, match: regex.Match[str]) -> int:
    """Which of the sequence an item is, from 1; 0 for none of it."""
    return listing.sequence.position(match[listing.sequence.name]) if listing.sequence else 0


def _follows(listing: Listing, text: str, last: regex.Match[str], match: regex.Match[str]) -> bool:
    """Whether `match` is the next item behind `last`."""
    if listing.between is not None and listing.between.fullmatch(text[last.end() : match.start()]) is None:
        return False
    if listing.sequence is None:
        return True
    step = _position(listing, match) - _position(listing, last)
    return step == 1 or (listing.skips and step > 1)


def _items(listing: Listing, stretch: Stretch, run: Run) -> Iterator[Item]:
    text = stretch.text
    ends = [match.start() for match in run[1:]] + [len(text)]
    for match, limit in zip(run, ends, strict=True):
        head = clip(text, match.start("head"), match.end("head"), listing.longest)
        own = own_words(text, match.start("head"), match.end("head"))
        body = stretch.span(match.start(), _body_end(text, match.end("head"), limit))
        yield Item(stretch.span(*head), body, stretch.span(*own))


def _body_end(text: str, at: int, limit: int) -> int:
    line_end = text.find("\n", at)
    return min(limit, line_end) if line_end >= 0 else limit
