"""Making the notes of an edition: each as it is recorded where it says what it said, else written anew."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from msgspec.structs import replace

from cards.anki.cloze import answers
from cards.anki.note_type import CODE, EXTRA, SOURCES, TEXT
from cards.finding.identity import code, guid
from cards.record.compared import Compared
from cards.record.earlier import NOTHING, Before
from cards.record.matching import Matches
from cards.record.memory import UPDATED_TAG, Memory, digest, fields_without_banner, own_line, passing, short
from cards.record.numbers import carry_over, renumbered
from cards.record.retiring import with_fields, written
from cards.record.store import NOTE_STEP, Record, Recorded
from cards.records import Issue, Note

ARTICLE_STEP = 1_000_000


class Maker:
    """Makes the notes of an edition, and gives new ones their ids. A note id is a time of creation in Anki, in
    milliseconds: those of an issue begin at noon of its date.
    """

    def __init__(self, issue: Issue, record: Record, matches: Matches, names: Mapping[int, str], now: int,
                 before: Mapping[str, Before]):
        self.issue, self.record, self.matches, self.names, self.now = issue, record, matches, dict(names), now
        self.before = before
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
        before = self.before.get(fact.id, NOTHING)
        if earlier is None:
            return self._new(_with_line(note, before.line), fact, levelled, before.line)
        for line in (before.kept(earlier.memory.earlier), before.line):
            memory, fields = self._fresh(_with_line(note, line), fact, earlier, levelled, line)
            if _is_untouched(earlier, memory, fields):
                return _as_recorded(earlier, fields, note.tags, memory)
        changed = max(self.now, earlier.changed + 1)
        return written(Recorded(earlier.guid, earlier.note_id, changed, fields, note.tags, 0,
                                 replace(memory, made=changed)))

    def _fresh(self, note: Note, fact: Compared, earlier: Recorded, levelled: bool, line: str
               ) -> tuple[Memory, tuple[str, ...]]:
        """What the note `earlier` remembers and says now, its back that `line` of the period before."""
        carried, memory = self._again(note, fact, earlier.memory)
        fields = with_fields(note.fields, {TEXT: renumbered(note.fields[TEXT], carried), CODE: code(earlier.guid)})
        return replace(memory, digest=digest(fields, note.tags), levelled=levelled, earlier=line), fields

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

    def _new(self, note: Note, fact: Compared, levelled: bool, line: str) -> Recorded:
        identity = self.identity(note, fact)
        fields = with_fields(note.fields, {CODE: code(identity)})
        numbers = {number: hidden[0] for number, hidden in answers(note.fields[TEXT]).items()}
        memory = replace(self._memory(note, numbers), digest=digest(fields, note.tags), made=self.now,
                         gone=note.gone, levelled=levelled, earlier=line)
        return written(Recorded(identity, self._fresh_id(note.home), self.now, fields, note.tags, 0, memory))

    def _memory(self, note: Note, numbers: dict[int, str], before: Memory | None = None) -> Memory:
        decks = [self.names[number] for number in note.articles]
        home = before.decks[0] if before and before.decks[0] in decks else decks[0]
        return Memory(note.guid, note.kind, note.fact, numbers, (), (self.issue.publication, self.issue.number),
                      (home, *(deck for deck in decks if deck != home)),
                      self.matches.enumerations.get(note.enumeration, note.enumeration), given=self._given(note),
                      lines=own_line(note.lines, self.issue.number), statement=note.statement)

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


def _with_line(note: Note, line: str) -> Note:
    """`note`, its back with `line`."""
    return replace(note, fields=with_fields(note.fields, {EXTRA: note.fields[EXTRA] + line})) if line else note


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
    fields = with_fields(fields, {SOURCES: earlier.fields[SOURCES]})
    return written(replace(earlier, changed=made, fields=fields, tags=tags,
                           memory=replace(memory, made=made, banner=before.banner)))
