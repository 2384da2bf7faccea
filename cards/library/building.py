"""Building sources that are named one by one, or by the folder they lie in, into one folder of decks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cards.build import Settings, analysed, built, prepared, read
from cards.library.decisions.file import decisions_from
from cards.library.outcomes import Done, Failed, Passed, attempted
from cards.library.rivals import Claim, settled
from cards.library.sources import other_formats, sources_in
from cards.record.disk import locked
from cards.record.files import Written, write_packages
from cards.record.pace import USUAL_PACE, Pace
from cards.records import Issue


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a build is to do: write to the folder `decks`, by the shipped rules and those in `rule_folders`, at
    the time `now` (seconds since 1970); only the notes of the level `only`; `tts`: phones read the cards aloud;
    `everything`: what the budget has no place for is built too; `pace`: how fast it is learned;
    `records` are earlier packages kept elsewhere; with `dry_run` nothing is written. `decisions` is where people's
    decisions are, where that is named; `replace`: of two editions of one issue the newer is built, not none.
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


def build_sources(sources: tuple[Path, ...], wanted: Wanted, say: Callable[[str], None],
                  ) -> Iterator[Done | Failed | Passed]:
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
        claims: dict[Path, Claim] = {}
        for source in sources:
            for found in expanded(source):
                if isinstance(found, Path):
                    yield from _read(found, settings, claims, named=found == source)
                else:
                    yield found
        yield from _built_each(list(claims.values()), settings, wanted)


def _read(file: Path, settings: Settings, claims: dict[Path, Claim], *, named: bool) -> Iterator[Failed | Passed]:
    """Read `file` into `claims`; yield why it can't be. One of a folder that is damaged gives way to the same issue in
    another format, which is told; one that was `named` does not.
    """
    if file in claims:
        return
    issue = attempted(file, partial(read, file, settings))
    if isinstance(issue, Issue):
        claims[file] = Claim(file, issue)
        return
    instead = None if named else another(other_formats(file), settings)
    if instead is None:
        yield issue
    else:
        claims[instead.path] = instead
        yield gives_way(issue, instead.path)


def another(formats: Iterable[Path], settings: Settings) -> Claim | None:
    """The first of the other `formats` of an issue that can be read."""
    for other in formats:
        issue = attempted(other, partial(read, other, settings))
        if isinstance(issue, Issue):
            return Claim(other, issue)
    return None


def gives_way(failed: Failed, other: Path) -> Passed:
    """What is said of a file that can't be read where another format of its issue can."""
    return Passed(f"{failed.problem}; {other.name} is read instead")


def _built_each(claims: list[Claim], settings: Settings, wanted: Wanted) -> Iterator[Done | Failed | Passed]:
    """Build what was read, in order; of several sources that say they are one issue one, or none."""
    of_issue: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        of_issue.setdefault(claim.key, []).append(claim)
    for claim in claims:
        rivals = of_issue.pop(claim.key, [])
        if rivals:
            choice = settled(rivals, wanted.replace)
            yield from (outcome for _, outcome in choice.others)
            if choice.built:
                yield attempted(choice.built.path, partial(_built, choice.built, settings, wanted.dry_run))


def expanded(source: Path) -> Iterator[Path | Failed | Passed]:
    """`source`, or of a folder the files in it, in order; what is passed over, and why the folder can't be read."""
    found = attempted(source, partial(sources_in, source))
    if isinstance(found, Failed):
        yield found
        return
    inside, passed = found
    yield from map(Passed, passed)
    yield from inside


def _built(claim: Claim, settings: Settings, dry_run: bool) -> Done:
    """Build and write one source."""
    work = built(analysed(claim.path, claim.issue, settings), settings)
    return Done(claim.path, work,
                Written() if dry_run else write_packages(settings.folder, work.to_write, work.unrelated))
