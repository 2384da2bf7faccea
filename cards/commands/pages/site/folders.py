"""Where issues stand on the shelf: nothing is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cards.anki.names import bundle_among, is_aside


def issue_folders(decks: Path) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """The folders of issues in `decks` that have a package of the whole issue, each with all its packages."""
    for folder in _folders(f"{decks}"):
        for issue in _folders(folder):
            names = sorted(entry.name for entry in _entries(issue) if entry.name.endswith(".apkg"))
            packages = tuple(file for file in (Path(issue, name) for name in names if not name.startswith("."))
                             if not is_aside(file))
            if bundle_among(packages):
                yield Path(issue), packages


def _folders(folder: str) -> list[str]:
    """The folders in `folder`, in order."""
    return sorted(entry.path for entry in _entries(folder) if entry.is_dir())


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in `folder`; nothing where that can't be looked into. Much faster than Path.glob."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []
