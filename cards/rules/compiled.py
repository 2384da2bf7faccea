"""Compiled patterns, kept between runs in the user's cache folder: to read a pattern takes forty times as long as to
put its code in place.

A file that is missing, damaged, or of another release of regex or Python holds nothing; it can be deleted at any time.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import regex

from cards.record.disk import replace_file

Key = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]
MAKER = (sys.version, regex.__version__)


class _Reader(pickle.Unpickler):
    """Takes nothing from the file but compiled patterns."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("regex._regex", "compile"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no pattern")


class KeptPatterns:
    """The patterns in `file` (None: nowhere), by their text and the words of the lexicons they use; `compile` adds what
    is missing.
    """

    def __init__(self, file: Path | None = None):
        self._file = file
        self._kept = _read(file) if file else {}
        self._used: dict[Key, regex.Pattern[str]] = {}

    def compile(self, expanded: str, lists: Mapping[str, tuple[str, ...]]) -> regex.Pattern[str]:
        """`expanded` compiled, with the words of `lists` for each named list. Raises what regex raises."""
        key = expanded, tuple(sorted(lists.items()))
        found = self._kept.get(key) or self._used.get(key)
        if found is None:
            words: dict[str, Any] = {name: list(entries) for name, entries in lists.items()}
            found = regex.compile(expanded, regex.VERSION0, ignore_unused=True, **words)
        self._used[key] = found
        return found

    def save(self) -> None:
        """Write the patterns asked for, where some were missing and the disk takes them; the others' rules are gone."""
        if self._file and not self._used.keys() <= self._kept.keys():
            with suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                replace_file(self._file, pickle.dumps((MAKER, self._used), 5))


def _read(file: Path) -> dict[Key, regex.Pattern[str]]:
    try:
        maker, kept = _Reader(BytesIO(file.read_bytes())).load()
    except Exception:  # whatever a damaged file makes pickle raise: there is no list of it
        return {}
    return kept if maker == MAKER and isinstance(kept, dict) else {}
