"""Fitting: which words of a selected sentence its card hides: whole words, neither too many nor too few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cards.engine.ruleset import Selection
from cards.records import Blank, Finding, Span

PLAIN = re.compile(r"[\s\W_]+")


def fit(found: Iterable[Finding], span: Span, selection: Selection, inside: list[tuple[str, int]],
        weak: frozenset[str], title: str) -> tuple[Blank, ...]:
    """The blanks of the findings, weightiest first, cut to whole words and to the length a blank may have; none that
    the article's `title` gives away.

    `inside` are the words of the sentence `span` with where they start in its paragraph.
    """
    words = [(start, start + len(word)) for word, start in inside if word not in weak and not PLAIN.fullmatch(word)]
    kept: list[Blank] = []
    for each in sorted((each for each in found if each.weight > 0), key=lambda each: -each.weight):
        for blank in each.blanks:
            fitted = _whole_words(blank, words, selection)
            given_away = fitted and _text(fitted.span, inside) in title
            if fitted and not given_away and not any(fitted.span.overlaps(other.span) for other in kept):
                kept.append(fitted)
    return tuple(sorted(kept[: selection.blanks], key=lambda blank: blank.span.start))


def _text(span: Span, inside: list[tuple[str, int]]) -> str:
    return "".join(word for word, start in inside if span.start <= start < span.end)


def _whole_words(blank: Blank, words: list[tuple[int, int]], selection: Selection) -> Blank | None:
    """The blank from its first to its last whole word that is not weak; its last words where it is too long."""
    inside = [(first, last) for first, last in words if blank.span.start <= first and last <= blank.span.end]
    if not inside:
        return None
    end = inside[-1][1]
    start = next(first for first, last in inside if end - first <= selection.blank_longest or last == end)
    if not selection.blank_shortest <= end - start <= selection.blank_longest:
        return None
    return Blank(Span(blank.span.paragraph, start, end), blank.hint)


def readable(blanks: tuple[Blank, ...], length: int, inside: list[tuple[str, int]],
             selection: Selection) -> tuple[Blank, ...]:
    """Fewer or shorter blanks where those given would leave too little of a sentence of `length` characters to read."""
    while blanks and length - sum(blank.span.end - blank.span.start for blank in blanks) < selection.readable:
        longest = max(blanks, key=lambda blank: blank.span.end - blank.span.start)
        start, end = longest.span.start, longest.span.end
        shorter = [at for _, at in inside if start < at and end - at >= selection.blank_shortest]
        rest = tuple(blank for blank in blanks if blank != longest)
        cut_back = replace(longest, span=replace(longest.span, start=shorter[0])) if shorter else longest
        blanks = rest if rest or not shorter else (cut_back,)
    return blanks
