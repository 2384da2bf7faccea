"""The closed kinds of match. A rule has exactly one of these keys; each kind is one file that compiles it."""

from __future__ import annotations

from typing import Any

from cards.rules.kinds.listing import compile_list
from cards.rules.kinds.pattern import compile_match
from cards.rules.kinds.splitting import compile_split
from cards.rules.match import Matcher
from cards.rules.pieces import Pattern, Pieces


def compile_kind(values: dict[str, Any], pieces: Pieces) -> tuple[Matcher, Pattern]:
    """Compile the rule whose checked values these are. Raises PatternError."""
    if values["list"]:
        return compile_list(values["list"], pieces)
    if values["split"]:
        return compile_split(values["split"], pieces)
    return compile_match(values["match"], pieces)
