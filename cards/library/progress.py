"""Progress: what long work tells of itself while it lasts. Whoever shows it overrides what it needs."""

from __future__ import annotations


class Progress:
    """Hears how far a work is, and shows nothing."""

    def expect(self, issues: int, reading: bool = False) -> None:
        """There are `issues` to do; or, before that, to read."""

    def at(self, name: str) -> None:
        """The work is at the source `name`."""

    def done(self, characters: int) -> None:
        """One more is done; it had `characters`."""

    def end(self) -> None:
        """There is nothing more to tell."""


UNSEEN = Progress()
