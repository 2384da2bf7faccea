"""Refreshing a library: what is new or changed is built over the record, oldest issue first, and each issue is written
as one set. Needs the library's lock where it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from cards.build import Settings, analysed, built, prepared, read
from cards.library.building import gives_way
from cards.library.cache import Built, Cache, Stamp, stamp
from cards.library.decisions.file import decisions_from
from cards.library.looking import KNOWN, Look, Seen, decided, name_of
from cards.library.outcomes import Done, Failed, Passed, attempted
from cards.library.rivals import Claim, settled
from cards.library.settings import WINS, Library
from cards.record.files import UnwritableError, Written, write_packages
from cards.text.ordering import natural

NO_STAMP = Stamp(-1, 0, "")


def build_changed(library: Library, cache: Cache, seen: Seen, now: int, dry_run: bool, remark: Callable[[str], None],
                  ) -> Iterator[tuple[Look, Done | Failed | Passed]]:
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
    ready: list[_Opened] = []
    for look in seen.to_build:
        for opened in run.opened(look):
            if isinstance(opened, _Opened):
                ready.append(opened)
            else:
                yield look, opened
    for source in run.chosen(ready):
        yield source if isinstance(source, tuple) else (source.look, run.built(source))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A source that was read: `mark` is what the file held, `claim` which issue of which publication it is."""

    look: Look
    mark: Stamp
    claim: Claim

    @property
    def key(self) -> tuple[str, str]:
        return self.claim.key


@dataclass(frozen=True, slots=True)
class _Run:
    """One refresh: what it knows, and the cache that it keeps up to date."""

    library: Library
    cache: Cache
    seen: Seen
    dry_run: bool
    settings: Settings

    def opened(self, look: Look) -> Iterator[_Opened | Failed | Passed]:
        """Read a source; one that can't be read gives way to the same issue in another format, which is told."""
        opened = self._read(look)
        if isinstance(opened, _Opened):
            yield opened
            return
        mark, failed = opened
        others = (self._read(replace(look, name=name_of(path, self.library), path=path)) for path in look.beside)
        instead = next((other for other in others if isinstance(other, _Opened)), None)
        if instead is None:
            yield self._failed(look, mark, failed)
        else:
            passed = gives_way(failed, instead.look.path)
            self._gave_way(look, mark, passed.line.removeprefix(f"{look.path}: "), instead)
            yield passed
            yield instead

    def _read(self, look: Look) -> _Opened | tuple[Stamp, Failed]:
        """Read a source; its stamp is taken before, so that what changes meanwhile is seen by the next run."""
        try:
            mark = stamp(look.path)
        except OSError as error:
            return NO_STAMP, Failed(f"{look.path}: can't be read: {error.strerror or error}")
        issue = attempted(look.path, partial(read, look.path, self.settings))
        return (mark, issue) if isinstance(issue, Failed) else _Opened(look, mark, Claim(look.path, issue))

    def chosen(self, ready: list[_Opened]) -> Iterator[_Opened | tuple[Look, Failed | Passed]]:
        """The sources to build, the oldest first, and what is said of those that are not: of several that say they are
        one issue, the ones that stand as they were built among them, one is built, or none.
        """
        rivals: dict[tuple[str, str], list[_Opened]] = {}
        for source in sorted(ready, key=_age):
            rivals.setdefault(source.key, []).append(source)
        for key, sources in rivals.items():
            yield from self._of_issue(key, sources)

    def _of_issue(self, key: tuple[str, str], sources: list[_Opened],
                  ) -> Iterator[_Opened | tuple[Look, Failed | Passed]]:
        """The same of the sources of one issue."""
        standing = [each for look in self._known(key) if isinstance(each := self._read(look), _Opened)]
        of_path = {each.claim.path: each for each in (*standing, *sources)}
        choice = settled([each.claim for each in of_path.values()], self.library.newest == WINS)
        instead = of_path[choice.built.path] if choice.built else None
        for claim, outcome in choice.others:
            source = of_path[claim.path]
            if isinstance(outcome, Passed):
                yield source.look, self._passed(source, outcome, instead)
            elif source not in standing:
                yield source.look, self._failed(source.look, source.mark, outcome, key)
        if instead in sources:
            yield instead

    def _known(self, key: tuple[str, str]) -> Iterator[Look]:
        """The sources of an issue that stand as they were built."""
        for look in self.seen.looks:
            if look.state == KNOWN and look.built and (look.built.publication, look.built.issue) == key:
                yield look

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
        work = built(analysed(source.look.path, source.claim.issue, self.settings), self.settings)
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

    def _passed(self, source: _Opened, passed: Passed, instead: _Opened | None) -> Passed:
        if instead is not None:
            _, _, why = passed.line.removeprefix(f"{source.look.path}: ").partition("; ")
            self._gave_way(source.look, source.mark, why, instead)
        return passed

    def _gave_way(self, look: Look, mark: Stamp, why: str, instead: _Opened) -> None:
        """Note in the cache that another source is read `instead`: as long as both stay as they are, this one is not.
        """
        self.cache.sources[look.name] = Built(mark, self.seen.basis, problem=why, instead=instead.look.name)

    def _forget(self, source: _Opened) -> None:
        """Drop what is known of a source that is gone and whose issue has another source now (a renamed file)."""
        for name, known in list(self.cache.sources.items()):
            if (known.publication, known.issue) == source.key and not (self.library.root / name).exists():
                del self.cache.sources[name]


def _age(source: _Opened) -> tuple[object, ...]:
    """The order issues are built in: a later one repeats what an earlier one said, and not the other way round."""
    return natural(source.claim.issue.number), source.claim.issue.date, source.look.name
