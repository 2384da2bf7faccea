"""`juyao refresh`: ask the web, look, build what is new or changed. Nothing heavy is imported before there is something
to build: a refresh that finds nothing new must cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from cards.library.cache import Cache, read_cache
from cards.library.fetching import Fetched, fetch_all, keep
from cards.library.looking import GONE, Look, Seen, look_at
from cards.library.progress import UNSEEN, Progress
from cards.library.settings import Library
from cards.record.disk import locked

if TYPE_CHECKING:
    from cards.library.outcomes import Done, Failed, Passed


class Step(Struct, frozen=True):
    """What became of a source that was to be built, and how it stood before."""

    look: Look
    outcome: Done | Failed | Passed


@dataclass
class Refresh:
    """A refresh of `library` at the time `now` (seconds since 1970); `say` gets a line where another run holds the
    decks; `jobs`, `executor` and `progress` as in workers.py. `steps()` does it; the other attributes say what was
    seen, downloaded and, by the names of sources, done. `problems` are those of sources that can't be looked into,
    `remarks` need nobody.
    """

    library: Library
    now: int
    dry_run: bool
    say: Callable[[str], None]
    jobs: int | None = 1
    executor: str = ""
    progress: Progress = UNSEEN
    seen: Seen = field(init=False)
    problems: list[str] = field(init=False, default_factory=list)
    remarks: list[str] = field(init=False, default_factory=list)
    downloaded: list[str] = field(init=False, default_factory=list)
    done: list[str] = field(init=False, default_factory=list)

    @property
    def as_they_were(self) -> list[str]:
        """The names of the sources that nothing was to be done for."""
        built = set(self.done)
        return [look.name for look in self.seen.looks if look.state != GONE and look.name not in built]

    def steps(self) -> Generator[Step, None, None]:
        """Build what is new or changed; yield what became of each source as it is there. Raises UserError for broken
        rules, and where the disk won't be written.
        """
        cache = read_cache(self.library.root)
        self.remarks += cache.problems
        fetched = fetch_all(self.library, cache, self.progress)
        self.seen = look_at(self.library, cache)
        self.problems = [*fetched.problems, *self.seen.problems]
        if self.dry_run:
            self.downloaded += fetched.files
            yield from self._built(cache)
        elif self.seen.to_build or self.seen.unfinished or _brings_news(fetched, cache):
            with locked(self.library.output, self.say):
                yield from self._kept_and_built(fetched, cache)

    def _kept_and_built(self, fetched: Fetched, looked_by: Cache) -> Iterator[Step]:
        """Keep what was fetched and build. Look again where what was seen, by the cache `looked_by`, is no longer all:
        another run may have done the work meanwhile.
        """
        cache = read_cache(self.library.root)
        other_run = self.seen.unfinished or cache != looked_by
        self.downloaded += keep(fetched, self.library, cache)
        if other_run or self.downloaded:
            self.seen = look_at(self.library, cache)
        yield from self._built(cache)
        cache.save()

    def _built(self, cache: Cache) -> Iterator[Step]:
        if not self.seen.to_build:
            return
        from cards.library.refreshing import build_changed
        from cards.library.workers import Jobs

        jobs = Jobs(self.jobs, self.executor)
        for look, outcome in build_changed(self.library, cache, self.seen, self.now, self.dry_run, self.remarks.append,
                                           jobs, self.progress):
            self.done.append(look.name)
            yield Step(look, outcome)


def _brings_news(fetched: Fetched, cache: Cache) -> bool:
    """Whether the web has a file, or says another thing of a page, than the cache."""
    return bool(fetched.files) or not fetched.pages.items() <= cache.pages.items()
