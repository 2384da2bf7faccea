"""What stands on the pages of a PDF to paragraphs: pure functions over positioned pieces of text.

The steps are the lines of `source_of`. Lengths are in points from the top left corner of the page as it is shown, or in
em: the size of a row's font, which is the width of a Han character.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from cards.reading.lines import SENTENCE_ENDS, Line, Source
from cards.records import Doubt, Place


class Piece(NamedTuple):
    """Neighbouring characters of one style: from `left` to `right` on the base line `y`."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the PDF has it. `turned` and `outside` are texts that do not stand in its lines; `nameless` counts
    characters that the fonts give no name; `picture` says that it is a picture and hardly a word.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    turned: str = ""
    outside: str = ""
    nameless: int = 0
    picture: bool = False
    broken: bool = False


class Column(NamedTuple):
    """Where a row stands: on which page, in which column of how many; the page's width tells upright from across."""

    page: int
    at: int = 0
    of: int = 1
    width: int = 0


@dataclass(frozen=True)
class Row:
    """A line of print, from `left` to `right`; `frame` is where a full line of its column begins and ends.

    `notes` are the note marks taken out of its text, `note` the one it begins with, as a footnote does; `entry` is what
    it says if it stands in a table of contents.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    pieces: tuple[Piece, ...]
    column: Column
    notes: tuple[str, ...] = ()
    note: str = ""
    entry: str = ""
    frame: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @cached_property
    def indent(self) -> float:
        return (self.left - self.frame[0]) / self.size

    @cached_property
    def slack(self) -> float:
        """How many more Han characters it has room for."""
        return (self.frame[1] - self.right) / self.size

    @property
    def centred(self) -> bool:
        return self.indent > 1 and abs(self.indent - self.slack) < 1.2

    @property
    def set_in(self) -> bool:
        """Its indent is more than that of a paragraph's first line."""
        return self.indent > FIRST_LINE[1]

    @property
    def room(self) -> float:
        """As `slack`, but a centred line has room on both sides."""
        return self.indent + self.slack if self.centred else self.slack

    @property
    def open_ended(self) -> bool:
        return self.text[-1] not in SENTENCE_ENDS + "）)"


@dataclass(frozen=True, slots=True)
class Look:
    """What is usual in a document: the size of its text, the step from line to line in em, whether paragraphs begin
    with an indent, whether text is bold; and which pages hold running text.
    """

    size: float
    leading: float
    indents: bool
    bold: bool
    pages: frozenset[int]

    def larger(self, row: Row) -> bool:
        return row.size >= LARGER * self.size

    def smaller(self, row: Row) -> bool:
        return row.size <= SMALLER * self.size


@dataclass(slots=True)
class Paragraph:
    rows: list[Row]
    parts: list[str]
    mended: int = 0
    repeats: str = ""

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Footnote(NamedTuple):
    mark: str
    text: str
    page: int


LARGER, SMALLER, ALIKE = 1.12, 0.92, 0.06  # of a font size


def source_of(pages: Sequence[Page]) -> Source:
    """The paragraphs of a document, and what was left out of them or looks doubtful."""
    doubts = list(_unread(pages))
    pages, running = without_running_heads([_readable(page) for page in pages])
    rows = framed(in_reading_order(pages))
    if not rows:
        return Source((), tuple(doubts))
    look = look_of(rows)
    rows, footnotes = without_footnotes(rows, look)
    paragraphs = paragraphs_of(with_contents(rows), look)
    return Source(_lines(paragraphs, footnotes, look), (*doubts, *running, *_noted(rows, footnotes)))


def _readable(page: Page) -> Page:
    pieces = (piece._replace(text=normal(piece.text)) for piece in page.pieces)
    return replace(page, pieces=tuple(piece for piece in pieces if piece.text.strip()))


