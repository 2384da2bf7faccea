"""Facts that several issues of a publication give: one note with one text, in each issue's packages, all sources named.

The note of the earliest issue is the note; a later issue's packages hold it as it stands there. Which lines of its
sources are its own stands in each note's memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.cloze import strip
from cards.anki.names import issue_folder
from cards.anki.note_type import MEMORY, MNEMONIC, SOURCES, TEXT
from cards.finding.identity import guid as guid_of
from cards.record.beside import Beside
from cards.record.decks import Decks
from cards.record.likeness import alike
from cards.record.memory import HEAD, digest, own_line, remember
from cards.record.store import Record, Recorded
from cards.record.traces import identities
from cards.records import Issue, Note
from cards.text.ordering import natural
from cards.text.spoken import words_of
from cards.writing.tags import issue_tag

SHOWN = MNEMONIC + 1  # the fields up to 口诀: what of a note is the fact's, whichever issue gives it
ISSUE_TAG = issue_tag("")
ALIKE = 0.7  # so much of the words is the same of two sentences that say one list

Notes = Mapping[int, tuple[Note, ...]]


class Sibling(Struct, frozen=True):
    """Another issue of the publication: its number, its folder, and its living notes that are shared."""

    issue: str
    folder: Path
    notes: dict[str, Recorded]


def siblings_among(beside: Iterable[Beside], wanted: Collection[str], telling: Collection[str]) -> tuple[Sibling, ...]:
    """The issues `beside` that hold a note whose GUID is `wanted`; `telling` are those of them without which there is
    none.
    """
    found = []
    for other in beside:
        notes = {} if other.notes.keys().isdisjoint(telling) else _shared(other, wanted)
        numbers = {note.memory.issue[1] for note in notes.values()}
        if len(numbers) == 1:
            found.append(Sibling(numbers.pop(), other.folder, notes))
    return tuple(sorted(found, key=lambda sibling: natural(sibling.issue)))


def _shared(beside: Beside, wanted: Collection[str]) -> dict[str, Recorded]:
    return {guid: note for guid, note in beside.notes.items()
            if guid in wanted and note.memory.key == guid and not note.memory.retired and note.memory.issue[1]}


def lines_of(note: Recorded) -> str:
    """The lines of its sources that are the note's own issue's."""
    return note.memory.lines.get(note.memory.issue[1]) or note.fields[SOURCES]


def told_apart(issue: Issue, notes: Notes, record: Record, decks: Decks) -> tuple[Notes, dict[str, str]]:
    """The notes of `issue`, and the GUIDs of those that have another one now, by that which they had. Where an issue
    beside it gives the items of a list within a sentence that says something else, they are another fact: one that
    belongs to its issue. What the `record` holds stays what it is.
    """
    fresh = [note for of_article in notes.values() for note in of_article if note.guid not in record.notes]
    within = {note.guid: note for note in fresh if _is_within_sentence(note)}
    enumerations = _said_otherwise(within, decks.beside(issue_folder(issue), identities(within)))
    renamed = {note.guid: guid_of(issue.publication, issue.number, note.kind, note.fact)
               for note in fresh if note.enumeration in enumerations}
    return {number: tuple(replace(note, guid=renamed.get(note.guid, note.guid)) for note in of_article)
            for number, of_article in notes.items()}, renamed


def _said_otherwise(lists: Mapping[str, Note], beside: Iterable[Beside]) -> set[str]:
    """Those of `lists` within a sentence, by their names, that stand within other words `beside`."""
    unlike = (lists[guid] for other in beside for guid in lists.keys() & other.notes.keys()
              if not _say_the_same(lists[guid], other.notes[guid]))
    return {note.enumeration for note in unlike}


def _is_within_sentence(note: Note) -> bool:
    """Whether `note` recites a list that stands within a sentence."""
    return note.fact.form == "list" and not HEAD.search(note.fields[TEXT])


def _say_the_same(ours: Note, theirs: Recorded) -> bool:
    return alike(words_of(strip(ours.fields[TEXT])), words_of(strip(theirs.fields[TEXT]))) >= ALIKE


def merged(notes: Notes, issue: str, siblings: Iterable[Sibling]) -> dict[int, tuple[Note, ...]]:
    """The notes of `issue`, those that siblings give too with the earliest issue's text and all sources."""
    siblings = tuple(siblings)
    return {number: tuple(_merged(note, issue, siblings) for note in of_article)
            for number, of_article in notes.items()}


def _merged(note: Note, issue: str, siblings: tuple[Sibling, ...]) -> Note:
    others = [sibling for sibling in siblings if note.guid in sibling.notes]
    if not others:
        return note
    lines = {sibling.issue: lines_of(sibling.notes[note.guid]) for sibling in others} | {issue: note.fields[SOURCES]}
    lines = {number: lines[number] for number in sorted(lines, key=natural)}
    first = others[0].notes[note.guid]
    fields = (*(note.fields if natural(issue) < natural(others[0].issue) else first.fields)[:SHOWN],
              "".join(lines.values()), *note.fields[SOURCES + 1 :])
    return replace(note, fields=fields, tags=_tags(note.tags, lines), lines=lines,
                   gone=() if natural(issue) < natural(others[0].issue) else first.memory.gone)


def _tags(tags: Iterable[str], lines: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({*(tag for tag in tags if not tag.startswith(ISSUE_TAG)), *map(issue_tag, lines)}))


def updated(siblings: Iterable[Sibling], issue: str, living: Mapping[str, Recorded],
            now: int) -> dict[Path, dict[str, Recorded]]:
    """The notes of `siblings`, by their folders, that are to be written anew, now that `issue` holds the notes
    `living`: so that the text is the earliest issue's and the sources are all there are.
    """
    holding: dict[str, list[Sibling]] = {}
    for sibling in siblings:
        for guid in sibling.notes:
            holding.setdefault(guid, []).append(sibling)
    found: dict[Path, dict[str, Recorded]] = {}
    for guid, holders in holding.items():
        givers = {sibling.issue: sibling.notes[guid] for sibling in holders}
        if guid in living and living[guid].memory.key == guid:
            givers[issue] = living[guid]
        order = sorted(givers, key=natural)
        lines = {number: lines_of(givers[number]) for number in order}
        for sibling in holders:
            fresh = _rewritten(sibling.notes[guid], givers[order[0]], lines, now)
            if fresh:
                found.setdefault(sibling.folder, {})[guid] = fresh
    return found


def _rewritten(note: Recorded, first: Recorded, lines: dict[str, str], now: int) -> Recorded | None:
    """`note` with the text of `first` and all `lines`; None where it says that already."""
    fields = (*first.fields[:SHOWN], "".join(lines.values()), *note.fields[SOURCES + 1 :])
    tags = _tags(note.tags, lines)
    if (fields[:MEMORY], tags) == (note.fields[:MEMORY], note.tags):
        return None
    changed = max(now, note.changed + 1)
    memory = replace(note.memory, lines=own_line(lines, note.memory.issue[1]), numbers=first.memory.numbers,
                     gone=first.memory.gone, made=changed, digest=digest(fields, tags))
    return replace(note, changed=changed, fields=(*fields[:MEMORY], remember(memory)), tags=tags, memory=memory)
