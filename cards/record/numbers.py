"""Cloze numbers over an edit: an answer keeps its number for ever, a number that vanished is never given again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from cards.anki.cloze import standing_alone
from cards.record.likeness import SLOT, alike, template
from cards.text.spoken import words_of

BEFORE, BEHIND = 10, 5  # so many characters on either side tell where in its sentence an answer stands
SAME_ANSWER = 0.35
LEAST = 0.6
MARGIN = 0.05
NUMBER = re.compile(r"\{\{c(\d+)::")


Answered = tuple[str, Mapping[int, str]]  # a text and its answers by number


def carry_over(old: Answered, used: frozenset[int], new: Answered) -> dict[int, int]:
    """For each cloze number of the new text the number it gets. `used`: all numbers the note ever had.

    An answer is the one that stood in the same place of the sentence, corrected or not, as far as that is beyond doubt;
    any other gets a fresh number.
    """
    same_text = words_of(old[0]) == words_of(new[0])
    kept = _by_overlap(old, new) if same_text else same_answers(old, new)
    fresh = max(used, default=0)
    for after in new[1]:
        if after not in kept:
            fresh += 1
            kept[after] = fresh
    return kept


class _Likeness(NamedTuple):
    """How unlike an old and a new answer are, each by its number: the smaller, the liker."""

    unlike: float
    before: int
    after: int

    def touches(self, other: _Likeness) -> bool:
        """Whether the two have an answer in common."""
        return other.before == self.before or other.after == self.after

    def rivals(self, other: _Likeness) -> bool:
        """Whether `other` would give one of the two to another answer."""
        return (other.before == self.before) != (other.after == self.after)


def same_answers(old: Answered, new: Answered) -> dict[int, int]:
    """The number of the old answer that each new one is, by its number; only those that are beyond doubt."""
    return _by_position(old, new) or _by_surroundings(old, new)


def _by_overlap(old: Answered, new: Answered) -> dict[int, int]:
    """In a text that is as it was each answer the one of the same words, else the one that it shares a stretch with."""
    kept: dict[int, int] = {}
    for same in (_are_equal, _share_a_stretch):
        for after, answer in new[1].items():
            free = [before for before in old[1] if before not in kept.values() and same(new[0], old[1][before], answer)]
            if free and after not in kept:
                kept[after] = free[0]
    return kept


def _are_equal(text: str, one: str, other: str) -> bool:
    return words_of(one) == words_of(other)


def _share_a_stretch(text: str, one: str, other: str) -> bool:
    first, second = standing_alone(one).search(text), standing_alone(other).search(text)
    if first is None or second is None:
        return False
    return first.start() < second.end() and second.start() < first.end()


def _by_position(old: Answered, new: Answered) -> dict[int, int]:
    """Where only figures were corrected, the first is the first, the second the second; {} where more was."""
    before, after = _places(*old), _places(*new)
    if len(before) != len(after) or not all(map(_is_figure, (*old[1].values(), *new[1].values()))):
        return {}
    if template(old[0], old[1].values()) != template(new[0], new[1].values()):
        return {}
    kept: dict[int, int] = {}
    for ours, theirs in zip(before, after, strict=True):
        if theirs not in kept and ours not in kept.values():
            kept[theirs] = ours
    return kept


def _is_figure(answer: str) -> bool:
    return any(map(str.isnumeric, answer))


def _places(text: str, answers: Mapping[int, str]) -> list[int]:
    """The numbers of the answers in the order they stand in the text."""
    found: list[tuple[int, int, int]] = []
    for number, answer in sorted(answers.items(), key=lambda numbered: -len(numbered[1])):
        for match in standing_alone(answer).finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((*match.span(), number))
    return [number for *_, number in sorted(found)]


def _by_surroundings(old: Answered, new: Answered) -> dict[int, int]:
    """Each answer the one in the like surroundings, better where it is the same, as far as no other comes near."""
    pairs = product(old[1], new[1])
    left = sorted(_Likeness(-_score(old, before, new, after), before, after) for before, after in pairs)
    kept: dict[int, int] = {}
    while left and -left[0].unlike >= LEAST:
        best, *left = left
        rivals = [-other.unlike for other in left if best.rivals(other)]
        if -best.unlike - max(rivals, default=0.0) >= MARGIN:
            kept[best.after] = best.before
            left = [other for other in left if not best.touches(other)]
    return kept


def _score(old: Answered, before: int, new: Answered, after: int) -> float:
    same = words_of(old[1][before]) == words_of(new[1][after])
    return alike(_surroundings(*old, before), _surroundings(*new, after)) + SAME_ANSWER * same


def _surroundings(text: str, answers: Mapping[int, str], number: int) -> str:
    """What stands on either side of an answer, the other answers blanked so that their correction changes nothing."""
    place = standing_alone(answers[number]).search(text)
    start, end = place.span() if place else (0, 0)
    before, behind = text[:start], text[end:]
    for other in answers.values():
        if _is_figure(other):
            alone = standing_alone(other)
            before, behind = alone.sub(SLOT, before), alone.sub(SLOT, behind)
    return f"{words_of(before)[-BEFORE:]}|{words_of(behind)[:BEHIND]}"


def renumbered(field: str, numbers: Mapping[int, int]) -> str:
    """The field with every cloze number put in its new stead."""
    return NUMBER.sub(lambda found: f"{{{{c{numbers.get(int(found[1]), int(found[1]))}::", field)
