"""The order of names with numbers in them, as people count."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=10_000)  # a library's numbers are held against one another
def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts 2026-9 before 2026-10."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|\D+", name))
