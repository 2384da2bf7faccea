"""The kind `match`: a pattern over a stretch; each match is a finding of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cards.rules.match import Match, Matcher
from cards.rules.nodes import Node
from cards.rules.pieces import Pattern, Pieces
from cards.rules.stretches import Stretch

HIDE = "hide"


def compile_match(source: Node, pieces: Pieces) -> tuple[Matcher, Pattern]:
    """A matcher whose spans are all that the group `hide` captured, or the whole match where there is no such group."""
    pattern = pieces.compile(source)
    named = HIDE in pattern.groups

    def matcher(stretch: Stretch) -> Iterator[Match]:
        for match in pattern.finditer(stretch.text):
            places = match.spans(HIDE) if named else [match.span()]
            spans = tuple(stretch.span(start, end) for start, end in sorted(set(places)) if end > start)
            if spans := tuple(span for span in spans if span.end > span.start):  # a line break hides nothing
                yield Match(stretch, *match.span(), match.groupdict(), spans=spans)

    return matcher, pattern
