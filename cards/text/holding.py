"""Which of many texts hold a word, and which of many words a text holds, told without a look at each of them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from operator import add

Numbers = Sequence[int]


class Holders:
    """Texts by number, in the order in which they were added, and the pairs of characters that each holds.

    What is asked for is looked up by the one of its pairs that the fewest texts hold: what a common word costs does not
    grow with the number of texts that hold only that. The texts that are named may hold it; no other does.
    """

    def __init__(self, texts: Iterable[str] = ()):
        self.size = 0
        self._holders: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for text in texts:
            self.add(text)

    def add(self, text: str) -> int:
        """Add a text; its number."""
        number, self.size = self.size, self.size + 1
        for pair in pairs(text):
            self._holders[pair].append(number)
        return number

    def rarest(self, words: Iterable[str]) -> str:
        """The pair of characters of `words` that the fewest texts hold; '' where none has a pair."""
        return min((pair for word in words for pair in pairs(word)), key=self._often, default="")

    def of(self, words: Iterable[str]) -> Numbers:
        """The numbers, in order, of the texts that may hold all `words`."""
        pair = self.rarest(words)
        return self._holders.get(pair, ()) if pair else range(self.size)

    def _often(self, pair: str) -> tuple[int, str]:
        return len(self._holders.get(pair, ())), pair


def shared(own: Set[str], other: Set[str]) -> float:
    """How much of the smaller of both the other has too, from 0 to 1."""
    return len(own & other) / max(1, min(len(own), len(other)))


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of `text`."""
    return set(map(add, text, text[1:]))
