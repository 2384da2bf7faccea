"""jieba's dictionary, read where a text needs it: of its 350,000 words those that begin with the characters met."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any

TOTAL = 60_101_967  # the sum of the frequencies in jieba's dictionary: of so many words met it is made
BEGINNING = b"\n\xe4\xb8\x80 "  # the line of its first Chinese word (U+4E00)
LONGEST_CHARACTER = 4  # bytes in UTF-8
BEHIND = b"\xff"  # comes after every byte of a character
BLOCKS = 20_000  # more than there are first characters


@dataclass(frozen=True, slots=True)
class Block:
    """All words of the dictionary that begin with one character: how often each is met (0: it is only the beginning of
    longer words), and what part of speech each is (v a verb, n a noun, vn a verb used as one, ns a place, a an
    adjective …).
    """

    frequencies: dict[str, int]
    parts: dict[str, str]


class _Lines:
    """jieba's file: a line is a word, its frequency and its part of speech. From the first Chinese word on the lines
    are in the order of first characters (not of words); the few before it are in none.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._begin = data.index(BEGINNING) + 1
        self._before = data[: self._begin].decode("utf-8").splitlines()

    def of(self, character: str) -> Iterable[list[str]]:
        """The columns of each line that begins with `character`."""
        sought = character.encode("utf-8", "surrogatepass")
        start = self._place(sought)
        lines = self._data[start : self._place(sought + BEHIND)].decode("utf-8").splitlines()
        found = chain((line for line in self._before if line.startswith(character)), lines)
        return (line.split(" ") for line in found)

    def _place(self, sought: bytes) -> int:
        """Where the first line begins that is not before `sought`."""
        places = range(self._begin, len(self._data))
        at = bisect_left(places, sought, key=lambda place: self._beginning(self._line_at(place)))
        return self._line_at(self._begin + at)

    def _line_at(self, place: int) -> int:
        """Where the line begins that begins at `place` or is the next to begin behind it."""
        return self._data.find(b"\n", place - 1) + 1 or len(self._data)

    def _beginning(self, at: int) -> bytes:
        """The first character of the line at `at`, and a byte at least of what is behind it."""
        return self._data[at : at + LONGEST_CHARACTER + 1] or BEHIND


@lru_cache(maxsize=BLOCKS)
def block(character: str) -> Block:
    """The words that begin with `character`. jieba itself reads all of them at its start, which takes longer than to
    find an issue's cards, and so did a table of our own.
    """
    frequencies: dict[str, int] = {}
    parts = {}
    for word, frequency, part in _lines().of(character):
        frequencies[word] = int(frequency)
        parts[word] = part
    for word in parts:
        beginning = word[:-1]
        while beginning and beginning not in frequencies:
            frequencies[beginning] = 0
            beginning = beginning[:-1]
    return Block(frequencies, parts)


@cache
def _lines() -> _Lines:
    with jieba().Tokenizer().get_dict_file() as file:
        return _Lines(file.read())


@cache
def jieba() -> Any:
    """jieba without setuptools: it asks pkg_resources (80 ms to import) only for its own files, and opens them itself
    where there is none.
    """
    known = "pkg_resources" in sys.modules
    if not known:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if not known:
            del sys.modules["pkg_resources"]
    return jieba
