"""A source's bytes: of a file, or of standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cards.records import UserError
from cards.text.files import what_it_is

LARGEST = 50_000_000  # bytes
STANDARD_INPUT = Path("-")


def name_of(path: Path) -> str:
    """What messages call the source `path`."""
    return "standard input" if path == STANDARD_INPUT else str(path)


def stem_of(path: Path) -> str:
    """The number of an issue that does not say its own: its file's name without the ending."""
    return "stdin" if path == STANDARD_INPUT else _readable(path.stem)


def bytes_of(path: Path) -> bytes:
    """The content of the file `path`, or of standard input (`-`). Raises UserError for what can't be read, is too large
    or no file: a pipe or a device is not opened, for it may never end.
    """
    name = name_of(path)
    try:
        data = _standard_input() if path == STANDARD_INPUT else _file(path, name)
    except FileNotFoundError:
        raise UserError(f"{name}: no such file") from None
    except OSError as error:
        raise UserError(f"{name}: can't be read: {error.strerror or error}") from None
    if len(data) > LARGEST:
        raise UserError(f"{name}: larger than {LARGEST // 1_000_000} MB; that is no newsletter issue")
    return data


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(LARGEST + 1)


def _file(path: Path, name: str) -> bytes:
    if what := what_it_is(path):
        raise UserError(f"{name}: {what}, no file; name the file itself, or give its text to juyao as -")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _readable(name: str) -> str:
    """A file's name as text, also where an old system left it in another encoding."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "".join(c if c.isprintable() else f"%{ord(c):02X}" for c in text)
    return raw.hex()
