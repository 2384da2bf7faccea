"""A collection in: the database inside an .apkg, juyao's own or one that Anki exported, opened in memory.

A package is untrusted: whatever is wrong with it is a ValueError.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # Anki's newest format first
LARGEST_COLLECTION = 500_000_000  # bytes; an issue's collection has about a thousandth of that
MOST_NOTES = 50_000  # an issue has 150
MOST_CARDS = 10 * MOST_NOTES
LAST_DUE = 1 << 40  # for a card that is no new one: behind all that are
MOST_STEPS = 200  # millions of SQLite's own steps: reading an issue takes less than one
TABLES = ("cards", "col", "notes")
GUID = re.compile(r"[!-~]{1,64}")
LONGEST_ID = 18  # digits
LAST_ID = 9_000_000_000_000_000  # of a note, in milliseconds since 1970
LAST_SECOND = 253_402_214_400  # 9999-12-31: the last day that a date of four digits can tell


def collection_of(package: bytes) -> sqlite3.Connection:
    """The collection inside an .apkg as an open database: juyao's own, or one that Anki exported, in any format.

    Raises ValueError where `package` is no .apkg.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            name = next((name for name in COLLECTIONS if name in archive.namelist()), "")
            if not name:
                raise ValueError("there is no collection in it")
            if not 0 < archive.getinfo(name).file_size <= LARGEST_COLLECTION:
                raise ValueError("its collection is empty or too large")
            data = archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError, OSError) as error:
        raise ValueError(str(error)) from None
    if name == COLLECTIONS[0]:
        data = _unpacked(data)
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data[:18] + b"\1\1" + data[20:])  # not WAL, which a database in memory can't have
        _guard(connection)
    except (ValueError, sqlite3.Error) as error:
        connection.close()
        raise ValueError(" ".join(str(error).split())) from None
    return connection


def _guard(connection: sqlite3.Connection) -> None:
    """Let a database that somebody may have changed neither stop the reading at one odd text nor keep it for ever.
    Raises ValueError where a table is none.
    """
    steps = itertools.count()
    connection.set_progress_handler(lambda: next(steps) > MOST_STEPS, 1_000_000)
    connection.execute("pragma trusted_schema = off")
    connection.text_factory = lambda text: text.decode(errors="replace")
    connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    kinds = dict(connection.execute("select name, type from sqlite_master"))
    for table in TABLES:
        if kinds.get(table) != "table":
            raise ValueError(f"it has no table {table}")


def _unpacked(data: bytes) -> bytes:
    """The collection in an export of Anki's newer format, which is packed with Zstandard."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    try:
        unpacked = zstd.ZstdDecompressor().decompress(data, max_length=LARGEST_COLLECTION + 1)
    except zstd.ZstdError as error:
        raise ValueError(str(error)) from None
    if len(unpacked) > LARGEST_COLLECTION:
        raise ValueError("its collection is too large")
    return unpacked


def decks_of(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """The name and the description of each deck of a collection, by id; Anki's newer format keeps no description where
    we could read it, so there it is ''. A deck that is none is left out. Raises ValueError where none can be read.
    """
    if connection.execute("select 1 from sqlite_master where name = 'decks'").fetchone():
        rows = connection.execute("select id, name from decks").fetchall()
        return {deck_id: (name.replace("\x1f", "::"), "") for deck_id, name in rows
                if isinstance(deck_id, int) and isinstance(name, str)}
    try:
        decks = json.loads(connection.execute("select decks from col").fetchone()[0])
        return dict(filter(None, map(_deck, decks.items())))
    except (ValueError, TypeError, AttributeError, RecursionError, sqlite3.DatabaseError):
        raise ValueError("its decks can't be read") from None


def _deck(entry: tuple[str, Any]) -> tuple[int, tuple[str, str]] | None:
    """A deck of the collection's JSON by its id, None for an entry that is no deck."""
    deck_id, values = entry
    name = values.get("name") if isinstance(values, dict) else None
    if not deck_id.isdecimal() or len(deck_id) > LONGEST_ID or not isinstance(name, str):
        return None
    return int(deck_id), (name, _text(values.get("desc")))


