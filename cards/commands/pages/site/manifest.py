"""decks.json of a site: which files are its own."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

from cards.commands.pages.site.hosting import marked
from cards.record.disk import file_bytes

LISTING = "decks.json"
DEEPEST = 3  # publication/issue/file


def files_in(site: Path) -> set[str]:
    """The files that the site in the folder `site` says are its own; none where it says nothing that can be read."""
    try:
        data = file_bytes(site / LISTING)
        names = json.loads(data)["files"] if marked(data) else []
        return {name for name in names if _is_inside(name)}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return set()


def _is_inside(name: Any) -> bool:
    """Whether `name` is a place in a site: never above it, nor of another system."""
    if not isinstance(name, str) or not name or any(sign in name for sign in "\\:\0"):
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and len(path.parts) <= DEEPEST
