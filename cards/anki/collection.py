"""A collection in: the database inside an .apkg, juyao's own or one that Anki exported, opened in memory.

A package is untrusted: whatever is wrong with it is a ValueError.
"""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import zipfile
import zlib

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # Anki's newest format first
LARGEST_COLLECTION = 500_000_000  # bytes; an issue's collection has about a thousandth of that


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
