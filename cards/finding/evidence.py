"""What of an article speaks for a sentence: its words, how often they stand there, what other articles say too."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from msgspec import Struct

from cards.finding.fitting import PLAIN, Placed
from cards.records import Article, Issue, Span

Cut = Callable[[str], list[str]]  # splits a text into words that together make it up again
SHINGLE = 6
PARAGRAPHS_KEPT = 1_000  # with their shingles: all of an issue are held against one another, then each article's again


class Evidence(Struct, frozen=True):
    """`words` of each paragraph, how often each of two characters and more stands in the article (`frequency`; the
    greatest: `most`), the shingles that `recur` in several articles of the issue, the words of its `title` and
    `headings`, where each paragraph begins, the article's length, its paragraphs.
    """

    words: tuple[tuple[Placed, ...], ...]
    frequency: Counter[str]
    most: float
    recur: frozenset[str]
    title: frozenset[str]
    headings: frozenset[str]
    begins: tuple[int, ...]
    length: int
    texts: tuple[str, ...]

    @classmethod
    def of(cls, article: Article, issue: Issue, cut: Cut) -> Evidence:
        """The evidence of `article`."""
        texts = tuple(paragraph.text for paragraph in article.paragraphs)
        words = tuple(tuple(_placed(cut(text))) for text in texts)
        frequency = Counter(word for of_paragraph in words for word, _ in of_paragraph if len(word) > 1)
        most = math.log1p(max(frequency.values(), default=1))
        begins = (0, *accumulate(map(len, texts)))
        headings = (paragraph.text for paragraph in article.paragraphs if paragraph.role == "heading")
        return cls(words, frequency, most, _recurring(issue), _long_words([article.title], cut),
                   _long_words(headings, cut), begins, begins[-1], texts)

    def words_of(self, span: Span) -> list[Placed]:
        """The whole words within `span`."""
        words = self.words[span.paragraph]
        first = bisect_left(words, span.start, key=itemgetter(1))
        behind = bisect_left(words, span.end, key=itemgetter(1))
        return [(word, start) for word, start in words[first:behind] if start + len(word) <= span.end]

    def centrality(self, words: Iterable[str]) -> float:
        """From 0 to 1: how far `words` are words that the article uses often."""
        told = [math.log1p(self.frequency[word]) for word in words if len(word) > 1]
        return sum(told) / len(told) / self.most if told else 0.0

    def share_elsewhere(self, span: Span) -> float:
        """How much of `span` another article of the issue holds too, from 0 to 1."""
        if not self.recur:
            return 0.0
        own = shingles(self.texts[span.paragraph][span.start : span.end])
        return len(own & self.recur) / len(own) if own else 0.0

    def place(self, span: Span) -> float:
        """Where in the article `span` begins, from 0 to 1."""
        return (self.begins[span.paragraph] + span.start) / max(1, self.length)


def _long_words(texts: Iterable[str], cut: Cut) -> frozenset[str]:
    """The words of `texts` of two characters and more."""
    return frozenset(word for text in texts for word in cut(text) if len(word) > 1)


def placed_words(span: Span, text: str, cut: Cut) -> list[Placed]:
    """The whole words within `span` of a paragraph with this `text`, with where they start in it."""
    return [(word, start) for word, start in _placed(cut(text))
            if span.start <= start and start + len(word) <= span.end]


_kept: list[tuple[Issue, frozenset[str]]] = []  # of the last issue: its articles ask one after the other


def _recurring(issue: Issue) -> frozenset[str]:
    """The shingles that two articles of `issue` have, or more."""
    if len(issue.articles) < 2:
        return frozenset()
    if not _kept or _kept[0][0] is not issue:
        once: set[str] = set()
        twice: set[str] = set()
        for article in issue.articles:
            own = frozenset().union(*(shingles(paragraph.text) for paragraph in article.paragraphs))
            twice |= once & own
            once |= own
        _kept[:] = [(issue, frozenset(twice))]
    return _kept[0][1]


@lru_cache(maxsize=PARAGRAPHS_KEPT)
def shingles(text: str) -> frozenset[str]:
    """All runs of SHINGLE characters of `text` without its punctuation."""
    plain = PLAIN.sub("", text)
    return frozenset(plain[start : start + SHINGLE] for start in range(len(plain) - SHINGLE + 1))


def _placed(words: Iterable[str]) -> Iterator[Placed]:
    """`words`, which make up a paragraph, with where they start in it."""
    start = 0
    for word in words:
        yield word, start
        start += len(word)
