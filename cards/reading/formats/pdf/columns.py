"""Columns: the rows of a page in the order they are read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from cards.reading.formats.pdf.records import LARGER, Column, Page, Piece, Row
from cards.reading.formats.pdf.rows import rows_of
from cards.reading.formats.pdf.usage import middle, usual

GUTTER, NARROWEST, FEWEST = 0.7, 8, 4  # em between columns; em across one; rows in one
NEIGHBOURS, HALVES = 0.95, 1.6  # em: pieces nearer than this stand in one column, or in one title
ACROSS, FILLED, CROSSING = 0.6, 0.55, 0.15  # of the text's width; of a column's; of the rows
BIN = 2  # points
MOST_KNOWN = 8  # sets of columns that are looked for on other pages


class Run(NamedTuple):
    left: float
    right: float
    y: float
    pieces: tuple[Piece, ...]


Columns = tuple[float, ...]  # where one column ends and the next begins


class Bands(NamedTuple):
    """A page cut into bands, from top to bottom, each with its columns; () where it seems to have but one."""

    page: Page
    rows: Sequence[Row]
    bands: Sequence[tuple[Sequence[Run], Columns]]


def in_reading_order(pages: Sequence[Page]) -> list[Row]:
    """The rows of all pages as they are read: column after column, between rows that go across them.

    Columns that one page shows clearly are looked for in what the others show less clearly: the end of an article.
    """
    alike: dict[float, list[Piece]] = defaultdict(list)
    for page in pages:
        alike[page.width] += page.pieces
    widths = {width: max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
              for width, pieces in alike.items() if pieces}
    banded = [_banded(page, widths.get(page.width, 0.0)) for page in pages]
    seen = Counter(columns for page in banded for _, columns in page.bands if columns)
    known = [columns for columns, _ in seen.most_common(MOST_KNOWN)]
    return [row for page in banded for row in _ordered(page, known)]


def _banded(page: Page, width: float) -> Bands:
    rows = rows_of(page.pieces, Column(page.number, width=round(page.width)))
    usually = usual((row.size, len(row.text)) for row in rows)
    runs = sorted((run for row in rows for run in _runs(row, usually)), key=lambda run: run.y)
    heads = set(map(id, _titles(runs, usually)))
    return Bands(page, rows, [
        (band, () if across else columns_of(band)) for across, band in
        ((across, list(group)) for across, group in groupby(
            runs, lambda run: id(run) in heads or run.right - run.left > ACROSS * width))])


def _titles(runs: Sequence[Run], usually: float) -> Iterator[Run]:
    """The larger runs at the top of a page that stand above all columns: a short title may fit into the middle one."""
    for run, below in pairwise(runs):
        size = run.pieces[0].size
        if size < LARGER * usually or below.y - run.y < size:
            return
        yield run


def _ordered(page: Bands, known: Sequence[Columns]) -> list[Row]:
    plain = Column(page.page.number, width=round(page.page.width))
    found = [stretch for band, columns in page.bands
             for stretch in _by_columns(band, columns or _fitting(band, known), plain)]
    if all(column == plain for column, _ in found):
        return list(page.rows)
    return [row for column, each in groupby(found, key=lambda stretch: stretch[0])
            for row in rows_of((piece for _, pieces in each for piece in pieces), column)]


def _fitting(band: Sequence[Run], known: Sequence[Columns]) -> Columns:
    """The columns of another page that all runs of `band` stand in, if more than one of them holds any."""
    for columns in known:
        at = [_index(run, columns) for run in band]
        if None not in at and len(set(at)) > 1:
            return columns
    return ()


def _index(run: Run, columns: Columns) -> int | None:
    """Which of `columns` a run stands in; None for one that goes across."""
    at = bisect_right(columns, run.left)
    return at if at == len(columns) or run.right <= columns[at] else None


def _runs(row: Row, usually: float) -> Iterator[Run]:
    """A row cut where a gutter may be; the halves of a title stand further apart than columns do."""
    run: list[Piece] = []
    right = 0.0
    apart = (NEIGHBOURS if row.size < LARGER * usually else HALVES) * row.size
    for piece in row.pieces:
        if run and piece.left - right > apart:
            yield Run(run[0].left, right, row.y, tuple(run))
            run = []
        right = max(right, piece.right) if run else piece.right
        run.append(piece)
    yield Run(run[0].left, right, row.y, tuple(run))


def columns_of(band: Sequence[Run]) -> Columns:
    """The columns of `band`; () where it has but one, or is a list or a table."""
    gutters = _uncovered(band) if len(band) >= 2 * FEWEST else []
    columns = tuple((left + right) / 2 for left, right in gutters)
    edges = [min(run.left for run in band), *(edge for gutter in gutters for edge in gutter),
             max(run.right for run in band)]
    inside: dict[int | None, list[Run]] = defaultdict(list)
    for run in band:
        inside[_index(run, columns)].append(run)
    filled = (_fills(inside[at], right - left) for at, (left, right) in
              enumerate(zip(edges[::2], edges[1::2], strict=True)))
    return columns if all(filled) else ()


def _uncovered(band: Sequence[Run]) -> list[tuple[float, float]]:
    """The upright strips that hardly any run of `band` stands in, but for the margins."""
    left, right = min(run.left for run in band), max(run.right for run in band)
    steps = [0] * (int((right - left) / BIN) + 3)
    for run in band:
        steps[int((run.left - left) / BIN)] += 1
        steps[int((run.right - left) / BIN) + 1] -= 1
    size = middle(piece.size for run in band for piece in run.pieces[:1])
    covered = list(accumulate(steps[:-2]))
    strips: list[tuple[float, float]] = []
    at = 0
    for crossed, group in groupby(covered, lambda count: count > CROSSING * len(band)):
        since, at = at, at + len(list(group))
        if not crossed and since and at < len(covered) and (at - since) * BIN >= GUTTER * size:
            first, last = _emptiest(covered, since, at)
            strips.append((left + first * BIN, left + last * BIN))
    return strips


def _emptiest(covered: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The first stretch of a strip that the fewest runs stand in: a few paragraphs' first lines are no part of it."""
    least = min(covered[start:end])
    first = covered.index(least, start, end)
    return first, next((at for at in range(first, end) if covered[at] > least), end)


def _fills(runs: Sequence[Run], width: float) -> bool:
    """Runs that make a column of `width`: enough of them, and mostly full."""
    return (len(runs) >= FEWEST and width >= NARROWEST * middle(run.pieces[0].size for run in runs)
            and middle(run.right - run.left for run in runs) >= FILLED * width)


def _by_columns(band: Sequence[Run], columns: Columns, plain: Column) -> Iterator[tuple[Column, list[Piece]]]:
    """The pieces of `band`, column by column, between the runs that stand in none."""
    found: dict[int, list[Piece]] = defaultdict(list)

    def flushed() -> Iterator[tuple[Column, list[Piece]]]:
        for at in sorted(found):
            yield plain._replace(at=at, of=len(columns) + 1), found[at]
        found.clear()

    for run in band:
        at = _index(run, columns)
        if at is None:
            yield from flushed()
            yield plain, list(run.pieces)
        else:
            found[at] += run.pieces
    yield from flushed()
