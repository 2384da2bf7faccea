"""The record: what the decks on disk say of each note, as the last build left them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cards.packing.anki import collection_of
from cards.records import Doubt


@dataclass(frozen=True, slots=True)
class Recorded:
    """A note as it stands in a package: its id, modification time (seconds since 1970), fields and tags."""

    note_id: int
    changed: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def read_record(paths: Iterable[Path]) -> tuple[dict[str, Recorded], list[Doubt]]:
    """The notes in the packages at `paths` by GUID; a file that is missing holds none, a damaged one is reported."""
    record: dict[str, Recorded] = {}
    doubts = []
    for path in paths:
        try:
            with closing(collection_of(path.read_bytes())) as connection:
                record.update(_notes(connection))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, sqlite3.DatabaseError) as error:
            doubts.append(Doubt(f"{path}: not a package juyao can read back, so nothing is known from it: {error}"))
    return record, doubts


def _notes(connection: sqlite3.Connection) -> dict[str, Recorded]:
    rows = connection.execute("select guid, id, mod, flds, tags from notes")
    return {guid: Recorded(note_id, changed, tuple(fields.split("\x1f")), tuple(tags.split()))
            for guid, note_id, changed, fields, tags in rows}