class StoredNote(Struct, frozen=True):
    """A note as a collection holds it; `changed` is its modification time (seconds since 1970), `deck` the id of the
    deck of its first card, `due` that card's place among new cards. What no note may have, or it lacks, is '' or 0.
    """

    guid: str
    note_id: int
    changed: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: int
    due: int


class StoredNotes(Struct, frozen=True):
    """The notes of a collection in the order of their new cards. Where it is damaged they are not `whole`: those that
    could be read, of whose cards some may be lost.
    """

    notes: tuple[StoredNote, ...]
    whole: bool


NOTES = "select rowid, id, guid, mod, flds, tags from notes"
CARDS = "select rowid, nid, did, type, due from cards"


def notes_of(connection: sqlite3.Connection) -> StoredNotes:
    """The notes of a collection. Raises ValueError where there are too many."""
    notes, cards = _rows(connection, NOTES, MOST_NOTES), _rows(connection, CARDS, MOST_CARDS)
    first: dict[object, tuple[int, int]] = {}  # each note's first card: its place among new cards, its deck
    for note_id, deck, kind, due in cards.rows.values():
        card = _number(due, LAST_ID) if kind == 0 else LAST_DUE, _number(deck, LAST_ID)
        first[note_id] = min(card, first.get(note_id, card))
    if not notes.whole:
        _look_up(connection, first, notes.rows)
    stored = [_note(row, *first.get(row[0], (LAST_DUE, 0))) for row in notes.rows.values()]
    stored.sort(key=lambda note: (note.due, note.note_id))
    return StoredNotes(tuple(stored), notes.whole and cards.whole)


class _Rows(Struct, frozen=True):
    """Rows of a table by their rowid; `whole` tells that they are all."""

    rows: dict[int, tuple[Any, ...]]
    whole: bool


def _rows(connection: sqlite3.Connection, query: str, most: int) -> _Rows:
    """The rows that `query` gives, whose first column is the rowid; of a damaged table those before the damage and
    those behind it. Raises ValueError for more than `most`.
    """
    rows: dict[int, tuple[Any, ...]] = {}
    whole = False
    for order in ("asc", "desc"):
        with _passing_over_damage():
            for rowid, *values in connection.execute(f"{query} order by rowid {order} limit ?", [most + 1]):
                rows.setdefault(rowid, tuple(values))
            whole = True
            break
    if len(rows) > most:
        raise ValueError(f"it holds more than {MOST_NOTES} notes")
    return _Rows(rows, whole)


def _look_up(connection: sqlite3.Connection, ids: Iterable[object], rows: dict[int, tuple[Any, ...]]) -> None:
    """Add to `rows` the notes with one of `ids` that stand between two places of damage."""
    for note_id in ids:
        if isinstance(note_id, int) and note_id not in rows:
            with _passing_over_damage():
                for rowid, *values in connection.execute(f"{NOTES} where rowid = ?", [note_id]):
                    rows[rowid] = tuple(values)


@contextmanager
def _passing_over_damage() -> Iterator[None]:
    """Ends what is read where SQLite finds damage."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise


def _note(row: tuple[Any, ...], due: int, deck: int) -> StoredNote:
    note_id, guid, changed, fields, tags = row
    return StoredNote(
        guid if isinstance(guid, str) and GUID.fullmatch(guid) else "", _number(note_id, LAST_ID),
        _number(changed, LAST_SECOND), tuple(_text(fields).split("\x1f")), tuple(_text(tags).split()), deck, due)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object, last: int) -> int:
    """`value` where it is a whole number from 1 to `last`, else 0."""
    return value if isinstance(value, int) and 0 < value <= last else 0
