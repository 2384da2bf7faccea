"""What is usual in a document: where its full lines begin and end, its size of text, its step from line to line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from cards.reading.formats.pdf.records import ALIKE, FIRST_LINE, Look, Row

FEW, SOME = 6, 0.05  # rows of a group, and its share, that make a usage
EDGE = 1.5  # points
FLUSH = 0.25  # of the rows: so many end at the right edge of text that is set flush
MOSTLY = 0.6
APART = 1.35  # of the usual step from line to line: a gap


def framed(rows: Sequence[Row]) -> list[Row]:
    """`rows` with their frames: even and odd pages may have different margins, columns have their own."""
    places: dict[tuple[int, ...], list[Row]] = defaultdict(list)
    for row in rows:
        places[row.column[1:]].append(row)
        places[(row.column.page % 2, *row.column[1:])].append(row)
    frames = {place: _frame(each) for place, each in places.items()}
    return [replace(row, frame=frames[
        place if len(places[place := (row.column.page % 2, *row.column[1:])]) >= FEW else row.column[1:]])
        for row in rows]


def _frame(rows: Sequence[Row]) -> tuple[float, float]:
    size = usual((row.size, len(row.text)) for row in rows)
    body = [row for row in rows if abs(row.size - size) <= ALIKE * size]
    enough = max(2, SOME * len(body))
    lefts, rights = _crowds([row.left for row in body]), _crowds([row.right for row in body])
    left = min([each for each, count in lefts.items() if count >= enough] or lefts)
    commonest = max(rights, key=lambda each: (rights[each], each))
    if rights[commonest] >= FLUSH * len(body):  # what goes beyond is punctuation that hangs in the margin
        return left, commonest
    return left, max([each for each, count in rights.items() if count >= enough] or rights)


def _crowds(values: list[float]) -> dict[float, int]:
    """How many of `values` come close to each."""
    values = sorted(values)
    return {each: bisect_right(values, each + EDGE) - bisect_left(values, each - EDGE) for each in values}


def middle(values: Iterable[float]) -> float:
    """The median; of an even number, the larger of the two."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def usual(weighted: Iterable[tuple[float, int]]) -> float:
    """The value of the greatest weight."""
    weights: Counter[float] = Counter()
    for value, weight in weighted:
        weights[value] += weight
    return max(weights, key=lambda value: (weights[value], -value), default=0.0)


def look_of(rows: Sequence[Row]) -> Look:
    size = usual((row.size, len(row.text)) for row in rows)
    body = [row for row in rows if abs(row.size - size) <= ALIKE * size]
    pairs = [(a, b) for a, b in pairwise(body) if a.column == b.column and 0 < b.y - a.y < 3 * size]
    opened = sum(FIRST_LINE[0] <= a.indent <= FIRST_LINE[1] and b.indent < 1 and a.slack < 2 for a, b in pairs)
    bold = sum(len(row.text) for row in body if row.bold) > MOSTLY * sum(len(row.text) for row in body)
    full = Counter(row.column.page for row in body if row.slack < 2)
    steps = [(round((b.y - a.y) / size, 1), a.slack < 2) for a, b in pairs]
    leading = usual((step, 1) for step, full in steps if full) or usual((step, 1) for step, _ in steps) or 1.6
    return Look(size, leading,
                opened >= max(1.0, 0.03 * len(body)), bold, frozenset(page for page in full if full[page] >= 3))
