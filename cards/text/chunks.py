"""What stands side by side in a clause, between the marks of a series and where one quotation meets another."""

from __future__ import annotations

import re
from itertools import pairwise

from cards.text.units import Stretch, split_at

PARTS = "、"
NUMERALS = frozenset("一二三四五六七八九十百零〇")
MEET = re.compile("”(?=“)|’(?=‘)")  # where one quotation stands right behind another (“应变”“求变”)
SAID = re.compile("[。！？；]")  # a quotation that is said rather than named


def chunks_of(text: str, start: int, end: int, wholes: tuple[str, ...]) -> list[Stretch]:
    """What stands between the marks of the clause text[start:end], each of `wholes` (党员、干部) in one, the number
    that the clause begins with (四、) left out.
    """
    chunks: list[Stretch] = []
    for first, last in split_at(text, start, end, PARTS):
        if chunks and _is_in_whole(text, chunks[-1][1], wholes):
            chunks[-1] = (chunks[-1][0], last)
        else:
            chunks += _quotations(text, first + len(text[first:last]) - len(text[first:last].lstrip()), last)
    return chunks[1:] if chunks and set(text[slice(*chunks[0])]) <= NUMERALS else chunks


def _is_in_whole(text: str, mark: int, wholes: tuple[str, ...]) -> bool:
    """Whether the mark at the place `mark` stands within one of `wholes`, and that is no part of a longer series
    (香港、澳门、台湾).
    """
    for whole in wholes:
        begins = mark - whole.index(PARTS)
        if begins >= 0 and text.startswith(whole, begins):
            return PARTS not in (text[begins - 1 : begins], text[begins + len(whole) :][:1])
    return False


def _quotations(text: str, start: int, end: int) -> list[Stretch]:
    """text[start:end], in as many as quotations meet in it."""
    meet = [] if SAID.search(text, start, end) else [at.end() for at in MEET.finditer(text, start, end)]
    return list(pairwise([start, *meet, end]))
