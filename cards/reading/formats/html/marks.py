"""Footnotes of a page: the marks that point at them, and their text as remarks behind the line they hang on."""

from __future__ import annotations

import re

from msgspec.structs import replace

from cards.reading.formats.html.blocks import Block, Element
from cards.reading.formats.html.spaces import SPACES
from cards.reading.formats.html.style import NOTE
from cards.reading.formats.looks import remark

MARKS = "note marks left out"
MARK = re.compile(r"[\[〔【（(]\s*(?:\d{1,3}|注\d{0,2}|[a-z]{1,4})\s*[\]〕】）)]|[①-⒇*＊†‡※]{1,3}")
SUPERSCRIPTS = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


def linked_note(element: Element) -> str:
    """The id that an element links to on its own page, itself or by the link right around it; or ''."""
    return element.target or (element.parent.target if element.parent else "")


def is_mark(element: Element, said: str) -> bool:
    """What an element says is a note's mark: by what it links to, else by how it looks."""
    if element.tag == "sup" and (said.isdecimal() or MARK.fullmatch(said)):
        return True
    linked = linked_note(element)
    if not linked:
        return False
    return bool(element.style.note or NOTE.fullmatch(linked) or MARK.fullmatch(said))


def is_exponent(element: Element, said: str, before: str) -> bool:
    """A raised number is no mark but an exponent: behind a Latin letter (km), or of a power of ten."""
    if element.tag != "sup" or not said.lstrip("-−+").isdecimal():
        return False
    before = before.rstrip(SPACES)[-2:]
    return before == "10" or (before[-1:].isascii() and before[-1:].isalpha())


def with_notes(blocks: list[Block]) -> list[Block]:
    """The blocks with each note as one remark behind the line it hangs on, or where it stands if none is known."""
    notes = _notes_of(blocks)
    placed: list[Block] = []
    for block in blocks:
        if block.note:
            targets = [_target(block.note)]
        else:
            targets = [_target(note) for note in block.notes]
            placed.append(block)
        placed += [notes.pop(target) for target in targets if target in notes]
    return placed


def _notes_of(blocks: list[Block]) -> dict[str, Block]:
    """Each note as one block, by what its marks link to."""
    notes: dict[str, Block] = {}
    for block in blocks:
        if block.note:
            note = notes.setdefault(_target(block.note), replace(block, text=""))
            note.text = f"{note.text} {block.text}".strip(" ↩︎^")
    for note in notes.values():
        note.text = remark(note.text)
    return notes


def _target(name: str) -> str:
    """A note's id, and what links to it, as one: _ftn1 and ftn1, sdfootnote1sym and sdfootnote1."""
    return name.strip("_").removesuffix("sym")
