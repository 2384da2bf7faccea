"""Depth: how many of its clauses an item is recited with, beyond those that fit: so many that it says something, that
no pair is torn, and that those of one list are cut alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from cards.rules.kinds.heads import trim
from cards.text.placed import CLAUSES
from cards.text.units import split_at

Place = tuple[int, int]
MOST, MOST_LED = 60, 90  # characters: nobody recites a longer item, and of one that leads on no longer one
CONDITION = "condition"  # the lexicon, and group of a pattern, of clauses that say nothing by themselves
SAME = 2  # characters: clauses that begin with so many of the same are a pair (一切为了人民，一切依靠人民)
LONGER = 1.3  # times the longest of a list: so long may one be that is cut like it
LONG_PAIR = 40  # characters of an item that is a sentence of two clauses, where all are
DEPTH = 2  # clauses: items of one list have one clause each, or two and more


def deepened(text: str, heads: Sequence[Place], limits: Sequence[int], leads_on: re.Pattern[str]) -> list[Place]:
    """`heads`, each with the clauses behind it, up to the limit of its own, that it needs: where one of them leads on,
    and not all do (围绕产业，…；围绕人才，…), where it is half of a pair, and where most others have two.
    """
    items = [_Item(text, head, split_at(text, head[0], limit, CLAUSES), leads_on)
             for head, limit in zip(heads, limits, strict=True)]
    if all(item.leads_on for item in items) and not any(item.is_condition for item in items):
        return [item.head for item in items]
    return [item.head for item in _even([item.deepened() for item in items])]


class _Item(Struct, frozen=True):
    """An item: its head, and where the clauses of its sentence stand in `text`."""

    text: str
    head: Place
    clauses: Sequence[Place]
    leading: re.Pattern[str]

    @property
    def kept(self) -> int:
        """How many of its clauses its head has."""
        return sum(start < self.head[1] for start, _ in self.clauses)

    @property
    def leads_on(self) -> bool:
        """Whether the last clause of its head says nothing without the one behind it."""
        return self._leading is not None

    @property
    def is_condition(self) -> bool:
        """Whether that is so in a list of such clauses too: they differ in what is behind them."""
        return self._leading is not None and self._leading[CONDITION] is not None

    @property
    def _leading(self) -> re.Match[str] | None:
        last = self.kept - 1
        return self.leading.match(self.text, *self.clauses[last]) if 0 <= last < len(self.clauses) - 1 else None

    def deepened(self) -> _Item:
        """It with the clauses behind its head without which that says nothing, or is half of a pair."""
        item = self
        while item.leads_on or item._goes_on_in_pair():
            longer = item.up_to(item.kept + 1, MOST_LED if item.leads_on else MOST)
            if longer is item:
                return self
            item = longer
        return item

    def _goes_on_in_pair(self) -> bool:
        """Whether the last clause of its head, no first one, begins as the one behind it does."""
        words = [self.text[start : start + SAME] for start, _ in self.clauses[self.kept - 1 : self.kept + 1]]
        return self.kept > 1 and words[0].isalpha() and words[1:] == words[:1]

    def up_to(self, number: int, most: int) -> _Item:
        """It with so many of its clauses, where it has fewer and these have no more than so many characters."""
        if not self.kept < number <= len(self.clauses):
            return self
        longer = trim(self.text, self.head[0], self.clauses[number - 1][1])
        return replace(self, head=longer) if longer[1] - longer[0] <= most else self


def _even(items: list[_Item]) -> list[_Item]:
    """`items`, each with two clauses where all sentences have two and one is recited with both, or where most that have
    two in their sentence are recited with them, and where it is then not much longer than those.
    """
    lengths = [item.head[1] - item.head[0] for item in items]
    whole = [item.kept >= DEPTH for item in items if len(item.clauses) >= DEPTH]
    if any(whole) and all(len(item.clauses) == DEPTH for item in items):
        longest = LONG_PAIR
    elif sum(whole) > len(whole) / 2:
        longest = min(MOST, int(LONGER * max(lengths)))
    else:
        return items
    return [item.up_to(DEPTH, longest) for item in items]
