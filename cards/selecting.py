"""Scored selection: of all sentences a kind's rules found something in, the best few become notes."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from cards.engine.ruleset import Selection
from cards.records import Article, Blank, Finding, Issue, Span

Cut = Callable[[str], list[str]]
PLAIN = re.compile(r"[\s\W_]+")
SHINGLE = 6
QUOTED_SHARE = 0.6


def select(found: list[Finding], article: Article, issue: Issue, selection: Selection, cut: Cut) -> list[Finding]:
    """The best sentences of `article`, each as one finding with at most `selection.blanks` blanks.

    A sentence's score is the sum of its findings' weights, plus what the selection gives for being quoted in another
    article of `issue`, for opening its paragraph, and for holding the words the article is about.
    """
    by_sentence: dict[Span, list[Finding]] = defaultdict(list)
    for each in found:
        by_sentence[each.context].append(each)
    frequency = Counter(word for p in article.paragraphs for word in cut(p.text) if len(word) > 1)
    others = [_shingles(p.text) for other in issue.articles if other is not article for p in other.paragraphs]
    elsewhere = frozenset().union(*others)
    scored = []
    for span, each in by_sentence.items():
        text = span.of(article)
        blanks = fit(each, text, span, selection, cut)
        if blanks and selection.shortest <= len(text) <= selection.longest:
            score = _score(each, text, span, frequency, elsewhere, selection, cut)
            scored.append(replace(max(each, key=lambda f: f.weight), context=span, blanks=blanks, weight=score))
    places = math.ceil(selection.per_thousand * sum(len(p.text) for p in article.paragraphs) / 1000)
    good = [each for each in scored if each.weight >= selection.least]
    best = sorted(good, key=lambda each: (-each.weight, each.context.paragraph, each.context.start))
    return _unlike(best, article)[:places]


def _score(found: Iterable[Finding], text: str, span: Span, frequency: Counter[str], elsewhere: frozenset[str],
           selection: Selection, cut: Cut) -> float:
    score = sum({each.rule: each.weight for each in found}.values())
    mine = _shingles(text)
    if mine and len(mine & elsewhere) >= QUOTED_SHARE * len(mine):
        score += selection.quoted
    if span.start == 0:
        score += selection.lead
    words = [word for word in cut(text) if len(word) > 1]
    if words:
        most = math.log1p(frequency.most_common(1)[0][1])
        score += selection.central * sum(math.log1p(frequency[word]) for word in words) / len(words) / most
    return round(score, 4)


def _unlike(best: list[Finding], article: Article) -> list[Finding]:
    """Leave out a sentence that says what a better one has said."""
    kept: list[Finding] = []
    seen: list[frozenset[str]] = []
    for each in best:
        mine = _shingles(each.context.of(article))
        if not any(len(mine & other) > 0.7 * min(len(mine), len(other)) for other in seen):
            kept.append(each)
            seen.append(mine)
    return kept


def _shingles(text: str) -> frozenset[str]:
    plain = PLAIN.sub("", text)
    return frozenset(plain[i : i + SHINGLE] for i in range(len(plain) - SHINGLE + 1))


def fit(found: Iterable[Finding], text: str, span: Span, selection: Selection, cut: Cut) -> tuple[Blank, ...]:
    """The blanks of the findings, weightiest first, cut to whole words and to the length a blank may have."""
    bounds, at = [0], 0
    for word in cut(text):
        at += len(word)
        bounds.append(at)
    kept: list[Blank] = []
    for each in sorted(found, key=lambda each: -each.weight):
        for blank in each.blanks:
            fitted = _whole_words(blank, text, span, bounds, selection)
            if fitted and not any(fitted.span.overlaps(other.span) for other in kept):
                kept.append(fitted)
    return tuple(sorted(kept[: selection.blanks], key=lambda blank: blank.span.start))


def _whole_words(blank: Blank, text: str, span: Span, bounds: list[int], selection: Selection) -> Blank | None:
    start, end = blank.span.start - span.start, blank.span.end - span.start
    start = min((b for b in bounds if b >= start), default=start)
    end = max((b for b in bounds if b <= end), default=end)
    if end - start > selection.blank_longest:
        start = min((b for b in bounds if end - b <= selection.blank_longest), default=start)
    while start < end and PLAIN.fullmatch(text[start]):
        start += 1
    while end > start and PLAIN.fullmatch(text[end - 1]):
        end -= 1
    if end - start < selection.blank_shortest:
        return None
    return Blank(Span(span.paragraph, span.start + start, span.start + end), blank.hint)
