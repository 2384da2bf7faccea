"""How far a long work is, in one line of the terminal, from its third second on and gone when it ends; nothing where
standard error is no terminal.
"""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cards.commands import saying
from cards.commands.language import told
from cards.library.progress import UNSEEN, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 2.0  # seconds
OFTEN = 0.1  # seconds between two looks of the line
BAR = 20  # columns
WIDE = ("W", "F")
CLEARED = "\r\033[K"


class Line(Progress):
    """Progress as a line; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock, self.bar, self.name, self.characters = clock, _bar(0), "", 0
        self.begun = self.looked = clock()
        self.reading = self.seen = False

    def expect(self, issues: int, reading: bool = False) -> None:
        self.bar, self.reading, self.characters = _bar(issues), reading, 0

    def at(self, name: str) -> None:
        self.name = name
        self._show()

    def done(self, characters: int) -> None:
        self.characters += characters
        self.bar.make_step(1)
        self._show()

    def end(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Make room for other lines; the next look comes anew."""
        if self.seen:
            click.echo(CLEARED, nl=False, err=True, color=True)
            self.seen = False

    def _show(self) -> None:
        now = self.clock()
        if now - self.begun >= PATIENCE and now - self.looked >= OFTEN and self.bar.length:
            self.looked, self.seen = now, True
            click.echo(CLEARED + self.line(shutil.get_terminal_size().columns), nl=False, err=True, color=True)

    def line(self, columns: int) -> str:
        """The bar, issues done of all, characters a second, time left, and the name at work, in so many columns."""
        rate = round(self.characters / max(time.time() - self.bar.start, 0.001))
        far, left = self.bar.format_pos(), self.bar.format_eta() or "?"
        figures = f"read: {far}, {left} left" if self.reading else f"built: {far}, {rate:,} characters/s, {left} left"
        return fitting(f"{self.bar.format_bar()} {told(figures)} · {self.name}", columns - 1)


def _bar(length: int) -> Any:
    """Click's bar of that length: it knows how long the rest takes."""
    return click.progressbar(length=length, width=BAR, file=sys.stderr)


def fitting(text: str, columns: int) -> str:
    """As much of `text` as `columns` have room for: a Chinese character takes two."""
    for at, character in enumerate(text):
        columns -= 2 if unicodedata.east_asian_width(character) in WIDE else 1
        if columns < 0:
            return text[:at]
    return text


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Progress that a user sees, where there is a terminal."""
    if not sys.stderr.isatty():
        yield UNSEEN
        return
    line = Line()
    with saying.above(line.clear):
        try:
            yield line
        finally:
            line.end()