def _unread(pages: Sequence[Page]) -> Iterator[Doubt]:
    """What the pages hold and the lines will not."""
    for page in pages:
        if page.broken:
            yield Doubt("the page is broken, its text missing", Place(page=page.number), serious=True)
        if _upright(page.pieces):
            yield Doubt("upright writing, read across and so out of order; copy its text from a viewer",
                        Place(page=page.number), serious=True)
        if page.picture:
            yield Doubt("a picture fills the page; if it shows text, run OCR on the file", Place(page=page.number))
    for what, texts in (("turned text left out (a watermark?)", [(page.number, page.turned) for page in pages]),
                        ("text outside the page left out", [(page.number, page.outside) for page in pages])):
        shown = [(number, text.strip()) for number, text in texts if text.strip()]
        if shown:
            more = f" (and on {len(shown) - 1} more pages)" if len(shown) > 1 else ""
            yield Doubt(f"{what}: {shown[0][1][:60]}{more}", Place(page=shown[0][0]))
    nameless = [(page.number, page.nameless) for page in pages if page.nameless]
    if nameless:
        yield Doubt(f"characters that the fonts give no name, read as \ufffd: {sum(count for _, count in nameless)}",
                    Place(page=nameless[0][0]))


def _upright(pieces: Sequence[Piece]) -> bool:
    """Most characters stand below the one before: the lines of the page run from top to bottom."""
    below = sum(len(b.text.strip()) == 1 and abs(b.left - a.left) < a.size / 4 and 0 < b.y - a.y < 1.5 * a.size
                for a, b in pairwise(pieces))
    return below > FEW and below > sum(len(piece.text) for piece in pieces) / 2


# Characters

# Radicals that look like the character itself, and that NFKC leaves alone.
RADICALS = ("⺁厂⺎兀⺒巳⺓幺⺙攵⺝月⺞歺⺠民⺩王⺭礻⻁虎⻂衤⻄西⻅见⻆角⻉贝⻋车⻌辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝"
            "⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀")
FOLDED = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB07), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B),
          *range(0xFF41, 0xFF5B), *range(0x2F800, 0x2FA20))
UNSEEN = (*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)
SYMBOLS = range(0xE000, 0xF900)  # bullets and the like, in fonts of their own
CJK = "\u2e80"
SUPERSCRIPT, SUBSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def normal(text: str) -> str:
    """`text` with the characters that were meant: no radicals (⽂), ligatures (ﬁ), full-width letters and digits, or
    bullets of symbol fonts; and one space for several. Full-width punctuation and quotes stay.
    """
    return re.sub(r"[ \t]{2,}", " ", text.translate(_table()))


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    folded: dict[int, str | None] = {code: unicodedata.normalize("NFKC", chr(code)) for code in FOLDED}
    radicals = {ord(radical): meant for radical, meant in zip(RADICALS[::2], RADICALS[1::2], strict=True)}
    return folded | radicals | dict.fromkeys((*UNSEEN, *SYMBOLS)) | dict.fromkeys((0xAD, 0x2010, 0x2011), "-")


# Rows

SAME_LINE, HIGHEST, RAISED = 0.3, 0.55, 0.12  # em between base lines: of neighbours, and of a raised mark
WIDE, NARROW, NUMBER_GAP = 0.8, 0.15, 0.35  # em between pieces that are a space: of Han, of Latin, before a page number
MARK = re.compile(r"[\[［〔(（]?\d{1,3}[\]］〕)）]?|[①-⑳]|[*＊†‡]{1,3}")
PAGE_NUMBER = re.compile(r"[(（]?(\d{1,3})[)）]?")
LED = re.compile(r"(?P<title>.*?\S)(?:[\s.·．‥。・_]{3,}|\s*(?:…|—|--){2,}\s*|\s)[(（]?(?P<page>\d{1,3})[)）]?")


def rows_of(pieces: Iterable[Piece], column: Column) -> list[Row]:
    """The rows of `pieces`, from top to bottom; a raised or lowered piece belongs to the larger one beside it."""
    rows: list[list[Piece]] = []
    heights: list[float] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.size, piece.y, piece.left)):
        at = bisect_left(heights, piece.y)
        near = [each for each in (at - 1, at) if 0 <= each < len(rows) and _on_line(piece, rows[each][0])]
        if near:
            rows[min(near, key=lambda each: abs(heights[each] - piece.y))].append(piece)
        else:
            rows.insert(at, [piece])
            heights.insert(at, piece.y)
    return [row for row in (_row(each, column) for each in rows) if row.text]


