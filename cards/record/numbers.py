"""Cloze numbers over an edit: an answer keeps its number for ever, a number that vanished is never given again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cards.anki.cloze import standing_alone
from cards.record.likeness import alike, template
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
    kept = same_answers(old, new)
    fresh = max(used, default=0)
    for after in new[1]:
        if after not in kept:
            fresh += 1
            kept[after] = fresh
    return kept


def same_answers(old: Answered, new: Answered) -> dict[int, int]:
    """The number of the old answer that each new one is, by its number; only those that are beyond doubt."""
    return _by_position(old, new) or _by_surroundings(old, new)


def _by_position(old: Answered, new: Answered) -> dict[int, int]:
    """Where only figures were corrected, the first is the first, the second the second; {} where more was."""
    before, after = _places(*old), _places(*new)
    figures = all(any(map(str.isnumeric, answer)) for each in (old[1], new[1]) for answer in each.values())
    if not figures or len(before) != len(after) or template(old[0], old[1].values()) != template(
            new[0], new[1].values()):
        return {}
    kept: dict[int, int] = {}
    for ours, theirs in zip(before, after, strict=True):
        if theirs not in kept and ours not in kept.values():
            kept[theirs] = ours
    return kept


def _places(text: str, answers: Mapping[int, str]) -> list[int]:
    """The numbers of the answers in the order they stand in the text."""
    found: list[tuple[int, int, int]] = []
    for number, answer in sorted(answers.items(), key=lambda each: -len(each[1])):
        for match in standing_alone(answer).finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((*match.span(), number))
    return [number for *_, number in sorted(found)]


def _by_surroundings(old: Answered, new: Answered) -> dict[int, int]:
    """Each answer the one in the like surroundings, better where it is the same, as far as no other comes near."""
    scores = sorted(
        ((_score(old, before, new, after), before, after) for before in old[1] for after in new[1]),
        key=lambda each: (-each[0], each[1], each[2]))
    kept: dict[int, int] = {}
    for score, before, after in scores:
        if score < LEAST or after in kept or before in kept.values():
            continue
        rivals = [other for other, b, a in scores
                  if (b == before) != (a == after) and b not in kept.values() and a not in kept]
        if score - max(rivals, default=0.0) >= MARGIN:
            kept[after] = before
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
        if any(character.isnumeric() for character in other):
            before, behind = (standing_alone(other).sub("Ω", each) for each in (before, behind))
    return f"{words_of(before)[-BEFORE:]}|{words_of(behind)[:BEHIND]}"


def renumbered(field: str, numbers: Mapping[int, int]) -> str:
    """The field with every cloze number put in its new stead."""
    return NUMBER.sub(lambda found: f"{{{{c{numbers.get(int(found[1]), int(found[1]))}::", field)
