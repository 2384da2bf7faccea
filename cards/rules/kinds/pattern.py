"""The kind `match`: a pattern over a stretch; each match is a finding of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cards.rules.match import Match
from cards.rules.pieces import Pattern
from cards.rules.stretches import Stretch

HIDE = "hide"


def find_matches(pattern: Pattern, stretch: Stretch) -> Iterator[Match]:
    """A match hides all that its group `hide` captured, or the whole of it where there is no such group."""
    for match in pattern.finditer(stretch.text):
        places = match.spans(HIDE) if HIDE in pattern.groups else [match.span()]
        spans = [stretch.span(start, end) for start, end in sorted(set(places)) if end > start]
        spans = [span for span in spans if span.end > span.start]  # a line break hides nothing
        if spans:
            yield Match(stretch, *match.span(), match.groupdict(), spans=tuple(spans))