def _on_line(piece: Piece, first: Piece) -> bool:
    up = (first.y - piece.y) / first.size
    return -SAME_LINE <= up <= (HIGHEST if piece.size < SMALLER * first.size else SAME_LINE)


def _row(pieces: list[Piece], column: Column) -> Row:
    base = pieces[0]
    if len(pieces) == 1:
        text = base.text.strip()
        return Row(text, base.left, base.right, base.y, base.size, (base,), column, entry=_led(text))
    text, note, entry, notes, used = "", "", "", [], list[Piece]()
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if used and piece.text == used[-1].text and piece.left - used[-1].left < piece.size / 4:
            continue  # printed twice, to look bold
        words, mark = _said(piece, base, text)
        if mark and text.strip():
            notes.append(mark)
        note = note or (mark if not text.strip() else "")
        gap = (piece.left - used[-1].right) / base.size if used else 0.0
        if words and text:
            number = PAGE_NUMBER.fullmatch(words.strip())
            entry = f"{text.strip()}\t{number[1]}" if number and gap > NUMBER_GAP else ""
            text += _between(text, words, gap)
        text += words
        used.append(piece)
    text = _untracked(text, used).strip()
    size = usual((piece.size, len(piece.text)) for piece in used)
    return Row(text, used[0].left, max(piece.right for piece in used), base.y, size, tuple(used), column,
               tuple(notes), note, _led(text) or entry)


def _led(text: str) -> str:
    """What `text` says as an entry of a table of contents, with leaders (……) or a space, or ''."""
    led = LED.fullmatch(text) if text[-1:].isdecimal() or text[-1:] in ")）" else None
    return f"{led['title']}\t{led['page']}" if led else ""


def _said(piece: Piece, base: Piece, before: str) -> tuple[str, str]:
    """The words of a piece, or the note mark that it is."""
    up, text = (base.y - piece.y) / base.size, piece.text.strip()
    if piece.size > 0.86 * base.size or abs(up) < RAISED / 2:
        return piece.text, ""
    if up > RAISED and MARK.fullmatch(text):
        exponent = text.isdecimal() and before[-1:].isascii() and before[-1:].isalnum()
        return (text.translate(SUPERSCRIPT), "") if exponent else ("", text)
    return (text.translate(SUBSCRIPT) if up < 0 and before[-1:].isalpha() else piece.text), ""


def _between(before: str, after: str, gap: float) -> str:
    if before[-1].isspace() or after[0].isspace():
        return ""
    return " " if gap > (NARROW if before[-1] < CJK and after[0] < CJK else WIDE) else ""


def _untracked(text: str, pieces: list[Piece]) -> str:
    """`text` without the spaces of letter-spacing: of three or more single characters, evenly set apart."""
    if len(pieces) < 3 or any(len(piece.text.strip()) != 1 for piece in pieces):
        return text
    steps = [after.left - before.left for before, after in pairwise(pieces)]
    return text.replace(" ", "") if max(steps) - min(steps) < pieces[0].size / 4 else text


# Running heads, feet and page numbers

