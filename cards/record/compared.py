"""Notes on both sides of a refresh, in one form: what the new edition says and what the record holds."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from cards.anki.cloze import answers, strip
from cards.anki.note_type import EXTRA, TEXT
from cards.record.store import Record
from cards.records import Fact, Note
from cards.text.spoken import words_of


class Compared(Struct, frozen=True):
    """A note as it is compared: `id` names it, `key` is the GUID its fact gives by itself; `numbers` are its answers by
    cloze number, `shown` the words of its card; `where` are the articles that give it, `around` the paragraph it stands
    in; `retired`: its fact left the source.
    """

    id: str
    key: str
    kind: str
    fact: Fact
    numbers: dict[int, str]
    shown: str
    where: frozenset[int | str]
    enumeration: str
    around: str
    retired: bool = False

    @property
    def said(self) -> str:
        """What it says, as identity sees it: the sentence, or the item, or all items."""
        if self.fact.form == "list":
            return words_of("".join(self.fact.items))
        return words_of(self.fact.answer if self.fact.form == "item" else self.fact.sentence)


def new_notes(notes: Mapping[int, tuple[Note, ...]]) -> list[Compared]:
    """The notes of the new edition, each once, in order."""
    found: dict[str, Compared] = {}
    for of_article in notes.values():
        for note in of_article:
            if note.guid not in found:
                numbers = {number: hidden[0] for number, hidden in answers(note.fields[TEXT]).items()}
                found[note.guid] = Compared(
                    note.guid, note.guid, note.kind, note.fact, numbers, words_of(strip(note.fields[TEXT])),
                    frozenset(note.articles), note.enumeration, words_of(strip(note.fields[EXTRA])))
    return list(found.values())


def recorded_notes(record: Record) -> list[Compared]:
    """The notes of the record, in order."""
    found = []
    for note in sorted(record.notes.values(), key=lambda note: (note.order, note.note_id)):
        memory = note.memory
        found.append(Compared(
            note.guid, memory.key or note.guid, memory.kind, memory.fact, memory.numbers,
            words_of(strip(note.fields[TEXT])), frozenset(memory.decks), memory.enumeration,
            words_of(strip(note.fields[EXTRA])), memory.retired and not memory.dropped))
    return found
