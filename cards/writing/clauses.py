"""A sentence full of figures to clause groups: each the least that says what its figures are of, one breath a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from cards.rules.ruleset import Kind
from cards.text.sentences import ANNOUNCES, PAUSES, STOPS, clauses_of, past_mark
from cards.text.spoken import words_of

CLOSE = "。！？!?"
LONG_GROUP = 60  # characters: what only goes on with the subject of so much is a card of its own, the subject its cue
LONG_OPENING = 28  # characters: a longer clause that says more than when and where leaves these to the cue
ALIKE = 0.8  # how much of two clauses is the same that ask the same
Stretch = tuple[int, int]  # where it starts and ends in the text


class _Group(NamedTuple):
    """Clauses that are shown together, by their number (from 0): from the `first` to the `last`."""

    first: int
    last: int


class _Sentence(Struct, frozen=True):
    """A text with its clauses, and the blanks in it."""

    text: str
    clauses: Sequence[Stretch]
    blanks: list[Stretch]

    def clause(self, number: int) -> str:
        """The words of a clause."""
        start, end = self.clauses[number]
        return self.text[start:end]

    def stretch(self, group: _Group) -> Stretch:
        """Where a group stands."""
        return self.clauses[group.first][0], self.clauses[group.last][1]

    def blanks_from(self, start: int, end: int) -> list[Stretch]:
        """The blanks that start between these places."""
        return [blank for blank in self.blanks if start <= blank[0] < end]

    def answers(self, number: int) -> list[str]:
        """The words of the blanks of a clause."""
        return [self.text[start:end] for start, end in self.blanks_from(*self.clauses[number])]

    def begins_part(self, number: int) -> bool:
        """Whether a clause is the first of the text, or of what stands behind a semicolon."""
        return number == 0 or self.clause(number - 1)[-1] in STOPS


def clause_groups(text: str, blanks: list[tuple[int, int]], kind: Kind) -> list[tuple[int, int]]:
    """Cut `text` into stretches that hold all `blanks` (start, end) and are cut at clause ends only.

    A clause that leans on the one before (kind.leaning, kind.follows) takes it in; so does one that would leave too
    little to read.
    An opening that says when (kind.carry), or announces, stays with the clause right behind it; all else that only
    leads up to a figure is left out.
    """
    sentence = _Sentence(text, clauses_of(text), blanks)
    groups = _least_groups(sentence, kind)
    at = 0
    while at < len(groups):
        if _left_to_read(sentence, groups[at]) < kind.readable and _widen(groups, at, sentence):
            at = max(0, at - 1)
        else:
            groups[at] = _opened(sentence, groups, at, kind)
            at += 1
    return [_trimmed(text, *sentence.stretch(group), kind) for group in groups]


def _least_groups(sentence: _Sentence, kind: Kind) -> list[_Group]:
    """For each clause with blanks the least group that holds them and what it leans on; groups that touch are one."""
    groups: list[_Group] = []
    for number, clause in enumerate(sentence.clauses):
        blanks = sentence.blanks_from(*clause)
        if blanks:
            earliest = groups[-1].first if groups else 0
            last = _clause_that_holds(sentence, number, max(end for _, end in blanks))
            last = _last_of_what_completes(sentence, _last_led_into(sentence, last, kind), kind)
            _add(groups, _Group(_first_leant_on(sentence, number, earliest, kind), last))
    return groups


def _asks_the_same(sentence: _Sentence, number: int) -> bool:
    """Whether the clause before this one, which begins no part, has the same answers and nearly the same words
    (一产增长6%，二产增长6%): they are one card.
    """
    if sentence.begins_part(number):
        return False
    before, clause = sentence.clause(number - 1)[:-1], sentence.clause(number).rstrip(STOPS + PAUSES + CLOSE)
    if sentence.answers(number) != sentence.answers(number - 1):
        return False
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(before, clause) >= ALIKE


def _clause_that_holds(sentence: _Sentence, number: int, place: int) -> int:
    """The first clause, from this one on, that ends at `place` or behind it."""
    while sentence.clauses[number][1] < place:
        number += 1
    return number


def _last_led_into(sentence: _Sentence, number: int, kind: Kind) -> int:
    """This clause, or the first behind it that does not lead into another (kind.leads_into: 若…的，)."""
    leads_into = kind.leads_into
    while leads_into and number + 1 < len(sentence.clauses) and leads_into.match(sentence.clause(number)):
        number += 1
    return number


def _last_of_what_completes(sentence: _Sentence, number: int, kind: Kind) -> int:
    """The clause behind this one where that says what this one's figure is for (kind.completed_by); else this one."""
    behind = sentence.clauses[number][1]
    completes = kind.completed_by is not None and kind.completed_by.match(sentence.text, behind) is not None
    return number + 1 if completes else number


def _add(groups: list[_Group], group: _Group) -> None:
    """Add a group; one that reaches back into the group before becomes one with it."""
    if groups and groups[-1].last >= group.first:
        before = groups.pop()
        group = _Group(before.first, max(before.last, group.last))
    groups.append(group)


