"""A package out: small subclasses of genanki's classes, so that importing again touches only what changed.

Stock genanki stamps every note and the note type with the time of writing, gives notes ids by that time and writes its
zip uncompressed with the clock in it (genanki 0.13.1: package.py, note.py, model.py). Here every time and id is given.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from threading import local
from typing import Any

from msgspec import Struct

from cards.anki.face import Face
from cards.anki.note_type import note_type
from cards.anki.stock import genanki

ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class NoteContent(Struct, frozen=True):
    """A note as it goes into a package: `changed` is its modification time (seconds since 1970), `due` its place among
    new cards.
    """

    guid: str
    note_id: int
    changed: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    due: int


class DeckContent(Struct, frozen=True):
    """A deck as it goes into a package, by its whole name (理论学习参考::2024-24::01 title)."""

    name: str
    description: str
    notes: tuple[NoteContent, ...]


def package_of(decks: Iterable[DeckContent], face: Face) -> tuple[bytes, int]:
    """The bytes of an .apkg of `decks`, their cards with `face`, and how many cards are in it."""
    made = []
    cards = 0
    for content in decks:
        deck = genanki.Deck(deck_id(content.name), content.name, content.description)
        for note in content.notes:
            timed = TimedNote(note.note_id, note.changed, model=note_type(face), fields=list(note.fields),
                              tags=list(note.tags), guid=note.guid, due=note.due)
            deck.add_note(timed)
            cards += len(timed.cards)
        made.append(deck)
    return TimelessPackage(made).to_bytes(), cards


def deck_id(name: str) -> int:
    """The id of the deck called `name`, always the same: 41 bits, never 0 or 1, which Anki keeps for itself."""
    digest = hashlib.sha256(f"deck\x1f{name}".encode()).digest()
    return (int.from_bytes(digest[:6], "big") >> 7) + (1 << 40)


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
        archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        try:
            for name, data in (("collection.anki2", collection), ("media", b"{}")):
                info = zipfile.ZipInfo(name, ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 3
                archive.writestr(info, data)
            archive.close()
        except BaseException:
            archive.fp = None  # half written, it can't be closed, which would be said in the stead of Ctrl-C
            raise
        return out.getvalue()

    def _collection(self, blank: sqlite3.Connection) -> bytes:
        """The collection with all decks, written into `blank`, which is blank again in the end."""
        try:
            for deck in self.decks:
                deck.write_to_db(blank.cursor(), 0, itertools.count(1))
            return blank.serialize()
        finally:
            blank.rollback()


_blank = local()


def _blank_collection() -> sqlite3.Connection:
    """An empty collection in memory: one for all packages of a thread, for making it takes a fifth of the time of a
    small one.
    """
    if not hasattr(_blank, "collection"):
        _blank.collection = _new_collection()
    made: sqlite3.Connection = _blank.collection
    return made


def _new_collection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    genanki.Package([]).write_to_db(connection.cursor(), 0, itertools.count(1))
    connection.commit()
    return connection
