"""Fitting: which words of a selected sentence its card hides: whole words, neither too many nor too few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from cards.engine.ruleset import Selection
from cards.reading.sentences import PAUSES, STOPS, clauses_of, unpaired
from cards.records import Blank, Finding, Span

FIGURE = re.compile(r"\d")
PLAIN = re.compile(r"[\s\W_]+")


LEAST_BEHIND = 4
SHORT_OPENING = 12
LONG = 110  # a sentence nobody reads in one breath
LONG_REST, LONG_WITH_REST = 40, 90  # of a sentence so long, so much behind the only clause with blanks is too much
LEAST_OF_LONG = 30  # so many characters say something
MOST_OF = 0.7  # a sentence of which less would be left is shown whole: its end is part of what it says


def fit(found: Iterable[Finding], span: Span, selection: Selection, inside: list[tuple[str, int]],
        weak: frozenset[str], title: str) -> tuple[Blank, ...]:
    """The blanks of the findings, weightiest first, cut to whole words and to the length a blank may have; none that
    the article's `title` gives away, none of stock phrases, and none of rules much weaker than the best.

    `inside` are the words of the sentence `span` with where they start in its paragraph.
    """
    words = [(start, start + len(word)) for word, start in inside if word not in weak and not PLAIN.fullmatch(word)]
    kept: list[tuple[Blank, float]] = []
    for each in sorted((each for each in found if each.weight > 0), key=lambda each: -each.weight):
        if kept and each.weight < selection.beside * kept[0][1]:
            break
        for blank in each.blanks:
            fitted = _whole_words(blank, words, inside, selection)
            if fitted and not _useless(_text(fitted.span, inside), selection, title) \
                    and not any(_alike(fitted.span, other.span, inside) for other, _ in kept):
                kept.append((fitted, each.weight))
    return tuple(sorted((blank for blank, _ in kept[: selection.blanks]), key=lambda blank: blank.span.start))


def _alike(one: Span, other: Span, inside: list[tuple[str, int]]) -> bool:
    """Whether two blanks overlap, or the words of one hold those of the other: its card would show the answer."""
    mine, theirs = _text(one, inside), _text(other, inside)
    return one.overlaps(other) or mine in theirs or theirs in mine


def _useless(text: str, selection: Selection, title: str) -> bool:
    """Whether hiding `text` asks for nothing: the title says it, or it is a stock phrase."""
    return text in title or (selection.never is not None and selection.never.search(text) is not None)


def _text(span: Span, inside: list[tuple[str, int]]) -> str:
    return "".join(word for word, start in inside if span.start <= start < span.end)


def _whole_words(blank: Blank, words: list[tuple[int, int]], inside: list[tuple[str, int]],
                 selection: Selection) -> Blank | None:
    """The blank from its first to its last whole word that is not weak; its last words, without the hint, which asks
    for all of it, where it is too long.
    """
    held = [(first, last) for first, last in words if blank.span.start <= first and last <= blank.span.end]
    if not held:
        return None
    whole, end = held[0][0], held[-1][1]
    starts = [first for first, _ in held if selection.blank_shortest <= end - first <= selection.blank_longest]
    if not starts:
        return None
    start = whole if whole in starts else _start(starts, end, inside, selection)
    paired = _paired(Span(blank.span.paragraph, start, end), starts, inside, selection)
    return Blank(paired, blank.hint if paired.start == whole else "") if paired else None


def _paired(span: Span, starts: list[int], inside: list[tuple[str, int]], selection: Selection) -> Span | None:
    """`span` with the other halves of its brackets and quotation marks: the closing ones that follow it, or less of it;
    None where neither makes it whole.
    """
    behind = [start for word, start in inside if start >= span.end]
    for end in (span.end, *(at + 1 for at in behind[:1])):
        for start in (span.start, *(start for start in starts if start > span.start)):
            tried = Span(span.paragraph, start, end)
            fits = selection.blank_shortest <= end - start <= selection.blank_longest
            if fits and not unpaired(_text(tried, inside)):
                return tried
    return None


def _start(starts: list[int], end: int, inside: list[tuple[str, int]], selection: Selection) -> int:
    """Where a blank begins that can't begin where it should: behind the last cut (blank_after) whose words do not stand
    elsewhere in the sentence too, else as early as it may. `starts` are its words that are not weak.
    """
    if selection.blank_after is None:
        return starts[0]
    sentence = "".join(word for word, _ in inside)
    offset = inside[0][1]
    cuts = [match.end() + offset for match in selection.blank_after.finditer(sentence)]
    behind = [next(start for start in starts if start >= cut) for cut in cuts if starts[0] <= cut <= starts[-1]]
    fitting = [start for start in behind if end - start >= LEAST_BEHIND
               and sentence.count(sentence[start - offset : end - offset]) == 1]
    return fitting[-1] if fitting else starts[0]


def readable(blanks: tuple[Blank, ...], length: int, inside: list[tuple[str, int]], selection: Selection,
             weak: frozenset[str]) -> tuple[Blank, ...]:
    """Fewer or shorter blanks where those given would leave too little of a sentence of `length` characters to read."""
    while blanks and length - sum(blank.span.end - blank.span.start for blank in blanks) < selection.readable:
        longest = max(blanks, key=lambda blank: blank.span.end - blank.span.start)
        start, end = longest.span.start, longest.span.end
        shorter = [at for word, at in inside if start < at and end - at >= selection.blank_shortest and word not in weak
                   and not PLAIN.fullmatch(word)]
        rest = tuple(blank for blank in blanks if blank != longest)
        if rest or not shorter:
            blanks = rest
        else:
            at = _start(shorter, end, inside, selection)
            blanks = (replace(longest, span=replace(longest.span, start=at), hint=""),)
    return blanks


def _opened(clauses: list[tuple[int, int]], first: int) -> int:
    """Where the clause of the place `first` begins, with the short ones before it, which say when or where."""
    at = max(i for i, (start, _) in enumerate(clauses) if start <= first)
    while at and clauses[at - 1][1] - clauses[at - 1][0] <= SHORT_OPENING:
        at -= 1
    return clauses[at][0]


def in_one_breath(span: Span, text: str, blanks: tuple[Blank, ...], selection: Selection) -> Span:
    """`span`, of the words `text`, without clauses behind its last blank where it is long; where a blank is
    a figure, without those before its first one too.
    """
    if len(text) < selection.tail:
        return span
    first, last = blanks[0].span.start - span.start, blanks[-1].span.end - span.start
    figures = any(FIGURE.search(text[blank.span.start - span.start : blank.span.end - span.start]) for blank in blanks)
    clauses = clauses_of(text)
    start = _opened(clauses, first) if figures else 0
    hidden = sum(blank.span.end - blank.span.start for blank in blanks)
    for end, least in _ends(text, clauses, (first, last), figures):
        shown = start + len(text[start:end].rstrip(STOPS + PAUSES)) if end < len(text) else end
        left = shown - start - hidden
        if left >= selection.readable and not unpaired(text[start:shown]) and shown - start >= least:
            return Span(span.paragraph, span.start + start, span.start + shown)
    return span


def _ends(text: str, clauses: list[tuple[int, int]], hidden: tuple[int, int],
          figures: bool) -> Iterator[tuple[int, float]]:
    """Where `text` may end, and how much must be left then: behind the clause where the stretch `hidden` ends, which
    holds all blanks; where that is all in one clause and much follows, also behind a later one that the next does not
    go on from in parallel.
    """
    at = next(i for i, (_, end) in enumerate(clauses) if end >= hidden[1])
    yield clauses[at][1], 0 if figures else MOST_OF * len(text) if len(text) < LONG else LONG / 3
    much = len(text) - clauses[at][1] > LONG_REST and len(text) >= LONG_WITH_REST
    if much and not figures and clauses[at][0] <= hidden[0]:
        for (begin, end), (following, _) in pairwise(clauses[at:]):
            if text[begin] != text[following]:
                yield end, LEAST_OF_LONG
