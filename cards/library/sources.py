"""Sources: which files are issues. Of files in one folder that differ only in their ending one is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cards.records import UserError

ENDINGS = (".docx", ".html", ".htm", ".md", ".markdown", ".txt", ".pdf")  # of one issue in several, the first is read


def is_issue(path: Path) -> bool:
    """Whether the name may be an issue's: a known ending, not hidden (Word hides `~$a.docx` while a.docx is open), and
    no README.
    """
    named = path.name.startswith((".", "~$")) or path.stem.lower() == "readme"
    return path.suffix.lower() in ENDINGS and not named


def sources_in(path: Path) -> tuple[list[Path], list[str]]:
    """The sources that `path` names: itself, or, of a folder, each issue file in it; and what was passed over, and why.
    """
    try:
        if not path.is_dir():
            return [path], []
        files = [each for each in path.iterdir() if is_issue(each) and each.is_file()]
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror}") from None
    if not files:
        raise UserError(f"{path}: no issue in this folder; it may hold {', '.join(ENDINGS)} files")
    return one_each(files)


def one_each(files: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Of files in one folder that differ only in their ending the first by ENDINGS; and what was passed over, and why.
    """
    files = sorted(set(files))
    best: dict[Path, Path] = {}
    for each in sorted(files, key=lambda file: ENDINGS.index(file.suffix.lower())):
        best.setdefault(each.with_suffix(""), each)
    read = set(best.values())
    passed = [f"{each}: not read; {best[each.with_suffix('')].name} is the same issue"
              for each in files if each not in read]
    return sorted(read), passed
