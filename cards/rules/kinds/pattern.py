"""The kind `match`: a pattern over a stretch; each match is a finding of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cards.rules.match import Match
from cards.rules.pieces import Pattern
from cards.rules.stretches import Stretch

HIDE = "hide"


def find_matches(pattern: Pattern, stretch: Stretch) -> Iterator[Match]:
    """A match hides all that its group `hide` captured, or the whole of it where there is no such group; what is hidden
    where the pattern only looks is part of it.
    """
    for match in pattern.finditer(stretch.text):
        places = sorted(set(match.spans(HIDE) if HIDE in pattern.groups else [match.span()]))
        spans = [stretch.span(start, end) for start, end in places if end > start]
        spans = [span for span in spans if span.end > span.start]  # a line break hides nothing
        if spans:
            start, end = min(match.start(), places[0][0]), max(match.end(), *(end for _, end in places))
            yield Match(stretch, start, end, match.groupdict(), spans=tuple(spans))
