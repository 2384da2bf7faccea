"""What learners made of a deck: an export from somebody's Anki, as proposals for decisions."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cards.anki.cloze import strip
from cards.anki.collection import collection_of
from cards.anki.note_type import CUE, MNEMONIC, TEXT
from cards.library.decisions.text import Values, written
from cards.library.reviewing import SPARE, Review, Reviewed
from cards.record.decisions import as_judged, title_in
from cards.record.disk import file_bytes
from cards.record.store import Recorded, read_package
from cards.records import UserError

SUSPENDED = -1  # the queue of a card that its learner suspended
FLAGS = 7  # Anki keeps the colour of a flag in these bits
LEECH, MARKED = "leech", "marked"


@dataclass
class _Learner:
    """What one learner did with a note: `flags` by cloze number, the numbers `suspended`, and how many cards it has."""

    suspended: set[int] = field(default_factory=set)
    flags: dict[int, int] = field(default_factory=dict)
    cards: int = 0

    @property
    def has_suspended_all(self) -> bool:
        """Whether every card of the note is suspended."""
        return 0 < self.cards == len(self.suspended)


def proposals(reviews: Sequence[Review], export: Path) -> Iterator[str]:
    """The lines of a decisions file: what a learner changed, suspended, flagged or deleted, each with a comment that
    says so. Raises UserError where the export can't be read.
    """
    notes, learnt = _read(export)
    for review in reviews:
        cards = [card for card in review.cards if card.level != SPARE]
        there = [card for card in cards if card.note.guid in notes]
        name = f"{review.issue.publication} {review.issue.number}"
        yield f"# {name}: {len(there)} of {len(cards)} notes are in the export"
        for card in (card for card in cards if there and card.decided is not None):
            yield from _proposed(card, notes.get(card.note.guid), learnt.get(card.note.guid, _Learner()))


def _read(export: Path) -> tuple[Mapping[str, Recorded], Mapping[str, _Learner]]:
    """The notes of an export, and what was done with their cards, by GUID."""
    try:
        data = file_bytes(export)
        return read_package(data).notes, _learnt(data)
    except OSError as error:
        raise UserError(f"{export}: can't be read: {error.strerror or error}") from None
    except (ValueError, sqlite3.DatabaseError) as error:
        raise UserError(f"{export}: no export from Anki: {error}") from None


def _proposed(card: Reviewed, note: Recorded | None, learner: _Learner) -> Iterator[str]:
    """The entry that is proposed for `card`, with why."""
    if note is None:
        yield from _entry("the learner deleted it, or never had it", {"id": card.code, "of": card.of, "do": "drop"})
        return
    changed = dict(_changed(card.decided or card.note, note))
    if changed:
        yield from _entry(f"the learner changed {', '.join(f'the {name}' for name in changed)}",
                          {"id": card.code, "of": card.of, "do": "correct", **changed})
    elif learner.has_suspended_all:
        hard = " after many lapses (leech)" if LEECH in note.tags else ""
        yield from _entry(f"the learner suspended it{hard}", {"id": card.code, "of": card.of, "do": "drop"})
    else:
        remarks = "; ".join(_remarks(note, learner))
        yield from (f"# {card.code} {card.of}", f"#   {remarks}: look at it") if remarks else ()


def _remarks(note: Recorded, learner: _Learner) -> Iterator[str]:
    for number, flag in sorted(learner.flags.items()):
        yield f"card {number} has flag {flag}"
    yield from (f"tagged {tag}" for tag in (LEECH, MARKED) if tag in note.tags)
    if learner.suspended:
        yield f"card {', '.join(map(str, sorted(learner.suspended)))} is suspended"


def _entry(why: str, values: Values) -> Iterator[str]:
    yield f"# {why}"
    yield from written(values)


def _changed(ours: Recorded, theirs: Recorded) -> Iterator[tuple[str, str]]:
    """What of a card the learner changed, by the key of a decision."""
    way = title_in if title_in(ours.fields[TEXT]) else as_judged  # of a list only the title can be another
    if way(ours.fields[TEXT]) != way(theirs.fields[TEXT]):
        yield "question", way(theirs.fields[TEXT])
    for name, place in (("cue", CUE), ("mnemonic", MNEMONIC)):
        if strip(ours.fields[place]) != strip(theirs.fields[place]):
            yield name, " ".join(strip(theirs.fields[place]).split())


def _learnt(package: bytes) -> dict[str, _Learner]:
    """What was done with the cards of each note, by GUID."""
    found: dict[str, _Learner] = defaultdict(_Learner)
    with closing(collection_of(package)) as connection:
        rows: Iterable[tuple[str, int, int, int]] = connection.execute(
            "select n.guid, c.ord, c.queue, c.flags from cards c join notes n on n.id = c.nid")
        for guid, place, queue, flags in rows:
            learner = found[str(guid)]
            learner.cards += 1
            if queue == SUSPENDED:
                learner.suspended.add(int(place) + 1)
            if int(flags) & FLAGS:
                learner.flags[int(place) + 1] = int(flags) & FLAGS
    return dict(found)
