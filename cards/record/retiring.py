"""Retiring: a note that goes stays in its deck, with a tag and a banner, and comes back when it does."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from cards.anki.note_type import MEMORY, STATUS
from cards.record.memory import RETIRED_TAG, UPDATED_TAG, Memory, remember
from cards.record.store import Recorded
from cards.records import LEVELS

RETIRED_BANNER = "已失效：最新一版不再收这一条，仅供回顾。"


def with_fields(fields: tuple[str, ...], values: Mapping[int, str]) -> tuple[str, ...]:
    """`fields` with these `values` by place."""
    return tuple(values.get(place, text) for place, text in enumerate(fields))


def at_level(note: Recorded, level: str, now: int) -> Recorded:
    """The note at that `level`."""
    if level in note.tags:
        return note
    changed = max(now, note.changed + 1)
    return written(replace(note, tags=tuple(sorted({*note.tags, level} - (set(LEVELS) - {level}))), changed=changed,
                            memory=replace(note.memory, made=changed)))


def written(note: Recorded) -> Recorded:
    """The note with its memory in its field."""
    return replace(note, fields=with_fields(note.fields, {MEMORY: remember(note.memory)}))


def retired(note: Recorded, now: int, dropped: Memory | None = None) -> Recorded:
    """A note whose fact left the source, or that is `dropped`: tagged, with a banner; one that was retired before is as
    it was, but for what it remembers.
    """
    memory = dropped or replace(note.memory, dropped=False)
    if note.memory.retired:
        return written(replace(note, memory=replace(memory, retired=True, banner="")))
    changed = max(now, note.changed + 1)
    fields = with_fields(note.fields, {STATUS: RETIRED_BANNER})
    return written(replace(note, changed=changed, fields=fields,
                            tags=tuple(sorted({*note.tags, RETIRED_TAG} - {UPDATED_TAG})),
                            memory=replace(memory, retired=True, made=changed, banner="")))


def keep(note: Recorded, level: str, now: int) -> Recorded:
    """A note that no rule gives and a person keeps, as it is recorded; one that was retired comes back."""
    if note.memory.retired:
        changed = max(now, note.changed + 1)
        note = written(replace(note, changed=changed, fields=with_fields(note.fields, {STATUS: ""}),
                                tags=tuple(sorted({*note.tags} - {RETIRED_TAG})),
                                memory=replace(note.memory, retired=False, dropped=False, made=changed)))
    return at_level(note, level, now) if level else note
