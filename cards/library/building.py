"""Building sources that are named one by one, or by the folder they lie in, into one folder of decks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec import Struct

from cards.analysing import Source, Terms, analysed, read, size, source_of, terms_here, terms_of
from cards.build import Settings, prepared
from cards.library.decisions.place import decisions_from
from cards.library.desk import Desk, Told
from cards.library.outcomes import Failed, Passed, attempted
from cards.library.progress import READ, UNSEEN, Progress
from cards.library.rivals import Claim, claim_of, settled
from cards.library.sources import other_formats, sources_in
from cards.library.workers import ALONE, Crew, Here, Jobs, crew, tried
from cards.record.disk import locked
from cards.record.pace import USUAL_PACE, Pace
from cards.records import Issue

KEPT = 2_000_000  # characters of issues that are kept between reading and building; what is beyond is read again


class Wanted(Struct, frozen=True):
    """What a build is to do: write to the folder `decks`, by the shipped rules and those in `rule_folders`, at
    the time `now` (seconds since 1970); only the notes of the level `only`; `tts`: phones read the cards aloud;
    `everything`: what the budget has no place for is built too; `pace`: how fast it is learned;
    `records` are earlier packages kept elsewhere; with `dry_run` nothing is written. `decisions` is where people's
    decisions are, where that is named; `replace`: of two editions of one issue the newer is built, not none; `jobs`
    says who does the work.
    """

    decks: Path
    rule_folders: tuple[Path, ...]
    now: int
    only: str | None = None
    tts: bool = False
    everything: bool = False
    pace: Pace = USUAL_PACE
    records: tuple[Path, ...] = ()
    dry_run: bool = False
    decisions: Path | None = None
    replace: bool = False
    jobs: Jobs = ALONE


def build_sources(sources: tuple[Path, ...], wanted: Wanted, say: Callable[[str], None], progress: Progress = UNSEEN,
                  ) -> Generator[Told, None, None]:
    """Build every source and write its decks; yield what became of each as it is there. One that fails keeps none of
    the others from being built. What of the rule folders is not read comes first. `say` gets a line where another run
    holds the folder, and for what a killed run left that can't be read. Raises UserError for broken rules, and where
    the folder can't be written.
    """
    settings = prepared(wanted.rule_folders, wanted.decks, wanted.now, only=wanted.only, tts=wanted.tts,
                        everything=wanted.everything, pace=wanted.pace, records=wanted.records,
                        decisions=decisions_from(wanted.decisions))
    yield from map(Passed, settings.rules.warnings)
    with nullcontext() if wanted.dry_run else locked(wanted.decks, say):
        found = [(each, each == source) for source in sources for each in expanded(source)]
        files = [each for each, _ in found if isinstance(each, Path)]
        with crew(wanted.jobs, map(size_of, files), progress) as workers:
            terms = terms_here(settings) if isinstance(workers, Here) else terms_of(wanted.rule_folders, settings)
            run = _Run(settings, wanted, workers, terms, progress)
            yield from run.all_read(found)
            yield from run.all_built()


def source_at(file: Path) -> Source | Failed:
    """The source that is the file."""
    return attempted(file, partial(source_of, file))


def size_of(file: Path) -> int:
    """The size of a source in bytes; 0 where it can't be had."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


@dataclass
class _Run:
    """One build of several sources, and who does its work: `claims` are those that were read, `kept` how many
    characters of them are kept.
    """

    settings: Settings
    wanted: Wanted
    workers: Here | Crew
    terms: Terms
    progress: Progress
    claims: dict[Path, Claim] = field(default_factory=dict)
    kept: int = 0

    def all_read(self, found: Sequence[tuple[Path | Failed | Passed, bool]]) -> Iterator[Failed | Passed]:
        """Read the files among what was `found`, each with whether it was named itself; yield why one can't be."""
        files = list(dict.fromkeys(each for each, _ in found if isinstance(each, Path)))
        self.progress.expect(len(files), READ)
        results = zip(files, self.workers.each(read, map(source_at, files), self.terms), strict=True)
        seen: set[Path] = set()
        for each, named in found:
            if not isinstance(each, Path):
                yield each
            elif each not in seen:
                seen.add(each)
                yield from self._read(each, next(results)[1], named)
                self.progress.done(0)

    def _read(self, file: Path, issue: Issue | Failed, named: bool) -> Iterator[Failed | Passed]:
        """A file of a folder that is damaged gives way to the same issue in another format, which is told; one that was
        `named` does not.
        """
        if not isinstance(issue, Failed):
            self.kept += size(issue)
            self.claims.setdefault(file, claim_of(file, issue, self.kept <= KEPT))
            return
        instead = None if named else self._other(file)
        if instead is None:
            yield issue
        else:
            self.claims.setdefault(instead.path, instead)
            yield gives_way(issue, instead.path)

    def _other(self, file: Path) -> Claim | None:
        """The first of the other formats of an issue that can be read."""
        for other in other_formats(file):
            source = source_at(other)
            issue = source if isinstance(source, Failed) else tried(read, source, self.terms)
            if not isinstance(issue, Failed):
                return claim_of(other, issue)
        return None

    def all_built(self) -> Iterator[Told]:
        """Build what was read, in order; of several sources that say they are one issue one, or none."""
        chosen = list(self._chosen())
        self.progress.expect(sum(isinstance(each, Claim) for each in chosen))
        sources = (again(each) for each in chosen if isinstance(each, Claim))
        results = self.workers.each(analysed, sources, self.terms)
        desk: Desk[None] = Desk(self.settings, self.wanted.dry_run)
        try:
            for each in chosen:
                if not isinstance(each, Claim):
                    told = desk.put(None, each)
                else:
                    done = next(results)
                    self.progress.done(0 if isinstance(done, Failed) else size(done.issue))
                    told = desk.take(None, done)
                yield from (outcome for _, outcome in told)
            yield from (outcome for _, outcome in desk.written())
        finally:
            desk.decks.save()

    def _chosen(self) -> Iterator[Claim | Failed | Passed]:
        of_issue: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.claims.values():
            of_issue.setdefault(claim.key, []).append(claim)
        for rivals in of_issue.values():
            choice = settled(rivals, self.wanted.replace)
            yield from (outcome for _, outcome in choice.others)
            if choice.built:
                yield choice.built


def again(claim: Claim) -> Source | Failed:
    """The source of a claim to be analysed: as it was read, or read again."""
    return Source(claim.path, b"", claim.issue) if claim.issue else source_at(claim.path)


def gives_way(failed: Failed, other: Path) -> Passed:
    """What is said of a file that can't be read where another format of its issue can."""
    return Passed(f"{failed.problem}; {other.name} is read instead")


def expanded(source: Path) -> Iterator[Path | Failed | Passed]:
    """`source`, or of a folder the files in it, in order; what is passed over, and why the folder can't be read."""
    found = attempted(source, partial(sources_in, source))
    if isinstance(found, Failed):
        yield found
        return
    inside, passed = found
    yield from map(Passed, passed)
    yield from inside
