"""Collections in: of a damaged one what can be read is read."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing

import pytest

from cards.anki.collection import collection_of, notes_of
from cards.anki.face import shipped_face
from cards.anki.note_type import EXTRA, FIELDS, TEXT
from cards.anki.package import DeckContent, NoteContent, package_of

NOTES = 9  # each of which fills more than half a page


def fields(number: int) -> tuple[str, ...]:
    content = {TEXT: f"{{{{c1::note {number}}}}}", EXTRA: "x" * 3000}
    return tuple(content.get(place, "") for place in range(len(FIELDS)))


def with_damage(lost: list[int]) -> bytes:
    """A package in which the pages that hold the notes with the numbers `lost` are zeros."""
    notes = tuple(NoteContent(f"guid{number}", 100 + number, 1, fields(number), (), number) for number in range(NOTES))
    package, _ = package_of([DeckContent("牌组", "", notes)], shipped_face())
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        data = bytearray(archive.read("collection.anki2"))
    size = int.from_bytes(data[16:18], "big")
    for number in lost:
        start = data.index(f"note {number}}}".encode()) // size * size
        data[start : start + size] = bytes(size)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("collection.anki2", bytes(data))
    return out.getvalue()


@pytest.mark.parametrize("lost", [[], [0], [4], [8], [2, 6], [0, 4, 8], [1, 3, 5, 7]])
def test_what_stands_before_behind_and_between_damaged_pages_is_read(lost: list[int]) -> None:
    with closing(collection_of(with_damage(lost))) as connection:
        stored = notes_of(connection)
    kept = [number for number in range(NOTES) if number not in lost]
    assert [(note.guid, note.fields, note.due) for note in stored.notes] == [
        (f"guid{number}", fields(number), number) for number in kept]
    assert stored.whole == (not lost)
