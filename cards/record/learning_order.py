"""The order in which the new cards of a deck come: 重点 first, wholes before items, what belongs together apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cards.record.memory import RETIRED_TAG
from cards.record.store import Recorded
from cards.records import LEVELS

Rank = tuple[bool, bool, bool]  # retired, not 重点, an item of a list


def learning_order(notes: Iterable[Recorded]) -> list[Recorded]:
    """`notes`, which come in the order of the text, in the order they are learned in.

    Notes of one rank keep the order of the text, but no two in a row are of one list or one sentence where another can
    stand between them: one would answer the other.
    """
    by_rank: dict[Rank, list[Recorded]] = {}
    for note in notes:
        by_rank.setdefault(_rank(note), []).append(note)
    ordered: list[Recorded] = []
    for rank in sorted(by_rank):
        _append_apart(ordered, by_rank[rank])
    return ordered


def _rank(note: Recorded) -> Rank:
    return RETIRED_TAG in note.tags, LEVELS[0] not in note.tags, note.memory.fact.form == "item"


def _append_apart(ordered: list[Recorded], waiting: Sequence[Recorded]) -> None:
    """Append the notes that are `waiting`, each the first that is not of a kin with the one before it."""
    left = list(waiting)
    while left:
        before = _kin(ordered[-1]) if ordered else ""
        at = next((at for at, note in enumerate(left) if not before or _kin(note) != before), 0)
        ordered.append(left.pop(at))


def _kin(note: Recorded) -> str:
    """What notes share that answer one another: their list, or their sentence."""
    return note.memory.enumeration or note.memory.fact.sentence
