"""The next edition: the notes of an issue over the record of the last one: a pure function.

What is the same fact keeps its GUID, its note id and the cloze numbers of its answers; what is new gets fresh ones;
what left the source stays as a retired note. A note whose content did not change stays as it is recorded, and with it
its modification time, so that importing the edition touches nothing a learner made their own.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from cards.anki.names import article_name, deck_prefix, title_of
from cards.anki.note_type import CODE, MEMORY, SOURCES, STATUS, TEXT
from cards.finding.identity import code, guid
from cards.record.changes import CHANGED, NEW, RETIRED, REVIVED, UNTOUCHED, ArticleChanges, Change, described
from cards.record.compared import Compared, new_notes, recorded_notes
from cards.record.matching import Matches, match
from cards.record.memory import (
    RETIRED_TAG,
    UNKNOWN_DECK,
    UPDATED_TAG,
    Memory,
    digest,
    fields_without_banner,
    passing,
    remember,
    short,
)
from cards.record.newer import Banners, bannered
from cards.record.numbers import carry_over, renumbered
from cards.record.pace import USUAL_PACE, Pace
from cards.record.store import NOTE_STEP, Record, Recorded
from cards.records import Issue, Note
from cards.writing.levels import LEVELS

RETIRED_BANNER = "已失效：最新一版不再收这一条，仅供回顾。"
ARTICLE_STEP = 1_000_000
LEVEL_SLACK = 2


@dataclass(frozen=True, slots=True)
class Deck:
    """An article's deck: the article part of its name, the description, and every note that the article gives, in
    order; `article` is the article's number in the issue, None where it left the issue.
    """

    name: str
    description: str
    notes: tuple[Recorded, ...]
    article: int | None

    @property
    def at_home(self) -> tuple[Recorded, ...]:
        """The notes whose home this deck is: in a package of the whole issue each note stands once."""
        return tuple(note for note in self.notes if note.memory.decks[0] == self.name)


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue's decks as they are to be packed: those of its articles in order, then those of articles that left it.
    `changes` goes with `decks`; `related` tells that the record was of the same text, or that there was none.
    """

    prefix: str
    decks: tuple[Deck, ...]
    changes: tuple[ArticleChanges, ...]
    related: bool

    @property
    def record(self) -> Record:
        """What reading the packages of this edition back would give."""
        notes = {note.guid: note for deck in self.decks for note in deck.at_home}
        return Record(notes, {deck.name: deck.description for deck in self.decks})


def _is_never_resting(note: Recorded) -> bool:
    return False


