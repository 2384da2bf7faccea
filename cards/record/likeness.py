"""Whether an edited text still states the fact it stated. In doubt it does not: history on the wrong fact is worse than
a new card.

A corrected figure in the same words, or mended words around the same figures, are the same fact. Other words and
another figure are another fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cards.anki.cloze import standing_alone
from cards.text.spoken import words_of

SLOT = "Ω"  # stands for an answer with a figure in it; a letter, so that words_of keeps it
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
NEVER = 2.0  # more than any two texts are alike
SURE = 0.9  # so alike, two texts are one fact wherever they stand
MENDED = 0.75  # so alike, they are where they stand in the same place
WITH_FIGURES = 0.6  # so alike, they are where in the same place all figures agree
REWORDED = 0.8  # the same with a stretch of words put in another's stead


def template(text: str, answers: Iterable[str]) -> str:
    """`text` as identity sees it, with a slot for each answer that has a figure in it."""
    for answer in sorted(set(answers), key=len, reverse=True):
        if any(character.isnumeric() for character in answer):
            text = standing_alone(answer).sub(SLOT, text)
    return words_of(text)


def likeness(old: tuple[str, dict[int, str]], new: tuple[str, dict[int, str]], near: bool) -> float:
    """How alike two texts with their answers by number are, 0 where they may be two facts. `near`: they stand in the
    same place. 1 is the same words; above 1, the same figures too.
    """
    before, after = template(old[0], old[1].values()), template(new[0], new[1].values())
    ours = {words_of(answer) for answer in old[1].values()}
    theirs = {words_of(answer) for answer in new[1].values()}
    shared = len(ours & theirs) / max(len(ours), len(theirs), 1)
    figures = SLOT in before and SLOT in after
    if before == after:
        return 1 + shared if near or shared or not figures else 0.0
    ratio = _ratio(before, after)
    if (SLOT in before) != (SLOT in after) or ratio < _least(before, after, shared, near, figures):
        return 0.0
    return ratio + shared


def _least(before: str, after: str, shared: float, near: bool, figures: bool) -> float:
    """How alike two texts of different words must at least be; NEVER where they can't be one fact."""
    other_numbers = sorted(DIGITS.findall(before)) != sorted(DIGITS.findall(after))
    changed = other_numbers or _reworded(before, after)
    if figures and shared < (1 if other_numbers else 0.5):
        return NEVER
    if not near:
        return NEVER if changed else SURE
    return _least_near(changed, figures, shared)


def _least_near(changed: bool, figures: bool, shared: float) -> float:
    """The same in the same place, where more than slips were `changed` or not."""
    if figures and shared == 1:
        return REWORDED if changed else WITH_FIGURES
    if changed:
        return SURE
    return REWORDED if figures else MENDED


def heads_alike(old: str, new: str, near: bool) -> float:
    """How alike two items of one enumeration are, 0 where they may be two. `near`: between the same neighbours."""
    ratio = _ratio(old, new)
    least = SURE if not near or _reworded(old, new) else MENDED
    return ratio if ratio >= least else 0.0


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return _ratio(one, other)


def _ratio(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other)


def _reworded(one: str, other: str) -> bool:
    """Whether somewhere two characters or more stand in the stead of two others or more: another word, not a slip."""
    from rapidfuzz.distance import Levenshtein

    return any(edit.tag == "replace" and edit.src_end - edit.src_start > 1 and edit.dest_end - edit.dest_start > 1
               for edit in Levenshtein.opcodes(one, other))
