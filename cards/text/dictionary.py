"""jieba's dictionary, read where a text needs it: of its 350,000 words those that begin with the characters met."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

TOTAL = 60_101_967  # the sum of the frequencies in jieba's dictionary: of so many words met it is made
BEGINNING = b"\n\xe4\xb8\x80 "  # the line of its first Chinese word (U+4E00)
LONGEST_CHARACTER = 4  # bytes in UTF-8
BEHIND = b"\xff"  # comes after every byte of a character
APART = 4_096  # bytes between two places that are remembered
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
        begin = data.index(BEGINNING) + 1
        self._before = data[:begin].decode("utf-8").splitlines()
        lines = (data.find(b"\n", place) + 1 for place in range(begin - 1, data.rindex(b"\n", 0, -1), APART))
        self._places = list(lines)  # where a line begins, every few lines
        self._firsts = [data[place : place + LONGEST_CHARACTER] for place in self._places]

    def of(self, character: str) -> list[str]:
        """The columns of the lines that begin with `character`, one line's behind the other's: three each."""
        sought = character.encode("utf-8", "surrogatepass")
        lines = [line for line in self._before if line.startswith(character)]
        start, end = self._stretch(sought)
        lines += self._data[start:end].decode("utf-8").splitlines()
        return " ".join(lines).split(" ") if lines else []

    def _stretch(self, sought: bytes) -> tuple[int, int]:
        """Where the lines that begin with `sought` begin and end; the same place twice where none does."""
        line = b"\n" + sought
        at = bisect_left(self._firsts, sought)
        before = self._places[max(0, at - 1)] - 1
        first = self._data.find(line, before, self._place(at) + len(sought))
        if first < 0:
            return 0, 0
        last = self._data.rfind(line, first, self._place(bisect_left(self._firsts, sought + BEHIND, at)))
        return first + 1, self._data.find(b"\n", last + 1) + 1 or len(self._data)

    def _place(self, at: int) -> int:
        return self._places[at] if at < len(self._places) else len(self._data)


@lru_cache(maxsize=BLOCKS)
def block(character: str) -> Block:
    """The words that begin with `character`. jieba itself reads all of them at its start, which takes longer than to
    find an issue's cards, and so did a table of our own.
    """
    columns = _lines().of(character)
    words = columns[::3]
    frequencies = dict(zip(words, map(int, columns[1::3]), strict=True))
    beginnings = _beginnings(words, frequencies)
    while beginnings:
        frequencies.update(dict.fromkeys(beginnings, 0))
        beginnings = _beginnings(beginnings, frequencies)
    return Block(frequencies, dict(zip(words, columns[2::3], strict=True)))


def _beginnings(words: Iterable[str], known: Mapping[str, int]) -> set[str]:
    """The words without their last character, but those that are `known`, and none without a character."""
    return {word[:-1] for word in words} - known.keys() - {""}


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