def _no_banners(notes: Iterable[Recorded]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an edition is made. With `only`, the tag of a level, it holds the notes of that level and those
    whose GUIDs are in `packed`: what a learner may have stays. A note that is `resting` stays as it is although no rule
    gave it this time: another took its place, but it holds. A fact that left the issue but lives `elsewhere`, in
    another issue, is not retired; it is that issue's from now on. `updates` gives the banners of notes that a later
    issue updates. Decks tell how they are learned at this `pace`.
    """

    only: str | None = None
    packed: frozenset[str] = frozenset()
    resting: Callable[[Recorded], bool] = _is_never_resting
    elsewhere: frozenset[str] = frozenset()
    updates: Banners = _no_banners
    pace: Pace = USUAL_PACE

    def keeps(self, note: Recorded) -> bool:
        """Whether the edition holds `note`."""
        return not self.only or self.only in note.tags or note.guid in self.packed


USUAL = Terms()


def next_edition(issue: Issue, notes: Mapping[int, tuple[Note, ...]], record: Record, now: int,
                 terms: Terms = USUAL) -> Edition:
    """The next edition of `issue`, whose articles give `notes`, over the `record` of the last one. `now`, in seconds
    since 1970, is the modification time of whatever changed.
    """
    living, matches, names = _living(issue, notes, record, now)
    living = _with_banners(living, terms.updates(living.values()), record, now)
    gone = _gone(living.values(), record, now, terms)
    decks, changes = [], []
    for number, name in _order(issue, record, names):
        mine = [living[note.guid] for note in notes.get(number or 0, ())]
        filed = [note for note in (*mine, *_filed(gone, name)) if terms.keeps(note)]
        if filed or number is not None:
            deck, changed = _described(Deck(name, "", tuple(filed), number), record, now, terms.pace)
            decks.append(deck)
            changes.append(changed)
    related = not record.notes or bool(matches.notes or matches.articles)
    return Edition(deck_prefix(issue), tuple(decks), tuple(changes), related)


def _with_banners(living: Mapping[str, Recorded], banners: Mapping[str, str], record: Record, now: int
                  ) -> dict[str, Recorded]:
    """The notes `living`, those that a later issue updates with their banners."""
    return {key: bannered(note, record.notes.get(note.guid), banners.get(note.guid, ""), now)
            for key, note in living.items()}


def _filed(notes: Iterable[Recorded], deck: str) -> list[Recorded]:
    """Those of `notes` that were filed under `deck`."""
    return [note for note in notes if deck in note.memory.decks]


def _gone(living: Iterable[Recorded], record: Record, now: int, terms: Terms) -> list[Recorded]:
    """The recorded notes whose facts the issue does not give now, as they stay in its decks."""
    there = {note.guid for note in living} | terms.elsewhere
    left = [note for note in record.notes.values() if note.guid not in there]
    return [note if terms.resting(note) else _retired(note, now) for note in left]


def _order(issue: Issue, record: Record, names: Mapping[int, str]) -> list[tuple[int | None, str]]:
    """The decks of an edition: the articles of the issue, then, without a number, those that left it."""
    articles: list[tuple[int | None, str]] = [(article.number, names[article.number]) for article in issue.articles]
    return articles + [(None, name) for name in sorted(record.decks) if name not in names.values()]


def _living(issue: Issue, notes: Mapping[int, tuple[Note, ...]], record: Record,
            now: int) -> tuple[dict[str, Recorded], Matches, dict[int, str]]:
    """The notes of the edition by the GUID their words give; how they match the record; their articles' decks."""
    titles = {article.number: title_of(article_name(article)) for article in issue.articles}
    facts = new_notes(notes)
    source = "\n".join(paragraph.text for article in issue.articles for paragraph in article.paragraphs)
    matches = match(facts, recorded_notes(record), titles, {deck: title_of(deck) for deck in record.decks},
                    source)
    maker = _Maker(issue, record, matches, _deck_names(issue, matches, record), now)
    by_guid = {note.guid: note for note in chain(*notes.values())}
    living = {fact.id: maker.note(by_guid[fact.id], fact) for fact in facts}
    return _levelled(living, by_guid, record, now), matches, maker.names


def _described(deck: Deck, record: Record, now: int, pace: Pace) -> tuple[Deck, ArticleChanges]:
    """The deck with its description, and the changes of the notes whose home it is."""
    changes = {note.guid: _change(note, record.notes.get(note.guid)) for note in deck.notes}
    first = not any(deck.name in note.memory.decks for note in record.notes.values())
    cards = sum(len(note.memory.numbers) for note in deck.notes if not note.memory.retired)
    text = described(record.decks.get(deck.name, ""), tuple(changes.values()), cards, now, first, pace)
    return replace(deck, description=text), ArticleChanges(
        deck.name, tuple(changes[note.guid] for note in deck.at_home))


def _deck_names(issue: Issue, matches: Matches, record: Record) -> dict[int, str]:
    """The article part of each article's deck: as recorded, even where the article has another title or place now."""
    names = {number: name for number, name in matches.articles.items() if name != UNKNOWN_DECK}
    for article in issue.articles:
        if article.number not in names:
            name, count = article_name(article), 1
            while name in names.values() or name in record.decks:
                count += 1
                name = f"{article_name(article)}（{count}）"
            names[article.number] = name
    return names


class _Maker:
    """Makes the notes of an edition, and gives new ones their ids. A note id is a time of creation in Anki, in
    milliseconds: those of an issue begin at noon of its date.
    """

    def __init__(self, issue: Issue, record: Record, matches: Matches, names: Mapping[int, str], now: int):
        self.issue, self.record, self.matches, self.names, self.now = issue, record, matches, dict(names), now
        try:
            noon = datetime.datetime.fromisoformat(f"{issue.date[:10]}T12:00:00+00:00").timestamp()
        except ValueError:
            noon = now
        self.first = int(noon) * 1000
        self.taken = {note.note_id for note in record.notes.values()}
        self.given: dict[int, int] = {}

    def note(self, note: Note, fact: Compared) -> Recorded:
        """The note as the edition holds it: as recorded where its content is the same."""
        earlier = self.record.notes.get(self.matches.notes.get(fact.id, ""))
        if earlier is None:
            return self._new(note, fact)
        carried = _carried(fact, earlier.memory) if not note.lines else {number: number for number in fact.numbers}
        numbers = {carried[number]: answer for number, answer in fact.numbers.items()}
        memory = replace(self._memory(note, numbers, earlier.memory),
                         gone=tuple(sorted((earlier.memory.used | {*note.gone}) - set(numbers))))
        fields = _with(note.fields, {TEXT: renumbered(note.fields[TEXT], carried), CODE: code(earlier.guid)})
        memory = replace(memory, digest=digest(fields, note.tags))
        if _is_untouched(earlier, memory, fields):
            return _as_recorded(earlier, fields, note.tags, memory)
        changed = max(self.now, earlier.changed + 1)
        return _written(Recorded(earlier.guid, earlier.note_id, changed, fields, note.tags, 0,
                                 replace(memory, made=changed)))

    def _new(self, note: Note, fact: Compared) -> Recorded:
        identity, again = note.guid, 1
        while identity in self.record.notes:  # whose own words have changed since
            again += 1
            identity = guid(self.issue.publication, self.issue.number, note.kind, note.fact, again)
        fields = _with(note.fields, {CODE: code(identity)})
        memory = replace(self._memory(note, fact.numbers), digest=digest(fields, note.tags), made=self.now,
                         gone=note.gone)
        return _written(Recorded(identity, self._fresh_id(note.home), self.now, fields, note.tags, 0, memory))

    def _memory(self, note: Note, numbers: dict[int, str], before: Memory | None = None) -> Memory:
        decks = [self.names[number] for number in note.articles]
        home = before.decks[0] if before and before.decks[0] in decks else decks[0]
        return Memory(note.guid, note.kind, note.fact, numbers, (), (self.issue.publication, self.issue.number),
                      (home, *(deck for deck in decks if deck != home)),
                      self.matches.enumerations.get(note.enumeration, note.enumeration), given=self._given(note),
                      lines=dict(note.lines), statement=note.statement)

    def _given(self, note: Note) -> str:
        return short(sorted((self.names[number], source)
                            for number, source in zip(note.articles, note.sources, strict=True)))

    def _fresh_id(self, article: int) -> int:
        note_id = self.given.get(article, self.first + article * ARTICLE_STEP)
        while note_id in self.taken:
            note_id += NOTE_STEP
        self.taken.add(note_id)
        self.given[article] = note_id + NOTE_STEP
        return note_id


def _carried(fact: Compared, before: Memory) -> dict[int, int]:
    """The cloze number that each number of a new text gets; only a sentence learned as such has more than one."""
    if fact.fact.form != "sentence":
        return {number: number for number in fact.numbers}
    earlier = before.fact.sentence, before.numbers
    return carry_over(earlier, before.used, (fact.fact.sentence, fact.numbers))


def _is_untouched(earlier: Recorded, memory: Memory, fields: tuple[str, ...]) -> bool:
    """Whether a note with `memory` and `fields` says what it said, as it remembers or as it shows; what a learner made
    of it is no change.
    """
    before = earlier.memory
    shown = digest(fields_without_banner(earlier.fields), {*earlier.tags} - {UPDATED_TAG})
    same_sources = memory.given == before.given or earlier.fields[SOURCES] == fields[SOURCES]
    return not before.retired and memory.digest in (before.digest, shown) and same_sources


def _as_recorded(earlier: Recorded, fields: tuple[str, ...], tags: tuple[str, ...], memory: Memory) -> Recorded:
    """An untouched note: what a record from somebody's Anki has more than we wrote is left behind. Where somebody
    changed its memory, it remembers anew; it is never later than it was.
    """
    before = earlier.memory
    made = min(before.made or earlier.changed, earlier.changed)
    tags = tuple(sorted({*(frozenset(tags) - passing(tags)), *passing(earlier.tags)}))
    if (memory.digest, memory.given) == (before.digest, before.given):
        memory = replace(before, statement=memory.statement)
    return _written(replace(earlier, changed=made, fields=_with(fields, {SOURCES: earlier.fields[SOURCES]}), tags=tags,
                            memory=replace(memory, made=made, banner=before.banner)))


def _with(fields: tuple[str, ...], values: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(values.get(place, text) for place, text in enumerate(fields))


def _levelled(living: dict[str, Recorded], fresh: Mapping[str, Note], record: Record, now: int) -> dict[str, Recorded]:
    """Untouched notes keep their recorded level while about as many as should be are essential: a new note that takes
    the place of another is no reason to touch that. Where the share itself was changed, the levels follow.
    """
    wanted: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for key, note in living.items():
        wanted[note.memory.decks[0]] += LEVELS[0] in fresh[key].tags
        having[note.memory.decks[0]] += LEVELS[0] in note.tags
    stale = {deck for deck in wanted if abs(wanted[deck] - having[deck]) > max(LEVEL_SLACK, wanted[deck] / 4)}
    return {key: _with_level(note, fresh[key], now) if note.memory.decks[0] in stale else note
            for key, note in living.items()}


def _with_level(note: Recorded, fresh: Note, now: int) -> Recorded:
    level = next(tag for tag in fresh.tags if tag in LEVELS)
    if level in note.tags:
        return note
    changed = max(now, note.changed + 1)
    return _written(replace(note, tags=tuple(sorted({*note.tags, level} - (set(LEVELS) - {level}))), changed=changed,
                            memory=replace(note.memory, made=changed)))


def _written(note: Recorded) -> Recorded:
    """The note with its memory in its field."""
    return replace(note, fields=_with(note.fields, {MEMORY: remember(note.memory)}))


def _retired(note: Recorded, now: int) -> Recorded:
    """A note whose fact left the source: tagged, with a banner; one that was retired before is as it was."""
    if note.memory.retired:
        return note
    changed = max(now, note.changed + 1)
    fields = _with(note.fields, {STATUS: RETIRED_BANNER})
    return _written(replace(note, changed=changed, fields=fields,
                            tags=tuple(sorted({*note.tags, RETIRED_TAG} - {UPDATED_TAG})),
                            memory=replace(note.memory, retired=True, made=changed, banner="")))


def _change(note: Recorded, before: Recorded | None) -> Change:
    if before is None:
        return Change(note.guid, NEW, (), note.fields)
    if note.changed == before.changed:
        return Change(note.guid, UNTOUCHED, before.fields, note.fields)
    outcome = RETIRED if note.memory.retired else REVIVED if before.memory.retired else CHANGED
    return Change(note.guid, outcome, before.fields, note.fields)
