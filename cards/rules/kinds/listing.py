"""The kind `list`: an enumeration found item by item, by a marker sequence, by what the items share, or one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cards.records import Item
from cards.rules.kinds.heads import clip, trim
from cards.rules.match import Match, Matcher
from cards.rules.pieces import Pattern, PatternError, Pieces
from cards.rules.stretches import Stretch

OPENERS = " “‘「『（("
STARTS = {"paragraph": "\n", "sentence": "\n。！？!?”", "clause": "\n。！？!?”，；：、,;:—", "anywhere": None}


def compile_list(options: dict[str, Any], pieces: Pieces) -> tuple[Matcher, Pattern]:
    """A matcher that yields each run of items; raises PatternError where a group or lexicon it needs is missing."""
    item = pieces.compile(options["item"])
    between = pieces.compile(options["between"], empty=True) if options["between"] is not None else None
    sequence = options["sequence"]
    for group in ["head", *(["same"] if options["same"] else []), *([sequence] if sequence else [])]:
        if group not in item.groups:
            raise PatternError(f"the item's pattern has no group or piece named “{group}”")
    if sequence and sequence not in pieces.lexicons:
        raise PatternError(f"there is no lexicon named “{sequence}”")
    if options["most"] < options["least"]:
        raise PatternError(f"no list has at least {options['least']} and at most {options['most']} items")
    order = {entry: rank for rank, entry in enumerate(pieces.lexicons[sequence])} if sequence else {}

    def matcher(stretch: Stretch) -> Iterator[Match]:
        matches = [m for m in item.finditer(stretch.text)
                   if _begins(stretch.text, m.start(), STARTS[options["at"]]) and _is_item(stretch.text, m, options)]
        for run in _runs(matches, options, order, between, stretch.text):
            if options["least"] <= len({match["head"] for match in run}) and len(run) <= options["most"]:
                items = tuple(_items(stretch, run, options["longest"]))
                yield Match(stretch, run[0].start(), run[0].end(), run[0].groupdict(), items=items)

    return matcher, item


def _begins(text: str, at: int, allowed: str | None) -> bool:
    before = text[:at].rstrip(OPENERS)
    return allowed is None or not before or before[-1] in allowed


def _is_item(text: str, match: Any, options: dict[str, Any]) -> bool:
    """The match has something to recite and, where items must agree, something to agree in."""
    start, end = trim(text, *match.span("head"))
    return start < end and (not options["same"] or match["same"] is not None)


def _runs(matches: list[Any], options: dict[str, Any], order: dict[str, int], between: Pattern | None,
          text: str) -> list[list[Any]]:
    """Group item matches into runs that each make one enumeration."""
    open_runs: dict[str, list[Any]] = {}
    runs: list[list[Any]] = []
    for match in matches:
        key = match["same"] if options["same"] else ""
        run = open_runs.get(key)
        if run and _follows(run[-1], match, options, order, between, text):
            run.append(match)
        elif not order or order.get(match[options["sequence"]]) == 0:
            open_runs[key] = [match]
            runs.append(open_runs[key])
    return runs


def _follows(last: Any, match: Any, options: dict[str, Any], order: dict[str, int], between: Pattern | None,
             text: str) -> bool:
    if between is not None and between.fullmatch(text[last.end() : match.start()]) is None:
        return False
    if not order:
        return True
    step = order.get(match[options["sequence"]], -1) - order.get(last[options["sequence"]], -1)
    return step == 1 or (options["skips"] and step > 1)


def _items(stretch: Stretch, run: list[Any], longest: int) -> Iterator[Item]:
    text = stretch.text
    ends = [match.start() for match in run[1:]] + [len(text)]
    for match, limit in zip(run, ends, strict=True):
        start, end = clip(text, match.start("head"), match.end("head"), longest)
        yield Item(stretch.span(start, end), stretch.span(match.start(), _body_end(text, match.end("head"), limit)))


def _body_end(text: str, at: int, limit: int) -> int:
    line_end = text.find("\n", at)
    return min(limit, line_end) if line_end >= 0 else limit
