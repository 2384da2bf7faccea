"""Editing: the notes of an issue over the decks on disk, its own and its neighbours', to the next edition and packages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct, field

from cards.anki.face import face_of
from cards.anki.names import bundle_file, is_aside, issue_folder
from cards.record.beside import Changes
from cards.record.changes import CHANGED, ArticleChanges, Change
from cards.record.deciding import Decided
from cards.record.decks import Decks
from cards.record.earlier import conflicts, given_earlier, values_before
from cards.record.edition import Edition, Terms, next_edition
from cards.record.newer import Neighbour, Neighbours, banners, figure_traces, figures, neighbours_of, outdated
from cards.record.pace import Pace
from cards.record.packages import Package, narrow_name, pack
from cards.record.siblings import Sibling, merged, siblings_among, updated
from cards.record.store import EMPTY, Record, Recorded, read_file, read_record
from cards.record.traces import figure, identities
from cards.records import Doubt, Issue, Note
from cards.rules.ruleset import RuleSet
from cards.text.words import word_cutter

Notes = Mapping[int, tuple[Note, ...]]


class Recalled(Struct, frozen=True):
    """What the decks of an issue on disk hold; `packed` are the GUIDs in the packages of the one level to build."""

    record: Record
    packed: frozenset[str]
    doubts: tuple[Doubt, ...]


class Around(Struct, frozen=True):
    """The notes of an issue, those that other issues give too with what these say of them; `siblings` are these issues,
    `neighbours` those with figures.
    """

    notes: Notes
    siblings: tuple[Sibling, ...]
    neighbours: Neighbours


class Edited(Struct, frozen=True):
    """The next edition; `unrelated`: the decks that stand in its folder are of another text."""

    edition: Edition
    unrelated: bool = False
    doubts: tuple[Doubt, ...] = ()


class Packed(Struct, frozen=True):
    """The packages of an issue, and `changes`: the notes of other issues that change with it; `outdated` are the
    figures of earlier issues among these, as changes of their decks.
    """

    articles: tuple[Package, ...]
    bundle: Package
    changes: Changes = field(default_factory=dict)
    outdated: tuple[ArticleChanges, ...] = ()


def recall(issue: Issue, folder: Path, only: str | None, records: tuple[Path, ...]) -> Recalled:
    """The decks on disk → the record. In the folder of the issue every package is read, whatever level it holds. Raises
    UserError for a package of `records` that can't be read.
    """
    standing = sorted(path for path in (folder / issue_folder(issue)).glob("*.apkg") if not is_aside(path))
    named = (issue.publication, issue.number)
    for path in records:
        read_file(path)
    record, doubts = read_record([*standing, *records], *named)
    narrow = [path for path in standing if only and path.stem == narrow_name(path.stem, only)]
    packed, _ = read_record(narrow, *named)
    return Recalled(record, frozenset(packed.notes), tuple(doubts))


def look_around(issue: Issue, notes: Notes, record: Record, rules: RuleSet, decks: Decks) -> Around:
    """The publication's other issues on disk → the facts that this one repeats, as they stand there; and their figures.
    """
    lasting = {note.guid: note for of_article in notes.values() for note in of_article
               if rules.kinds[note.kind].lasting}
    shared = {guid for guid, note in record.notes.items() if note.memory.lines}
    telling = frozenset(shared | {guid for guid, note in lasting.items() if note.fact.form != "item"})
    own = issue_folder(issue)
    siblings = siblings_among(decks.beside(own, identities(telling)), shared | lasting.keys(), telling)
    stated = figure_traces(figures(record.notes.values())).union(
        *(figure(note.kind, note.statement) for of_article in notes.values() for note in of_article))
    return Around(merged(notes, issue.number, siblings), siblings,
                  neighbours_of(stated, partial(decks.beside, own)))


def edit(issue: Issue, around: Around, recalled: Recalled, decided: Decided, folder: Path, now: int,
         only: str | None, pace: Pace) -> Edited:
    """Notes over the record → the next edition."""
    def updates(living: Iterable[Recorded]) -> dict[str, str]:
        """The banners of the notes `living` of this issue that a later one updates."""
        return banners(issue.number, figures(living), around.neighbours.all)

    elsewhere = frozenset(guid for sibling in around.siblings for guid in sibling.notes)
    every = {note.guid: note for of_article in around.notes.values() for note in of_article}
    given = given_earlier(issue.number, around.neighbours.all)
    before = values_before(every.values(), given)
    doubts = conflicts(issue, (note for guid, note in every.items() if guid not in decided.spare), given)
    terms = Terms(only, recalled.packed, elsewhere, updates, before, decided, pace)
    edition = next_edition(issue, around.notes, recalled.record, now, terms)
    if edition.related:
        return Edited(edition, doubts=doubts)
    doubt = Doubt("the decks that stood here were of another text and are set aside: "
                  f"{folder / bundle_file(issue)}")
    terms = Terms(only, updates=updates, earlier=before, decided=decided, pace=pace)
    return Edited(next_edition(issue, around.notes, EMPTY, now, terms), True, (doubt, *doubts))


def pack_up(issue: Issue, edition: Edition, around: Around, rules: RuleSet, folder: Path, now: int,
            only: str | None) -> Packed:
    """The edition → packages; and the notes of other issues that change with it."""
    cut = word_cutter(rules.lexicons.get("domain_words", ()))
    standing = _standing(folder / issue_folder(issue))
    articles, bundle = pack(issue, edition, face_of(folder / "face"), cut, standing, only)
    if only:
        return Packed(articles, bundle)
    living = {note.guid: note for deck in edition.decks for note in deck.at_home if not note.memory.retired}
    current = Neighbour(issue.number, issue_folder(issue), figures(living.values()))
    updating = outdated(current, around.neighbours, now)
    fresh = {neighbour.folder: dict(notes) for neighbour, notes in updating.items()}
    for sibling, notes in updated(around.siblings, issue.number, living, now).items():
        fresh.setdefault(sibling, {}).update(notes)
    return Packed(articles, bundle, fresh, tuple(_changes(neighbour, notes) for neighbour, notes in updating.items()))


def _standing(folder: Path) -> frozenset[str]:
    """The stems of the packages in `folder`, without their level."""
    return frozenset(path.stem.partition("（")[0] for path in folder.glob("*.apkg"))


def _changes(neighbour: Neighbour, notes: Mapping[str, Recorded]) -> ArticleChanges:
    """What the notes of `neighbour` became, as changes of its decks."""
    changes = [Change(note.guid, CHANGED, note.fields, notes[note.guid].fields)
               for note in neighbour.notes if note.guid in notes]
    return ArticleChanges(neighbour.issue, tuple(changes))