MARGIN, DEEPEST = 0.16, 3  # of the page's height, at the top and at the foot: so many rows may stand there
SLOT = 3.0  # points: the same height
MOSTLY = 0.6
PRINTED = re.compile(r"(?:https?|file)://\S|\d{1,4}[/年.-]\d{1,2}[/月.-]\d{1,4}日?[,，]?\s*(?:上午|下午)?\d{1,2}:\d{2}")
LONELY = 1.8  # em from a page number to the next row
NUMERAL = re.compile(r"\d+|(?<=第)[一二三四五六七八九十百零〇]+(?=页)|^[ivxlc]+$", re.IGNORECASE)
DASH = "[-—－–·•~]*"
NUMBERED = re.compile(rf"{DASH}(?:第|page)?#(?:页|of)?{DASH}[/／，,]?(?:[（(]?共?#页?[)）]?)?{DASH}", re.IGNORECASE)


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Page], list[Doubt]]:
    """The pages without page numbers, and without what stands at one height at the top or the foot of several pages and
    repeats there. A row at such a height that repeats nowhere (a one-page article's head) goes too, and is reported.
    """
    rows = {page.number: rows_of(page.pieces, Column(page.number)) for page in pages}
    gone: dict[int, set[Piece]] = defaultdict(set)
    doubts: list[Doubt] = []
    for end in (0, -1):
        for _ in range(DEEPEST):
            outer = [rows[page.number][end] for page in pages
                     if rows[page.number] and _in_margin(rows[page.number][end], page, end)]
            running, single = _running(outer, rows, end)
            doubts += [Doubt(f"left out as a running head: {row.text[:60]}", Place(page=row.column.page))
                       for row in single]
            known = set(map(id, running))
            running += [row for row in outer
                        if id(row) not in known and _lonely(row, rows[row.column.page], end)]
            for row in running:
                gone[row.column.page].update(row.pieces)
                rows[row.column.page].pop(end)
    return [replace(page, pieces=tuple(piece for piece in page.pieces if piece not in gone[page.number]))
            for page in pages], doubts


def _in_margin(row: Row, page: Page, end: int) -> bool:
    return row.y < MARGIN * page.height if end == 0 else row.y > (1 - MARGIN) * page.height


