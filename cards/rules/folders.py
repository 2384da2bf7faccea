"""What of a rule folder is read; what else lies there is named, for somebody may think that it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cards.rules.lexicons import FOLDER, SUFFIX

SUFFIXES = (".yaml", ".yml")
FOR_EDITORS = "schema.json"
SKELETONS = "skeleton"  # of the shipped folder: what `juyao rules new` writes
TEXTS_FOR_PEOPLE = (".md",)


def shipped_rules() -> Path:
    """The rule folder that came with juyao: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def rule_files(folder: Path) -> list[Path]:
    """The rule files in `folder`, not those below it."""
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and not path.name.startswith("."))


def strangers(folder: Path) -> Iterator[str]:
    """A warning for all in `folder` that is not read, one line each."""
    for path in sorted(folder.iterdir()):
        if not _is_known(path, folder):
            yield f"{path}: not read: {_reason(path)}"
    for path in sorted((folder / FOLDER).iterdir()) if (folder / FOLDER).is_dir() else ():
        if not _is_hidden(path) and path.suffix != SUFFIX and path.suffix not in TEXTS_FOR_PEOPLE:
            yield f"{path}: not read: a lexicon's name ends in {SUFFIX}"


def _is_known(path: Path, folder: Path) -> bool:
    if _is_hidden(path) or path.name == FOR_EDITORS:
        return True
    if path.is_dir() and path.suffix not in SUFFIXES:
        return path.name == FOLDER or (path.name == SKELETONS and folder == shipped_rules())
    return path.suffix in (*SUFFIXES, *TEXTS_FOR_PEOPLE)


def _is_hidden(path: Path) -> bool:
    """An editor's or the system's own file."""
    return path.name.startswith(".") or path.name.endswith("~")


def _reason(path: Path) -> str:
    if path.is_dir():
        return f"rule files stand in the rule folder itself, lexicons in its folder {FOLDER}"
    if path.suffix == SUFFIX and not any(path.stem.endswith(suffix) for suffix in SUFFIXES):
        return f"a lexicon stands in the folder {FOLDER}"
    return f"a rule file's name ends in {' or '.join(SUFFIXES)}"
