"""Reports: a build's result as an overview for people, or as one JSON object."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cards.build import Work
from cards.commands.report_changes import change_lines, changes_json
from cards.commands.trying.unused import Unused
from cards.record.edition import Deck
from cards.records import Article, Doubt, Issue, Paragraph
from cards.writing.notes import LEVELS

CARDS_A_DAY = 10


def as_json(works: Iterable[Work], folder: Path, idle: Unused | None = None) -> dict[str, Any]:
    """The object that `juyao build --json` prints."""
    report: dict[str, Any] = {"issues": [_issue_json(work, folder) for work in works]}
    if idle is not None:
        report["unused"] = {"rules": idle.rules, "unless": idle.exceptions, "lexicon": idle.entries,
                            "lexicons": idle.lexicons}
    return report


def unused_lines(idle: Unused) -> Iterator[str]:
    """The lines that say what matched nothing."""
    yield "rules that matched nothing: " + (", ".join(idle.rules) or "none")
    yield "exceptions that matched nothing:" + ("" if idle.exceptions else " none")
    yield from (f"  {rule}: unless {bar}" for rule, bar in idle.exceptions)
    yield "lexicon entries that matched nothing:" + ("" if idle.entries else " none")
    yield from (f"  {name}: {' '.join(words)}" for name, words in sorted(idle.entries.items()))
    if idle.lexicons:
        yield "lexicons that no pattern asks for (a name mistyped?):"
        yield from (f"  {name}: {' '.join(words)}" for name, words in sorted(idle.lexicons.items()))


def _issue_json(work: Work, folder: Path) -> dict[str, Any]:
    issue = work.issue
    return {
        "publication": issue.publication, "issue": issue.number, "date": issue.date,
        "articles": [
            {
                "title": article.title, "deck": package.decks[0],
                "file": str(folder / package.file) if package.notes else None,
                "notes": package.notes, "cards": package.cards,
                "by_kind": dict(Counter(note.memory.kind for note in deck.notes)),
            }
            for article, package, deck in zip(issue.articles, work.packages, _decks(work), strict=False)],
        "bundle": str(folder / work.bundle.file) if work.bundle and work.bundle.notes else None,
        "changes": changes_json(work.edition.changes) if work.edition and work.record.notes else None,
        "earlier_issues": changes_json(work.outdated),
        **_doubts_json(work.doubts),
    }


def _doubts_json(doubts: Iterable[Doubt]) -> dict[str, Any]:
    """What a person should look at, and what was mended."""
    doubts = list(doubts)
    return {"warnings": [_doubt_json(doubt) for doubt in doubts if not doubt.mended],
            "mended": [_doubt_json(doubt) for doubt in doubts if doubt.mended]}


def _doubt_json(doubt: Doubt) -> dict[str, Any]:
    place = doubt.place
    return {"message": doubt.message, "article": place.article, "paragraph": place.paragraph, "page": place.page,
            "line": place.line}


def _decks(work: Work) -> tuple[Deck, ...]:
    return work.edition.decks if work.edition else ()


def outline_lines(issue: Issue, text: bool) -> Iterator[str]:
    """The outline of what was read; with `text` every paragraph with its place."""
    yield f"{issue.publication} {issue.number}" + (f"  ({issue.date})" if issue.date else "")
    said = (("publisher", issue.publisher), ("theme", issue.theme))
    yield from (f"  {what}: {value}" for what, value in said if value)
    for article in issue.articles:
        first, last = _pages(article) or (0, 0)
        where = f", pages {first}–{last}" if last > first else f", page {first}" if first else ""
        yield f"  {article.number:02} {article.title}"
        yield f"     {_counted(len(article.paragraphs), 'paragraph')}{where}; source: {article.source or 'none'}" + (
            f" ({article.date})" if article.date else "")
        for paragraph in article.paragraphs:
            if text:
                yield f"     [{_where(paragraph)}] {paragraph.text}"
            elif paragraph.role == "heading":
                yield f"     - {paragraph.text}"
    yield from _warnings(issue.doubts)
    mended = [doubt for doubt in issue.doubts if doubt.mended]
    if mended:
        yield "  mended:"
        yield from (f"    - {doubt}" for doubt in mended)


def _warnings(doubts: Iterable[Doubt]) -> Iterator[str]:
    """The lines that say what a person should look at."""
    open_ones = [doubt for doubt in doubts if not doubt.mended]
    if open_ones:
        yield f"  {_counted(len(open_ones), 'warning')}:"
        yield from (f"    - {doubt}" for doubt in open_ones)


def _where(paragraph: Paragraph) -> str:
    """Number, place and role of a paragraph: 4, page 9, heading."""
    page = [f"page {paragraph.page}"] if paragraph.page else []
    line = [f"line {paragraph.line}"] if paragraph.line else []
    return ", ".join([str(paragraph.index + 1), *page, *line, *([paragraph.role] * (paragraph.role != "body"))])


def _pages(article: Article) -> tuple[int, int] | None:
    """The first and the last page that a paragraph of `article` begins on; None where the source has no pages."""
    pages = [paragraph.page for paragraph in article.paragraphs if paragraph.page]
    return (min(pages), max(pages)) if pages else None


def outline_json(issue: Issue) -> dict[str, Any]:
    """The object that `juyao read --json` prints."""
    return {
        "publication": issue.publication, "issue": issue.number, "date": issue.date, "publisher": issue.publisher,
        "theme": issue.theme,
        "articles": [
            {
                "number": article.number, "title": article.title, "source": article.source, "date": article.date,
                "pages": _pages(article),
                "sections": [paragraph.text for paragraph in article.paragraphs if paragraph.role == "heading"],
                "paragraphs": [
                    {"text": paragraph.text, "role": paragraph.role, "line": paragraph.line, "page": paragraph.page,
                     "sentences": [{"start": each.start, "end": each.end} for each in paragraph.sentences]}
                    for paragraph in article.paragraphs],
            }
            for article in issue.articles],
        **_doubts_json(issue.doubts),
    }


def overview(work: Work, written: list[Path], folder: Path, dry_run: bool) -> Iterator[str]:
    """The lines of the overview of one issue."""
    issue = work.issue
    labels = {kind.name: kind.label for kind in work.rules.kinds.values()}
    yield f"{issue.publication} {issue.number}" + (f"  ({issue.date})" if issue.date else "")
    for article, package, deck in zip(issue.articles, work.packages, _decks(work), strict=False):
        kinds = Counter(labels.get(note.memory.kind, note.memory.kind) for note in deck.notes)
        by_kind = ", ".join(f"{label} {count}" for label, count in sorted(kinds.items()))
        yield f"  {article.number:02} {article.title}"
        made = f"{_counted(package.notes, 'note')}, {_counted(package.cards, 'card')}"
        yield f"     {made}" + (f": {by_kind}" if by_kind else "")
    if work.bundle:
        yield f"  all: {_counted(work.bundle.notes, 'note')}, {_counted(work.bundle.cards, 'card')}"
        yield from _levels(work)
    if work.edition and work.record.notes and not work.unrelated:
        yield from change_lines(work.edition.changes)
    if work.outdated:
        yield from change_lines(work.outdated, "earlier issues")
    yield from _warnings(work.doubts)
    mended = sum(doubt.mended for doubt in work.doubts)
    if mended:
        yield f"  mended while reading: {_counted(mended, 'thing')} (juyao read lists them)"
    yield from _files(work, written, folder, dry_run)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _levels(work: Work) -> Iterator[str]:
    """How many cards each level has, and how many days they take at CARDS_A_DAY."""
    notes = [note for deck in _decks(work) for note in deck.at_home if not note.memory.retired]
    for level in LEVELS:
        cards = sum(len(note.memory.numbers) for note in notes if level in note.tags)
        if cards:
            days = math.ceil(cards / CARDS_A_DAY)
            yield f"     {level}: {_counted(cards, 'card')}, {_counted(days, 'day')} at {CARDS_A_DAY} new cards a day"


def _files(work: Work, written: list[Path], folder: Path, dry_run: bool) -> Iterator[str]:
    if not work.bundle or not work.bundle.notes:
        yield "  nothing to learn was found, so no deck was written"
    elif dry_run:
        yield f"  dry run: nothing written; would write to {folder / work.bundle.file.parent}"
    elif not written:
        yield f"  nothing changed in {folder / work.bundle.file.parent}"
    else:
        yield "  written:"
        yield from (f"    {path}" for path in written)
