"""Where the decisions on an issue are, and whether they are others than before. Nothing heavy is imported for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from cards.anki.names import distinct_name
from cards.record.decisions import Decisions
from cards.record.disk import file_bytes
from cards.records import Issue, UserError

ENDINGS = (".yaml", ".yml")
FOLDER = "decisions"
LIBRARY = "juyao.yaml"


def decisions_from(named: Path | None = None, must_be: bool = True) -> Callable[[Path, Issue], Decisions]:
    """What reads the decisions on an issue, from the place `named` or where they usually are. Raises UserError where
    the place that is named `must_be` there and is not.
    """
    if named is not None and must_be and not named.exists():
        raise UserError(f"{named}: no such file or folder of decisions")
    return lambda source, issue: _decisions(path_for(source, issue, named))


def _decisions(path: Path) -> Decisions:
    """The decisions in the file `path`; none, without any YAML, where there is none."""
    try:
        path.lstat()
    except FileNotFoundError:
        return Decisions((), str(path))
    except OSError:
        pass  # whoever reads it says what is wrong
    from cards.library.decisions.file import read_decisions

    return read_decisions(path)


def path_for(source: Path, issue: Issue, named: Path | None = None) -> Path:
    """The file of the decisions on the `issue` in `source`; `named`: the file, or the folder that it is in."""
    return decisions_path(place_for(source, named), issue.publication, issue.number)


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
