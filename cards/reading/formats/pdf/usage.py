"""What is usual in a document: where its full lines begin and end, its size of text, its step from line to line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from cards.reading.formats.pdf.records import ALIKE, FIRST_LINE, Look, Row

FEW, SOME = 6, 0.05  # rows of a group, and its share, that make a usage
EDGE = 1.5  # points
FLUSH = 0.25  # of the rows: so many end at the right edge of text that is set flush
MOSTLY = 0.6
APART = 1.35  # of the usual step from line to line: a gap
OPENED = 0.03  # of the rows: so many open a paragraph with an indent, where that is the usage
FULL = 2  # em: a line with less room than that is full
FEW_FULL = 3  # full lines that make a page one of running text
FARTHEST, LEADING = 3, 1.6  # em from line to line: at most, and where nothing tells
Place = tuple[int, ...]


def framed(rows: Sequence[Row]) -> list[Row]:
    """`rows` with their frames: even and odd pages may have different margins, columns have their own."""
    groups: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        groups[_anywhere(row)].append(row)
        groups[_on_its_side(row)].append(row)
    frames = {place: _frame(group) for place, group in groups.items()}
    made: list[Row] = []
    for row in rows:
        place = _on_its_side(row) if len(groups[_on_its_side(row)]) >= FEW else _anywhere(row)
        made.append(replace(row, frame=frames[place]))
    return made


def _anywhere(row: Row) -> Place:
    """The column that a row stands in, on whatever page."""
    return row.column[1:]


def _on_its_side(row: Row) -> Place:
    """The column that a row stands in, and whether its page is even or odd."""
    return (row.column.page % 2, *row.column[1:])


def _frame(rows: Sequence[Row]) -> tuple[float, float]:
    """Where full lines among `rows` begin and end."""
    body = _body(rows, _text_size(rows))
    enough = max(2, SOME * len(body))
    left = min(_crowded(_crowds([row.left for row in body]), enough))
    rights = _crowds([row.right for row in body])
    commonest = max(rights, key=lambda value: (rights[value], value))
    if rights[commonest] >= FLUSH * len(body):  # what goes beyond is punctuation that hangs in the margin
        return left, commonest
    return left, max(_crowded(rights, enough))


def _text_size(rows: Iterable[Row]) -> float:
    """The font size of most characters."""
    return usual((row.size, len(row.text)) for row in rows)


def _body(rows: Iterable[Row], size: float) -> list[Row]:
    """The rows of running text, whose font size is `size`."""
    return [row for row in rows if abs(row.size - size) <= ALIKE * size]


def _crowds(values: list[float]) -> dict[float, int]:
    """How many of `values` come close to each."""
    values = sorted(values)
    return {value: bisect_right(values, value + EDGE) - bisect_left(values, value - EDGE) for value in values}


def _crowded(crowds: dict[float, int], enough: float) -> list[float]:
    """The values that `enough` others come close to, or all where none is such."""
    return [value for value, count in crowds.items() if count >= enough] or list(crowds)


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
    """What is usual in the document that `rows` are of."""
    size = _text_size(rows)
    body = _body(rows, size)
    neighbours = [(above, below) for above, below in pairwise(body) if _are_neighbours(above, below, size)]
    opened = sum(_opens_paragraph(above, below) for above, below in neighbours)
    return Look(size, _leading(neighbours, size), opened >= max(1.0, OPENED * len(body)), _is_bold(body),
                _text_pages(body))


def _are_neighbours(above: Row, below: Row, size: float) -> bool:
    return above.column == below.column and 0 < below.y - above.y < FARTHEST * size


def _opens_paragraph(row: Row, below: Row) -> bool:
    """`row` is indented as a paragraph's first line, and full."""
    return FIRST_LINE[0] <= row.indent <= FIRST_LINE[1] and below.indent < 1 and row.slack < FULL


def _leading(neighbours: Sequence[tuple[Row, Row]], size: float) -> float:
    """The usual step from line to line in em, from full lines if there are any."""
    steps = [(round((below.y - above.y) / size, 1), above.slack < FULL) for above, below in neighbours]
    behind_full = usual((step, 1) for step, full in steps if full)
    return behind_full or usual((step, 1) for step, _ in steps) or LEADING


def _is_bold(body: Sequence[Row]) -> bool:
    bold = sum(len(row.text) for row in body if row.bold)
    return bold > MOSTLY * sum(len(row.text) for row in body)


def _text_pages(body: Iterable[Row]) -> frozenset[int]:
    """The pages that hold a few full lines."""
    full = Counter(row.column.page for row in body if row.slack < FULL)
    return frozenset(page for page, count in full.items() if count >= FEW_FULL)
