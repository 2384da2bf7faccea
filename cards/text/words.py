"""Words: a text is cut by jieba, which is told the domain words of the rule files."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from math import inf, log
from typing import Any

NAMING = tuple("nabjlt")  # parts of speech, as jieba's dictionary has them, of words that name or say of which kind
NAMING_VERB = "vn"  # 发展, 建设
CUTTERS = 8  # sets of domain words that one process remembers
TEXTS = 2_000  # texts whose words a cutter remembers, and runs of characters without a mark between them
RUNS = 50_000
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
    tokenizer = _jieba().Tokenizer()
    shared = _dictionary()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(shared.frequencies), shared.total, True
    for word in domain_words:
        tokenizer.add_word(word)
    tokenizer.get_DAG = _nothing  # of these two steps of jieba's own cutting the second does both
    tokenizer.calc = partial(_likeliest, tokenizer.FREQ, log(tokenizer.total))

    @lru_cache(maxsize=RUNS)
    def words_of(run: str) -> tuple[str, ...]:
        return tuple(tokenizer.cut(run))

    @lru_cache(maxsize=TEXTS)
    def cut(text: str) -> list[str]:
        return [word for run in RUN.split(text) for word in words_of(run)]

    return cut


def _nothing(text: str) -> None:
    """In the stead of jieba's list of all words that begin at each place of a text."""


def _likeliest(frequencies: Mapping[str, int], total: float, text: str, _: None, route: dict[int, Weighed]) -> None:
    """Write to `route` for each place of `text` how likely what follows is at best, and where the word ends with which
    that begins: to the last bit what jieba's own two steps find, in half the time. `total` is the logarithm of all.
    """
    route[len(text)] = 0.0, 0
    for start in range(len(text) - 1, -1, -1):
        best, last = -inf, start
        for end in range(start + 1, len(text) + 1):
            frequency = frequencies.get(text[start:end])
            if frequency is None:
                break
            if frequency:
                likely = log(frequency) - total + route[end][0]
                if likely >= best:
                    best, last = likely, end - 1
        route[start] = (log(1) - total + route[start + 1][0] if best == -inf else best), last


def parts_of_speech() -> Mapping[str, str]:
    """What jieba's dictionary says each word is: v a verb, n a noun, vn a verb used as one, ns a place, a an adjective
    …
    """
    return _dictionary().parts


@cache
def verbs() -> frozenset[str]:
    """The words of two characters and more that jieba's dictionary has as verbs and nothing else."""
    return frozenset(word for word, tag in parts_of_speech().items() if tag == "v" and len(word) > 1)


@lru_cache(maxsize=RUNS)
def names(word: str) -> bool:
    """Whether `word` names a thing, or says of which kind it is (发展, 体系, 有效); an unknown one by how it ends."""
    tags = parts_of_speech()
    tag = next((tags[end] for end in (word, word[-2:], word[-1:]) if end in tags), "")
    return tag.startswith(NAMING) or tag == NAMING_VERB


@lru_cache(maxsize=TEXTS)
def seams_of(word: str) -> tuple[int, ...]:
    """Where a word may be two words: a long one of the dictionary (土壤污染) between two of it, one of two characters
    or more each; one that is in none (问责及) before a word of the dictionary.
    """
    known = parts_of_speech()
    if word in known:
        return tuple(at for at in range(2, len(word) - 1) if word[:at] in known and word[at:] in known)
    return tuple(at for at in range(1, len(word)) if word[at:] in known and (word[:at] in known or at > 1))


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """jieba's dictionary as its tokenizer wants it: how often each word is met (0: only the beginning of longer words),
    and the sum of that over all lines; and what part of speech each word is.
    """

    frequencies: dict[str, int]
    total: int
    parts: dict[str, str]


@cache
def _dictionary() -> _Dictionary:
    """jieba itself makes its table line by line, in thrice the time, and keeps it in a file that takes twice the time
    to read. Made here, it needs no file, which could be damaged or forged.
    """
    with _jieba().Tokenizer().get_dict_file() as file:
        columns = file.read().decode("utf-8").split()  # word, frequency, part of speech
    words = columns[::3]
    counts = list(map(int, columns[1::3]))
    frequencies = dict(zip(words, counts, strict=True))
    for word in words:
        beginning = word[:-1]
        while beginning and beginning not in frequencies:
            frequencies[beginning] = 0
            beginning = beginning[:-1]
    return _Dictionary(frequencies, sum(counts), dict(zip(words, columns[2::3], strict=True)))


@cache
def _jieba() -> Any:
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
