"""The record read back: every note of an issue as the packages on disk hold it, and its decks."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cards.anki.collection import collection_of, decks_of
from cards.record.disk import file_bytes
from cards.record.memory import MEMORY, Memory, recall
from cards.records import Doubt, UserError
from cards.writing.notes import issue_tag


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """A note as it stands in a package: its id, modification time (seconds since 1970), fields and tags; `order` sorts
    the notes of an article; `memory` is what it remembers of itself.
    """

    guid: str
    note_id: int
    changed: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    order: int
    memory: Memory


@dataclass(frozen=True, slots=True)
class Record:
    """The notes of an issue by GUID, and its decks: their descriptions by the article part of their names."""

    notes: dict[str, Recorded] = field(default_factory=dict)
    decks: dict[str, str] = field(default_factory=dict)


EMPTY = Record()
DEFAULT_DECK = 1  # Anki's own, in every collection


def read_record(paths: Iterable[Path], publication: str, issue: str) -> tuple[Record, list[Doubt]]:
    """The record of an issue from the packages at `paths`, of which the newest note of a GUID counts; notes of other
    issues and note types are passed over. A file that is missing holds none, a damaged one is reported.
    """
    record, doubts = Record(), []
    for path in paths:
        try:
            read = read_package(file_bytes(path))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            doubts.append(Doubt(f"{path}: not a package juyao can read back, it is written anew: "
                                f"{getattr(error, 'strerror', None) or error}"))
            continue
        _add(record, read, publication, issue)
    return record, doubts


def _add(record: Record, read: Record, publication: str, issue: str) -> None:
    mine = {deck: text for deck, text in read.decks.items() if deck.startswith(f"{publication}::{issue}::")}
    tag = issue_tag(issue)
    for guid, note in read.notes.items():
        if note.memory.issue == (publication, issue) or (note.memory.issue == ("", "") and tag in note.tags):
            known = record.notes.get(guid)
            if known is None or note.changed > known.changed:
                record.notes[guid] = note
                for deck in note.memory.decks:
                    record.decks.setdefault(deck, "")
    for deck, text in mine.items():
        short = deck.rpartition("::")[2]
        record.decks[short] = record.decks.get(short) or text


def read_package(data: bytes) -> Record:
    """The notes of the type 举要 in a package, and its decks by their whole names. Raises ValueError where `data` is no
    package, or one that can't be read.
    """
    with _opened(data) as connection:
        return _read(connection)


def guids_in(data: bytes) -> frozenset[str]:
    """The GUIDs of all notes in a package: in half the time of reading them. Raises ValueError as read_package does."""
    with _opened(data) as connection:
        return _guids(connection)


@contextmanager
def _opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The collection in a package. What goes wrong with it becomes a ValueError."""
    try:
        with closing(collection_of(data)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeError, OverflowError, TypeError) as error:
        raise ValueError(str(error)) from None


def _guids(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset(guid for guid, in connection.execute("select guid from notes"))


def filed_notes(data: bytes, telling: Collection[str]) -> list[tuple[str, str, list[tuple[int, Recorded]]]]:
    """A package of juyao's deck by deck: name, description, and each note with its place among new cards (Anki's due);
    nothing where it holds no note with one of the GUIDs `telling`. Raises ValueError where it can't be read.
    """
    with _opened(data) as connection:
        if _guids(connection).isdisjoint(telling):
            return []
        record = _read(connection)
        decks = {deck_id: named for deck_id, named in decks_of(connection).items() if deck_id != DEFAULT_DECK}
        rows = connection.execute("select n.guid, c.did, c.due from notes n join cards c on c.nid = n.id "
                                  "group by n.id order by c.due").fetchall()
    if any(guid not in record.notes or deck_id not in decks for guid, deck_id, _ in rows):
        raise ValueError("it holds notes that juyao did not make")
    filed: dict[int, list[tuple[int, Recorded]]] = {deck_id: [] for deck_id in decks}
    for guid, deck_id, due in rows:
        filed[deck_id].append((due, record.notes[guid]))
    return [(*named, filed[deck_id]) for deck_id, named in decks.items()]


def read_file(path: Path) -> Record:
    """The same of a file. Raises UserError for one that can't be read or is no package."""
    try:
        return read_package(file_bytes(path))
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror or error}") from None
    except ValueError as error:
        raise UserError(f"{path}: not a package of Anki's, or a damaged one: {error}") from None


def _read(connection: sqlite3.Connection) -> Record:
    decks = decks_of(connection)
    rows = connection.execute(
        "select n.guid, n.id, n.mod, n.flds, n.tags, c.did, "
        "min(case when c.type = 0 then c.due else 1 << 40 end) as due "
        "from notes n join cards c on c.nid = n.id group by n.id order by due, n.id").fetchall()
    notes: dict[str, Recorded] = {}
    for order, (guid, note_id, changed, fields, tags, deck, _) in enumerate(rows):
        parts = tuple(str(fields).split("\x1f"))
        if len(parts) > MEMORY:
            memory = recall(parts, decks.get(deck, ("", ""))[0].rpartition("::")[2])
            if not memory.kind:  # a note of another type
                continue
            notes[guid] = Recorded(guid, note_id, changed, parts, tuple(str(tags).split()), order, memory)
    return Record(notes, dict(decks.values()))
