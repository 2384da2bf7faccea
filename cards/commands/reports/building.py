"""Reports of a build: each issue as an overview for people, or all as one JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cards.build import Built
from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.reports.changes import change_lines, changes_json
from cards.commands.reports.decided import decision_lines, decisions_json
from cards.commands.reports.doubts import counted, doubts_json, warning_lines
from cards.commands.reports.outline import issue_line
from cards.commands.saying import say, say_object, warn, warn_set_aside
from cards.commands.trying.unused import Unused, unused
from cards.library.outcomes import Done, Failed, Passed
from cards.record.edition import Deck
from cards.record.pace import today
from cards.record.packages import Package
from cards.record.store import Recorded
from cards.records import LEVELS, Article, Issue
from cards.rules.ruleset import RuleSet


@dataclass
class BuildReport:
    """Tells what became of each source of `juyao build`, as it is there; as one object at the end where `as_json`. With
    `list_unused` what in the rules matched nothing comes last.
    """

    folder: Path
    dry_run: bool
    as_json: bool
    list_unused: bool
    rules: RuleSet | None = field(init=False, default=None)
    issues: list[Issue] = field(init=False, default_factory=list)
    objects: list[dict[str, Any]] = field(init=False, default_factory=list)
    endings: set[Ending] = field(init=False, default_factory=set)

    def tell(self, outcome: Done | Failed | Passed) -> None:
        if isinstance(outcome, Passed):
            warn(outcome.line)
        elif isinstance(outcome, Failed):
            self.endings.add(tell_failure(outcome))
        else:
            self._tell_done(outcome)

    def _tell_done(self, done: Done) -> None:
        warn_set_aside(done.written)
        if done.doubtful:
            self.endings.add(Ending.PROBLEMS)
        if self.list_unused:
            self.rules = done.work.rules
            self.issues.append(done.work.issue)
        if self.as_json:
            self.objects.append(issue_json(done.work, self.folder))
        else:
            say(overview(done.work, list(done.written.files), self.folder, self.dry_run))

    def end(self) -> Ending:
        """Print what comes last."""
        idle = unused(self.issues, self.rules) if self.rules else None
        if self.as_json:
            say_object(build_json(self.objects, idle))
        elif idle:
            say(unused_lines(idle))
        return worst(self.endings)


def build_json(issues: list[dict[str, Any]], idle: Unused | None = None) -> dict[str, Any]:
    """The object that `juyao build --json` prints."""
    report: dict[str, Any] = {"issues": issues}
    if idle is not None:
        report["unused"] = {"rules": idle.rules, "unless": idle.exceptions, "lexicon": idle.entries}
    return report


def unused_lines(idle: Unused) -> Iterator[str]:
    """The lines that say what matched nothing."""
    yield "rules that matched nothing: " + (", ".join(idle.rules) or "none")
    yield "exceptions that matched nothing:" + ("" if idle.exceptions else " none")
    yield from (f"  {rule}: unless {exception}" for rule, exception in idle.exceptions)
    yield "lexicon entries that matched nothing:" + ("" if idle.entries else " none")
    yield from (f"  {name}: {' '.join(words)}" for name, words in sorted(idle.entries.items()))


def issue_json(work: Built, folder: Path) -> dict[str, Any]:
    """One issue of that object."""
    issue = work.issue
    return {
        "publication": issue.publication, "issue": issue.number, "date": issue.date,
        "articles": [_article_json(folder, *parts) for parts in _articles(work)],
        "bundle": str(folder / work.bundle.file) if work.bundle.notes else None,
        "changes": changes_json(work.edition.changes) if work.record.notes else None,
        "earlier_issues": changes_json(work.outdated),
        "decisions": decisions_json(work.judged),
        **doubts_json(work.doubts),
    }


def _article_json(folder: Path, article: Article, package: Package, deck: Deck) -> dict[str, Any]:
    return {
        "title": article.title, "deck": package.decks[0],
        "file": str(folder / package.file) if package.notes else None,
        "notes": package.notes, "cards": package.cards,
        "retired": sum(note.memory.retired for note in deck.notes),
        "by_kind": dict(Counter(note.memory.kind for note in deck.notes)),
    }


def _articles(work: Built) -> Iterator[tuple[Article, Package, Deck]]:
    """Each article with its package and its deck."""
    return zip(work.issue.articles, work.packages, _decks(work), strict=False)


def _decks(work: Built) -> tuple[Deck, ...]:
    return work.edition.decks


def overview(work: Built, written: list[Path], folder: Path, dry_run: bool) -> Iterator[str]:
    """The lines of the overview of one issue; `written` are the packages that were, below `folder`."""
    yield issue_line(work.issue)
    yield from _article_lines(work)
    live, kept = _apart(note for deck in _decks(work) for note in deck.at_home)
    yield f"  all: {_made(live)}{kept}"
    yield from _levels(work)
    if work.record.notes and not work.unrelated:
        yield from change_lines(work.edition.changes)
    if work.outdated:
        yield from change_lines(work.outdated, "earlier issues")
    yield from decision_lines(work.judged)
    yield from warning_lines(work.doubts)
    mended = sum(doubt.mended for doubt in work.doubts)
    if mended:
        yield f"  mended while reading: {counted(mended, 'thing')} (juyao read lists them)"
    yield from _files(work, written, folder, dry_run)


def made_line(work: Built) -> str:
    """What came of an issue, in a line: notes, cards, and how many warnings a person should look at."""
    live, kept = _apart(note for deck in _decks(work) for note in deck.at_home)
    open_ones = sum(not doubt.mended for doubt in work.doubts)
    made = f"{_made(live)}{kept}"
    return f"{made}, {counted(open_ones, 'warning')} (-v shows them)" if open_ones else made


def _apart(notes: Iterable[Recorded]) -> tuple[list[Recorded], str]:
    """Those of `notes` that are to be learned, and how many more are only kept for those who have them."""
    live, retired = [], 0
    for note in notes:
        if note.memory.retired:
            retired += 1
        else:
            live.append(note)
    return live, f"; {retired} more retired" if retired else ""


def _made(notes: Sequence[Recorded]) -> str:
    """How many notes and cards these are."""
    return f"{counted(len(notes), 'note')}, {counted(sum(len(note.memory.numbers) for note in notes), 'card')}"


def _article_lines(work: Built) -> Iterator[str]:
    """Title, notes, cards and kinds of each article."""
    labels = {kind.name: kind.label for kind in work.rules.kinds.values()}
    for article, _, deck in _articles(work):
        live, kept = _apart(deck.notes)
        kinds = Counter(labels.get(note.memory.kind, note.memory.kind) for note in live)
        by_kind = ", ".join(f"{label} {count}" for label, count in sorted(kinds.items()))
        yield f"  {article.number:02} {article.title}"
        yield f"     {_made(live)}" + (f": {by_kind}" if by_kind else "") + kept


def _levels(work: Built) -> Iterator[str]:
    """How many cards each level has, and how many days they take at the pace of the build."""
    notes = [note for deck in _decks(work) for note in deck.at_home if not note.memory.retired]
    for level in LEVELS:
        cards = sum(len(note.memory.numbers) for note in notes if level in note.tags)
        if cards:
            plan = work.pace.plan(cards, today(work.now))
            until = f" until {plan.until.isoformat()}, for the exam on {plan.exam.isoformat()}" if plan.exam else ""
            days = f"{counted(plan.days, 'day')} at {plan.a_day} new cards a day{until}"
            yield f"     {level}: {counted(cards, 'card')}, {days}"


def _files(work: Built, written: list[Path], folder: Path, dry_run: bool) -> Iterator[str]:
    """Where the decks stand, or why none do."""
    if not work.bundle.notes:
        yield "  nothing to learn was found, so no deck was written"
    elif dry_run:
        yield f"  dry run: nothing written; would write to {folder / work.bundle.file.parent}"
    elif not written:
        yield f"  nothing changed in {folder / work.bundle.file.parent}"
    else:
        yield "  written:"
        yield from (f"    {path}" for path in written)
