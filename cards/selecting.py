"""Scored selection: of all sentences a kind's rules found something in, the best few become notes."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from cards.engine.ruleset import Selection
from cards.fitting import PLAIN, fit, readable
from cards.reading.sentences import open_brackets
from cards.records import KEPT, Article, Fate, Finding, Issue, Span

Cut = Callable[[str], list[str]]
CLAUSE_END = re.compile(r"[，；：。！？]")
PART_END = re.compile(r"[；。！？]")
LEAST_LEAD = 4
SHINGLE = 6
QUOTED_SHARE = 0.6
ALIKE = 0.7


def select(found: list[Finding], article: Article, issue: Issue, selection: Selection, cut: Cut,
           weak: frozenset[str]) -> list[Fate]:
    """The best sentences of `article`, each as one finding with at most `selection.blanks` blanks, and the fates of
    the others.

    A sentence's score is the sum of its findings' weights, plus what the selection gives for being quoted in another
    article of `issue`, for opening its paragraph, and for holding the words the article is about. No blank begins or
    ends with a word in `weak`, and none shows in the article's title, which stands on every card.
    """
    by_sentence: dict[Span, list[Finding]] = defaultdict(list)
    for each in found:
        by_sentence[each.context].append(each)
    words = {paragraph: tuple(_placed_words(article.paragraphs[paragraph].text, cut))
             for paragraph in {span.paragraph for span in by_sentence}}
    frequency = Counter(word for each in words.values() for word, _ in each if len(word) > 1)
    others = [_shingles(p.text) for other in issue.articles if other is not article for p in other.paragraphs]
    elsewhere = frozenset().union(*others)
    scored: list[Finding] = []
    fates: list[Fate] = []
    for span, together in by_sentence.items():
        span = _window(span, max(together, key=lambda each: each.weight), article, selection.longest)
        text = span.of(article)
        together = [each for each in together if all(_inside(blank.span, span) for blank in each.blanks)]
        inside = [(word, start) for word, start in words[span.paragraph]
                  if span.start <= start and start + len(word) <= span.end]
        fitted = fit(together, span, selection, inside, weak, article.title)
        blanks = readable(fitted, len(text), inside, selection, weak)
        best_of = max(together, key=lambda each: each.weight)
        if not blanks or not selection.shortest <= len(text) <= selection.longest:
            why = f"{len(text)} characters" if blanks else "no blank of whole words fits"
            fates.append(Fate(best_of, "unfit", why))
            continue
        score = _score(together, text, span, frequency, elsewhere, selection, inside)
        scored.append(replace(best_of, context=span, blanks=blanks, weight=score))
    scored.sort(key=lambda each: (-each.weight, each.context.paragraph, each.context.start))
    places = max(1, math.floor(selection.per_thousand * sum(len(p.text) for p in article.paragraphs) / 1000))
    return fates + _placed(scored, article, selection.least, places)


def _window(span: Span, best: Finding, article: Article, longest: int) -> Span:
    """The sentence itself, or, of one longer than `longest`, the clauses that hold what the best rule found in it."""
    text = span.of(article)
    if len(text) <= longest:
        return span
    first, last = best.blanks[0].span.start - span.start, best.blanks[-1].span.end - span.start
    for marks in (PART_END, CLAUSE_END):
        ends = [match.span() for match in marks.finditer(text)]
        start = max((end for _, end in [(0, 0), *ends] if first - end >= LEAST_LEAD), default=0)
        end = min((at for at, _ in ends if at >= last and not open_brackets(text[start:at])), default=len(text))
        if end - start <= longest:
            break
    return Span(span.paragraph, span.start + start, span.start + end)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _placed(ranked: list[Finding], article: Article, least: float, places: int) -> list[Fate]:
    """The fates of the ranked sentences: the first `places` that are good enough and say something new are kept."""
    fates: list[Fate] = []
    seen: list[frozenset[str]] = []
    for each in ranked:
        mine = _shingles(each.context.of(article))
        if each.weight < least:
            fates.append(Fate(each, "score", f"{each.weight:g} is less than {least:g}"))
        elif any(len(mine & other) > ALIKE * min(len(mine), len(other)) for other in seen):
            fates.append(Fate(each, "alike", "a better sentence says the same"))
        elif len(seen) >= places:
            fates.append(Fate(each, "budget", f"score {each.weight:g}; the article's {places} places are taken"))
        else:
            seen.append(mine)
            fates.append(Fate(each, KEPT, f"score {each.weight:g}"))
    return fates


def _score(found: Iterable[Finding], text: str, span: Span, frequency: Counter[str], elsewhere: frozenset[str],
           selection: Selection, inside: list[tuple[str, int]]) -> float:
    score = sum({each.rule: each.weight for each in found}.values())
    mine = _shingles(text)
    if mine and len(mine & elsewhere) >= QUOTED_SHARE * len(mine):
        score += selection.quoted
    if span.start == 0:
        score += selection.lead
    words = [word for word, _ in inside if len(word) > 1]
    if words:
        most = math.log1p(frequency.most_common(1)[0][1])
        score += selection.central * sum(math.log1p(frequency[word]) for word in words) / len(words) / most
    return round(score, 4)


def _shingles(text: str) -> frozenset[str]:
    plain = PLAIN.sub("", text)
    return frozenset(plain[i : i + SHINGLE] for i in range(len(plain) - SHINGLE + 1))


def _placed_words(text: str, cut: Cut) -> Iterator[tuple[str, int]]:
    """The words of `text`, each with where it starts."""
    at = 0
    for word in cut(text):
        yield word, at
        at += len(word)
