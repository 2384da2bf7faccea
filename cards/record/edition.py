"""The next edition: the notes of an issue over the record of the last one: a pure function.

What is the same fact keeps its GUID, its note id and the cloze numbers of its answers; what is new gets fresh ones;
what left the source stays as a retired note. A note whose content did not change stays as it is recorded, and with it
its modification time, so that importing the edition touches nothing a learner made their own.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from cards.anki.cloze import answers
from cards.anki.names import article_name, deck_prefix, title_of
from cards.anki.note_type import CODE, MEMORY, SOURCES, STATUS, TEXT
from cards.finding.identity import code, guid
from cards.record.changes import CHANGED, NEW, RETIRED, REVIVED, UNTOUCHED, ArticleChanges, Change, described
from cards.record.compared import Compared, new_notes, recorded_notes
from cards.record.deciding import UNDECIDED, Choice, Decided, Standing, choose, keeping, verdicts
from cards.record.decisions import Verdict, by_code
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
    `changes` goes with `decks`; `related` tells that the record was of the same text, or that there was none;
    `verdicts` say what became of people's decisions.
    """

    prefix: str
    decks: tuple[Deck, ...]
    changes: tuple[ArticleChanges, ...]
    related: bool
    verdicts: tuple[Verdict, ...] = ()

    @property
    def record(self) -> Record:
        """What reading the packages of this edition back would give."""
        notes = {note.guid: note for deck in self.decks for note in deck.at_home}
        return Record(notes, {deck.name: deck.description for deck in self.decks})


