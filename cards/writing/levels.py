"""Levels and the budget: which facts of an article become notes, and which of these are 重点.

Of a kind with weights the facts of most worth have a place as long as its budget of cards lasts; of any other kind
every fact has one, and a share of them (kind.essential) is 重点.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from cards.anki.cloze import answers
from cards.records import Article, LeftOut
from cards.rules.weights import Budget, Weights
from cards.writing.retelling import IssueDraft, Key

RETOLD = 2.0  # how much more a fact of a kind without weights is worth for every further article that gives it
LEAST_PLACES = 3.0  # cards of a kind that a text gets however short it is
NO_BUDGET = Budget(core=math.inf, most=math.inf)


class Levels(Struct, frozen=True):
    """The facts of an issue by level: `core` is 重点, `left_out` has no place, with the reason; the rest is 拓展."""

    core: frozenset[Key]
    left_out: Mapping[Key, LeftOut]


class _Unit(Struct, frozen=True):
    """Facts that have one level: those of an enumeration, or one alone; what they are worth, how many cards they make.
    """

    keys: tuple[Key, ...]
    worth: float
    cards: int


def levels(drafts: Mapping[Key, IssueDraft], weights: Mapping[str, Weights], everything: bool = False) -> Levels:
    """The levels of all facts of an issue; with `everything`, what the budget has no place for is 拓展 as well."""
    groups: dict[tuple[int, str], dict[Key, IssueDraft]] = defaultdict(dict)
    for key, issue_draft in drafts.items():
        groups[issue_draft.home.number, issue_draft.draft.kind.name][key] = issue_draft
    core: set[Key] = set()
    left_out: dict[Key, LeftOut] = {}
    for (_, kind), of_kind in groups.items():
        if kind in weights:
            best, rest = _within_budget(of_kind, weights[kind])
            left_out |= {} if everything else rest
        else:
            best = _share(of_kind)
        core |= best
    return Levels(frozenset(core), left_out)


def _within_budget(drafts: dict[Key, IssueDraft], weights: Weights) -> tuple[set[Key], dict[Key, LeftOut]]:
    """Of the facts of one kind in an article those that are 重点, and those that have no place."""
    thousands = _length(next(iter(drafts.values())).home) / 1000
    budget = weights.budget or NO_BUDGET
    places, core_places = max(LEAST_PLACES, budget.most * thousands), max(1.0, budget.core * thousands)
    core: set[Key] = set()
    left_out: dict[Key, LeftOut] = {}
    for unit in sorted(_units(drafts, by_text=False), key=lambda unit: -unit.worth):
        if unit.cards > places:
            why = f"worth {unit.worth:g}; the article's {budget.most * thousands:.0f} cards of this kind are taken"
            left_out.update((key, _left_out(drafts[key], why)) for key in unit.keys)
            continue
        places -= unit.cards
        if unit.worth >= weights.core_least and unit.cards <= core_places:
            core_places -= unit.cards
            core.update(unit.keys)
    return core, left_out


def _length(article: Article) -> int:
    return sum(len(paragraph.text) for paragraph in article.paragraphs)


def _left_out(issue_draft: IssueDraft, why: str) -> LeftOut:
    draft = issue_draft.draft
    return LeftOut(issue_draft.home.number, draft.place, draft.kind.name, draft.rule, why)


def _share(drafts: dict[Key, IssueDraft]) -> set[Key]:
    """The share (kind.essential) of the facts of one kind in an article that are worth most; the answers of one text go
    together. Of a unit of several only where half of it finds place.
    """
    share = next(iter(drafts.values())).draft.kind.essential
    left = places = math.ceil(share * len(drafts))
    best: set[Key] = set()
    for unit in sorted(_units(drafts, by_text=True), key=lambda unit: -unit.worth):
        if left > 0 and (left == places or left >= len(unit.keys) / 2):
            best.update(unit.keys)
            left -= len(unit.keys)
    return best


def _units(drafts: dict[Key, IssueDraft], by_text: bool) -> Iterable[_Unit]:
    """The facts of one kind in an article that have one level: those of an enumeration, and, `by_text`, those that are
    asked in one text and are worth more where more articles give them.
    """
    together: dict[object, list[Key]] = defaultdict(list)
    for key, issue_draft in drafts.items():
        draft = issue_draft.draft
        together[draft.enumeration or (draft.plain if by_text else key)].append(key)
    for keys in together.values():
        retold = RETOLD if by_text else 0.0
        worth = max(drafts[key].draft.worth + retold * (len(drafts[key].articles) - 1) for key in keys)
        cards = sum(len(answers(drafts[key].draft.text)) for key in keys)
        yield _Unit(tuple(keys), worth, cards)
