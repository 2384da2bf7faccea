"""Words: a text is cut by jieba, which is told the domain words of the rule files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from math import inf, log
from typing import Any

from cards.text.dictionary import BLOCKS, TOTAL, block, jieba

NAMING = tuple("nabjlt")  # parts of speech, as jieba's dictionary has them, of words that name or say of which kind
THINGS = frozenset({"n", "nz", "b"})
NAMING_VERB = "vn"  # 发展, 建设
CUTTERS = 8  # sets of domain words that one process remembers
TEXTS = 2_000  # texts whose words a cutter remembers, and runs of characters without a mark between them
RUNS = 50_000
ALL = log(TOTAL)
Weighed = tuple[float, int]  # how likely, as a logarithm, and the place of the last character of a word
RUN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")  # jieba cuts each by itself, and marks one by one


def word_cutter(domain_words: Iterable[str]) -> Callable[[str], list[str]]:
    """A function that splits a text into words that together make it up again: `cut("保护知识产权")` is
    `["保护", "知识产权"]`. It is the same function for the same words in the same order, and the lists it returns are
    shared: they are not to be changed.
    """
    return _cutter(tuple(domain_words))


@lru_cache(maxsize=CUTTERS)
def _cutter(domain_words: tuple[str, ...]) -> Callable[[str], list[str]]:
    tokenizer = _tokenizer(domain_words)

    @lru_cache(maxsize=RUNS)
    def words_of(run: str) -> tuple[str, ...]:
        return tuple(tokenizer.cut(run))

    @lru_cache(maxsize=TEXTS)
    def cut(text: str) -> list[str]:
        return [word for run in RUN.split(text) for word in words_of(run)]

    return cut


@lru_cache(maxsize=CUTTERS)
def _tokenizer(domain_words: tuple[str, ...] = ()) -> Any:
    """jieba's own, which knows the words that begin with the characters of the texts it has cut so far."""
    tokenizer = jieba().Tokenizer()
    frequencies = _Frequencies(domain_words)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, TOTAL, True
    tokenizer.get_DAG = _nothing  # of these two steps of jieba's own cutting the second does both
    tokenizer.calc = partial(_likeliest, frequencies.by_beginning)
    return tokenizer


class _ByBeginning(dict[str, Mapping[str, int]]):
    """How often words are met, by their first two characters (which may be one); those of a beginning are added when
    it is asked for.
    """

    def __init__(self, domain_words: Iterable[str]) -> None:
        super().__init__()
        self._domain_words: dict[str, list[str]] = {}
        for word in domain_words:
            self._domain_words.setdefault(word[:2], []).append(word)

    def __missing__(self, beginning: str) -> Mapping[str, int]:
        """A domain word is as frequent as it must be, to be likelier than the words of the dictionary that it could be
        cut into (jieba's own measure).
        """
        frequencies = block(beginning).frequencies
        own = self._domain_words.get(beginning, ())
        if own:
            frequencies = dict(frequencies)
        for word in own:
            frequencies[word] = _tokenizer().suggest_freq(word)
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        if len(self) >= BLOCKS:  # of a text that is no prose
            self.clear()
        self[beginning] = frequencies
        return frequencies


class _Frequencies:
    """What jieba asks of its own table: how often a word is met."""

    def __init__(self, domain_words: Iterable[str]) -> None:
        self.by_beginning = _ByBeginning(domain_words)

    def get(self, word: str, otherwise: int | None = None) -> int | None:
        return self.by_beginning[word[:2]].get(word, otherwise)


def _nothing(text: str) -> None:
    """In the stead of jieba's list of all words that begin at each place of a text."""


def _likeliest(by_beginning: Mapping[str, Mapping[str, int]], text: str, _: None, route: dict[int, Weighed]) -> None:
    """Write to `route` for each place of `text` how likely what follows is at best, and where the word ends with which
    that begins: to the last bit what jieba's own two steps find, in half the time.
    """
    route[len(text)] = 0.0, 0
    for start in range(len(text) - 1, -1, -1):
        frequencies = by_beginning[text[start : start + 2]]
        best, last = -inf, start
        for end in range(start + 1, len(text) + 1):
            frequency = frequencies.get(text[start:end])
            if frequency is None:
                break
            if frequency:
                likely = log(frequency) - ALL + route[end][0]
                if likely >= best:
                    best, last = likely, end - 1
        route[start] = (log(1) - ALL + route[start + 1][0] if best == -inf else best), last


@lru_cache(maxsize=RUNS)
def part_of_speech(word: str) -> str:
    """What jieba's dictionary says `word` is: v a verb, n a noun, vn a verb used as one, ns a place, a an adjective …;
    '' where it has no such word.
    """
    return block(word[:2]).parts.get(word, "") if word else ""


def is_word(word: str) -> bool:
    """Whether jieba's dictionary has `word`."""
    return part_of_speech(word) != ""


@lru_cache(maxsize=RUNS)
def is_verb(word: str) -> bool:
    """Whether jieba's dictionary has `word`, of two characters or more, as a verb and nothing else."""
    return len(word) > 1 and part_of_speech(word) == "v"


@lru_cache(maxsize=RUNS)
def names(word: str) -> bool:
    """Whether `word` names a thing, or says of which kind it is (发展, 体系, 有效); an unknown one by how it ends."""
    ends = word, word[-2:], word[-1:]
    tag = next((part for end in ends if (part := part_of_speech(end))), "")
    return tag.startswith(NAMING) or tag == NAMING_VERB


def is_thing(word: str) -> bool:
    """Whether the dictionary has a word of two characters or more as a noun, and as nothing else."""
    return len(word) > 1 and part_of_speech(word) in THINGS


@lru_cache(maxsize=RUNS)
def seams_of(word: str) -> tuple[int, ...]:
    """Where a word may be two words: a long one of the dictionary (土壤污染) between two of it, one of two characters
    or more each; one that is in none (问责及) before a word of the dictionary.
    """
    if is_word(word):
        return tuple(at for at in range(2, len(word) - 1) if is_word(word[:at]) and is_word(word[at:]))
    return tuple(at for at in range(1, len(word)) if is_word(word[at:]) and (is_word(word[:at]) or at > 1))
