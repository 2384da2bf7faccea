"""Refreshing a library: what is new or changed is built over the record, oldest issue first, and each issue is written
as one set. Needs the library's lock where it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from cards.analysing import Source, Terms, analysed, read, size, terms_here, terms_of
from cards.build import Analysed, Settings, prepared
from cards.library.building import KEPT, again, gives_way, size_of, source_at
from cards.library.cache import Built, Cache, Stamp, stamp
from cards.library.decisions.place import decisions_from
from cards.library.desk import Desk, Told
from cards.library.looking import GONE, KNOWN, Look, Seen, decided, name_of
from cards.library.outcomes import Done, Failed, Passed
from cards.library.progress import READ, Progress
from cards.library.rivals import Claim, claim_of, settled
from cards.library.settings import WINS, Library
from cards.library.workers import Crew, Here, Jobs, crew, tried
from cards.records import Issue
from cards.text.ordering import natural

NO_STAMP = Stamp(-1, 0, "")
Key = tuple[str, str]  # publication and number of an issue


def build_changed(library: Library, cache: Cache, seen: Seen, now: int, dry_run: bool, remark: Callable[[str], None],
                  jobs: Jobs, progress: Progress) -> Iterator[tuple[Look, Told]]:
    """Build what `seen` says is to be built; yield what became of each source as it is there. `now`: seconds since
    1970. With `dry_run` neither decks nor cache are written. `remark` gets a line for what of the rule folders is not
    read; `jobs` says who does the work. Raises UserError for broken rules and for a disk that won't be written: what is
    written by then stays, and the next run does the rest.
    """
    settings = prepared(library.rule_folders, library.output, now, only=library.only, tts=library.tts,
                        pace=library.pace, publication=library.publication,
                        decisions=decisions_from(library.decisions, must_be=False))
    for warning in settings.rules.warnings:
        remark(warning)
    with crew(jobs, [size_of(look.path) for look in seen.to_build], progress) as workers:
        terms = terms_here(settings) if isinstance(workers, Here) else terms_of(library.rule_folders, settings)
        run = _Run(library, cache, seen, dry_run, settings, workers, terms, progress)
        ready: list[_Opened] = []
        for look, opened in run.all_opened(seen.to_build):
            if isinstance(opened, _Opened):
                ready.append(opened)
            else:
                yield look, opened
        yield from run.all_built(list(run.chosen(ready)))


class _Opened(Struct, frozen=True):
    """A source that was read: `mark` is what the file held, `claim` which issue of which publication it is."""

    look: Look
    mark: Stamp
    claim: Claim

    @property
    def key(self) -> Key:
        return self.claim.key


@dataclass
class _Run:
    """One refresh: what it knows, who does its work, and the cache that it keeps up to date. `marks` are the stamps of
    the sources that were read, `kept` is how many of their characters are kept, `decided` what people had decided of
    their issues.
    """

    library: Library
    cache: Cache
    seen: Seen
    dry_run: bool
    settings: Settings
    workers: Here | Crew
    terms: Terms
    progress: Progress
    marks: dict[str, Stamp] = field(default_factory=dict)
    kept: int = 0
    decided: dict[str, str] = field(default_factory=dict)

    def all_opened(self, looks: Sequence[Look]) -> Iterator[tuple[Look, _Opened | Failed | Passed]]:
        """Each source as it is read, in their order."""
        self.progress.expect(len(looks), READ)
        for look, issue in zip(looks, self.workers.each(read, map(self._source, looks), self.terms), strict=True):
            self.progress.done(0)
            for opened in self._opened(look, issue):
                yield look, opened

    def _source(self, look: Look) -> Source | Failed:
        """A source to be read; its stamp is taken before, so that what changes meanwhile is seen by the next run."""
        try:
            self.marks[look.name] = stamp(look.path)
        except OSError as error:
            return Failed(f"{look.path}: can't be read: {error.strerror or error}")
        return source_at(look.path)

    def _opened(self, look: Look, issue: Issue | Failed) -> Iterator[_Opened | Failed | Passed]:
        """A source that was read; one that can't be gives way to the same issue in another format, which is told."""
        if not isinstance(issue, Failed):
            yield self._as_read(look, issue)
            return
        others = (self._read(replace(look, name=name_of(path, self.library), path=path)) for path in look.beside)
        instead = next(filter(None, others), None)
        if instead is None:
            yield self._failed(look, self.marks.get(look.name, NO_STAMP), issue)
        else:
            passed = gives_way(issue, instead.look.path)
            self._gave_way(look, passed.line.removeprefix(f"{look.path}: "), instead)
            yield passed
            yield instead

    def _as_read(self, look: Look, issue: Issue) -> _Opened:
        self.kept += size(issue)
        return _Opened(look, self.marks[look.name], claim_of(look.path, issue, self.kept <= KEPT))

    def _read(self, look: Look) -> _Opened | None:
        """The same of a source that is read here and now; None where it can't be."""
        source = self._source(look)
        issue = source if isinstance(source, Failed) else tried(read, source, self.terms)
        return None if isinstance(issue, Failed) else self._as_read(look, issue)

    def chosen(self, ready: list[_Opened]) -> Iterator[_Opened | tuple[Look, Failed | Passed]]:
        """The sources to build, the oldest first, and what is said of those that are not: of several that say they are
        one issue, the ones that stand as they were built among them, one is built, or none.
        """
        rivals: dict[Key, list[_Opened]] = {}
        for source in sorted(ready, key=_age):
            rivals.setdefault(source.key, []).append(source)
        for key, sources in rivals.items():
            yield from self._of_issue(key, sources)

    def _of_issue(self, key: Key, sources: list[_Opened]) -> Iterator[_Opened | tuple[Look, Failed | Passed]]:
        """The same of the sources of one issue."""
        standing = list(filter(None, map(self._read, self._by_key[KNOWN].get(key, ()))))
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

    @cached_property
    def _by_key(self) -> dict[str, dict[Key, list[Look]]]:
        """The sources that stand as they were built, and those that are gone, by the issue that they were."""
        found: dict[str, dict[Key, list[Look]]] = {KNOWN: {}, GONE: {}}
        for look in self.seen.looks:
            if look.state in found and look.built:
                found[look.state].setdefault((look.built.publication, look.built.issue), []).append(look)
        return found

    def all_built(self, chosen: Sequence[_Opened | tuple[Look, Failed | Passed]]) -> Iterator[tuple[Look, Told]]:
        """Build and write each issue that was chosen; and tell what is said of the others."""
        ready = [each for each in chosen if isinstance(each, _Opened)]
        self.progress.expect(len(ready))
        results = self.workers.each(analysed, (again(source.claim) for source in ready), self.terms)
        desk: Desk[_Opened | Look] = Desk(self.settings, self.dry_run)
        try:
            for each in chosen:
                if isinstance(each, _Opened):
                    yield from self._kept(self._taken(desk, each, next(results)))
                else:
                    yield from self._kept(desk.put(*each))
            yield from self._kept(desk.written())
        finally:
            if not self.dry_run:
                self.cache.save()
                desk.decks.save()

    def _taken(self, desk: Desk[_Opened | Look], source: _Opened, done: Analysed | Failed,
               ) -> Iterator[tuple[_Opened | Look, Told]]:
        self.progress.done(0 if isinstance(done, Failed) else size(done.issue))
        if not isinstance(done, Failed) and (done.issue.publication, done.issue.number) != source.key:
            done = Failed(f"{source.look.path}: was changed meanwhile; the next run builds it")
        self.decided[source.look.name] = decided(self.library, *source.key)
        yield from desk.take(source, done)

    def _kept(self, told: Iterator[tuple[_Opened | Look, Told]]) -> Iterator[tuple[Look, Told]]:
        """What became of sources; those that were to be built are kept in the cache."""
        for source, outcome in told:
            if isinstance(source, Look):
                yield source, outcome
                continue
            if isinstance(outcome, Failed):
                self._failed(source.look, source.mark, outcome, source.key)
            elif isinstance(outcome, Done):
                self._built(source, outcome)
            if not self.dry_run:
                self._forget(source.key)
                self.cache.save_now_and_then()
            yield source.look, outcome

    def _built(self, source: _Opened, done: Done) -> None:
        folder, own = done.work.folder, [package.file for package in done.work.own]
        for file in () if self.dry_run else {*own, *(path.relative_to(folder) for path in done.written.files)}:
            self.cache.packages[file.as_posix()] = stamp(folder / file, (folder / file).read_bytes())
        names = tuple(file.as_posix() for file in own)
        self.cache.sources[source.look.name] = Built(source.mark, self.seen.basis, *source.key, packages=names,
                                                      decisions=self.decided[source.look.name])

    def _forget(self, key: Key) -> None:
        """Drop what is known of a source that is gone and whose issue has another source now (a renamed file)."""
        for gone in self._by_key[GONE].get(key, ()):
            if not gone.path.exists():
                self.cache.sources.pop(gone.name, None)

    def _failed(self, look: Look, mark: Stamp, failed: Failed, key: Key = ("", "")) -> Failed:
        """Note in the cache that a source failed, so that the next run tries it again."""
        if look.built and not any(key):
            key = look.built.publication, look.built.issue
        why = failed.problem.removeprefix(f"{look.path}: ")
        self.cache.sources[look.name] = Built(mark, self.seen.basis, *key, problem=why)
        return failed

    def _passed(self, source: _Opened, passed: Passed, instead: _Opened | None) -> Passed:
        if instead is not None:
            _, _, why = passed.line.removeprefix(f"{source.look.path}: ").partition("; ")
            self._gave_way(source.look, why, instead)
        return passed

    def _gave_way(self, look: Look, why: str, instead: _Opened) -> None:
        """Note in the cache that another source is read `instead`: as long as both stay as they are, this one is not.
        """
        mark = self.marks.get(look.name, NO_STAMP)
        self.cache.sources[look.name] = Built(mark, self.seen.basis, problem=why, instead=instead.look.name)


def _age(source: _Opened) -> tuple[object, ...]:
    """The order issues are built in: a later one repeats what an earlier one said, and not the other way round."""
    return natural(source.key[1]), source.claim.date, source.look.name
