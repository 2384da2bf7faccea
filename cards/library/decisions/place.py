"""Where the decisions on an issue are, and whether they are others than before. Nothing heavy is imported for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cards.anki.names import distinct_name
from cards.record.disk import file_bytes
from cards.records import UserError

ENDINGS = (".yaml", ".yml")
FOLDER = "decisions"
LIBRARY = "juyao.yaml"


def decisions_path(place: Path, publication: str, number: str) -> Path:
    """The file of the decisions on the issue `number` of `publication`: `place` itself where that is named like one,
    else that of the number in the folder `place`, or in the folder of the publication there.
    """
    if place.suffix.lower() in ENDINGS:
        return place
    own = place / distinct_name(publication)
    return (own if own.is_dir() else place) / f"{distinct_name(number)}.yaml"


def place_for(source: Path, named: Path | None = None) -> Path:
    """Where the decisions on the issue in `source` are: in the place `named`, else where the juyao.yaml above it says,
    else in decisions/ beside it.
    """
    if named is not None:
        return named
    folder = source.resolve().parent if source.name != "-" else Path.cwd()
    for parent in (folder, *folder.parents):
        if (parent / LIBRARY).is_file():
            return _place_in_library(parent)
    return folder / FOLDER


def _place_in_library(root: Path) -> Path:
    from cards.library.settings import read_library

    try:
        return read_library(root).decisions
    except UserError:  # whoever refreshes the library is told
        return root / FOLDER


def fingerprint(path: Path) -> str:
    """One text for what the file `path` holds; '' where there is none, or none that can be read."""
    try:
        return hashlib.sha256(file_bytes(path)).hexdigest()[:20]
    except OSError:
        return ""
