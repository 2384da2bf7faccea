"""Packages on the shelf: the notes of one file or of all packages in a folder, and what differs between two shelves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from cards.anki.names import is_aside
from cards.anki.note_type import MEMORY
from cards.record.changes import CHANGED, GONE, NEW, RETIRED, REVIVED, UNTOUCHED, ArticleChanges, Change
from cards.record.store import Recorded, read_file
from cards.records import UserError

Shelf = dict[str, Recorded]  # the newest note of each GUID


def packages_at(path: Path) -> list[Path]:
    """The package `path`, or all packages below that folder. Raises UserError where there is none."""
    if not path.exists():
        raise UserError(f"{path}: no such file or folder")
    files = [file for file in sorted(path.rglob("*.apkg")) if not is_aside(file)] if path.is_dir() else [path]
    if not files:
        raise UserError(f"{path}: there is no .apkg in it")
    return files


def shelf(packages: Iterable[Path]) -> Shelf:
    """The notes in `packages`. Raises UserError for one that can't be read."""
    notes: Shelf = {}
    for file in packages:
        for guid, note in read_file(file).notes.items():
            if guid not in notes or note.changed > notes[guid].changed:
                notes[guid] = note
    return notes


def compare(old: Shelf, new: Shelf) -> tuple[ArticleChanges, ...]:
    """What became of each note, deck by deck; by GUID, as Anki does on import."""
    decks: dict[str, list[Change]] = {}
    for guid, note in sorted({**old, **new}.items(), key=lambda entry: (_deck(entry[1]), entry[1].order)):
        change = _change(old.get(guid), new.get(guid))
        decks.setdefault(_deck(note), []).append(replace(change, guid=guid))
    return tuple(ArticleChanges(deck, tuple(changes)) for deck, changes in decks.items())


def _deck(note: Recorded) -> str:
    return "::".join((*filter(None, note.memory.issue), *note.memory.decks[:1]))


def _change(before: Recorded | None, after: Recorded | None) -> Change:
    if before is None or after is None:
        return Change("", GONE if before else NEW, before.fields if before else (), after.fields if after else ())
    if before.memory.retired != after.memory.retired:
        outcome = RETIRED if after.memory.retired else REVIVED
    else:
        same = (before.fields[:MEMORY], before.tags) == (after.fields[:MEMORY], after.tags)
        outcome = UNTOUCHED if same else CHANGED
    return Change("", outcome, before.fields, after.fields)
