"""Fitting: which words of a selected sentence its card hides: whole words, neither too many nor too few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from cards.records import Blank, Finding, Span
from cards.rules.contract import Selection
from cards.text.sentences import unpaired

PLAIN = re.compile(r"[\s\W_]+")

LEAST_BEHIND = 4
SERIES = "、"
LEAST_SERIES, LONG_MEMBER = 3, 6


def fit(found: Iterable[Finding], span: Span, selection: Selection, inside: list[tuple[str, int]],
        weak: frozenset[str], title: str) -> tuple[Blank, ...]:
    """The blanks of the findings, weightiest first, cut to whole words and to the length a blank may have; none that
    the article's `title` gives away, none of stock phrases, none of rules much weaker than the best, and none that is
    cut where no phrase begins, unless there is no other.

    `inside` are the words of the sentence `span` with where they start in its paragraph.
    """
    words = [(start, start + len(word)) for word, start in inside if word not in weak and not PLAIN.fullmatch(word)]
    kept: list[tuple[Blank, float]] = []
    for each in sorted((each for each in found if each.weight > 0), key=lambda each: _rank(each, selection)):
        if kept and each.weight < selection.beside * kept[0][1]:
            break
        for strict in (True, False)[: 1 if kept or each.weight < selection.cuts_from else 2]:
            fitting = [fitted for blank in each.blanks
                       for fitted in _members(_whole_words(blank, words, inside, selection, strict), inside)
                       if fitted
                       and not _useless(_text(fitted.span, inside), selection, title)
                       and not (fitted.span.start > blank.span.start and _told(fitted.span, words, inside))]
            for fitted in fitting:
                if not any(_alike(fitted.span, other.span, inside) for other, _ in kept):
                    kept.append((fitted, each.weight))
            if kept:
                break
    return tuple(sorted((blank for blank, _ in kept[: selection.blanks]), key=lambda blank: blank.span.start))


def _members(blank: Blank | None, inside: list[tuple[str, int]]) -> list[Blank | None]:
    """The short members of a series of three and more, each a blank of its own; any other blank as it is."""
    members = _text(blank.span, inside).split(SERIES) if blank else []
    if blank is None or len(members) < LEAST_SERIES or not all(2 <= len(member) <= LONG_MEMBER for member in members):
        return [blank]
    ends = [*accumulate((len(member) + 1 for member in members), initial=blank.span.start)]
    return [Blank(replace(blank.span, start=start, end=start + len(member)))
            for start, member in zip(ends, members, strict=False)]


def _rank(found: Finding, selection: Selection) -> tuple[float, bool]:
    """The weightier first; of equals those whose blanks need not be cut."""
    cut = any(blank.span.end - blank.span.start > selection.blank_longest for blank in found.blanks)
    return -found.weight, cut


def _alike(one: Span, other: Span, inside: list[tuple[str, int]]) -> bool:
    """Whether two blanks overlap, or the words of one hold those of the other: its card would show the answer."""
    mine, theirs = _text(one, inside), _text(other, inside)
    return one.overlaps(other) or mine in theirs or theirs in mine


def _told(span: Span, words: list[tuple[int, int]], inside: list[tuple[str, int]]) -> bool:
    """Whether the last of the words in `span` stands before it too: what is asked nearly says itself."""
    first, last = next(each for each in reversed(words) if each[1] <= span.end)
    return last - first > 1 and _text(Span(span.paragraph, first, last), inside) in _text(
        Span(span.paragraph, inside[0][1], span.start), inside)


def _useless(text: str, selection: Selection, title: str) -> bool:
    """Whether hiding `text` asks for nothing: the title says it, or it is a stock phrase."""
    return text in title or (selection.never is not None and selection.never.search(text) is not None)


def _text(span: Span, inside: list[tuple[str, int]]) -> str:
    return "".join(word for word, start in inside if span.start <= start < span.end)


def _whole_words(blank: Blank, words: list[tuple[int, int]], inside: list[tuple[str, int]],
                 selection: Selection, strict: bool) -> Blank | None:
    """The blank from its first to its last whole word that is not weak; where it is too long, its last words (those
    before a hollow end, 的重要方面), without the hint, which asks for all of it. Where it is `strict`, none that would
    begin where no phrase does: neither behind its first word (防范…) nor behind a cut. It does not begin behind a word
    that joins two (完善和…) where it can begin behind another.
    """
    held = [(first, last) for first, last in words if blank.span.start <= first and last <= blank.span.end]
    if not held:
        return None
    whole, end = held[0][0], held[-1][1]
    if end - whole > selection.blank_longest and selection.hollow:
        hollow = selection.hollow.search(_text(Span(blank.span.paragraph, whole, end), inside))
        end = max((last for _, last in held if hollow and last <= whole + hollow.start()), default=end)
    starts = [first for first, _ in held if selection.blank_shortest <= end - first <= selection.blank_longest]
    if not starts:
        return None
    start = whole if whole in starts else _start(starts, end, inside, selection)
    if start is None and strict and held[1][0] not in starts:
        return None
    ends = {last for _, last in held}
    start = next((first for first in starts if first in ends), starts[0]) if start is None else start
    paired = _paired(Span(blank.span.paragraph, start, end), starts, inside, selection)
    return Blank(paired, blank.hint if (paired.start, end) == (whole, held[-1][1]) else "") if paired else None


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


def _start(starts: list[int], end: int, inside: list[tuple[str, int]], selection: Selection) -> int | None:
    """Where a blank begins that can't begin where it should: behind the last cut (blank_after) whose words do not stand
    elsewhere in the sentence too; None for no such cut. `starts` are its words that are not weak.
    """
    if selection.blank_after is None:
        return None
    sentence = "".join(word for word, _ in inside)
    offset = inside[0][1]
    cuts = [match.end() + offset for match in selection.blank_after.finditer(sentence)]
    behind = [next(start for start in starts if start >= cut) for cut in cuts if starts[0] <= cut <= starts[-1]]
    fitting = [start for start in behind if end - start >= LEAST_BEHIND
               and sentence.count(sentence[start - offset : end - offset]) == 1]
    return fitting[-1] if fitting else None


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
            at = _start(shorter, end, inside, selection) or shorter[0]
            blanks = (replace(longest, span=replace(longest.span, start=at), hint=""),)
    return blanks
