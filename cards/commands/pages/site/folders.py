"""Where issues stand on the shelf: nothing is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cards.anki.names import bundle_among, is_aside


def issue_folders(decks: Path) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """The folders of issues in `decks` that have a package of the whole issue, each with all its packages."""
    for folder in sorted(decks.glob("*/*/")):
        packages = tuple(file for file in sorted(folder.glob("*.apkg"))
                         if not is_aside(file) and not file.name.startswith("."))
        if bundle_among(packages):
            yield folder, packages
