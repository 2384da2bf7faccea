"""Footnotes of a page: the marks that point at them, and their text as remarks behind the line they hang on."""

from __future__ import annotations

import re
from dataclasses import replace

from cards.reading.formats.html.blocks import Block
from cards.reading.formats.html.elements import NOTE, Element
from cards.reading.formats.html.spaces import SPACES
from cards.reading.formats.looks import remark

MARKS = "note marks left out"
MARK = re.compile(r"[\[〔【（(]\s*(?:\d{1,3}|注\d{0,2}|[a-z]{1,4})\s*[\]〕】）)]|[①-⒇*＊†‡※]{1,3}")
SUPERSCRIPTS = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


def is_mark(element: Element, said: str, linked: str) -> bool:
    """What an element says is a note's mark: by what it links to, else by how it looks."""
    if element.tag == "sup" and (said.isdecimal() or MARK.fullmatch(said)):
        return True
    return bool(linked and (element.note or NOTE.fullmatch(linked) or MARK.fullmatch(said)))


def is_unit(said: list[str]) -> bool:
    """What was `said` may have an exponent: a Latin letter (km), or a power of ten."""
    before = "".join(said[-3:]).rstrip(SPACES)[-2:]
    return before == "10" or (before[-1:].isascii() and before[-1:].isalpha())


def with_notes(blocks: list[Block]) -> list[Block]:
    """The blocks with each note as one remark behind the line it hangs on, or where it stands if none is known."""
    notes: dict[str, Block] = {}
    for block in blocks:
        if block.note:
            note = notes.setdefault(_target(block.note), replace(block, text=""))
            note.text = f"{note.text} {block.text}".strip(" ↩︎^")
    placed: list[Block] = []
    for block in blocks:
        hung = [_target(block.note)] if block.note else [_target(each) for each in block.notes]
        placed += [] if block.note else [block]
        placed += [notes.pop(each) for each in hung if each in notes]
    for block in placed:
        if block.note:
            block.text = remark(block.text)
    return placed


def _target(name: str) -> str:
    """A note's id, and what links to it, as one: _ftn1 and ftn1, sdfootnote1sym and sdfootnote1."""
    return name.strip("_").removesuffix("sym")
