"""Facts on both sides of a refresh, in one form: what the new edition says and what the record holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cards.anki.cloze import answers, strip
from cards.finding.identity import words_of
from cards.record.memory import TEXT
from cards.record.store import Record
from cards.records import Note

AROUND = 2  # the place of 补充 among the fields


@dataclass(frozen=True, slots=True)
class Fact:
    """`id` names the note, `key` is the GUID its words give by themselves; `where` are the articles that give it,
    `around` the paragraph it stands in, `order` its place in its article.
    """

    id: str
    key: str
    kind: str
    words: tuple[str, ...]
    numbers: dict[int, str]
    where: frozenset[int | str]
    enumeration: str
    around: str
    order: int
    retired: bool = False

    @property
    def form(self) -> str:
        """text, whole or item."""
        return self.words[0]

    @property
    def said(self) -> str:
        """What it says, as identity sees it: the text, or the item, or all items."""
        return words_of("".join(self.words[1:]) if self.form == "whole" else self.words[1])


def new_facts(notes: Mapping[int, tuple[Note, ...]]) -> list[Fact]:
    """The facts of the new edition, each once, in order."""
    facts: dict[str, Fact] = {}
    for each in notes.values():
        for note in each:
            if note.guid not in facts:
                numbers = {number: hidden[0] for number, hidden in answers(note.fields[TEXT]).items()}
                facts[note.guid] = Fact(note.guid, note.guid, note.kind, note.words, numbers, frozenset(note.articles),
                                        note.enumeration, words_of(strip(note.fields[AROUND])), len(facts))
    return list(facts.values())


def recorded_facts(record: Record) -> list[Fact]:
    """The facts of the record, in order."""
    return [
        Fact(note.guid, note.memory.key or note.guid, note.memory.kind, note.memory.words, note.memory.numbers,
             frozenset(note.memory.decks), note.memory.enumeration, words_of(strip(note.fields[AROUND])), order,
             note.memory.retired)
        for order, note in enumerate(sorted(record.notes.values(), key=lambda note: (note.order, note.note_id)))]