def _first_leant_on(sentence: _Sentence, number: int, earliest: int, kind: Kind) -> int:
    """The clause that this one leans on, be it by way of others, none before the `earliest`, or that asks the same;
    itself where it stands alone, or only follows so much that nobody reads it in one breath.
    """
    if _asks_the_same(sentence, number):
        return number - 1
    condition = _condition_of(sentence, number, earliest, kind)
    if condition is not None:
        return condition
    first = number
    while first > earliest and not sentence.begins_part(first) and _goes_on(sentence.clause(first), kind):
        first -= 1
    start, end = sentence.stretch(_Group(first, number))
    return first if _leans(sentence.clause(number), kind) or end - start <= LONG_GROUP else number


def _condition_of(sentence: _Sentence, number: int, earliest: int, kind: Kind) -> int | None:
    """The clause under which all behind it in its part holds, this one too (kind.leads_into: 每增加一元，). None where
    there is none, and where it stands before the `earliest`.
    """
    while number > earliest and not sentence.begins_part(number):
        number -= 1
        if kind.leads_into and kind.leads_into.match(sentence.clause(number)):
            return number
    return None


def _goes_on(clause: str, kind: Kind) -> bool:
    """Whether `clause` goes on from the one before it."""
    return _leans(clause, kind) or (kind.follows is not None and kind.follows.match(clause) is not None)


def _leans(clause: str, kind: Kind) -> bool:
    return kind.leaning is not None and kind.leaning.match(clause) is not None


def _opened(sentence: _Sentence, groups: list[_Group], at: int, kind: Kind) -> _Group:
    """groups[at], what opens it right before it taken in."""
    group = groups[at]
    earliest = groups[at - 1].last + 1 if at else 0
    while group.first > earliest and _is_opened_by(sentence.clause(group.first - 1), sentence, group, kind):
        group = group._replace(first=group.first - 1)
    return group


def _is_opened_by(before: str, sentence: _Sentence, group: _Group, kind: Kind) -> bool:
    """Whether the clause `before` a group opens it: none does beyond a semicolon."""
    if sentence.begins_part(group.first):
        return False
    behind = sentence.text[sentence.stretch(group)[0] :]
    return before[-1] in ANNOUNCES or _says_what_is_lacking(before, behind, kind)


def _says_what_is_lacking(clause: str, behind: str, kind: Kind) -> bool:
    """Whether `clause` only opens what stands `behind` it, and says when or where that does not say itself."""
    return _only_opens(clause, kind) and not _opening_says(clause, kind) <= _opening_says(behind, kind)


def _only_opens(clause: str, kind: Kind) -> bool:
    """Whether `clause` says nothing but when and where, or is short enough to be read along."""
    opening = kind.carry.match(clause) if kind.carry else None
    return opening is not None and (opening.end() >= len(clause) - 1 or len(clause) <= LONG_OPENING)


def _opening_says(text: str, kind: Kind) -> set[str]:
    """What the opening of `text` says: when, where, or (an opening without these groups) its own words."""
    opening = kind.carry.match(text) if kind.carry else None
    if opening is None:
        return set()
    groups = opening.groupdict()
    return {name for name in ("when", "where") if groups.get(name)} or {opening[0]}


def _widen(groups: list[_Group], at: int, sentence: _Sentence) -> bool:
    """Let groups[at] take in the clause before it, or the group that holds that one; at the start of a sentence or
    part, the one behind it. False where there is none.
    """
    first, last = groups[at]
    if sentence.begins_part(first) and last + 1 < len(sentence.clauses):
        _widen_forward(groups, at)
    elif first:
        _widen_back(groups, at)
    else:
        return False
    return True


def _widen_forward(groups: list[_Group], at: int) -> None:
    first, last = groups[at]
    if at + 1 < len(groups) and groups[at + 1].first == last + 1:
        last = groups.pop(at + 1).last
    else:
        last += 1
    groups[at] = _Group(first, last)


def _widen_back(groups: list[_Group], at: int) -> None:
    first, last = groups[at]
    if at and groups[at - 1].last == first - 1:
        groups[at - 1 : at + 1] = [_Group(groups[at - 1].first, last)]
    else:
        groups[at] = _Group(first - 1, last)


def _left_to_read(sentence: _Sentence, group: _Group) -> int:
    """How many characters a group's barest question leaves to read: one blank is hidden at a time."""
    start, end = sentence.stretch(group)
    blanks = sentence.blanks_from(start, end)
    return min(len(words_of(sentence.text[start:first] + sentence.text[last:end])) for first, last in blanks)


def _trimmed(text: str, start: int, end: int, kind: Kind) -> Stretch:
    """Without the punctuation that led on to the next clause, what marks an item (——, ②, 二、), and what ties it to the
    clause before (kind.passed_over: 但, 二是).
    """
    while end > start and text[end - 1] in STOPS + PAUSES + CLOSE + " ":
        end -= 1
    start += past_mark(text[start:end])
    tie = kind.passed_over.match(text, start) if kind.passed_over else None
    return min(tie.end() if tie else start, end), end
