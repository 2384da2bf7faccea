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
from cards.library.sources import other_formats, sources_in
from cards.record.disk import locked
from cards.record.files import Written, write_packages
from cards.record.pace import USUAL_PACE, Pace
from cards.records import Issue, UserError


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
    built: dict[Path, Done] = {}
    with nullcontext() if wanted.dry_run else locked(wanted.decks, say):
        for source in sources:
            for found in expanded(source):
                if isinstance(found, Path):
                    build = partial(_built, settings=settings, dry_run=wanted.dry_run, built=built)
                    yield from _attempts(found, build, named=found == source)
                else:
                    yield found


def _attempts(file: Path, build: Callable[[Path], Done | Passed], *, named: bool) -> Iterator[Done | Failed | Passed]:
    """What became of `file`. One of a folder that is damaged gives way to the same issue in another format, which is
    told; one that was `named` does not.
    """
    outcome = attempted(file, partial(build, file))
    if isinstance(outcome, Failed) and not named:
        for other in other_formats(file):
            instead = attempted(other, partial(build, other))
            if not isinstance(instead, Failed):
                yield Passed(f"{outcome.problem}; {other.name} is read instead")
                yield instead
                return
    yield outcome


def expanded(source: Path) -> Iterator[Path | Failed | Passed]:
    """`source`, or of a folder the files in it, in order; what is passed over, and why the folder can't be read."""
    found = attempted(source, partial(sources_in, source))
    if isinstance(found, Failed):
        yield found
        return
    inside, passed = found
    yield from map(Passed, passed)
    yield from inside


def _built(source: Path, settings: Settings, dry_run: bool, built: dict[Path, Done]) -> Done | Passed:
    """Build and write one source; `built` is what became of the others of this run, by their bundles."""
    work = build_issue(source, settings)
    first = built.get(work.bundle.file)
    if first and first.source != source:  # one would overwrite the other
        if words_of(first.work.issue) == words_of(work.issue):
            return Passed(f"{source}: not built; it says the same as {first.source}")
        raise UserError(f"{source}: the same issue as {first.source} ({work.issue.publication} {work.issue.number}); "
                        "build one of them, or rename the file of an article without a cover")
    written = Written() if dry_run else write_packages(settings.folder, work.to_write, work.unrelated)
    built[work.bundle.file] = Done(source, work, written)
    return built[work.bundle.file]


def words_of(issue: Issue) -> list[tuple[str, ...]]:
    """What an issue says, wherever it stands: its articles' titles and texts, white space apart."""
    return [("".join(article.title.split()), *("".join(each.text.split()) for each in article.paragraphs))
            for article in issue.articles]
