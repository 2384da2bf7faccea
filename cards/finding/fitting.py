"""Fitting: which words of a selected sentence its card hides: whole words, neither too many nor too few."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from cards.records import Blank, Finding, Span
from cards.rules.contract import Selection
from cards.text.sentences import clauses_of, unpaired
from cards.text.words import is_word, names

PLAIN = re.compile(r"[\s\W_]+")
LEAST_BEHIND = 4
WORDS_KEPT = 20_000
COMMA = "，"
JOINT = re.compile("[、与和及]")  # what joins two things
ALIKE = 2  # characters with which two clauses begin that say the like
TWO = 2  # words
SURE = 0.5  # the weight of a rule that hides something whatever else there is to hide
FEW = 2  # characters: so short an answer is hidden only where it is asked
Placed = tuple[str, int]  # a word and where it starts in its paragraph


class Fitting(Struct, frozen=True):
    """What blanks are fitted to: the words `inside` their sentence with where they start in its paragraph; where those
    that a blank may begin or end with start and end (`words`); the article's title; the paragraph's index; and the text
    of the words `inside` and where each of them starts.
    """

    selection: Selection
    inside: list[Placed]
    words: list[tuple[int, int]]
    title: str
    paragraph: int
    text: str
    starts: list[int]

    @classmethod
    def of(cls, selection: Selection, inside: list[Placed], title: str, paragraph: int) -> Fitting:
        """The fitting of a sentence with the words `inside` its `paragraph`."""
        words = [(start, start + len(word)) for word, start in inside
                 if word not in selection.weak and not _is_sign(word)]
        text, starts = "".join(word for word, _ in inside), [start for _, start in inside]
        return cls(selection, inside, words, title, paragraph, text, starts)

    def fit(self, findings: Iterable[Finding]) -> tuple[Blank, ...]:
        """The blanks of the weightiest of the findings that has any which fit: cut to whole words and to the length a
        blank may have, each asking for something (`asks`). One frame is one card.
        """
        for finding in sorted((finding for finding in findings if finding.weight > 0), key=self._rank):
            kept: list[Blank] = []
            for blank in self._fitted(finding):
                if not any(self._alike(blank.span, other.span) for other in kept):
                    kept.append(blank)
            if kept:
                return tuple(sorted(kept[: self.selection.blanks], key=lambda blank: blank.span.start))
        return ()

    def _rank(self, finding: Finding) -> tuple[float, bool]:
        """The weightier first; of equals those whose blanks need not be cut."""
        cut = any(blank.span.end - blank.span.start > self.selection.blank_longest for blank in finding.blanks)
        return -finding.weight, cut

    def _fitted(self, finding: Finding) -> list[Blank]:
        fitted: list[Blank] = []
        for blank in finding.blanks:
            whole = self._whole_words(blank)
            if whole is None or not self.asks(whole.span, len(finding.blanks) == 1) or self._stands_again(whole.span):
                continue
            if finding.weight >= SURE and self.title_says(whole.span):
                continue
            place = blank.span.start
            hidden = [other.span for other in fitted]
            if not self._is_one_of_alike(place) and not self.nearly_says_itself(whole.span, place, hidden):
                fitted.append(whole)
        return fitted

    def _alike(self, one: Span, other: Span) -> bool:
        """Whether two blanks overlap, or the words of one hold those of the other: its card would show the answer."""
        words, other_words = self._text(one), self._text(other)
        return one.overlaps(other) or words in other_words or other_words in words

    def nearly_says_itself(self, span: Span, proposed: int, hidden: Sequence[Span] = ()) -> bool:
        """Whether the last of the words in `span` stands before it too, so that what is asked nearly says itself: in
        its clause, or anywhere where it begins behind the place that was `proposed`; not within what is `hidden`.
        """
        first, last = next(word for word in reversed(self.words) if word[1] <= span.end)
        before = self._before(span)
        for other in hidden:
            before = before.replace(self._text(other), " ")
        if span.start == proposed:
            before = before.rpartition(COMMA)[2]
        return last - first > 1 and self._text(Span(span.paragraph, first, last)) in before

    def asks(self, span: Span, alone: bool = True, is_member: bool = False) -> bool:
        """Whether hiding `span` asks for something: the title does not say it, it is no stock phrase and not, `alone`,
        all of words that say little, and, unless it `is_member`, no member of a series whose others stand beside it.
        """
        text, never = self._text(span), self.selection.never
        if text in self.title or (never is not None and never.search(text) is not None):
            return False
        return not (alone and self._is_hollow(span)) and (is_member or not self._is_member(span))

    def title_says(self, span: Span) -> bool:
        """Whether the title says all the words in `span`, more than two, one by one."""
        words = [word for word, at in self.inside if span.start <= at < span.end]
        telling = [word for word in words if len(word) > 1 and word not in self.selection.weak]
        return len(telling) > TWO and all(word in self.title for word in telling)

    def _is_hollow(self, span: Span) -> bool:
        """Whether all words in `span` say little."""
        return _nothing_but(self.selection.hollow_words, self.selection.weak).fullmatch(self._text(span)) is not None

    def _is_member(self, span: Span) -> bool:
        """Whether `span` is a member of a series: by what stands right before it or behind it, or because it ends its
        clause and two clauses of its length follow.
        """
        before, behind = self._before(span), self._behind(span)
        if self.selection.not_behind is not None and self.selection.not_behind.search(before):
            return True
        if self.selection.not_before is not None and self.selection.not_before.match(behind):
            return True
        following = [part for part in PLAIN.split(behind) if part]
        alike = [len(part) == span.end - span.start for part in following[:2]]
        return behind[:1] == COMMA and len(alike) > 1 and all(alike)

    def _is_one_of_alike(self, start: int) -> bool:
        """Whether the words of its clause before the place `start` begin a neighbouring clause too (必须…，必须…)."""
        text, offset = self.text, self.starts[0]
        clauses = [text[first:last] for first, last in clauses_of(text)]
        ends = list(accumulate(map(len, clauses)))
        number = bisect_right(ends, start - offset)
        opening = text[ends[number] - len(clauses[number]) : start - offset]
        beside = clauses[max(0, number - 1) : number] + clauses[number + 1 : number + 2]
        return len(opening) >= ALIKE and any(clause.startswith(opening) for clause in beside)

    def readable(self, blanks: tuple[Blank, ...], length: int) -> tuple[Blank, ...]:
        """Fewer blanks, or what of one stands behind a cut, where those given would leave too little of a sentence of
        `length` characters to read.
        """
        while blanks and length - sum(blank.span.end - blank.span.start for blank in blanks) < self.selection.readable:
            longest = max(blanks, key=lambda blank: blank.span.end - blank.span.start)
            rest = tuple(blank for blank in blanks if blank != longest)
            blanks = rest or self._behind_cut(longest.span)
        return blanks

    def _behind_cut(self, span: Span) -> tuple[Blank, ...]:
        """What of `span` stands behind a cut and asks for something."""
        starts = [first for first, _ in self.words if span.start < first <= span.end - self.selection.blank_shortest]
        start = start_behind_cut(starts, span.end, self.inside, self.selection) if starts else None
        shorter = None if start is None else Span(span.paragraph, start, span.end)
        return () if shorter is None or not self.asks(shorter) else (Blank(shorter),)

    def _before(self, span: Span) -> str:
        return self.text[: self._at(span.start)]

    def _behind(self, span: Span) -> str:
        return self.text[self._at(span.end) :]

    def _at(self, place: int) -> int:
        """Where in `text` a place of the paragraph is."""
        return min(max(0, place - self.starts[0]), len(self.text))

    def spanning(self, start: int, end: int) -> Span | None:
        """The whole words between `start` and `end` that are not weak at either end; None where they make no blank."""
        inside = [word for word in self.words if start <= word[0] and word[1] <= end]
        if not inside or not self._may_be_long(inside[-1][1] - inside[0][0]):
            return None
        span = Span(self.paragraph, inside[0][0], inside[-1][1])
        return None if unpaired(self._text(span)) else span

    def exactly(self, start: int, end: int) -> Span | None:
        """The words between `start` and `end`, weak ones at the ends among them; None where they make no blank."""
        span = Span(self.paragraph, start, end)
        return span if self._may_be_long(end - start) and not unpaired(self._text(span)) else None

    def _text(self, span: Span) -> str:
        return self.text[self._at(span.start) : self._at(span.end)]

    def _whole_words(self, blank: Blank) -> Blank | None:
        """The blank from its first to its last whole word that is not weak; where it is too long, its words before a
        hollow end (的重要方面), or those behind a cut, without the hint, which asks for all of it. None where it would
        begin in the middle of a phrase, or be cut at both ends and hold the end of one thing and the begin of another.
        """
        words_inside = self._words_inside(blank.span)
        if not words_inside:
            return None
        first_word, end = words_inside[0][0], self._end(words_inside, blank.span.paragraph)
        start = self._start(words_inside, end)
        if start is None:
            return None
        start = self._with_lead(start, end, blank.span.start)
        paired = self._paired(Span(blank.span.paragraph, start, end))
        if paired is None:
            return None
        return Blank(paired, blank.hint if (paired.start, end) == (first_word, words_inside[-1][1]) else "")

    def _words_inside(self, span: Span) -> list[tuple[int, int]]:
        """The words in `span`; of one that begins before it and is in no dictionary (从建) what stands in it."""
        inside = [word for word in self.words if span.start <= word[0] and word[1] <= span.end]
        number = bisect_left(self.starts, span.start)
        cut = self.inside[number - 1 : number] if self.starts[number : number + 1] != [span.start] else []
        rests = [(word[span.start - at :], at + len(word)) for word, at in cut if not is_word(word)]
        return [*((span.start, end) for rest, end in rests if end <= span.end and self._may_begin(rest)), *inside]

    def _may_begin(self, word: str) -> bool:
        """Whether a blank may begin, or end, with `word`."""
        return word not in self.selection.weak and not _is_sign(word)

    def _holds_joint(self, start: int, end: int) -> bool:
        """Whether a word that joins two things stands between the places `start` and `end`."""
        return JOINT.search(self._text(Span(self.paragraph, start, end))) is not None

    def _stands_again(self, span: Span) -> bool:
        """Whether so few words that they can't be hidden wherever they stand stand in the sentence again."""
        words = self._text(span)
        return len(words) <= FEW and self.text.count(words) > 1

    def _with_lead(self, start: int, end: int, first: int) -> int:
        """`start`, or where the words before it begin, not before `first`, that lead it in (让, 从, 不) and may be
        hidden with it.
        """
        for word, at in reversed(self.inside):
            if at + len(word) != start:
                continue
            if word not in self.selection.leads or at < first or not self._may_be_long(end - at):
                break
            start = at
        return start

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

    def _start(self, words_inside: list[tuple[int, int]], end: int) -> int | None:
        """Where a blank of the words `words_inside` begins that ends at `end`: with the first of them, or behind a cut;
        None for nowhere, or where it would be torn at both ends.
        """
        first_word = words_inside[0][0]
        starts = [first for first, _ in words_inside if self._may_be_long(end - first)]
        if not starts or first_word in starts:
            return first_word if starts else None
        start = start_behind_cut(starts, end, self.inside, self.selection)
        if start is not None and end < words_inside[-1][1] and self._holds_joint(start, end):
            return None
        return start

    def _paired(self, span: Span) -> Span | None:
        """`span`, with the closing bracket or quotation mark that follows it if it needs one; None where neither makes
        it whole.
        """
        closing = [start for _, start in self.inside if start >= span.end][:1]
        for end in (span.end, *(start + 1 for start in closing)):
            paired = Span(span.paragraph, span.start, end)
            if self._may_be_long(end - span.start) and not unpaired(self._text(paired)):
                return paired
        return None


def sure(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of `findings` whose rules hide something whatever else there is to hide."""
    return tuple(finding for finding in findings if finding.weight >= SURE)


def unsure(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of `findings` whose rules hide something only where nothing else is to hide."""
    return tuple(finding for finding in findings if finding.weight < SURE)


@lru_cache(maxsize=WORDS_KEPT)
def _is_sign(word: str) -> bool:
    """Whether a word has no letter and no number."""
    return PLAIN.fullmatch(word) is not None


@lru_cache(maxsize=8)
def _nothing_but(words: frozenset[str], others: frozenset[str]) -> re.Pattern[str]:
    """The pattern of a text that is made of nothing but `words` and `others`."""
    longest_first = sorted(words | others, key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})*")


def _names(start: int, end: int, inside: list[Placed]) -> bool:
    """Whether the words from `start` to `end` name something, as any two behind a cut do."""
    words = [word for word, at in inside if start <= at < end and not _is_sign(word)]
    return len(words) <= TWO or names(words[-1])


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
        if end - start >= LEAST_BEHIND and sentence.count(words) == 1 and _names(start, end, inside):
            fitting = start
    return fitting
