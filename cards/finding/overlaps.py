"""Which of many sets share much with another, told without a look at each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cards.text.holding import shared


class Overlaps:
    """Sets of shingles that were kept. Of two that share more than a `share` of the smaller one, some of any so many
    shingles of that are in both: it is looked up by its rarest ones alone, so that what everybody says costs little.
    """

    def __init__(self, share: float):
        self._share = share
        self._kept: list[frozenset[str]] = []
        self._with: dict[str, list[int]] = defaultdict(list)  # of every shingle the sets that have it
        self._known_by: dict[str, list[int]] = defaultdict(list)  # of one the sets it is among the rarest of

    def add(self, own: frozenset[str]) -> None:
        """Keep a set."""
        number = len(self._kept)
        self._kept.append(own)
        for shingle in self._rarest(own):
            self._known_by[shingle].append(number)
        for shingle in own:
            self._with[shingle].append(number)

    def has_like(self, own: frozenset[str]) -> bool:
        """Whether `own` and one that was kept share more than the share of the smaller."""
        return any(shared(own, self._kept[number]) > self._share for number in self._near(own))

    def _near(self, own: frozenset[str]) -> Iterator[int]:
        """The sets that may be like `own`, each once."""
        told: set[int] = set()
        for known, shingles in ((self._known_by, own), (self._with, self._rarest(own))):
            for shingle in shingles:
                for number in known.get(shingle, ()):
                    if number not in told:
                        told.add(number)
                        yield number

    def _rarest(self, own: frozenset[str]) -> list[str]:
        """So many of `own` that what shares more than the share of it has one of them."""
        needed = len(own) - int(self._share * len(own))
        return sorted(own, key=lambda shingle: len(self._with.get(shingle, ())))[:needed]
