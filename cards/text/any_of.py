"""Patterns of words: what matches any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

NEVER = re.compile("(?!)")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What matches any of `words`, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else NEVER
