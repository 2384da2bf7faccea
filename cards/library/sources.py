"""Sources: which files are issues. Of files in one folder that differ only in their ending one is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from cards.records import UserError
from cards.text.files import what_it_is

ENDINGS = (".docx", ".html", ".htm", ".md", ".markdown", ".txt", ".pdf")  # of one issue in several, the first is read
OTHER_ENDINGS = dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "save as .docx in Word or WPS") \
    | dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), "unpack, and put the file inside here") \
    | dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"),
                    "pictures: run text recognition (OCR) first") \
    | {".apkg": "decks: juyao preview shows what is in them", "": "a name without an ending: add that of its kind"}
OTHER = f"of another kind than {', '.join(ENDINGS)}"
OWN = ("juyao.yaml", "decisions")  # what lies in an issue folder and is expected to be no issue


def is_issue(path: Path) -> bool:
    """Whether the name may be an issue's: a known ending, not hidden (Word hides `~$a.docx` while a.docx is open), and
    no README.
    """
    return path.suffix.lower() in ENDINGS and not _is_aside(path)


def _is_aside(path: Path) -> bool:
    """Whether nobody expects `path` to be read."""
    return path.name.startswith((".", "~$")) or path.stem.lower() == "readme" or path.name in OWN


def sources_in(path: Path) -> tuple[list[Path], list[str]]:
    """The sources that `path` names: itself, or, of a folder, each issue file in it and in the folders in it; and what
    else is there and why it is not read, a line for each reason. Raises UserError for a folder without an issue.
    """
    try:
        if not path.is_dir():
            return [path], []
        reasons = {found: _why_not(found) for found in inside_of(path) if not _is_aside(found)}
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror}") from None
    files, same = one_each(found for found, reason in reasons.items() if not reason)
    others = _told(path, reasons)
    if not files:
        told = f"; not read: {'; '.join(others)}" if others else ""
        raise UserError(f"{path}: no issue in this folder; it may hold {', '.join(ENDINGS)} files{told}")
    return files, [*same, *(f"{path}: not read: {line}" for line in others)]


def unread(folder: Path, inside: Iterable[Path]) -> list[str]:
    """What of all that lies `inside` a folder of issues is not read, and why, a line for each reason."""
    reasons = {path: _why_not(path) for path in sorted(inside)
               if not _is_aside(path) and not (is_issue(path) and path.is_file())}
    return [f"{folder}: not read: {line}" for line in _told(folder, reasons)]


def inside_of(folder: Path, apart: Collection[Path] = ()) -> Iterator[Path]:
    """What lies in `folder` and the folders in it, in order; of a folder that is read no further, itself: one of decks
    or rules, a link, one `apart`. Raises OSError for one that can't be looked into.
    """
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not (path.is_symlink() or _is_aside(path) or path in apart or _is_of_juyao(path)):
            yield from inside_of(path, apart)
        else:
            yield path


def _is_of_juyao(folder: Path) -> bool:
    """A folder of rules, a library, or of decks, and none of issues."""
    return any(path.suffix in (".yaml", ".yml", ".apkg") or path.name == "lexicon" for path in folder.iterdir())


def _why_not(path: Path) -> str:
    """Why what lies in a folder at `path` is not read; '' for an issue. Nothing is opened for it."""
    try:
        what = what_it_is(path)
    except FileNotFoundError:
        return "a link to a file that is not there"
    if what:
        return "a folder of rules, of decks or a link: name it, to read what is in it" if what == "a folder" \
            else f"{what}, no file"
    return "" if is_issue(path) else OTHER_ENDINGS.get(path.suffix.lower(), OTHER)


def _told(folder: Path, reasons: dict[Path, str]) -> list[str]:
    """For each reason a line with the names, below `folder`, of the files it holds for."""
    names: dict[str, list[str]] = defaultdict(list)
    for path, reason in reasons.items():
        if reason:
            names[reason].append(path.relative_to(folder).as_posix())
    return [f"{', '.join(files)} ({reason})" for reason, files in names.items()]


def other_formats(file: Path) -> list[Path]:
    """The files beside `file` that differ from it only in their ending, in the order of ENDINGS."""
    others = [file.with_suffix(ending) for ending in ENDINGS]
    return [other for other in others if other != file and other.is_file()]


def rank(file: Path) -> int:
    """The place of a file's format among those of one issue: the first is read."""
    return ENDINGS.index(file.suffix.lower())


def one_each(files: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Of files in one folder that differ only in their ending the first by ENDINGS; and what was passed over, and why.
    """
    files = sorted(set(files))
    best: dict[Path, Path] = {}
    for file in sorted(files, key=rank):
        best.setdefault(file.with_suffix(""), file)
    read = set(best.values())
    passed = [f"{file}: not read; {best[file.with_suffix('')].name} is the same issue"
              for file in files if file not in read]
    return sorted(read), passed