def _running(outer: Sequence[Row], rows: dict[int, list[Row]], end: int) -> tuple[list[Row], list[Row]]:
    """The rows at heights where most repeat; and those among them that repeat nowhere, but look like a head."""
    running: list[Row] = []
    single: list[Row] = []
    for slot in _slots(sorted(outer, key=lambda row: row.y)):
        keys = Counter(_key(row) for row in slot)
        if sum(count for count in keys.values() if count > 1) >= MOSTLY * len(slot) and len(slot) > 1:
            running += [row for row in slot if keys[_key(row)] > 1 or NUMBERED.fullmatch(_key(row))]
            single += [row for row in slot if keys[_key(row)] == 1 and not NUMBERED.fullmatch(_key(row))
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


def _key(row: Row) -> str:
    return NUMERAL.sub("#", re.sub(r"\s", "", row.text))


def _lonely(row: Row, rows: Sequence[Row], end: int) -> bool:
    """A page number, or what a browser prints about a page, by itself: to know it takes no second page."""
    inner = rows[1:2] if end == 0 else rows[-2:-1]
    known = NUMBERED.fullmatch(_key(row)) or PRINTED.match(row.text)
    return known is not None and all(abs(row.y - each.y) > LONELY * each.size for each in inner)


# Columns

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
    return Bands(page, rows, [
        (band, () if across else columns_of(band)) for across, band in
        ((across, list(group)) for across, group in groupby(runs, lambda run: run.right - run.left > ACROSS * width))])


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
    strips: list[tuple[float, float]] = []
    covered, since = 0, None
    for at, step in enumerate(steps[:-2]):
        covered += step
        if covered <= CROSSING * len(band):
            since = at if since is None else since
            continue
        if since and (at - since) * BIN >= GUTTER * size:
            strips.append((left + since * BIN, left + at * BIN))
        since = None
    return strips


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


# What is usual

FEW, SOME = 6, 0.05  # rows of a group, and its share, that make a usage
FIRST_LINE = (1.4, 2.9)  # em that a paragraph's first line is indented by
EDGE = 1.5  # points
FLUSH = 0.25  # of the rows: so many end at the right edge of text that is set flush


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
    return Look(size, usual((round((b.y - a.y) / size, 1), 1) for a, b in pairs) or 1.6,
                opened >= max(1.0, 0.03 * len(body)), bold, frozenset(page for page in full if full[page] >= 3))


# Footnotes

OPENS_NOTE = re.compile(r"([①-⑳]|[\[［〔(（]\d{1,3}[\]］〕)）]|\d{1,3}(?=\D)|[*＊†‡]{1,3})[\s.．、]*")
CIRCLED = re.compile(r"[①-⑳]")


def without_footnotes(rows: Sequence[Row], look: Look) -> tuple[list[Row], list[Footnote]]:
    """The rows of the text, and the footnotes: smaller rows at the foot of a page, from one on that begins with a mark
    that stands in the page's text.
    """
    kept: list[Row] = []
    footnotes: list[Footnote] = []
    for _, group in groupby(rows, key=lambda row: row.column.page):
        page = list(group)
        marks = {mark for row in page if not look.smaller(row) for mark in _marks(row)}
        gone: set[int] = set()
        for _, each in groupby(page, key=lambda row: row.column):
            tail = list(each)[::-1]
            tail = tail[: next((at for at, row in enumerate(tail) if not look.smaller(row)), len(tail))][::-1]
            first = next((at for at, row in enumerate(tail) if _opened(row, marks)), len(tail))
            gone.update(map(id, tail[first:]))
            footnotes += _footnotes(tail[first:], marks)
        kept += [row for row in page if id(row) not in gone]
    return kept, footnotes


def _marks(row: Row) -> set[str]:
    """The note marks in a row of text, raised or not."""
    return {_bare(mark) for mark in (*row.notes, *CIRCLED.findall(row.text))}


def _bare(mark: str) -> str:
    return mark.strip("[［〔(（]］〕)）")


def _opened(row: Row, marks: set[str]) -> str:
    """The mark of the footnote that `row` begins, or ''."""
    found = OPENS_NOTE.match(row.text)
    mark = _bare(row.note or (found[1] if found else ""))
    return mark if mark in marks else ""


def _footnotes(rows: Sequence[Row], marks: set[str]) -> list[Footnote]:
    found: list[Footnote] = []
    for row in rows:
        if mark := _opened(row, marks):
            text = row.text if row.note else OPENS_NOTE.sub("", row.text, count=1)
            found.append(Footnote(mark, text, row.column.page))
        else:
            found[-1] = found[-1]._replace(text="".join(seam(found[-1].text, row.text)))
    return found


def _noted(rows: Sequence[Row], footnotes: Sequence[Footnote]) -> Iterator[Doubt]:
    """What is to say of footnotes and note marks."""
    if footnotes:
        yield Doubt(f"footnotes kept as remarks: {len(footnotes)}", Place(page=footnotes[0].page))
    explained = {(note.page, note.mark) for note in footnotes}
    others = [(row.column.page, mark) for row in rows for mark in row.notes
              if (row.column.page, _bare(mark)) not in explained]
    if others:
        shown = " ".join(mark for _, mark in others[:10])
        yield Doubt(f"raised note marks left out, no footnote found: {shown}", Place(page=others[0][0]))


# Contents

CONTENTS = re.compile(r"(?:本期)?(?:目[录次]|要目)(?:contents)?|contents", re.IGNORECASE)
BETWEEN_ENTRIES = 3  # rows without a page number that a contents page may have between two with one
NUMBER_ROOM = 3  # em that a wrapped entry may leave free for page numbers


def with_contents(rows: Sequence[Row]) -> list[Row]:
    """`rows` with every entry of the table of contents in one row: title, tab, page number."""
    made: list[Row] = []
    at = 0
    while at < len(rows):
        made.append(replace(rows[at], entry="") if rows[at].entry else rows[at])
        at += 1
        if CONTENTS.fullmatch(re.sub(r"\s", "", made[-1].text)):
            end = _contents_end(rows, at)
            made += _entries(rows[at:end])
            at = end
    return made


def _contents_end(rows: Sequence[Row], start: int) -> int:
    end = start
    for at, row in enumerate(rows[start:], start):
        if row.entry:
            end = at + 1
        elif at - end >= BETWEEN_ENTRIES:
            break
    return end


def _entries(rows: Sequence[Row]) -> Iterator[Row]:
    begun: Row | None = None
    for row, after in zip(rows, (*rows[1:], None), strict=False):
        text = row.entry or row.text
        joined = row if begun is None else replace(
            row, text="".join(seam(begun.text, text)), left=begun.left, pieces=(*begun.pieces, *row.pieces))
        joined = replace(joined, text=text) if begun is None else joined
        begun = None
        if not row.entry and after and _entry_goes_on(row, after):
            begun = joined
        else:
            yield replace(joined, entry=joined.text)


def _entry_goes_on(row: Row, after: Row) -> bool:
    hanging = after.left - row.left > row.size * 0.9
    return abs(row.size - after.size) <= ALIKE * row.size and (hanging or not _fits(after, row.slack - NUMBER_ROOM))


# Paragraphs

EARLY = 4.0  # em that a line leaves free: it ended there, whatever it ends with
APART, GAP = 1.35, 1.2  # of the usual step from line to line: with indents, and where a gap is all there is
TITLE_STEP = 1.9  # em from line to line of a title
TITLE_ROWS = 3
TOKEN = re.compile(r"[“‘（《【〈「『(\[]*(?:[\x21-\x7e]+|.)[，。、；：！？”’）》】〉」』,.;:!?)\]…—％%]*")
FULL_WIDTH = "“”‘’…—·"
NEW_TITLE = re.compile(r"——|—|[（(【]|第?[一二三四五六七八九十百]+[、章节部篇]|[\d０-９]+[.．、]")
NEW_ITEM = re.compile(r"——|[（(][一二三四五六七八九十]+[)）]|第?[一二三四五六七八九十]+[、，]|[①-⑳]|\d{1,2}[.．、]\D")
MASTHEAD = re.compile(r"第\s*\d+\s*期|\d{4}\s*年")
LONGEST_HEADING = 60
HYPHENED = re.compile(r"(?:^|[^A-Za-z-])[A-Za-z]+-$")
LAST_WORD, FIRST_WORD = re.compile(r"[\u4e00-\u9fff] [A-Za-z]+$"), re.compile(r"[A-Za-z]+ [\u4e00-\u9fff]")


def paragraphs_of(rows: Sequence[Row], look: Look) -> list[Paragraph]:
    """Rows to paragraphs, over the breaks of columns and pages."""
    made: list[Paragraph] = []
    for row in rows:
        last = made[-1].rows[-1] if made else None
        if last and goes_on(last, row, look) and not (look.larger(row) and len(made[-1].rows) >= TITLE_ROWS):
            _add(made[-1], last, row, look)
        else:
            made.append(Paragraph([row], [row.text]))
    return made


def _add(paragraph: Paragraph, last: Row, row: Row, look: Look) -> None:
    spaced = last.pieces[-1].text[-1].isspace() or (look.larger(row) and _fits(row, last.room))
    first, second = seam(paragraph.parts[-1], row.text)
    keep = spaced and (look.larger(row) or first[-1] < CJK) and not second[0].isspace()
    paragraph.parts[-1:] = [first, f" {second}" if keep else second]
    paragraph.rows.append(row)
    if last.column.page != row.column.page:
        paragraph.mended += 1
        paragraph.repeats += last.text[-1] if last.text[-1] == row.text[0] else ""


def seam(first: str, second: str) -> tuple[str, str]:
    """Two lines of a paragraph, so that their sum reads on: no hyphen in a word, a space between words."""
    if HYPHENED.search(first) and second[0].islower() and second[0].isascii():
        return first[:-1], second
    if (LAST_WORD.search(first) and second[0] >= CJK) or (first[-1] >= CJK and FIRST_WORD.match(second)):
        return first, f" {second}"  # a space stands on the word's other side: the line break took this one's place
    latin = first[-1].isascii() and second[0].isascii() and first[-1] not in "-/(" and not first[-1].isspace()
    numbers = first[-1].isdecimal() and second[0].isdecimal()
    return first, f" {second}" if latin and not numbers else second


def goes_on(last: Row, row: Row, look: Look) -> bool:
    """`row` goes on with the paragraph that `last` is the last row of: what their shape proves."""
    if last.entry or row.entry or last.column.of != row.column.of or abs(last.size - row.size) > ALIKE * last.size:
        return False
    together = last.column == row.column and row.y > last.y
    step = (row.y - last.y) / last.size
    if look.larger(row):
        return together and step <= max(TITLE_STEP, 1.15 * look.leading) and _title_goes_on(last, row, look)
    apart = together and step > (APART if look.indents else GAP) * look.leading
    room = last.room if last.set_in else last.slack
    full = not _fits(row, room) or (abs(last.right - row.right) < 0.4 * row.size and last.open_ended)
    indented = row.indent >= FIRST_LINE[0]
    if last.pieces[-1].bold != row.pieces[0].bold and (last.bold or row.bold):
        return full and look.indents and not indented and not apart and not (last.bold and last.open_ended)
    if not full:
        return last.open_ended and last.slack < EARLY and not indented and not apart
    if indented:
        return _goes_on_indented(last, row, look, apart)
    if apart:
        return look.indents and last.open_ended
    return look.indents or last.open_ended or (together and not NEW_ITEM.match(row.text))


def _goes_on_indented(last: Row, row: Row, look: Look, apart: bool) -> bool:
    """`last` is full and `row` is indented: a new paragraph, unless both are set in, or the sentence goes on."""
    if row.centred and row.set_in and not last.centred and not last.bold:
        return False
    return last.open_ended or (abs(last.indent - row.indent) < 0.5 and not look.indents and not apart)


def _title_goes_on(last: Row, row: Row, look: Look) -> bool:
    """A title wraps where its line is full; broken by hand, it is centred, and stands over a text."""
    if last.bold != row.bold:
        return False
    if not _fits(row, last.room):
        return True
    by_hand = last.centred and row.centred and last.open_ended and row.column.page in look.pages
    return by_hand and not NEW_TITLE.match(row.text) and not MASTHEAD.search(last.text + row.text)


def _fits(row: Row, room: float) -> bool:
    """What `row` begins with and can't be broken would have fitted into `room` em."""
    found = TOKEN.match(row.text)
    width = sum(1.0 if c >= CJK or c in FULL_WIDTH else 0.5 for c in (found[0] if found else ""))
    return room >= width + 0.6


# Lines


def _lines(paragraphs: Sequence[Paragraph], footnotes: Sequence[Footnote], look: Look) -> tuple[Line, ...]:
    """The paragraphs as lines, each footnote behind the one that its mark stands in."""
    made: list[Line] = []
    waiting = list(footnotes)
    for paragraph in paragraphs:
        text = paragraph.text
        if text.strip():
            made.append(Line(text.strip(), len(made) + 1, paragraph.rows[0].column.page, _role(paragraph, text, look),
                             paragraph.mended, paragraph.repeats))
        for note in [note for note in waiting if _refers(paragraph, note)]:
            made.append(_remark(note, len(made) + 1))
            waiting.remove(note)
    return (*made, *(_remark(note, len(made) + at) for at, note in enumerate(waiting, 1)))


def _refers(paragraph: Paragraph, note: Footnote) -> bool:
    return any(row.column.page == note.page and note.mark in _marks(row) for row in paragraph.rows)


def _remark(note: Footnote, number: int) -> Line:
    named = re.match(r"※|[（(]?(?:注|编者按|来源|原载|载于|摘自|出处)[：:]", note.text)
    return Line(note.text if named else f"注：{note.text}", number, note.page)


def _role(paragraph: Paragraph, text: str, look: Look) -> str:
    """heading, for a short paragraph without a stop that is larger or bolder than the text."""
    stands_out = all(look.larger(row) or (row.bold and not look.bold) for row in paragraph.rows)
    short = len(text) <= LONGEST_HEADING and text[-1] not in "。；;：:，,、”"
    return "heading" if stands_out and short and not paragraph.rows[0].entry else ""
