"""Series: what several texts have in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile


def common_start(texts: Sequence[str]) -> str:
    """The characters that all of `texts` begin with: 建设 of 建设强省, 建设大省."""
    shared = takewhile(lambda characters: len(set(characters)) == 1, zip(*texts, strict=False))
    return "".join(characters[0] for characters in shared)
