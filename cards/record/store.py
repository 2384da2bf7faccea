"""The record read back: every note of an issue as the packages on disk hold it, and its decks."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cards.anki.cleaning import clean
from cards.anki.cloze import CLOZE
from cards.anki.collection import GUID, StoredNote, collection_of, decks_of, notes_of
from cards.anki.names import recorded_part, tag_name
from cards.anki.note_type import CODE, MEMORY, TEXT
from cards.finding.identity import code
from cards.record.disk import file_bytes
from cards.record.memory import Memory, recall, remember, shown
from cards.records import Doubt, UserError
from cards.writing.tags import issue_tag


class Recorded(Struct, frozen=True, eq=False):
    """A note as it stands in a package: its id, modification time (seconds since 1970), fields and tags; `order` sorts
    the notes of an article; `memory` is what it remembers of itself.
    """

    guid: str
    note_id: int
    changed: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    order: int
    memory: Memory

    @property
    def is_named_by_its_code(self) -> bool:
        """Whether the code that its card shows is that of its GUID, as it is unless somebody changed one of them."""
        return code(self.guid) == self.fields[CODE]


def characters(notes: Iterable[Recorded]) -> int:
    """How many characters the fields of `notes` have: most of the memory that they take."""
    return sum(len(text) for note in notes for text in note.fields)


class Record(Struct, frozen=True):
    """The notes of an issue by GUID, and its decks: their descriptions by the article part of their names. `problems`
    are lines on what is not as juyao writes it.
    """

    notes: dict[str, Recorded] = field(default_factory=dict)
    decks: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


EMPTY = Record()
DEFAULT_DECK = 1  # Anki's own, in every collection
MOST_CARDS = 99  # of a note: their ids follow the note's own, and the next note's come 100 later
NOTE_STEP = MOST_CARDS + 1
FIRST_ID = 1_700_000_000_000  # for a note whose id is none
LONGEST_DESCRIPTION = 10_000  # characters; the longest of juyao's has a fifth of that


def read_record(paths: Iterable[Path], publication: str, issue: str) -> tuple[Record, list[Doubt]]:
    """The record of an issue from the packages at `paths`, of which the newest note of a GUID counts; notes of other
    issues and note types are passed over. A file that is missing holds none; what is wrong with one is reported.
    """
    record, doubts = Record(), []
    for path in paths:
        try:
            read = read_package(file_bytes(path))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            doubts.append(Doubt(f"{path}: not a package juyao can read back, it is written anew: "
                                f"{getattr(error, 'strerror', None) or error}"))
            continue
        doubts += [Doubt(f"{path}: {problem}") for problem in read.problems]
        _add(record, read, publication, issue)
    return replace(record, notes=_apart(_without_doubles(record.notes))), doubts


def _add(record: Record, read: Record, publication: str, issue: str) -> None:
    for guid, note in read.notes.items():
        known = record.notes.get(guid)
        if _is_of(note, publication, issue) and (known is None or note.changed > known.changed):
            record.notes[guid] = note
            record.decks.update({deck: record.decks.get(deck, "") for deck in note.memory.decks})
    for deck, text in read.decks.items():
        if deck.startswith(f"{publication}::{issue}::"):
            short = deck.rpartition("::")[2]
            record.decks[short] = record.decks.get(short) or text


def _is_of(note: Recorded, publication: str, issue: str) -> bool:
    """Whether a note is of that issue, as it remembers or, where it does not, as its tag says."""
    if note.memory.issue == ("", ""):
        return issue_tag(issue) in note.tags
    return note.memory.issue == (publication, issue)


def _without_doubles(notes: Mapping[str, Recorded]) -> dict[str, Recorded]:
    """`notes` without those whose GUID somebody changed, where the note that they were is among them."""
    known = {note.memory.key for note in notes.values() if note.is_named_by_its_code}
    return {guid: note for guid, note in notes.items() if note.is_named_by_its_code or note.memory.key not in known}


def _apart(notes: Mapping[str, Recorded]) -> dict[str, Recorded]:
    """`notes` with ids so far apart that those of their cards have room between them: as they are, for juyao's own."""
    taken: dict[int, int] = {}  # an id that is taken → the next one that may be free
    found = {}
    for guid, note in sorted(notes.items(), key=lambda entry: (entry[1].note_id, entry[0])):
        wanted = free = -(-(note.note_id or FIRST_ID) // NOTE_STEP) * NOTE_STEP
        while free in taken:
            free = taken[free]
        taken[free] = taken[wanted] = free + NOTE_STEP
        found[guid] = note if note.note_id == free else replace(note, note_id=free)
    return {guid: found[guid] for guid in notes}


def read_package(data: bytes) -> Record:
    """The notes of the type 举要 in a package, and its decks by their whole names. Raises ValueError where `data` is no
    package, or one that can't be read.
    """
    with _opened(data) as connection:
        return _read(connection)


def guids_in(data: bytes) -> frozenset[str]:
    """The GUIDs of all notes in a package: in half the time of reading them. Raises ValueError as read_package does."""
    with _opened(data) as connection:
        return _guids(connection)


@contextmanager
def _opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The collection in a package. What goes wrong with it becomes a ValueError."""
    try:
        with closing(collection_of(data)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeError, OverflowError, TypeError) as error:
        raise ValueError(" ".join(str(error).split())) from None


def _guids(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset(guid for guid, in connection.execute("select guid from notes"))


class Filed(Struct, frozen=True):
    """A deck of a package: its whole name, its description, and each note with its place among new cards (Anki's due).
    """

    name: str
    description: str
    notes: tuple[tuple[int, Recorded], ...]


def filed_notes(data: bytes, telling: Collection[str]) -> list[Filed]:
    """A package of juyao's deck by deck; nothing where it holds no note with one of the GUIDs `telling`. Raises
    ValueError where it can't be read, or holds anything that juyao did not write.
    """
    with _opened(data) as connection:
        if _guids(connection).isdisjoint(telling):
            return []
        record = _read(connection)
        decks = {deck_id: named for deck_id, named in _decks(connection).items() if deck_id != DEFAULT_DECK}
        notes = notes_of(connection).notes
    if record.problems or any(note.deck not in decks for note in notes):
        raise ValueError("it holds notes that juyao did not make")
    return [_filed(deck_id, *named, notes, record) for deck_id, named in decks.items()]


def _filed(deck_id: int, name: str, description: str, notes: Iterable[StoredNote], record: Record) -> Filed:
    """The deck with that id and those of `notes` that stand in it, as `record` has them."""
    return Filed(name, description,
                 tuple((note.due, record.notes[note.guid]) for note in notes if note.deck == deck_id))


def read_file(path: Path) -> Record:
    """The same of a file. Raises UserError for one that can't be read or is no package."""
    try:
        return read_package(file_bytes(path))
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror or error}") from None
    except ValueError as error:
        raise UserError(f"{path}: not a package of Anki's, or a damaged one: {error}") from None


def _read(connection: sqlite3.Connection) -> Record:
    problems = []
    try:
        decks = _decks(connection)
    except ValueError as error:
        decks = {}
        problems.append(f"{error}: what their descriptions told of earlier changes is lost")
    stored = notes_of(connection)
    if not stored.whole:
        problems.append(f"it is damaged: {len(stored.notes)} of its notes could be read")
    if not stored.whole and not stored.notes:
        raise ValueError("it is damaged, and none of its notes can be read")
    notes, found = _known(stored.notes, decks)
    return Record(_apart(notes), dict(decks.values()), (*problems, *found))


def _known(stored: Iterable[StoredNote], decks: Mapping[int, tuple[str, str]]) -> tuple[dict[str, Recorded], list[str]]:
    """Those of the `stored` notes that are juyao's, by the GUID that juyao gave, and lines on what is wrong with them.
    """
    rows = tuple(stored)
    shared = Counter(row.guid for row in rows)
    read = []
    for order, row in enumerate(rows):
        deck = decks.get(row.deck, ("", ""))[0].rpartition("::")[2]
        note = _recorded(row, order, deck, shared[row.guid] > 1)
        if note:
            read.append((row, note))
    notes: dict[str, Recorded] = {}
    forgotten = 0
    for row, note in sorted(read, key=lambda pair: pair[0].guid != pair[1].guid):
        if note.guid not in notes:
            notes[note.guid] = note
            forgotten += _has_forgotten(row, note)
    problems = []
    if len(notes) < len(rows):
        problems.append(f"{_counted(len(rows) - len(notes))} not juyao's, or not whole: passed over")
    if forgotten:
        problems.append(f"{_counted(forgotten)} without the memory (备用2), GUID, id or time that juyao gave: matched "
                        "by what is left")
    return notes, problems


def _has_forgotten(row: StoredNote, note: Recorded) -> bool:
    """Whether something of `note` could not be taken from its `row` as juyao wrote it."""
    return not note.memory.given or note.guid != row.guid or 0 in (row.note_id, row.changed)


def _counted(notes: int) -> str:
    return f"{notes} note{' is' if notes == 1 else 's are'}"


def _decks(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """Names and descriptions of the decks, by id, with nothing in them that Anki would run."""
    return {deck_id: ("::".join(map(recorded_part, name.split("::"))), clean(text[:LONGEST_DESCRIPTION]))
            for deck_id, (name, text) in decks_of(connection).items()}


def _recorded(stored: StoredNote, order: int, deck: str, shared: bool) -> Recorded | None:
    """A stored note as the record has it: its fields clean, its memory checked; None where it is none of juyao's. What
    it lacks is taken from what it has: the GUID from its memory, the memory from what it shows. `shared`: other notes
    of its package have its GUID.
    """
    *texts, remembered = (*stored.fields, *[""] * MEMORY)[: MEMORY + 1]
    fields, tags = tuple(map(clean, texts)), tuple(map(tag_name, stored.tags))
    memory = recall(remembered) or shown(fields, tags, stored.guid, stored.changed, deck)
    if memory is None or len(CLOZE.findall(fields[TEXT])) > MOST_CARDS:
        return None
    guid = _guid(stored.guid, memory.key, fields[CODE], shared)
    if not guid:
        return None
    return Recorded(guid, stored.note_id, stored.changed or memory.made, (*fields, remember(memory)), tags, order,
                    memory)


def _guid(stored: str, key: str, shown: str, shared: bool) -> str:
    """The GUID that juyao gave a note: the one of which its card has `shown` the code, that it is `stored` under or the
    `key` of its memory. Where it has shown neither's, the one it is stored under, unless it has none or one that is
    `shared`. '' for none.
    """
    if code(stored) == shown or not GUID.fullmatch(key):
        return stored
    return key if code(key) == shown or shared or not stored else stored
