"""An edition to packages: one an article and one for the whole issue, as bytes that depend on nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.face import Face
from cards.anki.names import Cut, article_files, bundle_file
from cards.anki.package import DeckContent, NoteContent, package_of
from cards.record.edition import Deck, Edition
from cards.record.learning_order import learning_order
from cards.record.store import Recorded, filed_notes
from cards.records import Issue, SharedIdentityError

DUE_STEP = 10_000  # new cards come in the order of the articles


class Package(Struct, frozen=True):
    """A package to be written: its file below the output folder, its bytes, and the decks in it; `before` are the bytes
    of the package that it is another state of, where that was read.
    """

    file: Path
    data: bytes
    decks: tuple[str, ...]
    notes: int
    cards: int
    before: bytes | None = None


def pack(issue: Issue, edition: Edition, face: Face, cut: Cut, standing: Collection[str] = (), only: str | None = None,
         ) -> tuple[tuple[Package, ...], Package]:
    """The packages of the articles, as many as `edition` has decks and in their order, and the bundle, their cards with
    `face`. `cut` splits titles into words for the names of files; those that are `standing` (their stems, without a
    level) stay. `only`: the level that the edition is of, if it is not of all; its packages stand beside those of all.
    """
    files = article_files(issue, (deck.name for deck in edition.decks), cut, standing)
    files = {name: file.with_stem(narrow_name(file.stem, only)) for name, file in files.items()}
    whole = bundle_file(issue)
    numbered = list(enumerate(edition.decks, 1))
    articles = tuple(_package(files[deck.name], [(number, deck, deck.notes)], edition, face)
                     for number, deck in numbered)
    whole = whole.with_stem(narrow_name(whole.stem, only))
    return articles, _package(whole, [(number, deck, deck.at_home) for number, deck in numbered], edition,
                              face)


def narrow_name(stem: str, only: str | None) -> str:
    """The stem of a package of one level: 2024-24 → 2024-24（重点）; no title of an article gives such a one."""
    return f"{stem.partition('（')[0]}（{only}）" if only else stem


def _package(file: Path, filed: Iterable[tuple[int, Deck, tuple[Recorded, ...]]], edition: Edition,
             face: Face) -> Package:
    decks = [DeckContent(f"{edition.prefix}::{deck.name}", deck.description, _contents(notes, number * DUE_STEP))
             for number, deck, notes in filed]
    guids = [note.guid for deck in decks for note in deck.notes]
    if len(set(guids)) != len(guids):
        raise SharedIdentityError(f"{file}: two notes share a GUID, and Anki would keep only one; report it as a bug")
    return _packed(file, decks, face)


def _contents(notes: Sequence[Recorded], before: int) -> tuple[NoteContent, ...]:
    """`notes` in the order they are learned in, their places among new cards behind the place `before`."""
    return tuple(_content(note, before + place) for place, note in enumerate(learning_order(notes), 1))


def _content(note: Recorded, due: int) -> NoteContent:
    return NoteContent(note.guid, note.note_id, note.changed, note.fields, note.tags, due)


def _packed(file: Path, decks: Sequence[DeckContent], face: Face, before: bytes | None = None) -> Package:
    data, cards = package_of(decks, face)
    return Package(file, data, tuple(deck.name for deck in decks), sum(len(deck.notes) for deck in decks), cards,
                   before)


def repacked(file: Path, data: bytes, notes: Mapping[str, Recorded], face: Face) -> Package | None:
    """The package `data` of `file` with `notes`, by GUID, in the stead of those it holds; None where it holds none of
    them. Raises ValueError where `data` can't be read.
    """
    decks = [DeckContent(deck.name, deck.description,
                         tuple(_content(_in_stead(note, notes), due) for due, note in deck.notes))
             for deck in filed_notes(data, notes)]
    return _packed(file, decks, face, data) if decks else None


def _in_stead(note: Recorded, notes: Mapping[str, Recorded]) -> Recorded:
    """What is in `notes` for `note`, under the id that it has in its package."""
    return replace(notes.get(note.guid, note), note_id=note.note_id)
