"""Running heads, feet and page numbers: what repeats at one height of the pages' margins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from cards.reading.formats.pdf.records import SMALLER, Column, Page, Piece, Row
from cards.reading.formats.pdf.rows import rows_of
from cards.reading.formats.pdf.usage import APART, MOSTLY, usual
from cards.reading.outline_rules import Outline
from cards.records import Doubt, Place

MARGIN, DEEPEST = 0.16, 3  # of the page's height, at the top and at the foot: so many rows may stand there
SLOT = 3.0  # points: the same height
LONELY = 1.8  # em from a page number to the next row
LONGEST_SHOWN = 60  # characters
PUNCTUATION = re.compile("[，。；：！？]")
TOP, FOOT = 0, -1  # the first and the last of a page's rows
NUMBER = "#"  # what a number is to the comparison of rows


class Heads(NamedTuple):
    """Rows at the edges of pages: those that are heads for sure, and those that repeat nowhere but look like heads."""

    sure: list[Row]
    single: list[Row]


def without_running_heads(pages: Sequence[Page], outline: Outline) -> tuple[list[Page], list[Doubt]]:
    """The pages without page numbers, and without what stands at one height at the top or the foot of several pages and
    repeats there; and what was left out. A row at such a height that repeats nowhere (a one-page article's head) goes
    too, and is doubtful.
    """
    rows = {page.number: rows_of(page.pieces, Column(page.number)) for page in pages}
    key = _Keys(outline)
    gone: dict[int, set[Piece]] = defaultdict(set)
    found = Heads([], [])
    for end in (TOP, FOOT):
        for _ in range(DEEPEST):
            heads = _outermost(pages, rows, end, key)
            for row in (*heads.sure, *heads.single):
                gone[row.column.page].update(row.pieces)
                rows[row.column.page].pop(end)
            found.sure.extend(heads.sure)
            found.single.extend(heads.single)
    kept = [replace(page, pieces=tuple(piece for piece in page.pieces if piece not in gone[page.number]))
            for page in pages]
    return kept, [*_told(found.sure, key), *map(_doubtful, found.single)]


def _outermost(pages: Sequence[Page], rows: dict[int, list[Row]], end: int, key: _Keys) -> Heads:
    """The heads among the first or the last rows of the pages."""
    outer = [rows[page.number][end] for page in pages
             if rows[page.number] and _in_margin(rows[page.number][end], page, end)]
    heads = _running(outer, rows, end, key)
    known = set(map(id, (*heads.sure, *heads.single)))
    lonely = [row for row in outer if id(row) not in known and _is_lonely(row, rows[row.column.page], end, key)]
    return Heads(heads.sure + lonely, heads.single)


def _doubtful(row: Row) -> Doubt:
    return Doubt(f"left out as a running head: {row.text[:LONGEST_SHOWN]}", Place(page=row.column.page))


def _told(rows: Sequence[Row], key: _Keys) -> Iterator[Doubt]:
    """What was left out, each with the page where it first stood."""
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.column.page):
        alike[key(row)].append(row)
    for same, repeated in alike.items():
        first = repeated[0]
        what = "page numbers left out: " if same == NUMBER \
            else f"left out as a running head: {first.text[:LONGEST_SHOWN]} ×"
        yield Doubt(f"{what}{len(repeated)}", Place(page=first.column.page), mended=True)


def _in_margin(row: Row, page: Page, end: int) -> bool:
    return row.y < MARGIN * page.height if end == TOP else row.y > (1 - MARGIN) * page.height


def _running(outer: Sequence[Row], rows: dict[int, list[Row]], end: int, key: _Keys) -> Heads:
    """The rows at heights where most repeat; and those among them that repeat nowhere, but look like a head."""
    heads = Heads([], [])
    for slot in _slots(sorted(outer, key=lambda row: row.y)):
        counts = Counter(map(key, slot))
        if not _mostly_repeats(counts):
            continue
        for row in slot:
            if counts[key(row)] > 1 or key(row) == NUMBER:
                heads.sure.append(row)
            elif _looks_like_head(row, rows[row.column.page], end):
                heads.single.append(row)
    return heads


def _mostly_repeats(counts: Counter[str]) -> bool:
    """Most of what stands at one height stands there more than once."""
    repeated = sum(count for count in counts.values() if count > 1)
    return counts.total() > 1 and repeated >= MOSTLY * counts.total()


def _looks_like_head(row: Row, rows: Sequence[Row], end: int) -> bool:
    """A row without punctuation that stands apart from the next one, more than the page's rows do, or is smaller."""
    if PUNCTUATION.search(row.text):
        return False
    step = usual((round(below.y - above.y), 1) for above, below in pairwise(rows))
    return all(row.size < SMALLER * inner.size or abs(row.y - inner.y) > APART * step for inner in _next(rows, end))


def _next(rows: Sequence[Row], end: int) -> Sequence[Row]:
    """The row next to the outermost one, if there is any."""
    return rows[1:2] if end == TOP else rows[-2:-1]


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


def _is_lonely(row: Row, rows: Sequence[Row], end: int, key: _Keys) -> bool:
    """A page number, or what a browser prints about a page, by itself: to know it takes no second page."""
    return key.of_a_page(row) and all(abs(row.y - inner.y) > LONELY * inner.size for inner in _next(rows, end))
