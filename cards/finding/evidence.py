"""What of an article speaks for a sentence of it: that it is quoted, where it stands, what it is about."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from cards.finding.fitting import PLAIN
from cards.records import Article, Finding, Issue, Span
from cards.rules.contract import Selection

Cut = Callable[[str], list[str]]
SHINGLE = 6
QUOTED_SHARE = 0.6
OPENING = 0.1  # the first tenth of an article
THEME_LEAST = 3
LISTED_SHARE = 0.6
Placed = tuple[str, int]  # a word and where it starts in its paragraph


@dataclass(frozen=True, slots=True)
class Evidence:
    """`words` of the paragraphs looked at, how often each stands in them, the shingles of the issue's other articles,
    the `theme`: words of the title that the article keeps using; where each paragraph begins; the article's length; its
    paragraphs; the heads of its enumerations.
    """

    words: dict[int, tuple[Placed, ...]]
    frequency: Counter[str]
    elsewhere: frozenset[str]
    theme: frozenset[str]
    begins: tuple[int, ...]
    length: int
    texts: tuple[str, ...]
    heads: tuple[Span, ...]

    @classmethod
    def of(cls, article: Article, issue: Issue, paragraphs: set[int], cut: Cut, heads: Iterable[Span]) -> Evidence:
        texts = tuple(paragraph.text for paragraph in article.paragraphs)
        words = {index: tuple(_placed(cut(texts[index]))) for index in paragraphs}
        frequency = Counter(word for each in words.values() for word, _ in each if len(word) > 1)
        others = [shingles(p.text) for other in issue.articles if other is not article for p in other.paragraphs]
        theme = frozenset(word for word in cut(article.title) if frequency[word] >= THEME_LEAST)
        begins = (0, *accumulate(len(text) for text in texts))
        return cls(words, frequency, frozenset().union(*others), theme, begins, begins[-1], texts, tuple(heads))

    def words_of(self, span: Span) -> list[Placed]:
        words = self.words[span.paragraph]
        first = bisect_left(words, span.start, key=itemgetter(1))
        behind = bisect_left(words, span.end, key=itemgetter(1))
        return [(word, start) for word, start in words[first:behind] if start + len(word) <= span.end]

    def score(self, found: Iterable[Finding], span: Span, answer: int, selection: Selection) -> float:
        """The weights of what was `found` in the sentence `span`, and all that speaks for it; `answer` is where the
        first blank starts: what stands before it is what the sentence is about.
        """
        mine = shingles(self.texts[span.paragraph][span.start : span.end])
        words = self.words_of(span)
        score = sum({each.rule: each.weight for each in found}.values())
        score += selection.central * self._central([word for word, _ in words if len(word) > 1])
        if mine and len(mine & self.elsewhere) >= QUOTED_SHARE * len(mine):
            score += selection.quoted
        if span.start == 0:
            score += selection.lead
        if self.begins[span.paragraph] + span.start <= OPENING * self.length:
            score += selection.opening
        if any(word in self.theme for word, start in words if start < answer):
            score += selection.theme
        if any(head.overlaps(span) and head.end - head.start >= LISTED_SHARE * (span.end - span.start)
               for head in self.heads):
            score += selection.listed
        return round(score, 4)

    def _central(self, words: list[str]) -> float:
        """From 0 to 1: how far these are words that the article uses often."""
        if not words:
            return 0.0
        most = math.log1p(self.frequency.most_common(1)[0][1])
        return sum(math.log1p(self.frequency[word]) for word in words) / len(words) / most


@lru_cache(maxsize=10_000)
def shingles(text: str) -> frozenset[str]:
    plain = PLAIN.sub("", text)
    return frozenset(plain[i : i + SHINGLE] for i in range(len(plain) - SHINGLE + 1))


def _placed(words: Iterable[str]) -> Iterator[Placed]:
    at = 0
    for word in words:
        yield word, at
        at += len(word)
