"""The other issues of a publication as they stand on disk: each is read once, and only where it may matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cards.anki.names import is_aside
from cards.record.disk import file_bytes
from cards.record.store import Recorded, guids_in, read_package
from cards.text.ordering import natural

REACH = 30  # issues: more than a year of a fortnightly, whose reports come once a year


@dataclass(frozen=True, slots=True)
class Beside:
    """Another issue: its packages, the notes of its bundle by GUID, and how many issues it is behind (or before, below
    0) the one that looks around.
    """

    files: tuple[Path, ...]
    notes: Mapping[str, Recorded]
    away: int


def read_beside(folder: Path, telling: Collection[str]) -> tuple[Beside, ...]:
    """The issues beside `folder`, the issue's own: those up to REACH before and behind it, and of those farther away
    the ones that hold a note with one of the GUIDs `telling`. A package that can't be read holds none: the build of its
    own issue reports it.
    """
    shelf = _shelf(folder)
    order = sorted({folder, *shelf}, key=lambda parent: natural(parent.name))
    own = order.index(folder)
    away = {parent: at - own for at, parent in enumerate(order)}
    found = []
    for parent, files in shelf.items():
        notes = _notes(files, None if abs(away[parent]) <= REACH else telling)
        if notes:
            found.append(Beside(files, notes, away[parent]))
    return tuple(found)


def _shelf(folder: Path) -> dict[Path, tuple[Path, ...]]:
    """The packages of each issue beside `folder` that has a bundle, by their folder."""
    found: dict[Path, list[Path]] = {}
    for file in sorted(folder.parent.glob("*/*.apkg")):
        if file.parent != folder and not is_aside(file):
            found.setdefault(file.parent, []).append(file)
    return {parent: tuple(files) for parent, files in found.items() if any(map(_is_bundle, files))}


def _is_bundle(file: Path) -> bool:
    """Whether `file` is a bundle, of whatever level."""
    return file.stem.partition("（")[0] == file.parent.name


def _notes(files: Iterable[Path], telling: Collection[str] | None) -> Mapping[str, Recorded]:
    """The notes of the first bundle among `files` that can be read; nothing where it holds none of `telling`."""
    for bundle in filter(_is_bundle, files):
        try:
            status = bundle.stat()
            mark = (status.st_ino, status.st_size, status.st_mtime_ns)
            holds = telling is None or not _guids(bundle, mark).isdisjoint(telling)
            return _read(bundle, mark) if holds else {}
        except (OSError, ValueError):
            continue
    return {}


@lru_cache(maxsize=10_000)  # of a library that is built as a whole each issue is looked at by all others
def _guids(bundle: Path, mark: tuple[int, int, int]) -> frozenset[str]:
    """The GUIDs in `bundle`; `mark` is another when it changes."""
    return guids_in(file_bytes(bundle))


@lru_cache(maxsize=4 * REACH)
def _read(bundle: Path, mark: tuple[int, int, int]) -> Mapping[str, Recorded]:
    """The notes of `bundle`; `mark` is another when it changes."""
    return read_package(file_bytes(bundle)).notes
