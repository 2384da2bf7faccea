"""Writing: packages to disk, only those whose bytes changed, all of them or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cards.anki.collection import collection_of
from cards.anki.names import is_aside
from cards.anki.note_type import NOTE_TYPE_ID
from cards.record.disk import replace_all
from cards.record.packages import Package
from cards.records import UserError


class UnwritableError(UserError):
    """The disk won't have the decks: there is no use in trying the next."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the files written, and those found in their places that were none of ours: old and new name."""

    files: tuple[Path, ...] = ()
    aside: tuple[tuple[Path, Path], ...] = ()


def write_packages(folder: Path, packages: Iterable[Package], unrelated: bool = False) -> Written:
    """Write what changed below `folder`, as one set. A file in a target's place that is damaged or none of juyao's is
    set aside under another name; with `unrelated`, every package that stands there. Raises UnwritableError where the
    disk won't have it. Needs the lock of `folder`.
    """
    changed: dict[Path, bytes] = {}
    aside: dict[Path, Path] = {}
    packages = tuple(packages)
    if unrelated:
        aside |= {file: _free_name(folder, file) for file in _others(folder, packages)}
    for package in packages:
        target = folder / package.file
        try:
            standing = target.read_bytes()
        except FileNotFoundError:
            standing = None
        except OSError as error:
            raise _unwritable(target, error) from None
        if standing != package.data:
            changed[package.file] = package.data
            if standing is not None and (unrelated or (standing != package.before and not _ours(standing))):
                aside[package.file] = _free_name(folder, package.file)
    try:
        if changed:
            replace_all(folder, changed, aside)
    except OSError as error:
        raise _unwritable(folder / next(iter(changed)).parent, error) from None
    return Written(tuple(folder / file for file in changed),
                   tuple((folder / file, folder / name) for file, name in aside.items()))


def _unwritable(path: Path, error: OSError) -> UnwritableError:
    return UnwritableError(f"{path}: can't be written: {error.strerror or error}; earlier decks are as they were")


def _ours(package: bytes) -> bool:
    """Whether `package` can be read back and holds juyao's note type."""
    try:
        with closing(collection_of(package)) as connection:
            models = connection.execute("select models from col").fetchone()[0]
    except (ValueError, TypeError, sqlite3.Error):
        return False
    return f'"{NOTE_TYPE_ID}"' in models


def _others(folder: Path, packages: tuple[Package, ...]) -> tuple[Path, ...]:
    """The packages beside those to be written, below `folder`."""
    files = {package.file for package in packages}
    standing = (each.relative_to(folder) for parent in {file.parent for file in files}
                for each in sorted((folder / parent).glob("*.apkg")))
    return tuple(each for each in standing if each not in files and not is_aside(each))


def _free_name(folder: Path, file: Path) -> Path:
    """01-a.apkg → 01-a.aside-1.apkg, or the first number that is free."""
    number = 1
    while (folder / (name := file.with_name(f"{file.stem}.aside-{number}{file.suffix}"))).exists():
        number += 1
    return name
