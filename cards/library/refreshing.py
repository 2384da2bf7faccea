"""Refreshing a library: what is new or changed is built over the record, oldest issue first, and each issue is written
as one set. Needs the library's lock where it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from cards.build import Settings, analysed, built, prepared, read
from cards.library.cache import Built, Cache, Stamp, stamp
from cards.library.decisions.file import decisions_from
from cards.library.looking import KNOWN, Look, Seen, decided
from cards.library.outcomes import Done, Failed, attempted
from cards.library.settings import Library
from cards.record.files import UnwritableError, Written, write_packages
from cards.records import Issue
from cards.text.ordering import natural

NO_STAMP = Stamp(-1, 0, "")


def build_changed(library: Library, cache: Cache, seen: Seen, now: int, dry_run: bool, remark: Callable[[str], None],
                  ) -> Iterator[tuple[Look, Done | Failed]]:
    """Build what `seen` says is to be built; yield what became of each source as it is there. `now`: seconds since
    1970. With `dry_run` neither decks nor cache are written. `remark` gets a line for what of the rule folders is not
    read. Raises UserError for broken rules and for a disk that won't be written: what is written by then stays, and the
    next run does the rest.
    """
    settings = prepared(library.rule_folders, library.output, now, only=library.only, tts=library.tts,
                        pace=library.pace, publication=library.publication,
                        decisions=decisions_from(library.decisions, must_be=False))
    for warning in settings.rules.warnings:
        remark(warning)
    run = _Run(library, cache, seen, dry_run, settings)
    ready = []
    for look in seen.to_build:
        opened = run.opened(look)
        if isinstance(opened, Failed):
            yield look, opened
        else:
            ready.append(opened)
    claims = _claims(seen, ready)
    for source in sorted(ready, key=_age):
        rivals = [name for name in claims[source.key] if name != source.look.name]
        yield source.look, run.refused(source, rivals) if rivals else run.built(source)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A source that was read: `mark` is what the file held, `key` which issue of which publication it is."""

    look: Look
    mark: Stamp
    issue: Issue

    @property
    def key(self) -> tuple[str, str]:
        return self.issue.publication, self.issue.number


@dataclass(frozen=True, slots=True)
class _Run:
    """One refresh: what it knows, and the cache that it keeps up to date."""

    library: Library
    cache: Cache
    seen: Seen
    dry_run: bool
    settings: Settings

    def opened(self, look: Look) -> _Opened | Failed:
        """Read a source; its stamp is taken before, so that what changes meanwhile is seen by the next run."""
        try:
            mark = stamp(look.path)
        except OSError as error:
            return self._failed(look, NO_STAMP, Failed(f"{look.path}: can't be read: {error.strerror or error}"))
        issue = attempted(look.path, partial(read, look.path, self.settings))
        return self._failed(look, mark, issue) if isinstance(issue, Failed) else _Opened(look, mark, issue)

    def refused(self, source: _Opened, rivals: list[str]) -> Failed:
        """Of several sources that say they are one issue none is built: which is right only a person knows."""
        return self._failed(source.look, source.mark, Failed(
            f"{source.look.path}: the same issue as {', '.join(rivals)} ({' '.join(source.key)}); neither is built: "
            "keep one of them in the library's sources"), source.key)

    def built(self, source: _Opened) -> Done | Failed:
        """Build and write one issue. Raises UnwritableError for a disk that won't have it."""
        outcome = attempted(source.look.path, partial(self._written, source), raised=(UnwritableError,))
        if isinstance(outcome, Failed):
            self._failed(source.look, source.mark, outcome, source.key)
        if not self.dry_run:
            self._forget(source)
            self.cache.save()
        return outcome

    def _written(self, source: _Opened) -> Done:
        decisions = decided(self.library, *source.key)
        work = built(analysed(source.look.path, source.issue, self.settings), self.settings)
        packages = work.to_write
        written = Written()
        if not self.dry_run:
            written = write_packages(work.folder, packages, work.unrelated)
            for package in packages:
                self.cache.packages[package.file.as_posix()] = stamp(work.folder / package.file, package.data)
        names = tuple(package.file.as_posix() for package in packages)
        self.cache.sources[source.look.name] = Built(source.mark, self.seen.basis, *source.key, packages=names,
                                                      decisions=decisions)
        return Done(source.look.path, work, written)

    def _failed(self, look: Look, mark: Stamp, failed: Failed, key: tuple[str, str] = ("", "")) -> Failed:
        """Note in the cache that a source failed, so that the next run tries it again."""
        if look.built and not any(key):
            key = look.built.publication, look.built.issue
        why = failed.problem.removeprefix(f"{look.path}: ")
        self.cache.sources[look.name] = Built(mark, self.seen.basis, *key, problem=why)
        return failed

    def _forget(self, source: _Opened) -> None:
        """Drop what is known of a source that is gone and whose issue has another source now (a renamed file)."""
        here = {look.name for look in self.seen.looks if look.path.exists()}
        for name, known in list(self.cache.sources.items()):
            if name not in here and (known.publication, known.issue) == source.key:
                del self.cache.sources[name]


def _claims(seen: Seen, ready: list[_Opened]) -> dict[tuple[str, str], list[str]]:
    """The sources that say they are an issue, by publication and number."""
    claims: dict[tuple[str, str], list[str]] = {}
    for look in seen.looks:
        if look.state == KNOWN and look.built:
            claims.setdefault((look.built.publication, look.built.issue), []).append(look.name)
    for source in ready:
        claims.setdefault(source.key, []).append(source.look.name)
    return claims


def _age(source: _Opened) -> tuple[object, ...]:
    """The order issues are built in: a later one repeats what an earlier one said, and not the other way round."""
    return natural(source.issue.number), source.issue.date, source.look.name
