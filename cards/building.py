"""The way through the house: a source is read, rules find, notes are written and packed. The order is STAGES."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cards.engine.ruleset import RuleSet
from cards.finding import find_all
from cards.packing import Package, article_file, bundle_file, pack
from cards.packing.record import read_record
from cards.reading import read_issue
from cards.records import Doubt, Found, Issue, Note
from cards.words import word_cutter
from cards.writing.notes import read_aloud, write_notes

NOTHING = Issue("", "", "", ())


@dataclass(frozen=True, slots=True)
class Work:
    """What the stages hand on; each stage fills its part and leaves the rest. `publication`, where one is given, is the
    name of it, whatever the source says.
    """

    source: Path
    folder: Path
    rules: RuleSet
    cut: Callable[[str], list[str]]
    now: int
    only: str | None = None
    tts: bool = False
    publication: str = ""
    issue: Issue = NOTHING
    found: dict[int, Found] | None = None
    notes: dict[int, tuple[Note, ...]] | None = None
    packages: tuple[Package, ...] = ()
    bundle: Package | None = None
    unwritten: tuple[Doubt, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read(work: Work) -> Work:
    """Source → Issue."""
    issue = read_issue(work.source, work.rules)
    issue = replace(issue, publication=work.publication or issue.publication)
    return replace(work, issue=issue, doubts=issue.doubts)


def find(work: Work) -> Work:
    """Issue → Findings."""
    found, doubts = find_all(work.issue, work.rules, work.cut)
    return replace(work, found=found, doubts=work.doubts + doubts)


def write(work: Work) -> Work:
    """Findings → Notes."""
    notes, doubts = write_notes(work.issue, work.found or {}, work.rules, work.cut)
    if work.only:
        notes = {number: tuple(note for note in each if work.only in note.tags) for number, each in notes.items()}
    if work.tts:
        notes = {number: tuple(map(read_aloud, each)) for number, each in notes.items()}
    return replace(work, notes=notes, unwritten=doubts, doubts=work.doubts + doubts)


def pack_up(work: Work) -> Work:
    """Notes → packages, over the record of the decks on disk."""
    files = [work.folder / article_file(work.issue, article) for article in work.issue.articles]
    record, doubts = read_record([*files, work.folder / bundle_file(work.issue)])
    if record and not any(note.guid in record for notes in (work.notes or {}).values() for note in notes):
        doubts.append(Doubt("the decks that stood here were of another text and are replaced: "
                            f"{work.folder / bundle_file(work.issue)}"))
    packages, bundle = pack(work.issue, work.notes or {}, record, work.now)
    return replace(work, packages=packages, bundle=bundle, doubts=work.doubts + tuple(doubts))


STAGES: tuple[Callable[[Work], Work], ...] = (read, find, write, pack_up)


def build_issue(source: Path, folder: Path, rules: RuleSet, cut: Callable[[str], list[str]], now: int,
                only: str | None = None, tts: bool = False) -> Work:
    """Take `source` through all stages; nothing is written. `now`: seconds since 1970; `only`: the tag of one level;
    `tts`: phones read the cards aloud.
    """
    return through(Work(source, folder, rules, cut, now, only, tts), STAGES)


def through(work: Work, stages: Iterable[Callable[[Work], Work]]) -> Work:
    """Take `work` through `stages`, in order."""
    for stage in stages:
        work = stage(work)
    return work


def to_write(work: Work) -> list[Package]:
    """The packages of `work` that hold anything."""
    return [package for package in (*work.packages, work.bundle) if package and package.notes]


def prepared(folders: tuple[Path, ...], without: tuple[str, ...] = ("quantity",)) -> dict[str, Any]:
    """The rules of `folders`, less the kinds `without`, and a word cutter that knows their domain words: what a build
    needs besides its source.
    """
    from cards.engine.loading import load_rules

    rules = load_rules(folders, without)
    return {"rules": rules, "cut": word_cutter(rules.lexicons.get("domain_words", ()))}
