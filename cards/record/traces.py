"""Traces: of each note what tells, in a few bytes, that another issue's note may be the same fact or a newer figure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from cards.record.stated import stated
from cards.record.store import Recorded
from cards.records import Statement

BYTES = 5  # of a trace: two that are alike by chance cost a look at a package, and nothing else

Traces = frozenset[int]


def traces_of(notes: Iterable[Recorded]) -> Traces:
    """The traces of an issue's notes: those of their identities, and of the figures that live."""
    found: set[int] = set()
    for note in notes:
        found.add(identity(note.guid))
        if not note.memory.retired:
            found |= figure(note.memory.kind, note.memory.statement)
    return frozenset(found)


def identities(guids: Iterable[str]) -> Traces:
    """The traces of notes with these GUIDs."""
    return frozenset(map(identity, guids))


@lru_cache(maxsize=100_000)
def identity(guid: str) -> int:
    return _trace(f"guid {guid}")


@lru_cache(maxsize=20_000)
def figure(kind: str, statement: Statement | None) -> Traces:
    """The traces of what a note of that kind states: its words, and what it is a figure of."""
    if statement is None:
        return frozenset()
    told, words = stated(kind, statement, ""), _trace(f"sentence {statement.sentence}")
    return frozenset((words, _trace(f"figure {told.of!r}"))) if told else frozenset((words,))


def _trace(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=BYTES).digest(), "big")
