"""Compiled patterns and what they need, kept between runs in the cache: to read a pattern takes forty times as long as
to put its code in place.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

import regex

from cards.rules.needs import Needs, begins_loosely, needs_of, one_of
from cards.text.cache import read_cached, write_cached

Key = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]
Compiled = tuple[regex.Pattern[str], tuple[frozenset[str], ...], frozenset[str] | None, float]  # and its Needs
NAME = "patterns.cache"
NOTHING: Mapping[Key, Compiled] = MappingProxyType({})
FORMAT = 8  # of what is kept; another one where needs.py reads more, or less, off a pattern
MAKER = f"{FORMAT}, Python {sys.version}, regex {regex.__version__}"


class _Reader(pickle.Unpickler):
    """Takes nothing from the file but compiled patterns."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("regex._regex", "compile"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no pattern")


class KeptPatterns:
    """Compiled patterns by their text and the words of the lexicons they use: those of earlier runs where `read` made
    it, else none at first; `compile` adds what is missing.
    """

    def __init__(self, kept: Mapping[Key, Compiled] = NOTHING):
        self._kept = kept
        self._used: dict[Key, Compiled] = {}

    @classmethod
    def read(cls) -> KeptPatterns:
        """The patterns that an earlier run kept."""
        return cls(_read())

    def compile(self, expanded: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[regex.Pattern[str], Needs]:
        """`expanded` compiled, with the words of `lists` for each named list, and what it needs. Raises what regex
        raises.
        """
        key = expanded, tuple(sorted(lists.items()))
        found = self._kept.get(key) or self._used.get(key)
        if found is None:
            words: dict[str, Any] = {name: list(entries) for name, entries in lists.items()}
            needs = needs_of(expanded, lists)
            pattern = regex.compile(expanded, regex.VERSION0, ignore_unused=True, **words)
            if needs.first and begins_loosely(expanded, lists):
                expanded = f"(?={one_of(needs.first)})(?:{expanded})"
                pattern = regex.compile(expanded, regex.VERSION0, ignore_unused=True, **words)
            found = pattern, needs.grams, needs.first, needs.ways
        self._used[key] = found
        return found[0], Needs(*found[1:])

    def __reduce__(self) -> tuple[type[KeptPatterns], tuple[()]]:
        """Rules that are kept hold their patterns themselves."""
        return KeptPatterns, ()

    def save(self) -> None:
        """Keep the patterns asked for, where some were missing; those of rules that are gone are kept no longer."""
        if not self._used.keys() <= self._kept.keys():
            write_cached(NAME, pickle.dumps(self._used, 5), MAKER)


def as_kept(compiled: regex.Pattern[str]) -> bytes:
    """A compiled pattern as bytes."""
    return pickle.dumps(compiled, 5)


def as_compiled(kept: bytes) -> regex.Pattern[str]:
    """The pattern whose bytes these are. Raises pickle.UnpicklingError where they are something else."""
    compiled: regex.Pattern[str] = _Reader(BytesIO(kept)).load()
    return compiled


def _read() -> dict[Key, Compiled]:
    data = read_cached(NAME, MAKER)
    if data is None:
        return {}
    try:
        kept = _Reader(BytesIO(data)).load()
    except Exception:  # a file that somebody made: whatever pickle raises, there is no list of it
        return {}
    return kept if isinstance(kept, dict) else {}
