"""jieba's dictionary, read where a text needs it: of its 350,000 words those that begin as what is met does."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

from msgspec import Struct

TOTAL = 60_101_967  # the sum of the frequencies in jieba's dictionary: of so many words met it is made
BEGINNING = b"\n\xe4\xb8\x80 "  # the line of its first Chinese word (U+4E00)
LONGEST_CHARACTER = 4  # bytes in UTF-8
BEHIND = b"\xff"  # comes after every byte of a character
APART = 4_096  # bytes between two places that are remembered
MANY = 8  # beginnings of one character: to look for more takes longer than to read what stands second in all its words
BLOCKS = 200_000  # more than there are pairs of characters that begin a word


class Block(Struct, frozen=True):
    """The words of the dictionary that begin alike: how often each is met (0: it is only the beginning of longer
    words), and what part of speech each is (v a verb, n a noun, vn a verb used as one, ns a place, a an adjective …).
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
        self._before: dict[str, list[str]] = {}
        for line in data[:begin].decode("utf-8").splitlines():
            self._before.setdefault(line[0], []).append(line)
        lines = (data.find(b"\n", place) + 1 for place in range(begin - 1, data.rindex(b"\n", 0, -1), APART))
        self._places = list(lines)  # where a line begins, every few lines
        self._firsts = [data[place : place + LONGEST_CHARACTER] for place in self._places]
        self._stretches: dict[str, tuple[int, int]] = {}
        self._seconds: dict[str, frozenset[str]] = {}

    def of(self, beginning: str) -> list[str]:
        """The lines that begin with `beginning` (not empty)."""
        lines = [line for line in self._before.get(beginning[0], ()) if line.startswith(beginning)]
        sought = _line(beginning)
        at, end = self._stretch(beginning[0])
        data = self._data
        while (at := data.find(sought, at, end)) >= 0:
            line_end = data.index(b"\n", at + 1)
            lines.append(data[at + 1 : line_end].decode())
            at = line_end
        return lines

    def seconds(self, character: str) -> frozenset[str]:
        """What stands behind `character` in the lines that begin with it."""
        if character not in self._seconds:
            lines = self._data[slice(*self._stretch(character))].decode().split("\n")
            both = chain(filter(None, lines), self._before.get(character, ()))
            self._seconds[character] = frozenset(line[1] for line in both)
        return self._seconds[character]

    def _stretch(self, character: str) -> tuple[int, int]:
        """From where to where lines begin with `character`, the end of the line before them counted in; the same place
        twice where none does.
        """
        if character in self._stretches:
            return self._stretches[character]
        line = _line(character)
        sought = line[1:]
        at = bisect_left(self._firsts, sought)
        before = self._places[max(0, at - 1)] - 1
        first = self._data.find(line, before, self._place(at) + len(sought))
        if first < 0:
            found = 0, 0
        else:
            last = self._data.rfind(line, first, self._place(bisect_left(self._firsts, sought + BEHIND, at)))
            found = first, self._data.find(b"\n", last + 1) + 1 or len(self._data)
        self._stretches[character] = found
        return found

    def _place(self, at: int) -> int:
        return self._places[at] if at < len(self._places) else len(self._data)


def block(beginning: str) -> Block:
    """The words that begin with `beginning`, two characters, and the word that is the first of them; of a `beginning`
    of one character the word that it is. jieba itself reads all of them at its start, which takes longer than to find
    an issue's cards.
    """
    found = _blocks.get(beginning)
    if found is None:
        if len(_blocks) >= BLOCKS:  # of a text that is no prose
            _blocks.clear()
            _met.clear()
        found = _blocks[beginning] = _found(beginning)
    return found


_blocks: dict[str, Block] = {}
_met: Counter[str] = Counter()  # beside how many others each character was met


def _found(beginning: str) -> Block:
    character = beginning[0]
    if beginning == character:
        return _block(_lines().of(f"{character} "))
    alone = block(character)
    _met[character] += 1
    if _met[character] > MANY and beginning[1] not in _lines().seconds(character):
        return alone
    lines = _lines().of(beginning)
    if not lines:
        return alone
    longer = _block(lines)
    return Block(longer.frequencies | alone.frequencies, longer.parts | alone.parts)


def _block(lines: Iterable[str]) -> Block:
    frequencies: dict[str, int] = {}
    parts: dict[str, str] = {}
    for line in lines:
        word, frequency, part = line.split(" ")
        frequencies[word] = int(frequency)
        parts[word] = part
    for word in parts:
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return Block(frequencies, parts)


def _line(beginning: str) -> bytes:
    return b"\n" + beginning.encode("utf-8", "surrogatepass")


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
