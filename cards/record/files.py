"""Writing: packages to disk, only those whose bytes changed, all of them or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from cards.anki.collection import collection_of
from cards.anki.names import is_aside
from cards.anki.note_type import NOTE_TYPE_ID
from cards.record.disk import NotAFileError, file_bytes, free_name, replace_all
from cards.record.packages import Package
from cards.records import UserError


class UnwritableError(UserError):
    """The disk won't have the decks: there is no use in trying the next."""


class Written(Struct, frozen=True):
    """What a write did: the files written, and those found in their places that were none of ours: old and new name."""

    files: tuple[Path, ...] = ()
    aside: tuple[tuple[Path, Path], ...] = ()


def write_packages(folder: Path, packages: Iterable[Package], unrelated: bool = False) -> Written:
    """Write what changed below `folder`, as one set. A file in a target's place that is damaged or none of juyao's is
    set aside under another name; with `unrelated`, every package that stands there. Raises UnwritableError where the
    disk won't have it. Needs the lock of `folder`.
    """
    return write_sets(folder, [(tuple(packages), unrelated)])[0]


def write_sets(folder: Path, sets: Iterable[tuple[Iterable[Package], bool]]) -> list[Written]:
    """The same of several sets, all as one; what was done for each."""
    changed: dict[Path, bytes] = {}
    aside: dict[Path, Path] = {}
    done = []
    for packages, unrelated in sets:
        of_set, moved = _changed(folder, tuple(packages), unrelated)
        names = {file: free_name(folder / file).relative_to(folder) for file in moved}
        changed |= of_set
        aside |= names
        done.append(Written(tuple(folder / file for file in of_set),
                            tuple((folder / file, folder / name) for file, name in names.items())))
    try:
        if changed:
            replace_all(folder, changed, aside)
    except OSError as error:
        raise _unwritable(folder / next(iter(changed)).parent, error) from None
    return done


def _changed(folder: Path, packages: tuple[Package, ...], unrelated: bool) -> tuple[dict[Path, bytes], list[Path]]:
    """Of the packages of a set those to be written, and what is in their way."""
    changed: dict[Path, bytes] = {}
    moved: list[Path] = []
    for package in packages:
        standing = _standing(folder / package.file)
        if standing != package.data:
            changed[package.file] = package.data
            moved += [package.file] if _in_the_way(standing, package, unrelated) else []
    if unrelated:
        moved += _others(folder, packages)
    return changed, moved


def _standing(target: Path) -> bytes | None:
    """What stands in the place of a package: None for nothing, b'' for what is no file (a folder, a device)."""
    try:
        return file_bytes(target)
    except FileNotFoundError:
        return None
    except NotAFileError:
        return b""
    except OSError as error:
        raise _unwritable(target, error) from None


def _in_the_way(standing: bytes | None, package: Package, unrelated: bool) -> bool:
    """Whether what stands in the place of `package` is to be set aside."""
    return standing is not None and (unrelated or (standing != package.before and not _ours(standing)))


def _unwritable(path: Path, error: OSError) -> UnwritableError:
    return UnwritableError(f"{path}: can't be written: {error.strerror or error}; earlier decks are as they were")


def _ours(package: bytes) -> bool:
    """Whether `package` can be read back and holds juyao's note type."""
    try:
        with closing(collection_of(package)) as connection:
            models = connection.execute("select models from col").fetchone()[0]
    except (ValueError, TypeError, sqlite3.Error):
        return False
    return isinstance(models, str) and f'"{NOTE_TYPE_ID}"' in models


def _others(folder: Path, packages: tuple[Package, ...]) -> list[Path]:
    """The packages beside those to be written, below `folder`."""
    files = {package.file for package in packages}
    others: list[Path] = []
    for parent in sorted({file.parent for file in files}):
        standing = [path.relative_to(folder) for path in sorted((folder / parent).glob("*.apkg"))]
        others += [file for file in standing if file not in files and not is_aside(file)]
    return others
