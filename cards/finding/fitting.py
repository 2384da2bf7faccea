"""Fitting: which words of a selected sentence its card hides: whole words, neither too many nor too few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cards.records import Blank, Finding, Span
from cards.rules.contract import Selection
from cards.text.sentences import unpaired

PLAIN = re.compile(r"[\s\W_]+")
LEAST_BEHIND = 4
FEW = 2  # characters: so short an answer is hidden only where it is asked
Placed = tuple[str, int]  # a word and where it starts in its paragraph


@dataclass(frozen=True, slots=True)
class Fitting:
    """What blanks are fitted to: the words `inside` their sentence with where they start in its paragraph; where those
    that a blank may begin or end with start and end (`words`); the article's title; and the paragraph's index.
    """

    selection: Selection
    inside: list[Placed]
    words: list[tuple[int, int]]
    title: str
    paragraph: int

    @classmethod
    def of(cls, selection: Selection, inside: list[Placed], title: str, paragraph: int) -> Fitting:
        """The fitting of a sentence with the words `inside` its `paragraph`."""
        words = [(start, start + len(word)) for word, start in inside
                 if word not in selection.weak and not PLAIN.fullmatch(word)]
        return cls(selection, inside, words, title, paragraph)

    def fit(self, findings: Iterable[Finding]) -> tuple[Blank, ...]:
        """The blanks of the findings, weightiest first, cut to whole words and to the length a blank may have; none
        that the title gives away, none of stock phrases, none of rules much weaker than the best, and none that is cut
        where no phrase begins, unless there is no other.
        """
        kept: list[Blank] = []
        best = 0.0
        for finding in sorted((finding for finding in findings if finding.weight > 0), key=self._rank):
            if kept and finding.weight < self.selection.beside * best:
                break
            for blank in self._fitting_of(finding, may_cut=not kept):
                if not any(self._alike(blank.span, other.span) for other in kept):
                    best = best or finding.weight
                    kept.append(blank)
        return tuple(sorted(kept[: self.selection.blanks], key=lambda blank: blank.span.start))

    def _rank(self, finding: Finding) -> tuple[float, bool]:
        """The weightier first; of equals those whose blanks need not be cut."""
        cut = any(blank.span.end - blank.span.start > self.selection.blank_longest for blank in finding.blanks)
        return -finding.weight, cut

    def _fitting_of(self, finding: Finding, may_cut: bool) -> list[Blank]:
        """The blanks of `finding` that fit; cut where no phrase begins only if they `may_cut` and it weighs enough."""
        fitting = self._fitted(finding, strict=True)
        if not fitting and may_cut and finding.weight >= self.selection.cuts_from:
            fitting = self._fitted(finding, strict=False)
        return fitting

    def _fitted(self, finding: Finding, strict: bool) -> list[Blank]:
        fitted = []
        for blank in finding.blanks:
            whole = self._whole_words(blank, strict)
            if whole is None or self.useless(whole.span) or self._stands_again(whole.span):
                continue
            if whole.span.start == blank.span.start or not self._nearly_says_itself(whole.span):
                fitted.append(whole)
        return fitted

    def _alike(self, one: Span, other: Span) -> bool:
        """Whether two blanks overlap, or the words of one hold those of the other: its card would show the answer."""
        words, other_words = self._text(one), self._text(other)
        return one.overlaps(other) or words in other_words or other_words in words

    def _nearly_says_itself(self, span: Span) -> bool:
        """Whether the last of the words in `span` stands before it too: what is asked nearly says itself."""
        first, last = next(word for word in reversed(self.words) if word[1] <= span.end)
        before = self._text(Span(span.paragraph, self.inside[0][1], span.start))
        return last - first > 1 and self._text(Span(span.paragraph, first, last)) in before

    def useless(self, span: Span) -> bool:
        """Whether hiding `span` asks for nothing: the title says it, or it is a stock phrase."""
        text, never = self._text(span), self.selection.never
        return text in self.title or (never is not None and never.search(text) is not None)

    def spanning(self, start: int, end: int) -> Span | None:
        """The whole words between `start` and `end` that are not weak at either end; None where they make no blank."""
        inside = [word for word in self.words if start <= word[0] and word[1] <= end]
        if not inside or not self._may_be_long(inside[-1][1] - inside[0][0]):
            return None
        span = Span(self.paragraph, inside[0][0], inside[-1][1])
        return None if unpaired(self._text(span)) else span

    def _text(self, span: Span) -> str:
        return "".join(word for word, start in self.inside if span.start <= start < span.end)

    def _whole_words(self, blank: Blank, strict: bool) -> Blank | None:
        """The blank from its first to its last whole word that is not weak; where it is too long, its last words (those
        before a hollow end, 的重要方面), without the hint, which asks for all of it. Where it is `strict`, none that
        would begin where no phrase does: neither behind its first word (防范…) nor behind a cut. It does not begin
        behind a word that joins two (完善和…) where it can begin behind another.
        """
        words_inside = [word for word in self.words if blank.span.start <= word[0] and word[1] <= blank.span.end]
        if not words_inside:
            return None
        first_word, end = words_inside[0][0], self._end(words_inside, blank.span.paragraph)
        starts = [first for first, _ in words_inside if self._may_be_long(end - first)]
        start = self._first(words_inside, starts, end, strict)
        if start is None:
            return None
        start = self._with_lead(start, end, blank.span.start)
        paired = self._paired(Span(blank.span.paragraph, start, end), starts)
        if paired is None:
            return None
        return Blank(paired, blank.hint if (paired.start, end) == (first_word, words_inside[-1][1]) else "")

    def _stands_again(self, span: Span) -> bool:
        """Whether so few words that they can't be hidden wherever they stand stand in the sentence again."""
        words = self._text(span)
        return len(words) <= FEW and "".join(word for word, _ in self.inside).count(words) > 1

    def _with_lead(self, start: int, end: int, first: int) -> int:
        """`start`, or where the word before it begins, not before `first`, if that leads it in (让, 从) and may be
        hidden with it.
        """
        before = next((word for word in self.inside if word[1] + len(word[0]) == start), None)
        if before is None or before[0] not in self.selection.leads or before[1] < first:
            return start
        return before[1] if self._may_be_long(end - before[1]) else start

    def _may_be_long(self, length: int) -> bool:
        return self.selection.blank_shortest <= length <= self.selection.blank_longest

    def _end(self, words_inside: list[tuple[int, int]], paragraph: int) -> int:
        """Where a blank of the words `words_inside` ends: of one that is too long before its hollow end."""
        start, end = words_inside[0][0], words_inside[-1][1]
        if end - start <= self.selection.blank_longest or self.selection.hollow is None:
            return end
        hollow = self.selection.hollow.search(self._text(Span(paragraph, start, end)))
        if hollow is None:
            return end
        return max((last for _, last in words_inside if last <= start + hollow.start()), default=end)

    def _first(self, words_inside: list[tuple[int, int]], starts: list[int], end: int, strict: bool) -> int | None:
        """Where a blank of the words `words_inside` begins, of the places `starts`; None for nowhere."""
        if not starts:
            return None
        first_word = words_inside[0][0]
        start = first_word if first_word in starts else start_behind_cut(starts, end, self.inside, self.selection)
        if start is not None:
            return start
        if strict and words_inside[1][0] not in starts:
            return None
        ends = {last for _, last in words_inside}
        return next((first for first in starts if first in ends), starts[0])

    def _paired(self, span: Span, starts: list[int]) -> Span | None:
        """`span` with the other halves of its brackets and quotation marks: the closing ones that follow it, or less of
        it; None where neither makes it whole.
        """
        closing = [start for _, start in self.inside if start >= span.end][:1]
        for end in (span.end, *(start + 1 for start in closing)):
            for start in (span.start, *(later for later in starts if later > span.start)):
                paired = Span(span.paragraph, start, end)
                if self._may_be_long(end - start) and not unpaired(self._text(paired)):
                    return paired
        return None


