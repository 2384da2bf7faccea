"""Columns: the rows of a page in the order they are read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
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


class Band(NamedTuple):
    """A stretch of a page from top to bottom: its runs, and its columns; () where it seems to have but one."""

    runs: Sequence[Run]
    columns: Columns


class Banded(NamedTuple):
    """A page cut into bands; `rows` are those that go across the whole of it."""

    page: Page
    rows: Sequence[Row]
    bands: Sequence[Band]


class Stretch(NamedTuple):
    """Pieces of a page that are read together, and the column they stand in."""

    column: Column
    pieces: list[Piece]


def in_reading_order(pages: Sequence[Page]) -> list[Row]:
    """The rows of all pages as they are read: column after column, between rows that go across them.

    Columns that one page shows clearly are looked for in what the others show less clearly: the end of an article.
    """
    widths = _text_widths(pages)
    banded = [_banded(page, widths.get(page.width, 0.0)) for page in pages]
    known = _usual_columns(banded)
    rows: list[Row] = []
    for page in banded:
        rows += _ordered(page, known)
    return rows


def _text_widths(pages: Iterable[Page]) -> dict[float, float]:
    """How wide the text is on pages of each width."""
    pieces: dict[float, list[Piece]] = defaultdict(list)
    for page in pages:
        pieces[page.width] += page.pieces
    return {width: max(piece.right for piece in alike) - min(piece.left for piece in alike)
            for width, alike in pieces.items() if alike}


def _usual_columns(pages: Iterable[Banded]) -> list[Columns]:
    """The columns of the document, the commonest first."""
    seen: Counter[Columns] = Counter()
    for page in pages:
        seen.update(band.columns for band in page.bands if band.columns)
    return [columns for columns, _ in seen.most_common(MOST_KNOWN)]


def _banded(page: Page, width: float) -> Banded:
    """A page, whose text is `width` wide, in bands: those that go across all columns, and those between them."""
    rows = rows_of(page.pieces, Column(page.number, width=round(page.width)))
    usually = usual((row.size, len(row.text)) for row in rows)
    runs: list[Run] = []
    for row in rows:
        runs += _runs(row, usually)
    runs.sort(key=lambda run: run.y)
    titles = set(map(id, _titles(runs, usually)))
    bands: list[Band] = []
    for across, group in groupby(runs, lambda run: id(run) in titles or run.right - run.left > ACROSS * width):
        band = list(group)
        bands.append(Band(band, () if across else columns_of(band)))
    return Banded(page, rows, bands)


def _titles(runs: Sequence[Run], usually: float) -> Iterator[Run]:
    """The larger runs at the top of a page that stand above all columns: a short title may fit into the middle one."""
    for run, below in pairwise(runs):
        size = run.pieces[0].size
        if size < LARGER * usually or below.y - run.y < size:
            return
        yield run


def _ordered(page: Banded, known: Sequence[Columns]) -> list[Row]:
    """The rows of a page as they are read, by its own columns or by those `known` of others."""
    plain = Column(page.page.number, width=round(page.page.width))
    stretches: list[Stretch] = []
    for band in page.bands:
        stretches += _by_columns(band.runs, band.columns or _fitting(band.runs, known), plain)
    if all(stretch.column == plain for stretch in stretches):
        return list(page.rows)
    rows: list[Row] = []
    for column, group in groupby(stretches, key=lambda stretch: stretch.column):
        pieces = [piece for stretch in group for piece in stretch.pieces]
        rows += rows_of(pieces, column)
    return rows


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
    gutters = _gutters(band) if len(band) >= 2 * FEWEST else []
    columns = tuple((left + right) / 2 for left, right in gutters)
    inside: dict[int | None, list[Run]] = defaultdict(list)
    for run in band:
        inside[_index(run, columns)].append(run)
    widths = _column_widths(band, gutters)
    return columns if all(_fills(inside[at], width) for at, width in enumerate(widths)) else ()


def _column_widths(band: Sequence[Run], gutters: Sequence[tuple[float, float]]) -> list[float]:
    """The width of each column between `gutters`."""
    lefts = [min(run.left for run in band), *(right for _, right in gutters)]
    rights = [*(left for left, _ in gutters), max(run.right for run in band)]
    return [right - left for left, right in zip(lefts, rights, strict=True)]


def _gutters(band: Sequence[Run]) -> list[tuple[float, float]]:
    """The upright strips that hardly any run of `band` stands in, but for the margins."""
    edge = min(run.left for run in band)
    covered = _coverage(band, edge)
    size = middle(run.pieces[0].size for run in band if run.pieces)
    gutters: list[tuple[float, float]] = []
    end = 0
    for crossed, group in groupby(covered, lambda count: count > CROSSING * len(band)):
        start, end = end, end + len(list(group))
        inside = start > 0 and end < len(covered)
        if inside and not crossed and (end - start) * BIN >= GUTTER * size:
            first, last = _emptiest(covered, start, end)
            gutters.append((edge + first * BIN, edge + last * BIN))
    return gutters


def _coverage(band: Sequence[Run], edge: float) -> list[int]:
    """How many runs stand in each strip of BIN points, from the left `edge` on."""
    right = max(run.right for run in band)
    steps = [0] * (int((right - edge) / BIN) + 3)
    for run in band:
        steps[int((run.left - edge) / BIN)] += 1
        steps[int((run.right - edge) / BIN) + 1] -= 1
    return list(accumulate(steps[:-2]))


def _emptiest(covered: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The first stretch of a strip that the fewest runs stand in: a few paragraphs' first lines are no part of it."""
    least = min(covered[start:end])
    first = covered.index(least, start, end)
    return first, next((at for at in range(first, end) if covered[at] > least), end)


def _fills(runs: Sequence[Run], width: float) -> bool:
    """Runs that make a column of `width`: enough of them, and mostly full."""
    return (len(runs) >= FEWEST and width >= NARROWEST * middle(run.pieces[0].size for run in runs)
            and middle(run.right - run.left for run in runs) >= FILLED * width)


def _by_columns(runs: Sequence[Run], columns: Columns, plain: Column) -> Iterator[Stretch]:
    """The pieces of a band, column by column, between the runs that stand in none."""
    inside: dict[int, list[Piece]] = defaultdict(list)
    for run in runs:
        at = _index(run, columns)
        if at is None:
            yield from _in_order(inside, plain, len(columns) + 1)
            inside.clear()
            yield Stretch(plain, list(run.pieces))
        else:
            inside[at] += run.pieces
    yield from _in_order(inside, plain, len(columns) + 1)


def _in_order(inside: dict[int, list[Piece]], plain: Column, count: int) -> list[Stretch]:
    """What stands `inside` each of `count` columns, from left to right."""
    return [Stretch(plain._replace(at=at, of=count), inside[at]) for at in sorted(inside)]
