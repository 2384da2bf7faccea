"""The cards of a package, each with both sides rendered by the note type its package carries."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from msgspec import Struct

from cards.anki.cloze import TAG, answers
from cards.anki.collection import collection_of, decks_of
from cards.anki.face import Face, shipped_face
from cards.anki.names import tag_name, without_markup
from cards.anki.note_type import NOTE_TYPE, TEXT, note_type
from cards.commands.pages.rendering import Side, cloze, render
from cards.records import LEVELS

KIND = "举要::"
RETIRED = "已失效"
INLINE = re.compile(r"</?(?:span|b|i|em|strong|mark|q|sub|sup|a)\b[^>]*>")
CLOZE_TYPE = 1  # Anki's number for note types with clozes


class Shown(Struct, frozen=True):
    """A card to show: HTML of both sides, the CSS of its note type, its text in one line, and what it is filed under.

    `issue` and `article` are the deck's name, apart; `kind` and `level` are the tags', '' for none (level 已失效 if a
    card is retired).
    """

    front: str
    back: str
    css: str
    text: str
    issue: str
    article: str
    kind: str
    level: str


def cards_of(name: str, package: bytes) -> dict[tuple[str, int], Shown]:
    """The cards of a package, in order, by their note's GUID and their number. Raises ValueError, with `name`, where it
    is no package juyao can read.
    """
    try:
        with closing(collection_of(package)) as connection:
            return {(card.guid, card.place): _shown(card) for card in _rows(connection)}
    except (ValueError, LookupError, sqlite3.DatabaseError) as error:
        raise ValueError(f"{name}: not a package juyao can read: {error}") from None
    except (TypeError, AttributeError, RecursionError):  # JSON and rows of another shape than Anki's
        raise ValueError(f"{name}: not a package juyao can read: its cards or note types are damaged") from None


def shown_of(guid: str, fields: tuple[str, ...], tags: tuple[str, ...], deck: str, face: Face) -> list[Shown]:
    """The cards of one note of ours, in the order of their numbers, as a package with `face` would show them."""
    model = note_type(face).to_json(0, 0)
    return [_shown(_Card(guid, number - 1, model, fields, tags, deck)) for number in sorted(answers(fields[TEXT]))]


class _Card(Struct, frozen=True):
    """A card as a package holds it: `place` is its template or, of a cloze, the number less one."""

    guid: str
    place: int
    model: Mapping[str, Any]
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str

    @property
    def clozes(self) -> bool:
        return bool(self.model["type"] == CLOZE_TYPE)


def _rows(connection: sqlite3.Connection) -> Iterator[_Card]:
    models, decks = _models(connection), decks_of(connection)
    rows = connection.execute("select n.guid, n.mid, n.flds, n.tags, c.ord, c.did from cards c "
                              "join notes n on n.id = c.nid order by c.due, c.nid, c.ord")
    for guid, model, fields, tags, place, deck in rows:
        if model in models:
            yield _Card(guid, place, models[model], tuple(fields.split("\x1f")), tuple(map(tag_name, tags.split())),
                        without_markup(decks[deck][0]))


def _models(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """The note types of a collection by id. Anki's newer format keeps theirs where we can't read them: there it is only
    ours, as it is shipped.
    """
    text = connection.execute("select models from col").fetchone()[0]
    if text:
        return {int(number): model for number, model in json.loads(text).items()}
    ours = note_type(shipped_face()).to_json(0, 0)
    kinds = connection.execute("select id, name from notetypes")
    return {number: ours for number, name in kinds if name.startswith(NOTE_TYPE)}


def _shown(card: _Card) -> Shown:
    template = card.model["tmpls"][0 if card.clozes else card.place]
    path, number = card.deck.split("::"), card.place + 1
    values = _special(card, template["name"]) | _named_fields(card)
    front = render(template["qfmt"], Side(values, number, question=True))
    back = render(template["afmt"], Side(values | {"FrontSide": front}, number, question=False))
    first = card.fields[TEXT]
    text = plain(cloze(first, number, question=True) if card.clozes else first).replace("[...]", "＿＿")
    return Shown(front, back, card.model["css"], text, " ".join(path[:-1]), path[-1], _kind(card.tags),
                 _level(card.tags))


def _special(card: _Card, template: str) -> dict[str, str]:
    """The fields that Anki itself fills."""
    return {"Tags": " ".join(card.tags), "Type": without_markup(card.model["name"]), "Deck": card.deck,
            "Subdeck": card.deck.rpartition("::")[2], "Card": template, f"c{card.place + 1}": "1"}


def _named_fields(card: _Card) -> dict[str, str]:
    names = [field["name"] for field in card.model["flds"]]
    return dict(zip(names, card.fields, strict=False))


def _kind(tags: tuple[str, ...]) -> str:
    kinds = [tag.removeprefix(KIND) for tag in tags if tag.startswith(KIND) and tag != KIND + RETIRED]
    return kinds[0] if kinds else ""


def _level(tags: tuple[str, ...]) -> str:
    if KIND + RETIRED in tags:
        return RETIRED
    return next((tag for tag in tags if tag in LEVELS), "")


def plain(text: str) -> str:
    """HTML as one line of text; blocks stand apart."""
    return " ".join(html.unescape(TAG.sub(" ", INLINE.sub("", text))).split())