def _no_banners(notes: Iterable[Recorded]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an edition is made. With `only`, the tag of a level, it holds the notes of that level and those
    whose GUIDs are in `packed`: what a learner may have stays. A fact that left the issue but lives `elsewhere`, in
    another issue, is not retired; it is that issue's from now on. `updates` gives the banners of notes that a later
    issue updates. `decided` is what people decided, and what the budget has no place for. Decks tell how they are
    learned at this `pace`.
    """

    only: str | None = None
    packed: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    updates: Banners = _no_banners
    decided: Decided = UNDECIDED
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
    source = "\n".join(paragraph.text for article in issue.articles for paragraph in article.paragraphs)
    made = _living(issue, notes, record, now, source, terms.decided)
    living = _with_banners(made.living, terms.updates(made.living.values()), record, now)
    kept = keeping(terms.decided, record, source) - made.identities
    gone = _gone(living.values(), made.dropped, record, now, terms, kept)
    decks, changes = [], []
    for number, name in _order(issue, record, made.names):
        mine = [living[note.guid] for note in notes.get(number or 0, ()) if note.guid in living]
        filed = [note for note in (*mine, *_filed(gone, name)) if terms.keeps(note)]
        if filed or number is not None:
            deck, changed = _described(Deck(name, "", tuple(filed), number), record, now, terms.pace)
            decks.append(deck)
            changes.append(changed)
    related = not record.notes or bool(made.matches.notes or made.matches.articles)
    told = verdicts(terms.decided, made.choice, Standing(made.guids, kept, record, source))
    return Edition(deck_prefix(issue), tuple(decks), tuple(changes), related, told)


def _with_banners(living: Mapping[str, Recorded], banners: Mapping[str, str], record: Record, now: int
                  ) -> dict[str, Recorded]:
    """The notes `living`, those that a later issue updates with their banners."""
    return {key: bannered(note, record.notes.get(note.guid), banners.get(note.guid, ""), now)
            for key, note in living.items()}


def _filed(notes: Iterable[Recorded], deck: str) -> list[Recorded]:
    """Those of `notes` that were filed under `deck`."""
    return [note for note in notes if deck in note.memory.decks]


def _gone(living: Iterable[Recorded], dropped: Mapping[str, Memory], record: Record, now: int, terms: Terms,
          kept: frozenset[str]) -> list[Recorded]:
    """The recorded notes that the issue does not give now, as they stay in its decks; `kept` by a person's word."""
    there = {note.guid for note in living} | terms.elsewhere
    left = [note for note in record.notes.values() if note.guid not in there]
    levels = {name: decision.wanted_level for name, decision in by_code(terms.decided.decisions.entries).items()}
    return [_kept(note, levels[code(note.guid)], now) if note.guid in kept
            else _retired(note, now, dropped.get(note.guid)) for note in left]


def _order(issue: Issue, record: Record, names: Mapping[int, str]) -> list[tuple[int | None, str]]:
    """The decks of an edition: the articles of the issue, then, without a number, those that left it."""
    articles: list[tuple[int | None, str]] = [(article.number, names[article.number]) for article in issue.articles]
    return articles + [(None, name) for name in sorted(record.decks) if name not in names.values()]


@dataclass(frozen=True, slots=True)
class _Made:
    """The notes of an edition: those that are `living` by the GUID their words give, `guids` the GUIDs of all by the
    same; of those that the record has and that are `dropped` what they remember now, by their GUIDs.
    """

    living: dict[str, Recorded]
    guids: dict[str, str]
    dropped: dict[str, Memory]
    choice: Choice
    matches: Matches
    names: dict[int, str]

    @property
    def identities(self) -> frozenset[str]:
        return frozenset(self.guids.values())


def _living(issue: Issue, notes: Mapping[int, tuple[Note, ...]], record: Record, now: int, source: str,
            decided: Decided) -> _Made:
    """The notes of the edition, how they match the record, and their articles' decks."""
    titles = {article.number: title_of(article_name(article)) for article in issue.articles}
    facts = new_notes(notes)
    matches = match(facts, recorded_notes(record), titles, {deck: title_of(deck) for deck in record.decks},
                    source)
    by_guid = {note.guid: note for note in chain(*notes.values())}
    maker = _Maker(issue, record, matches, _deck_names(issue, matches, record), now)
    guids = {fact.id: maker.identity(by_guid[fact.id], fact) for fact in facts}
    choice = choose(issue.number, by_guid, guids, record, decided)
    living: dict[str, Recorded] = {}
    dropped: dict[str, Memory] = {}
    for fact in facts:
        if not choice.drops(fact.id):
            living[fact.id] = maker.note(choice.notes[fact.id], fact, choice.levels(fact.id))
        elif guids[fact.id] in record.notes:
            dropped[guids[fact.id]] = maker.dropped(by_guid[fact.id], fact)
    living = _levelled(living, choice, record, now)
    return _Made(living, guids, dropped, choice, matches, maker.names)


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

    def identity(self, note: Note, fact: Compared) -> str:
        """The GUID of the note: its earlier one, else that of its words, where no note has it that was of these."""
        if fact.id in self.matches.notes:
            return self.matches.notes[fact.id]
        identity, again = note.guid, 1
        while identity in self.record.notes:  # whose own words have changed since
            again += 1
            identity = guid(self.issue.publication, self.issue.number, note.kind, note.fact, again)
        return identity

    def note(self, note: Note, fact: Compared, levelled: bool = False) -> Recorded:
        """The note as the edition holds it: as recorded where its content is the same. `levelled`: by a person."""
        earlier = self.record.notes.get(self.matches.notes.get(fact.id, ""))
        if earlier is None:
            return self._new(note, fact, levelled)
        carried, memory = self._again(note, fact, earlier.memory)
        fields = _with(note.fields, {TEXT: renumbered(note.fields[TEXT], carried), CODE: code(earlier.guid)})
        memory = replace(memory, digest=digest(fields, note.tags), levelled=levelled)
        if _is_untouched(earlier, memory, fields):
            return _as_recorded(earlier, fields, note.tags, memory)
        changed = max(self.now, earlier.changed + 1)
        return _written(Recorded(earlier.guid, earlier.note_id, changed, fields, note.tags, 0,
                                 replace(memory, made=changed)))

    def dropped(self, note: Note, fact: Compared) -> Memory:
        """What a note remembers that the source gives and the edition does not: it is found again as it stands now."""
        earlier = self.record.notes[self.matches.notes[fact.id]].memory
        _, memory = self._again(note, fact, earlier)
        return replace(memory, dropped=True, digest=earlier.digest, made=earlier.made, given=earlier.given)

    def _again(self, note: Note, fact: Compared, before: Memory) -> tuple[dict[int, int], Memory]:
        """The cloze number that each of the note gets, and what it remembers."""
        shown = {number: hidden[0] for number, hidden in answers(note.fields[TEXT]).items()}
        fact = replace(fact, numbers=shown)
        carried = _carried(fact, before) if not note.lines else {number: number for number in shown}
        numbers = {carried[number]: answer for number, answer in shown.items()}
        memory = self._memory(note, numbers, before)
        return carried, replace(memory, gone=tuple(sorted((before.used | {*note.gone}) - set(numbers))))

    def _new(self, note: Note, fact: Compared, levelled: bool) -> Recorded:
        identity = self.identity(note, fact)
        fields = _with(note.fields, {CODE: code(identity)})
        numbers = {number: hidden[0] for number, hidden in answers(note.fields[TEXT]).items()}
        memory = replace(self._memory(note, numbers), digest=digest(fields, note.tags), made=self.now,
                         gone=note.gone, levelled=levelled)
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
        memory = replace(before, statement=memory.statement, levelled=memory.levelled)
    return _written(replace(earlier, changed=made, fields=_with(fields, {SOURCES: earlier.fields[SOURCES]}), tags=tags,
                            memory=replace(memory, made=made, banner=before.banner)))


def _with(fields: tuple[str, ...], values: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(values.get(place, text) for place, text in enumerate(fields))


def _levelled(living: dict[str, Recorded], choice: Choice, record: Record, now: int) -> dict[str, Recorded]:
    """Untouched notes keep their recorded level while about as many as should be are essential: a new note that takes
    the place of another is no reason to touch that. Where the share itself was changed, the levels follow; a level
    that a person gives, or gives no longer, is what it is to be.
    """
    fresh = choice.notes
    wanted: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for key, note in living.items():
        wanted[note.memory.decks[0]] += LEVELS[0] in fresh[key].tags
        having[note.memory.decks[0]] += LEVELS[0] in note.tags
    stale = {deck for deck in wanted if abs(wanted[deck] - having[deck]) > max(LEVEL_SLACK, wanted[deck] / 4)}
    return {key: _with_level(note, fresh[key], now)
            if note.memory.decks[0] in stale or choice.levels(key) or _was_levelled(note, record) else note
            for key, note in living.items()}


def _was_levelled(note: Recorded, record: Record) -> bool:
    return note.guid in record.notes and record.notes[note.guid].memory.levelled


def _with_level(note: Recorded, fresh: Note, now: int) -> Recorded:
    return _at_level(note, next(tag for tag in fresh.tags if tag in LEVELS), now)


def _at_level(note: Recorded, level: str, now: int) -> Recorded:
    if level in note.tags:
        return note
    changed = max(now, note.changed + 1)
    return _written(replace(note, tags=tuple(sorted({*note.tags, level} - (set(LEVELS) - {level}))), changed=changed,
                            memory=replace(note.memory, made=changed)))


def _written(note: Recorded) -> Recorded:
    """The note with its memory in its field."""
    return replace(note, fields=_with(note.fields, {MEMORY: remember(note.memory)}))


def _retired(note: Recorded, now: int, dropped: Memory | None = None) -> Recorded:
    """A note whose fact left the source, or that is `dropped`: tagged, with a banner; one that was retired before is as
    it was, but for what it remembers.
    """
    memory = dropped or replace(note.memory, dropped=False)
    if note.memory.retired:
        return _written(replace(note, memory=replace(memory, retired=True, banner="")))
    changed = max(now, note.changed + 1)
    fields = _with(note.fields, {STATUS: RETIRED_BANNER})
    return _written(replace(note, changed=changed, fields=fields,
                            tags=tuple(sorted({*note.tags, RETIRED_TAG} - {UPDATED_TAG})),
                            memory=replace(memory, retired=True, made=changed, banner="")))


def _kept(note: Recorded, level: str, now: int) -> Recorded:
    """A note that no rule gives and a person keeps, as it is recorded; one that was retired comes back."""
    if note.memory.retired:
        changed = max(now, note.changed + 1)
        note = _written(replace(note, changed=changed, fields=_with(note.fields, {STATUS: ""}),
                                tags=tuple(sorted({*note.tags} - {RETIRED_TAG})),
                                memory=replace(note.memory, retired=False, dropped=False, made=changed)))
    return _at_level(note, level, now) if level else note


def _change(note: Recorded, before: Recorded | None) -> Change:
    if before is None:
        return Change(note.guid, NEW, (), note.fields)
    if note.changed == before.changed:
        return Change(note.guid, UNTOUCHED, before.fields, note.fields)
    outcome = RETIRED if note.memory.retired else REVIVED if before.memory.retired else CHANGED
    return Change(note.guid, outcome, before.fields, note.fields)
