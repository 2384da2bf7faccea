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

from cards.finding.fitting import PLAIN, Placed
from cards.records import Article, Finding, Issue, Span
from cards.rules.contract import Selection

Cut = Callable[[str], list[str]]  # splits a text into words that together make it up again
SHINGLE = 6
QUOTED_SHARE = 0.6
OPENING = 0.1  # the first tenth of an article
THEME_LEAST = 3
LISTED_SHARE = 0.6


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
        """The evidence of `article`, the words of these of its `paragraphs` looked at."""
        texts = tuple(paragraph.text for paragraph in article.paragraphs)
        words = {index: tuple(_placed(cut(texts[index]))) for index in paragraphs}
        frequency = _frequency(words.values())
        theme = frozenset(word for word in cut(article.title) if frequency[word] >= THEME_LEAST)
        begins = (0, *accumulate(map(len, texts)))
        return cls(words, frequency, _shingles_elsewhere(article, issue), theme, begins, begins[-1], texts,
                   tuple(heads))

    def words_of(self, span: Span) -> list[Placed]:
        """The whole words within `span`."""
        words = self.words[span.paragraph]
        first = bisect_left(words, span.start, key=itemgetter(1))
        behind = bisect_left(words, span.end, key=itemgetter(1))
        return [(word, start) for word, start in words[first:behind] if start + len(word) <= span.end]

    def score(self, findings: Iterable[Finding], span: Span, answer: int, selection: Selection) -> float:
        """The weights of the `findings` in the sentence `span`, and all that speaks for it; `answer` is where the
        first blank starts: what stands before it is what the sentence is about.
        """
        weight_by_rule = {finding.rule: finding.weight for finding in findings}
        score = sum(weight_by_rule.values()) + selection.central * self._centrality(span)
        reasons = (
            (self._is_quoted(span), selection.quoted),
            (span.start == 0, selection.lead),
            (self._is_in_opening(span), selection.opening),
            (self._is_about_theme(span, answer), selection.theme),
            (self._is_listed(span), selection.listed))
        for holds, weight in reasons:
            if holds:
                score += weight
        return round(score, 4)

    def _centrality(self, span: Span) -> float:
        """From 0 to 1: how far the words of `span` are words that the article uses often."""
        words = [word for word, _ in self.words_of(span) if len(word) > 1]
        if not words:
            return 0.0
        most = math.log1p(self.frequency.most_common(1)[0][1])
        return sum(math.log1p(self.frequency[word]) for word in words) / len(words) / most

    def _is_quoted(self, span: Span) -> bool:
        """Whether another article of the issue holds most of `span` too."""
        own = shingles(self.texts[span.paragraph][span.start : span.end])
        return bool(own) and len(own & self.elsewhere) >= QUOTED_SHARE * len(own)

    def _is_in_opening(self, span: Span) -> bool:
        """Whether `span` begins in the opening of the article."""
        return self.begins[span.paragraph] + span.start <= OPENING * self.length

    def _is_about_theme(self, span: Span, answer: int) -> bool:
        """Whether a word of the theme stands in `span` before the answer."""
        return any(word in self.theme for word, start in self.words_of(span) if start < answer)

    def _is_listed(self, span: Span) -> bool:
        """Whether the head of an enumeration's item is most of `span`."""
        least = LISTED_SHARE * (span.end - span.start)
        return any(head.overlaps(span) and head.end - head.start >= least for head in self.heads)


def _frequency(words_by_paragraph: Iterable[tuple[Placed, ...]]) -> Counter[str]:
    """How often each word of two characters and more stands in these paragraphs."""
    frequency: Counter[str] = Counter()
    for words in words_by_paragraph:
        frequency.update(word for word, _ in words if len(word) > 1)
    return frequency


def _shingles_elsewhere(article: Article, issue: Issue) -> frozenset[str]:
    """The shingles of all articles of `issue` but this one."""
    elsewhere: set[str] = set()
    for other in issue.articles:
        if other is not article:
            for paragraph in other.paragraphs:
                elsewhere |= shingles(paragraph.text)
    return frozenset(elsewhere)


@lru_cache(maxsize=10_000)
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
