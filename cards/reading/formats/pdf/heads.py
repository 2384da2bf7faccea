"""Running heads, feet and page numbers: what repeats at one height of the pages' margins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cards.reading.formats.pdf.records import SMALLER, Column, Page, Piece, Row
from cards.reading.formats.pdf.rows import rows_of
from cards.reading.formats.pdf.usage import APART, MOSTLY, usual
from cards.reading.outline_rules import Outline
from cards.records import Doubt, Place

MARGIN, DEEPEST = 0.16, 3  # of the page's height, at the top and at the foot: so many rows may stand there
SLOT = 3.0  # points: the same height
LONELY = 1.8  # em from a page number to the next row
NUMBER = "#"  # what a number is to the comparison of rows


def without_running_heads(pages: Sequence[Page], outline: Outline) -> tuple[list[Page], list[Doubt]]:
    """The pages without page numbers, and without what stands at one height at the top or the foot of several pages and
    repeats there; and what was left out. A row at such a height that repeats nowhere (a one-page article's head) goes
    too, and is doubtful.
    """
    rows = {page.number: rows_of(page.pieces, Column(page.number)) for page in pages}
    key = _Keys(outline)
    gone: dict[int, set[Piece]] = defaultdict(set)
    told: list[Row] = []
    doubts: list[Doubt] = []
    for end in (0, -1):
        for _ in range(DEEPEST):
            outer = [rows[page.number][end] for page in pages
                     if rows[page.number] and _in_margin(rows[page.number][end], page, end)]
            running, single = _running(outer, rows, end, key)
            doubts += [Doubt(f"left out as a running head: {row.text[:60]}", Place(page=row.column.page))
                       for row in single]
            known = set(map(id, running))
            running += [row for row in outer
                        if id(row) not in known and _lonely(row, rows[row.column.page], end, key)]
            told += [row for row in running if row not in single]
            for row in running:
                gone[row.column.page].update(row.pieces)
                rows[row.column.page].pop(end)
    return [replace(page, pieces=tuple(piece for piece in page.pieces if piece not in gone[page.number]))
            for page in pages], [*_told(told, key), *doubts]


def _told(rows: Sequence[Row], key: _Keys) -> Iterator[Doubt]:
    """What was left out, each with the page where it first stood."""
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.column.page):
        alike[key(row)].append(row)
    for same, each in alike.items():
        what = "page numbers left out: " if same == NUMBER else f"left out as a running head: {each[0].text[:60]} ×"
        yield Doubt(f"{what}{len(each)}", Place(page=each[0].column.page), mended=True)


def _in_margin(row: Row, page: Page, end: int) -> bool:
    return row.y < MARGIN * page.height if end == 0 else row.y > (1 - MARGIN) * page.height


def _running(outer: Sequence[Row], rows: dict[int, list[Row]], end: int,
             key: _Keys) -> tuple[list[Row], list[Row]]:
    """The rows at heights where most repeat; and those among them that repeat nowhere, but look like a head."""
    running: list[Row] = []
    single: list[Row] = []
    for slot in _slots(sorted(outer, key=lambda row: row.y)):
        keys = Counter(map(key, slot))
        if sum(count for count in keys.values() if count > 1) >= MOSTLY * len(slot) and len(slot) > 1:
            running += [row for row in slot if keys[key(row)] > 1 or key(row) == NUMBER]
            single += [row for row in slot if keys[key(row)] == 1 and key(row) != NUMBER
                       and _heads(row, rows[row.column.page], end)]
    return running + single, single


def _heads(row: Row, rows: Sequence[Row], end: int) -> bool:
    """A row without punctuation that stands apart from the next one, more than the page's rows do, or is smaller."""
    inner = rows[1:2] if end == 0 else rows[-2:-1]
    step = usual((round(b.y - a.y), 1) for a, b in pairwise(rows))
    apart = all(row.size < SMALLER * each.size or abs(row.y - each.y) > APART * step for each in inner)
    return apart and not re.search("[，。；：！？]", row.text)


def _slots(rows: Sequence[Row]) -> Iterator[list[Row]]:
    slot: list[Row] = []
    for row in rows:
        if slot and row.y - slot[0].y > SLOT:
            yield slot
            slot = []
        slot.append(row)
    if slot:
        yield slot


class _Keys:
    """What of a row's text is the same on every page: `key(row)`; NUMBER where it is a page's number and no more."""

    def __init__(self, outline: Outline):
        self._outline = outline
        self._known: dict[str, str] = {}

    def __call__(self, row: Row) -> str:
        if row.text not in self._known:
            numbered = self._outline.find("page_number", row.text)
            self._known[row.text] = NUMBER if numbered else re.sub(r"\d+", NUMBER, re.sub(r"\s", "", row.text))
        return self._known[row.text]

    def of_a_page(self, row: Row) -> bool:
        """A page's number, or what a browser prints about a page."""
        return self(row) == NUMBER or self._outline.find("printed", row.text) is not None


def _lonely(row: Row, rows: Sequence[Row], end: int, key: _Keys) -> bool:
    """A page number, or what a browser prints about a page, by itself: to know it takes no second page."""
    inner = rows[1:2] if end == 0 else rows[-2:-1]
    return key.of_a_page(row) and all(abs(row.y - each.y) > LONELY * each.size for each in inner)
