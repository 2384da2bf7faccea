"""What of a rule folder is read; what else lies there is named, for somebody may think that it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cards.records import UserError
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


def entries(folder: Path) -> list[Path]:
    """All that lies in `folder`, in order. Raises UserError where it can't be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise UserError(f"{folder}: the rule folder can't be read: {error.strerror or error}") from None


def rule_files(folder: Path) -> list[Path]:
    """The rule files in `folder`, not those below it."""
    return [path for path in entries(folder) if path.suffix in SUFFIXES and not path.name.startswith(".")]


def strangers(folder: Path) -> Iterator[str]:
    """Warnings that name all in `folder` that is not read, one line for each reason."""
    reasons: dict[str, list[str]] = {}
    for path in entries(folder):
        if path.name == FOLDER and path.is_dir():
            for lexicon in entries(path):
                if not _is_known(lexicon, (SUFFIX,)):
                    reasons.setdefault(f"a lexicon's name ends in {SUFFIX}", []).append(f"{FOLDER}/{lexicon.name}")
        elif not _is_known(path, SUFFIXES) and not _is_shipped_skeleton(path):
            reasons.setdefault(_reason(path), []).append(path.name)
    for reason, names in reasons.items():
        yield f"{folder}: not read: {', '.join(names)} ({reason})"


def _is_known(path: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether it is read, or nobody thinks that it is: a text for people, a file of an editor or the system."""
    hidden = path.name.startswith(".") or path.name.endswith("~")
    return hidden or path.name == FOR_EDITORS or path.suffix in (*suffixes, *TEXTS_FOR_PEOPLE)


def _is_shipped_skeleton(path: Path) -> bool:
    return path == shipped_rules() / SKELETONS


def _reason(path: Path) -> str:
    if path.is_dir():
        return f"rule files stand in the folder itself, lexicons in its folder {FOLDER}"
    if path.suffix == SUFFIX and Path(path.stem).suffix not in SUFFIXES:
        return f"a lexicon stands in the folder {FOLDER}"
    return f"a rule file's name ends in {' or '.join(SUFFIXES)}"
