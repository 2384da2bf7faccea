"""The way through the house: a source is read, rules find, notes are written and packed. The order is STAGES."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from cards.anki.face import Face, face_of
from cards.anki.names import bundle_file, is_aside, issue_folder
from cards.finding.find import find_all
from cards.reading import read_issue
from cards.record.beside import read_beside
from cards.record.changes import CHANGED, ArticleChanges, Change
from cards.record.disk import file_bytes
from cards.record.edition import Edition, next_edition
from cards.record.newer import Neighbour, banners, figure_kinds, figures, neighbours_among, outdated
from cards.record.packages import Package, narrow_name, pack, repacked
from cards.record.siblings import Sibling, merged, siblings_among, updated
from cards.record.store import EMPTY, Record, Recorded, read_file, read_record
from cards.records import Doubt, Found, Issue, Note
from cards.rules.ruleset import RuleSet
from cards.text.words import word_cutter
from cards.writing.notes import read_aloud, rule_tag, write_notes

NOTHING = Issue("", "", "", ())


@dataclass(frozen=True, slots=True)
class Work:
    """What the stages hand on; each stage fills its part and leaves the rest. `publication`, where one is given, is the
    name of it, whatever the source says; `records` are packages that stand in for a lost record, `packed` the GUIDs in
    the packages of the level `only`; `unrelated`: the decks that stand in the folder are of another text;
    `siblings` are other issues that give some of the same facts, `neighbours` those with figures; `others` are their
    packages, brought up to date, `outdated` the figures of earlier issues that this one updates, as changes.
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
    records: tuple[Path, ...] = ()
    record: Record = EMPTY
    packed: frozenset[str] = frozenset()
    edition: Edition | None = None
    unrelated: bool = False
    siblings: tuple[Sibling, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    others: tuple[Package, ...] = ()
    outdated: tuple[ArticleChanges, ...] = ()
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
    if work.tts:
        notes = {number: tuple(map(read_aloud, each)) for number, each in notes.items()}
    return replace(work, notes=notes, unwritten=doubts, doubts=work.doubts + doubts)


def recall(work: Work) -> Work:
    """The decks on disk → the record. In a folder of the issue every package is read, whatever level it holds. Raises
    UserError for a package of `work.records` that can't be read.
    """
    standing = sorted(each for each in (work.folder / issue_folder(work.issue)).glob("*.apkg") if not is_aside(each))
    issue = (work.issue.publication, work.issue.number)
    for path in work.records:
        read_file(path)
    record, doubts = read_record([*standing, *work.records], *issue)
    narrow = [each for each in standing if work.only and each.stem == narrow_name(each.stem, work.only)]
    packed, _ = read_record(narrow, *issue)
    return replace(work, record=record, packed=frozenset(packed.notes), doubts=work.doubts + tuple(doubts))


def look_around(work: Work) -> Work:
    """The publication's other issues on disk → the facts that this one repeats, as they stand there; and their figures.
    """
    lasting = {note.guid: note for each in (work.notes or {}).values() for note in each
               if work.rules.kinds[note.kind].lasting}
    shared = {guid for guid, note in work.record.notes.items() if note.memory.lines}
    telling = frozenset(shared | {guid for guid, note in lasting.items() if note.words[0] != "item"})
    beside = read_beside(work.folder / issue_folder(work.issue), telling)
    siblings = siblings_among(beside, shared | lasting.keys(), telling)
    notes = merged(work.notes or {}, work.issue.number, siblings)
    return replace(work, notes=notes, siblings=siblings, neighbours=neighbours_among(beside, figure_kinds(work.rules)))


def edit(work: Work) -> Work:
    """Notes over the record → the next edition."""
    elsewhere = frozenset(guid for sibling in work.siblings for guid in sibling.notes)
    edition = next_edition(work.issue, work.notes or {}, work.record, work.now, work.only, work.packed,
                           _resting(work), elsewhere, partial(_updates, work))
    if edition.related:
        return replace(work, edition=edition)
    doubt = Doubt("the decks that stood here were of another text and are set aside: "
                  f"{work.folder / bundle_file(work.issue)}")
    edition = next_edition(work.issue, work.notes or {}, EMPTY, work.now, work.only, updates=partial(_updates, work))
    return replace(work, edition=edition, unrelated=True, doubts=(*work.doubts, doubt))


def _updates(work: Work, living: Iterable[Recorded]) -> dict[str, str]:
    """The banners of the notes `living` of this issue that a later one updates."""
    kinds = figure_kinds(work.rules)
    return banners(work.issue.number, figures(living, kinds), work.neighbours, kinds, _own_places(work))


def _own_places(work: Work) -> tuple[str, ...]:
    return work.rules.lexicons.get("own_place", ())


def _resting(work: Work) -> Callable[[Recorded], bool]:
    """Whether a recorded note only lost its place to a better one: its kind selects, a rule of its own is in force
    and its words still stand in the issue.
    """
    tags = {rule_tag(rule.id) for rule in work.rules.card_rules if rule.kind.selection}
    text = "\n".join(paragraph.text for article in work.issue.articles for paragraph in article.paragraphs)
    return lambda note: (not note.memory.retired and note.memory.words[0] == "text" and not tags.isdisjoint(note.tags)
                         and note.memory.words[1] in text)


def pack_up(work: Work) -> Work:
    """The edition → packages; and those of other issues that hold a fact of it, with what is said of it now."""
    if work.edition is None:
        return work
    face = face_of(work.folder / "face")
    packages, bundle = pack(work.issue, work.edition, face, work.only)
    if work.only:
        return replace(work, packages=packages, bundle=bundle)
    living = {note.guid: note for deck in work.edition.decks for note in deck.at_home if not note.memory.retired}
    kinds = figure_kinds(work.rules)
    current = Neighbour(work.issue.number, (), figures(living.values(), kinds))
    updating = outdated(current, work.neighbours, kinds, _own_places(work), work.now)
    others = tuple(_others(work, living, {each.files: notes for each, notes in updating.items()}, face))
    return replace(work, packages=packages, bundle=bundle, others=others,
                   outdated=tuple(_changes(each, notes) for each, notes in updating.items()))


def _changes(neighbour: Neighbour, notes: Mapping[str, Recorded]) -> ArticleChanges:
    """What the notes of `neighbour` became, as changes of its decks."""
    return ArticleChanges(neighbour.issue, tuple(
        Change(note.guid, CHANGED, note.fields, notes[note.guid].fields)
        for note in neighbour.notes if note.guid in notes))


def _others(work: Work, living: Mapping[str, Recorded], updating: Mapping[tuple[Path, ...], Mapping[str, Recorded]],
            face: Face) -> Iterator[Package]:
    """The packages of other issues with the notes that they share with this one, whose notes are `living`, and those
    that it is `updating`, by the packages that hold them.
    """
    fresh = {files: dict(notes) for files, notes in updating.items()}
    for sibling in work.siblings:
        fresh.setdefault(sibling.files, {}).update(
            updated(sibling, work.siblings, work.issue.number, living, work.now))
    for files, notes in fresh.items():
        if notes:
            yield from _repacked(work.folder, files, notes, face)


def _repacked(folder: Path, files: Iterable[Path], notes: Mapping[str, Recorded], face: Face) -> Iterator[Package]:
    """Those of the packages `files` of an issue that hold any of `notes`, with them. Packages that are equal, as are
    both of an issue of one article, are packed once.
    """
    packed: dict[bytes, Package | None] = {}
    for file in files:
        with suppress(OSError, ValueError):  # the build of its own issue tells of it
            data = file_bytes(file)
            if data not in packed:
                packed[data] = repacked(file, data, notes, face)
            if package := packed[data]:
                yield replace(package, file=file.relative_to(folder))


STAGES: tuple[Callable[[Work], Work], ...] = (read, find, write, recall, look_around, edit, pack_up)


def build_issue(source: Path, folder: Path, rules: RuleSet, cut: Callable[[str], list[str]], now: int,
                only: str | None = None, tts: bool = False, records: tuple[Path, ...] = ()) -> Work:
    """Take `source` through all stages; nothing is written. `now`: seconds since 1970; `only`: the tag of one level;
    `tts`: phones read the cards aloud; `records`: packages to match besides those in `folder`.
    """
    return through(Work(source, folder, rules, cut, now, only, tts, records=records), STAGES)


def through(work: Work, stages: Iterable[Callable[[Work], Work]]) -> Work:
    """Take `work` through `stages`, in order."""
    for stage in stages:
        work = stage(work)
    return work


def to_write(work: Work) -> list[Package]:
    """The packages of `work` that hold anything."""
    return [package for package in (*work.packages, work.bundle, *work.others) if package and package.notes]


def prepared(folders: tuple[Path, ...], without: tuple[str, ...] = ("quantity",)) -> dict[str, Any]:
    """The rules of `folders`, less the kinds `without`, and a word cutter that knows their domain words: what a build
    needs besides its source.
    """
    from cards.rules.loading import load_rules

    rules = load_rules(folders, without)
    return {"rules": rules, "cut": word_cutter(rules.lexicons.get("domain_words", ()))}
