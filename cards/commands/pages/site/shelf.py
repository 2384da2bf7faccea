"""What stands on the shelf: the issues in a folder of decks, each as a learner sees it before downloading.

Everything is told from the packages alone, so that two machines with the same decks tell the same.
"""

from __future__ import annotations

import datetime
import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path

from cards.anki.cloze import TAG
from cards.anki.face import Face
from cards.anki.names import bundle_among, title_of
from cards.anki.package import DeckContent, NoteContent, package_of
from cards.commands.pages.site.records import Edition, Pack, ShelvedArticle, ShelvedIssue, Told
from cards.record.changes import BREAK, FIRST
from cards.record.memory import RETIRED_TAG
from cards.record.store import Recorded, filed_notes, read_package
from cards.records import LEVELS

DAY = re.compile(r"(\d{4}-\d\d-\d\d) (.+)", re.DOTALL)
BETWEEN = re.compile(r"(?<=”)；")  # what a description quotes
CORE = LEVELS[0]


def shelved(folder: Path, packages: dict[str, bytes], face: Face) -> tuple[ShelvedIssue, dict[str, bytes]]:
    """The issue in `folder`, whose packages hold these bytes by file name, and what is to be downloaded, by file name:
    its packages, and the essential cards where none of them has these alone. Raises ValueError where one can't be read.
    """
    bundle = bundle_among(folder / name for name in packages)
    if bundle is None:
        raise ValueError("there is no package of the whole issue")
    whole, core = bundle.name, f"{folder.name}（{CORE}）.apkg"
    articles = {name: data for name, data in packages.items()
                if _level_of(name) == _level_of(whole) and name not in (whole, core)}
    essential = packages.get(core) or core_package(packages[whole], face) if not _level_of(whole) else None
    offered = articles | {whole: packages[whole]} | ({core: essential} if essential else {})
    return _issue(folder, whole, core if essential else "", offered, sorted(articles)), offered


def _issue(folder: Path, whole: str, core: str, offered: dict[str, bytes], articles: list[str]) -> ShelvedIssue:
    """The issue of which `offered` are the packages: of the `whole`, of the `core` ("" for none), of `articles`."""
    record = read_package(offered[whole])
    notes = tuple(record.notes.values())
    publication, number = _named(notes, folder)
    return ShelvedIssue(
        publication, number, f"{folder.parent.name}/{folder.name}", _day_of(notes),
        changed=max((note.changed for note in notes), default=0), whole=_pack(whole, offered[whole], notes),
        core=_pack(core, offered[core], _essential(notes)) if core else None,
        articles=tuple(_article(name, offered[name]) for name in articles), editions=tuple(_editions(record.decks)),
        retired=sum(map(_is_retired, notes)))


def _level_of(name: str) -> str:
    """What a package's name says of its level: （重点）, or '' for all."""
    stem = name.removesuffix(".apkg")
    return stem[stem.index("（"):] if "（" in stem else ""


def core_package(whole: bytes, face: Face) -> bytes | None:
    """The package of the essential cards of an issue, its retired ones among them so that they are told; None where
    there are none, or where all are essential.
    """
    decks = filed_notes(whole, read_package(whole).notes)
    kept = [DeckContent(deck.name, deck.description,
                        tuple(NoteContent(note.guid, note.note_id, note.changed, note.fields, note.tags, due)
                              for due, note in deck.notes if CORE in note.tags)) for deck in decks]
    chosen = sum(len(deck.notes) for deck in kept)
    if chosen in (0, sum(len(deck.notes) for deck in decks)):
        return None
    return package_of([deck for deck in kept if deck.notes], face)[0]


def _article(name: str, data: bytes) -> ShelvedArticle:
    record = read_package(data)
    notes = tuple(record.notes.values())
    deck = next((deck for deck in record.decks if "::" in deck), name)  # not Anki's own, which every package has
    return ShelvedArticle(title_of(deck.rpartition("::")[2]), _pack(name, data, notes), _cards(_essential(notes)))


def _pack(name: str, data: bytes, notes: Iterable[Recorded]) -> Pack:
    return Pack(name, len(data), hashlib.sha256(data).hexdigest(), _cards(notes))


def _cards(notes: Iterable[Recorded]) -> int:
    """How many cards there are to learn."""
    return sum(len(note.memory.numbers) for note in notes if not _is_retired(note))


def _essential(notes: Iterable[Recorded]) -> tuple[Recorded, ...]:
    return tuple(note for note in notes if CORE in note.tags)


def _is_retired(note: Recorded) -> bool:
    return RETIRED_TAG in note.tags


def _named(notes: tuple[Recorded, ...], folder: Path) -> tuple[str, str]:
    """The publication and the number of an issue, as its notes remember; else as its folders are called."""
    names = [note.memory.issue for note in notes if all(note.memory.issue)]
    return names[0] if names else (folder.parent.name, folder.name)


def _day_of(notes: Iterable[Recorded]) -> str:
    """The day of an issue: the ids of its notes are times from noon of it on."""
    first = min((note.note_id for note in notes), default=0)
    return datetime.datetime.fromtimestamp(first / 1000, datetime.UTC).date().isoformat() if first else ""


def _editions(decks: dict[str, str]) -> list[Edition]:
    """The editions of an issue, the latest first, as the descriptions of its decks tell them: one a day, and where the
    first was corrected on its own day one more.
    """
    lines = list(_lines(decks))
    oldest = min((day for _, day, _ in lines), default="")
    told: dict[tuple[str, bool], list[Told]] = {}
    for deck, day, text in lines:
        corrected = day == oldest and not text.startswith(FIRST)
        told.setdefault((day, corrected), []).append(_told(title_of(deck.rpartition("::")[2]), text))
    return [Edition(day, tuple(changes), first=day == oldest and not corrected,
                    again=corrected and (day, False) in told)
            for (day, corrected), changes in sorted(told.items(), key=itemgetter(0), reverse=True)]


def _lines(decks: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Of each update that a description tells of its deck, the day and what it says as plain text."""
    for deck, description in sorted(decks.items()):
        for line in description.split(BREAK):
            found = DAY.fullmatch(line.strip())
            if found:
                yield deck, found[1], " ".join(html.unescape(TAG.sub("", found[2])).split())


def _told(title: str, text: str) -> Told:
    """A line of a description: 新增1、更正2：更正“…”；更正“…”；新增“…”. What is quoted alike is told once."""
    counts, _, quoted = text.partition("：")
    return Told(title, counts, tuple(dict.fromkeys(BETWEEN.split(quoted.removesuffix("……")))) if quoted else ())
