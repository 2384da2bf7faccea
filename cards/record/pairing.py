"""Pairing: of all pairs that might be one, those of which neither side has another that comes near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

MARGIN = 0.05  # so far behind the best match must the second best be


class Pair(Struct, frozen=True):
    """Something new and something old that may be one, each by its name; `score` says how alike they are."""

    score: float
    new: str
    old: str

    def rivals(self, other: Pair) -> bool:
        """Whether `other` would give one of the two to somebody else."""
        return (other.new == self.new) != (other.old == self.old)


def best_pairs(pairs: Iterable[Pair], known: Mapping[str, str] | None = None, margin: float = MARGIN
               ) -> dict[str, str]:
    """The old name of each new one that no other pair comes near, besides the pairs `known`; those found free the way
    for others.
    """
    left = _free(pairs, known or {})
    found: dict[str, str] = {}
    while clear := [pair for pair in left if _is_clear(pair, left, margin)]:
        found |= {pair.new: pair.old for pair in clear}
        left = _free(left, found)
    return found


def _free(pairs: Iterable[Pair], taken: Mapping[str, str]) -> list[Pair]:
    """Those of `pairs` of which neither side is `taken`."""
    old = set(taken.values())
    return [pair for pair in pairs if pair.new not in taken and pair.old not in old]


def _is_clear(pair: Pair, pairs: Iterable[Pair], margin: float) -> bool:
    """Whether no rival of `pair` comes near it."""
    return all(pair.score - other.score >= margin for other in pairs if pair.rivals(other))
