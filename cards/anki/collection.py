"""The note type 举要 and small subclasses of genanki's classes, so that importing again touches only what changed.

Stock genanki stamps every note and the note type with the time of writing, gives notes ids by that time and writes its
zip uncompressed with the clock in it (genanki 0.13.1: package.py, note.py, model.py). Here every time and id is given.
"""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

import genanki

from cards.anki.faces import Face

FIELDS = ("正文", "提示", "补充", "口诀", "出处", "状态", "编号", "备用1", "备用2")
NOTE_TYPE = "举要"
NOTE_TYPE_ID = 1766000000001
TEMPLATE_ID = 1766000000100
FIELD_ID = 1766000000200
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # Anki's newest format first
LARGEST_COLLECTION = 500_000_000  # bytes; an issue's collection has about a thousandth of that
NOTE_STEP = 100  # a note's cards take the ids that follow its own, one a cloze number


class NoteType(genanki.Model):  # type: ignore[misc]
    """genanki's model with the face's own modification time (seconds since 1970), whatever the package's is."""

    def __init__(self, *values: Any, changed: int, **named: Any):
        super().__init__(*values, **named)
        self.changed = changed

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return dict(super().to_json(self.changed, deck_id))


class TimedNote(genanki.Note):  # type: ignore[misc]
    """genanki's note with its own id and modification time (seconds), whatever the package's are."""

    def __init__(self, note_id: int, changed: int, **values: Any):
        super().__init__(**values)
        self.note_id, self.changed = note_id, changed

    @cached_property
    def cards(self) -> list[Any]:
        return sorted(self._cloze_cards(), key=lambda card: card.ord)

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, self.changed, deck_id, itertools.count(self.note_id))


class TimelessPackage(genanki.Package):  # type: ignore[misc]
    """genanki's package as bytes that depend on nothing but its notes: compressed, without the clock."""

    def to_bytes(self) -> bytes:
        collection = self._collection(_blank_collection())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in (("collection.anki2", collection), ("media", b"{}")):
                info = zipfile.ZipInfo(name, ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 3
                archive.writestr(info, data)
        return out.getvalue()

    def _collection(self, blank: sqlite3.Connection) -> bytes:
        """The collection with all decks, written into `blank`, which is blank again in the end."""
        try:
            for deck in self.decks:
                deck.write_to_db(blank.cursor(), 0, itertools.count(1))
            return blank.serialize()
        finally:
            blank.rollback()


@cache
def _blank_collection() -> sqlite3.Connection:
    """An empty collection in memory: one for all packages, for making it takes a fifth of the time of a small one."""
    connection = sqlite3.connect(":memory:")
    genanki.Package([]).write_to_db(connection.cursor(), 0, itertools.count(1))
    connection.commit()
    return connection


@cache
def note_type(face: Face) -> NoteType:
    """The note type 举要: cloze, nine fields, one template."""
    return NoteType(
        NOTE_TYPE_ID, NOTE_TYPE, model_type=genanki.Model.CLOZE, css=face.style, changed=face.changed,
        fields=[{"name": name, "id": FIELD_ID + i} for i, name in enumerate(FIELDS)],
        templates=[{"name": NOTE_TYPE, "id": TEMPLATE_ID, "qfmt": face.front, "afmt": face.back}])


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
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        connection.execute("select count(*) from notes")
    except (sqlite3.DatabaseError, sqlite3.OperationalError) as error:
        connection.close()
        raise ValueError(str(error)) from None
    return connection


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
    we could read it, so there it is ''.
    """
    if connection.execute("select 1 from sqlite_master where name = 'decks'").fetchone():
        return {deck_id: (name.replace("\x1f", "::"), "") for deck_id, name in
                connection.execute("select id, name from decks")}
    decks = json.loads(connection.execute("select decks from col").fetchone()[0])
    return {int(deck_id): (deck["name"], deck.get("desc", "")) for deck_id, deck in decks.items()}
