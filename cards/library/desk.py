"""The desk: issues are put together over the decks, one after the other, and written; those that change one another's
notes as one set, so that no package is written once for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from cards.anki.names import issue_folder
from cards.build import Analysed, Built, Settings, built
from cards.library.outcomes import Done, Failed, Passed, attempted
from cards.record.decks import Decks
from cards.record.files import UnwritableError, Written, write_sets
from cards.record.store import characters

T = TypeVar("T")
MOST = 64  # issues that wait to be written
MOST_SIZE = 32_000_000  # and of these bytes of packages and characters of notes: each is in memory several times
Told = Done | Failed | Passed


@dataclass
class Desk(Generic[T]):
    """Builds by `settings`, and writes unless `dry_run`; `waiting` is what became of sources since the last write, with
    what whoever put them there knows of them, `size` how many characters the notes of those that were built have.
    """

    settings: Settings
    dry_run: bool
    decks: Decks = field(init=False)
    waiting: list[tuple[T, Built | Failed | Passed]] = field(init=False, default_factory=list)
    size: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.decks = Decks(self.settings.folder)

    def take(self, of: T, done: Analysed | Failed) -> Iterator[tuple[T, Told]]:
        """Put an issue together over the decks; what was written now. Raises UnwritableError for a disk that won't have
        it.
        """
        if isinstance(done, Failed):
            yield from self.put(of, done)
            return
        if self.decks.touches(issue_folder(done.issue)):
            yield from self.written()
        yield from self.put(of, attempted(done.source, partial(built, done, self.settings, self.decks)))

    def put(self, of: T, work: Built | Failed | Passed) -> Iterator[tuple[T, Told]]:
        """Have `work` wait, and write what does where waiting spares nothing, or where it is much."""
        self.waiting.append((of, work))
        if isinstance(work, Built) and not self.dry_run:
            living = [note for deck in work.edition.decks for note in deck.at_home]
            self.size += characters(living)
            self.decks.take(issue_folder(work.issue), work.own, work.changes, living)
        is_much = len(self.waiting) >= MOST or self.size + self.decks.size > MOST_SIZE
        if not self.decks.changes or is_much or _is_apart(work):
            yield from self.written()

    def written(self) -> Iterator[tuple[T, Told]]:
        """Write what waits; what became of each source."""
        waiting, self.waiting, self.size = self.waiting, [], 0
        works = [work for _, work in waiting if isinstance(work, Built)]
        done = self._write(works)
        for of, work in waiting:
            if isinstance(work, Built):
                yield of, done if isinstance(done, Failed) else Done(work.source, work, done.pop(0))
            else:
                yield of, work

    def _write(self, works: list[Built]) -> list[Written] | Failed:
        """Write the packages of `works`, and with those of the last that of other issues; what was written of each."""
        if self.dry_run or not works:
            return [Written() for _ in works]
        others = self.decks.others()
        sets = []
        for work in works:
            own = others.pop(issue_folder(work.issue), [])
            fresh = {package.file: package for package in (*work.own, *own)}
            sets.append((list(fresh.values()), work.unrelated))
        sets[-1][0].extend(package for packages in others.values() for package in packages)
        try:
            return attempted(works[-1].source, partial(write_sets, self.decks.folder, sets), raised=(UnwritableError,))
        finally:
            self.decks.written()


def _is_apart(work: Built | Failed | Passed) -> bool:
    """Whether the decks of another text stand in the place of an issue's."""
    return isinstance(work, Built) and work.unrelated
