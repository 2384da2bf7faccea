"""Progress: what long work tells of itself while it lasts. Whoever shows it overrides what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
BUILT, READ, FETCHED, FITTED, PUSHED, SHOWN = "built", "read", "fetched", "fitted", "pushed", "shown"  # what is done


class Progress:
    """Hears how far a work is, and shows nothing."""

    def expect(self, count: int, what: str = BUILT) -> None:
        """There are so many issues, texts or files to do; `what` says what is done to them."""

    def at(self, name: str) -> None:
        """The work is at the source `name`."""

    def done(self, characters: int) -> None:
        """One more is done; it had `characters`."""

    def end(self) -> None:
        """There is nothing more to tell."""


UNSEEN = Progress()


def followed(items: Sequence[T], progress: Progress, what: str, name: Callable[[T], str]) -> Iterator[T]:
    """`items` one by one, each to be worked at by whoever takes it, while `progress` hears how far that is."""
    progress.expect(len(items), what)
    for item in items:
        progress.at(name(item))
        yield item
        progress.done(0)
