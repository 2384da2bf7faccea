"""Lexicons: word lists in the folder lexicon/ of a rule folder; a later folder's list adds to an earlier one's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cards.text.files import text_of

FOLDER, SUFFIX = "lexicon", ".txt"
REMOVES = "!"  # before an entry: takes it out of what earlier folders have

# The entries of each lexicon in order, with what each is worth.
Lexicons = dict[str, dict[str, float | None]]


def lexicon_files(folder: Path) -> list[Path]:
    """The lexicons of a rule folder."""
    return sorted((folder / FOLDER).glob(f"*{SUFFIX}"))


def add_lexicon(path: Path, lexicons: Lexicons) -> Iterator[str]:
    """Lay one file over `lexicons`; a warning for each entry that takes nothing out. Raises OSError, and
    UnicodeDecodeError where it is not UTF-8.
    """
    lexicon = lexicons.setdefault(path.stem, {})
    for entry, value in read_lexicon(path):
        if not entry.startswith(REMOVES):
            lexicon[entry] = value
            continue
        word = entry.removeprefix(REMOVES).strip()
        if word not in lexicon:
            yield f"{path}: “{entry}” takes nothing out: the list has no “{word}”"
        lexicon.pop(word, None)


def read_lexicon(path: Path) -> list[tuple[str, float | None]]:
    """One entry a line, maybe `= value` behind it; `#` begins a comment, blank lines are nothing. The order is kept."""
    lines = [line.split("#", 1)[0].strip() for line in text_of(path).splitlines()]
    return [_entry(line) for line in lines if line]


def _entry(line: str) -> tuple[str, float | None]:
    entry, found, value = line.rpartition("=")
    try:
        return (entry.strip(), float(value)) if found and entry.strip() else (line, None)
    except ValueError:
        return line, None
