"""The kind `split`: an enumeration that is one stretch with separators, maybe with its number of items stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cards.records import Item
from cards.rules.kinds.heads import clip, trim
from cards.rules.match import Match, Matcher
from cards.rules.pieces import Pattern, PatternError, Pieces
from cards.rules.stretches import Stretch


def compile_split(options: dict[str, Any], pieces: Pieces) -> tuple[Matcher, Pattern]:
    """A matcher that yields one enumeration a match; one whose stated count is not its number of items is none."""
    pattern = pieces.compile(options["match"])
    at = pieces.compile(options["at"])
    drop = pieces.compile(options["drop"]) if options["drop"] else None
    lead = pieces.compile(options["lead"]) if options["lead"] else None
    count = options["count"]
    for group in ["items", *([count] if count else [])]:
        if group not in pattern.groups:
            raise PatternError(f"the pattern has no group or piece named “{group}”")
    if count and count not in pieces.lexicons:
        raise PatternError(f"there is no lexicon named “{count}”")
    stated = {entry: rank + 1 for rank, entry in enumerate(pieces.lexicons.get(count, ()))} if count else {}

    def matcher(stretch: Stretch) -> Iterator[Match]:
        for match in pattern.finditer(stretch.text):
            places = [place for place in _parts(stretch.text, match, at) if not _dropped(stretch.text, place, drop)]
            if count:
                places = _counted(places, stated.get(match[count], 0))
            if places and len(places) >= options["least"]:
                items = tuple(_items(stretch, places, lead, options["longest"]))
                yield Match(stretch, *match.span(), match.groupdict(), items=items)

    return matcher, pattern


def _parts(text: str, match: Any, at: Pattern) -> list[tuple[int, int]]:
    if match["items"] is None:
        return []
    first = match.start("items")
    parts = [trim(text, first + start, first + end) for start, end in at.split(match["items"])]
    return [(start, end) for start, end in parts if end > start]


def _counted(places: list[tuple[int, int]], number: int) -> list[tuple[int, int]]:
    return places if len(places) == number else []


def _dropped(text: str, place: tuple[int, int], drop: Pattern | None) -> bool:
    return drop is not None and drop.fullmatch(text[place[0] : place[1]]) is not None


def _items(stretch: Stretch, places: list[tuple[int, int]], lead: Pattern | None, longest: int) -> Iterator[Item]:
    for start, end in places:
        opening = lead.match(stretch.text[start:end]) if lead else None
        begins = start + opening.end() if opening else start
        if trim(stretch.text, begins, end)[0] == end:  # the opening is all there is: recite that
            begins = start
        head = clip(stretch.text, begins, end, longest)
        yield Item(stretch.span(*head), stretch.span(start, end))
