"""Gathering: the cards of packages, each with both sides rendered by the note type its package carries."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from cards.anki.cloze import TAG
from cards.anki.collection import collection_of, decks_of
from cards.anki.face import shipped_face
from cards.anki.note_type import NOTE_TYPE, note_type
from cards.commands.pages.rendering import Side, cloze, render
from cards.writing.notes import LEVELS

KIND = "举要::"
RETIRED = "已失效"
INLINE = re.compile(r"</?(?:span|b|i|em|strong|mark|q|sub|sup|a)\b[^>]*>")
CLOZE_TYPE = 1  # Anki's number for note types with clozes


@dataclass(frozen=True, slots=True)
class Shown:
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
            return {(card["guid"], card["ord"]): _shown(card) for card in _rows(connection)}
    except (ValueError, LookupError, sqlite3.DatabaseError) as error:
        raise ValueError(f"{name}: not a package juyao can read: {error}") from None


def _rows(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    models, decks = _models(connection), decks_of(connection)
    rows = connection.execute("select n.guid, n.mid, n.flds, n.tags, c.ord, c.did from cards c "
                              "join notes n on n.id = c.nid order by c.due, c.nid, c.ord")
    for guid, mid, fields, tags, number, did in rows:
        if mid in models:
            yield {"guid": guid, "model": models[mid], "fields": fields.split("\x1f"), "tags": tags.split(),
                   "ord": number, "deck": decks[did][0]}


def _models(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """The note types of a collection by id. Anki's newer format keeps theirs where we can't read them: there it is only
    ours, as it is shipped.
    """
    text = connection.execute("select models from col").fetchone()[0]
    if text:
        return {int(each): model for each, model in json.loads(text).items()}
    ours = note_type(shipped_face()).to_json(0, 0)
    return {each: ours for each, name in connection.execute("select id, name from notetypes")
            if name.startswith(NOTE_TYPE)}


def _shown(card: Mapping[str, Any]) -> Shown:
    model, path = card["model"], card["deck"].split("::")
    clozes = model["type"] == CLOZE_TYPE
    template = model["tmpls"][0 if clozes else card["ord"]]
    number = card["ord"] + 1
    fields = {field["name"]: text for field, text in zip(model["flds"], card["fields"], strict=False)}
    special = {"Tags": " ".join(card["tags"]), "Type": model["name"], "Deck": card["deck"], "Subdeck": path[-1],
               "Card": template["name"], f"c{number}": "1"}
    front = render(template["qfmt"], Side(special | fields, number, question=True))
    back = render(template["afmt"], Side(special | fields | {"FrontSide": front}, number, question=False))
    first = card["fields"][0]
    text = cloze(first, number, question=True) if clozes else first
    kinds = [tag.removeprefix(KIND) for tag in card["tags"] if tag.startswith(KIND) and tag != KIND + RETIRED]
    level = RETIRED if KIND + RETIRED in card["tags"] else next((tag for tag in card["tags"] if tag in LEVELS), "")
    return Shown(front, back, model["css"], plain(text).replace("[...]", "＿＿"), " ".join(path[:-1]), path[-1],
                 kinds[0] if kinds else "", level)


def plain(text: str) -> str:
    """HTML as one line of text; blocks stand apart."""
    return " ".join(html.unescape(TAG.sub(" ", INLINE.sub("", text))).split())
