"""How far a long work is, in one line of the terminal, from its third second on and gone when it ends; nothing where
standard error is no terminal.
"""

from __future__ import annotations

import shutil
import signal
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING, Any

import click

from cards.commands import saying
from cards.commands.language import told
from cards.library.progress import BUILT, UNSEEN, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 2.0  # seconds
OFTEN, EVERY = 0.1, 0.5  # seconds between two looks at the line: the least, and the most
BAR = 20  # columns
WIDE = ("W", "F")
CLEARED = "\r\033[K"


class Line(Progress):
    """Progress as a line; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock, self.bar, self.name, self.characters = clock, _bar(0), "", 0
        self.begun = self.looked = clock()
        self.what, self.seen = BUILT, False
        self.one_at_a_time = RLock()

    def expect(self, count: int, what: str = BUILT) -> None:
        self.bar, self.what, self.name, self.characters = _bar(count), what, "", 0

    def at(self, name: str) -> None:
        self.name = name
        self.show()

    def done(self, characters: int) -> None:
        self.characters += characters
        self.bar.make_step(1)
        self.show()

    def end(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Make room for other lines; the next look comes anew, but not at once."""
        with self.one_at_a_time:
            self.looked = self.clock()
            if self.seen:
                click.echo(CLEARED, nl=False, err=True, color=True)
                self.seen = False

    def show(self) -> None:
        """Have the user look, unless the work has just begun or the last look is fresh."""
        with self.one_at_a_time:
            now = self.clock()
            if now - self.begun >= PATIENCE and now - self.looked >= OFTEN and self.bar.length:
                self.looked, self.seen = now, True
                click.echo(CLEARED + self.line(shutil.get_terminal_size().columns), nl=False, err=True, color=True)

    def line(self, columns: int) -> str:
        """The bar, how many are done of all, characters a second, time left, and the name at work, in so many columns.
        """
        rate = round(self.characters / max(time.time() - self.bar.start, 0.001))
        speed = f", {rate:,} characters/s" if rate else ""
        figures = f"{self.what}: {self.bar.format_pos()}{speed}, {self.bar.format_eta() or '?'} left"
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
    line, ended = Line(), Event()
    with saying.above(line.clear):
        looks = Thread(target=_look, args=(line, ended), daemon=True)
        looks.start()
        try:
            yield line
        finally:
            ended.set()
            looks.join()
            line.end()


def _look(line: Line, ended: Event) -> None:
    """Look again and again until it `ended`: one long text tells nothing while it lasts. Ctrl-C is for others."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    while not ended.wait(EVERY):
        line.show()
