"""The standard streams, and the encoding of names: whatever they are, a run does its work and says what it can."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

NAMES = "理论学习参考《》"  # as they stand in the names of decks


def in_utf8() -> None:
    """Start the program anew in Python's UTF-8 mode where the locale's encoding can't name decks (POSIX, Latin-1); it
    keeps its arguments, byte for byte.
    """
    try:
        os.fsencode(NAMES)
    except UnicodeEncodeError:
        if not sys.flags.utf8_mode:
            os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  # itself


def kept_open() -> None:
    """Open standard streams that the caller closed (`>&-`) on what gives and takes nothing: no file opened later may
    get their number, and what reads or writes them meets an error, not a missing object.
    """
    for number, name, way in ((0, "stdin", os.O_WRONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_RDONLY)):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, way)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="backslashreplace", closefd=False))  # noqa: SIM115


class Watched:
    """A text stream that takes what it can: the first error is kept in `lost`, and from then on nothing is written, for
    no deck may be left unbuilt because nobody reads the report.
    """

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.lost: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        if self.lost is None:
            try:
                return self.stream.write(text)
            except OSError as error:
                self._lose(error)
        return len(text)

    def flush(self) -> None:
        if self.lost is None:
            try:
                self.stream.flush()
            except OSError as error:
                self._lose(error)

    def _lose(self, error: OSError) -> None:
        self.lost = error
        with suppress(OSError, ValueError):  # what waits there goes nowhere: Python would complain at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


@contextmanager
def watched() -> Iterator[Watched]:
    r"""Watch standard output and standard error meanwhile; the former's watcher is given. What their encodings can't
    say is shown as \u7406.
    """
    before = sys.stdout, sys.stderr
    for stream in before:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    output = Watched(sys.stdout)
    sys.stdout, sys.stderr = output, Watched(sys.stderr)
    try:
        yield output
        output.flush()
    finally:
        sys.stdout, sys.stderr = before
