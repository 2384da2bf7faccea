"""Refreshing a library: what is new or changed is built over the record, oldest issue first, and each issue is written
as one set. Needs the library's lock where it writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cards.build import STAGES, Work, prepared, read, through, to_write
from cards.library.cache import Built, Cache, Stamp, stamp
from cards.library.looking import KNOWN, Look, Seen, natural
from cards.library.settings import Library
from cards.record.files import UnwritableError, Written, write_packages
from cards.records import UserError

NO_STAMP = Stamp(-1, 0, "")
NOTHING = Written()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its `work` and what was `written`, or the `problem` that kept it from being built."""

    look: Look
    work: Work | None = None
    written: Written = NOTHING
    problem: str = ""


def build_changed(library: Library, cache: Cache, seen: Seen, now: int, dry_run: bool) -> Iterator[Outcome]:
    """Build what `seen` says is to be built; yield each outcome as it is there. `now`: seconds since 1970. With
    `dry_run` neither decks nor cache are written. Raises UserError for broken rules and for a disk that won't be
    written: what is written by then stays, and the next run does the rest.
    """
    tools = prepared(library.rule_folders)
    blank = Work(library.root, library.output, now=now, only=library.only, tts=library.tts,
                 publication=library.publication, **tools)
    run = _Run(cache, seen, dry_run)
    opened = [run.opened(look, blank) for look in seen.to_build]
    yield from (each for each in opened if isinstance(each, Outcome))
    ready = [each for each in opened if isinstance(each, _Opened)]
    claims = _claims(seen, ready)
    for each in sorted(ready, key=_age):
        rivals = [name for name in claims[each.key] if name != each.look.name]
        yield run.refused(each, rivals) if rivals else run.built(each)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A source that was read: `mark` is what the file held, `key` which issue of which publication it is."""

    look: Look
    mark: Stamp
    work: Work

    @property
    def key(self) -> tuple[str, str]:
        return self.work.issue.publication, self.work.issue.number


@dataclass(frozen=True, slots=True)
class _Run:
    """One refresh: what it knows, and the cache that it keeps up to date."""

    cache: Cache
    seen: Seen
    dry_run: bool

    def opened(self, look: Look, blank: Work) -> _Opened | Outcome:
        """Read a source; its stamp is taken before, so that what changes meanwhile is seen by the next run."""
        mark = NO_STAMP
        try:
            mark = stamp(look.path)
            return _Opened(look, mark, read(replace(blank, source=look.path)))
        except UserError as error:
            return self._failed(look, mark, str(error))
        except OSError as error:
            return self._failed(look, mark, f"{look.path}: can't be read: {error.strerror or error}")

    def refused(self, each: _Opened, rivals: list[str]) -> Outcome:
        """Of several sources that say they are one issue none is built: which is right only a person knows."""
        return self._failed(each.look, each.mark, f"{each.look.path}: the same issue as {', '.join(rivals)} "
                            f"({' '.join(each.key)}); neither is built: keep one of them in the library's sources",
                            each.key)

    def built(self, each: _Opened) -> Outcome:
        """Build and write one issue. Raises UnwritableError for a disk that won't have it."""
        try:
            outcome = self._written(each, through(each.work, STAGES[1:]))
        except UnwritableError:
            raise
        except UserError as error:
            outcome = self._failed(each.look, each.mark, str(error), each.key)
        if not self.dry_run:
            self._forget(each)
            self.cache.save()
        return outcome

    def _written(self, each: _Opened, work: Work) -> Outcome:
        packages = to_write(work)
        written = NOTHING
        if not self.dry_run:
            written = write_packages(work.folder, packages, work.unrelated)
            for package in packages:
                self.cache.packages[package.file.as_posix()] = stamp(work.folder / package.file, package.data)
        names = tuple(package.file.as_posix() for package in packages)
        self.cache.sources[each.look.name] = Built(each.mark, self.seen.basis, *each.key, packages=names)
        return Outcome(each.look, work, written)

    def _failed(self, look: Look, mark: Stamp, problem: str, key: tuple[str, str] = ("", "")) -> Outcome:
        if look.built and not any(key):
            key = look.built.publication, look.built.issue
        why = problem.removeprefix(f"{look.path}: ")
        self.cache.sources[look.name] = Built(mark, self.seen.basis, *key, problem=why)
        return Outcome(look, problem=problem)

    def _forget(self, each: _Opened) -> None:
        """Drop what is known of a source that is gone and whose issue has another source now (a renamed file)."""
        here = {look.name for look in self.seen.looks if look.path.exists()}
        for name, built in list(self.cache.sources.items()):
            if name not in here and (built.publication, built.issue) == each.key:
                del self.cache.sources[name]


def _claims(seen: Seen, ready: list[_Opened]) -> dict[tuple[str, str], list[str]]:
    """The sources that say they are an issue, by publication and number."""
    claims: dict[tuple[str, str], list[str]] = {}
    for look in seen.looks:
        if look.state == KNOWN and look.built:
            claims.setdefault((look.built.publication, look.built.issue), []).append(look.name)
    for each in ready:
        claims.setdefault(each.key, []).append(each.look.name)
    return claims


def _age(each: _Opened) -> tuple[object, ...]:
    """The order issues are built in: a later one repeats what an earlier one said, and not the other way round."""
    return natural(each.work.issue.number), each.work.issue.date, each.look.name