def start_behind_cut(starts: list[int], end: int, inside: list[Placed], selection: Selection) -> int | None:
    """Where a blank begins that can't begin where it should: behind the last cut (blank_after) whose words do not stand
    elsewhere in the sentence too; None for no such cut. `starts` are its words that are not weak.
    """
    if selection.blank_after is None:
        return None
    sentence = "".join(word for word, _ in inside)
    offset = inside[0][1]
    fitting = None
    for match in selection.blank_after.finditer(sentence):
        cut = match.end() + offset
        if not starts[0] <= cut <= starts[-1]:
            continue
        start = next(start for start in starts if start >= cut)
        words = sentence[start - offset : end - offset]
        if end - start >= LEAST_BEHIND and sentence.count(words) == 1:
            fitting = start
    return fitting


def readable(blanks: tuple[Blank, ...], length: int, inside: list[Placed],
             selection: Selection) -> tuple[Blank, ...]:
    """Fewer or shorter blanks where those given would leave too little of a sentence of `length` characters to read."""
    while blanks and length - sum(blank.span.end - blank.span.start for blank in blanks) < selection.readable:
        longest = max(blanks, key=lambda blank: blank.span.end - blank.span.start)
        rest = tuple(blank for blank in blanks if blank != longest)
        shorter = _shorter(longest, inside, selection)
        blanks = rest if rest or shorter is None else (shorter,)
    return blanks


def _shorter(blank: Blank, inside: list[Placed], selection: Selection) -> Blank | None:
    """`blank` without its first words, and without its hint; None where too few are left."""
    start, end = blank.span.start, blank.span.end
    last = end - selection.blank_shortest
    starts = [at for word, at in inside
              if start < at <= last and word not in selection.weak and not PLAIN.fullmatch(word)]
    if not starts:
        return None
    at = start_behind_cut(starts, end, inside, selection) or starts[0]
    return replace(blank, span=replace(blank.span, start=at), hint="")
