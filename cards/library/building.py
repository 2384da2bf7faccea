"""Building sources that are named one by one, or by the folder they lie in, into one folder of decks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cards.build import Settings, build_issue, prepared
from cards.library.decisions.file import decisions_from
from cards.library.outcomes import Done, Failed, Passed, attempted
from cards.library.sources import sources_in
from cards.record.disk import locked
from cards.record.files import Written, write_packages
from cards.record.pace import USUAL_PACE, Pace
from cards.records import UserError


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a build is to do: write to the folder `decks`, by the shipped rules and those in `rule_folders`, at
    the time `now` (seconds since 1970); only the notes of the level `only`; `tts`: phones read the cards aloud;
    `everything`: what the budget has no place for is built too; `pace`: how fast it is learned;
    `records` are earlier packages kept elsewhere; with `dry_run` nothing is written. `decisions` is where people's
    decisions are, where that is named.
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
    built: dict[Path, Path] = {}
    with nullcontext() if wanted.dry_run else locked(wanted.decks, say):
        for source in sources:
            for found in expanded(source):
                if isinstance(found, Path):
                    yield attempted(found, partial(_built, found, settings, wanted.dry_run, built))
                else:
                    yield found


def expanded(source: Path) -> Iterator[Path | Failed | Passed]:
    """`source`, or of a folder the files in it, in order; what is passed over, and why the folder can't be read."""
    found = attempted(source, partial(sources_in, source))
    if isinstance(found, Failed):
        yield found
        return
    inside, passed = found
    yield from map(Passed, passed)
    yield from inside


def _built(source: Path, settings: Settings, dry_run: bool, built: dict[Path, Path]) -> Done:
    """Build and write one source; `built` are the bundles of this run, with their sources."""
    work = build_issue(source, settings)
    first = built.setdefault(work.bundle.file, source)
    if first != source:  # one would overwrite the other
        raise UserError(f"{source}: the same issue as {first} ({work.issue.publication} {work.issue.number}); "
                        "build one of them, or rename the file of an article without a cover")
    written = Written() if dry_run else write_packages(settings.folder, work.to_write, work.unrelated)
    return Done(source, work, written)
