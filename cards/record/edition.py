"""The next edition: the notes of an issue over the record of the last one: a pure function.

What is the same fact keeps its GUID, its note id and the cloze numbers of its answers; what is new gets fresh ones;
what left the source stays as a retired note. A note whose content did not change stays as it is recorded, and with it
its modification time, so that importing the edition touches nothing a learner made their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from cards.anki.names import article_name, deck_prefix, title_of
from cards.finding.identity import code
from cards.record.changes import CHANGED, NEW, RETIRED, REVIVED, UNTOUCHED, ArticleChanges, Change, described
from cards.record.compared import Compared, new_notes, recorded_notes
from cards.record.deciding import UNDECIDED, Choice, Decided, choose
from cards.record.decisions import Verdict, by_code
from cards.record.earlier import Before
from cards.record.judging import Standing, keeping, verdicts
from cards.record.making import Maker
from cards.record.matching import Matches, match
from cards.record.memory import UNKNOWN_DECK, Memory
from cards.record.newer import Banners, bannered
from cards.record.pace import USUAL_PACE, Pace
from cards.record.retiring import at_level, keep, retired
from cards.record.store import Record, Recorded
from cards.records import LEVELS, Issue, Note

LEVEL_SLACK = 2


class Deck(Struct, frozen=True):
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


class Edition(Struct, frozen=True):
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


class Terms(Struct, frozen=True):
    """On what terms an edition is made. With `only`, the tag of a level, it holds the notes of that level and those
    whose GUIDs are in `packed`: what a learner may have stays. A fact that left the issue but lives `elsewhere`, in
    another issue, is not retired; it is that issue's from now on. `updates` gives the banners of notes that a later
    issue updates; `earlier` is what earlier ones give for the period before, by the GUIDs of notes by their own words.
    `decided` is what people decided, and what the budget has no place for. Decks tell how they are learned at this
    `pace`.
    """

    only: str | None = None
    packed: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    updates: Banners = _no_banners
    earlier: Mapping[str, Before] = field(default_factory=dict)
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
    made = _living(issue, notes, record, now, source, terms)
    living = _with_banners(made.living, terms.updates(made.living.values()), record, now)
    kept = keeping(terms.decided, record, source) - made.identities
    gone = _gone(living.values(), made.dropped, record, now, terms, kept)
    decks, changes = [], []
    for number, name in _order(issue, record, made.names):
        mine = _living_of(notes.get(number or 0, ()), living)
        filed = tuple(filter(terms.keeps, (*mine, *_filed(gone, name))))
        if filed or number is not None:
            deck, changed = _described(Deck(name, "", filed, number), record, now, terms.pace)
            decks.append(deck)
            changes.append(changed)
    related = not record.notes or bool(made.matches.notes or made.matches.articles)
    told = verdicts(terms.decided, made.choice, Standing(made.guids, kept, record, source))
    return Edition(deck_prefix(issue), tuple(decks), tuple(changes), related, told)


def _living_of(notes: Iterable[Note], living: Mapping[str, Recorded]) -> list[Recorded]:
    """Those of `notes` that live, as the edition holds them."""
    return [living[note.guid] for note in notes if note.guid in living]


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
    return [keep(note, levels[code(note.guid)], now) if note.guid in kept
            else retired(note, now, dropped.get(note.guid)) for note in left]


def _order(issue: Issue, record: Record, names: Mapping[int, str]) -> list[tuple[int | None, str]]:
    """The decks of an edition: the articles of the issue, then, without a number, those that left it."""
    articles: list[tuple[int | None, str]] = [(article.number, names[article.number]) for article in issue.articles]
    return articles + [(None, name) for name in sorted(record.decks) if name not in names.values()]


class _Made(Struct, frozen=True):
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
            terms: Terms) -> _Made:
    """The notes of the edition, how they match the record, and their articles' decks."""
    decided = terms.decided
    facts = new_notes(notes)
    matches = _matches(facts, issue, record, source, decided.spare)
    by_guid = {note.guid: note for note in chain(*notes.values())}
    maker = Maker(issue, record, matches, _deck_names(issue, matches, record), now, terms.earlier)
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


def _matches(facts: Sequence[Compared], issue: Issue, record: Record, source: str, spare: frozenset[str]) -> Matches:
    """Which recorded note each of `facts` is. Those that are `spare` take what the others leave: the record, too, has
    only what there was a place for.
    """
    titles = {article.number: title_of(article_name(article)) for article in issue.articles}
    decks = {deck: title_of(deck) for deck in record.decks}
    recorded = recorded_notes(record)
    first = match([fact for fact in facts if fact.id not in spare], recorded, titles, decks, source)
    taken = set(first.notes.values())
    left = [note for note in recorded if note.id not in taken]
    rest = match([fact for fact in facts if fact.id in spare], left, titles, decks, source) if left else first
    return Matches(rest.notes | first.notes, rest.articles | first.articles, rest.enumerations | first.enumerations)


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


def _with_level(note: Recorded, fresh: Note, now: int) -> Recorded:
    return at_level(note, next(tag for tag in fresh.tags if tag in LEVELS), now)


def _was_levelled(note: Recorded, record: Record) -> bool:
    return note.guid in record.notes and record.notes[note.guid].memory.levelled


def _change(note: Recorded, before: Recorded | None) -> Change:
    if before is None:
        return Change(note.guid, NEW, (), note.fields)
    if note.changed == before.changed:
        return Change(note.guid, UNTOUCHED, before.fields, note.fields)
    outcome = RETIRED if note.memory.retired else REVIVED if before.memory.retired else CHANGED
    return Change(note.guid, outcome, before.fields, note.fields)
