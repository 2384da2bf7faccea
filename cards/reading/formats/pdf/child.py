"""What stands on the pages of a PDF, read by PDFium in a process of its own, and written to standard output as lines of
JSON: first {"count": how many pages there are}, then each page as records.Page has it, or {"fault": …}. A page is told
as soon as it is read, so that one that PDFium fails on costs none of those before it.

The process runs this very file (see process.py), so nothing of `cards` is imported here: it starts as fast as PDFium
does.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, NamedTuple

MOST_PAGES, MOST_CHARACTERS, MOST_PIECES = 500, 1_000_000, 40_000
MEMORY = 400_000_000  # bytes of address space, of which Python and PDFium take 60 million
SECONDS = 3  # of computing, about 700 pages; a busy machine may take longer by the clock

class FaultError(Exception):
    """Why a PDF can't be read: its text is a key of process.FAULTS."""


def child() -> None:
    """Read a PDF from standard input; write what stands on its pages, from the one that the first argument numbers on,
    to standard output.
    """
    _limit()
    try:
        for told in _read(sys.stdin.buffer.read(), int(sys.argv[2])):
            _tell(told)
    except FaultError as fault:
        _tell({"fault": str(fault)})


def _tell(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _limit() -> None:
    """Bound time and memory, and leave no core file; where a system has no such limits (Windows), do without."""
    with suppress(ImportError):
        resource = import_module("resource")
        for what, most in (("RLIMIT_CPU", SECONDS), ("RLIMIT_AS", MEMORY), ("RLIMIT_CORE", 0)):
            with suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, what), (most, most))


def _read(data: bytes, first: int) -> Iterator[dict[str, Any]]:
    """How many pages `data` has, and then each from number `first` on."""
    try:
        pdfium = import_module("pypdfium2.raw")
    except (ImportError, OSError):
        raise FaultError("library") from None
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise FaultError({pdfium.FPDF_ERR_PASSWORD: "password", pdfium.FPDF_ERR_SECURITY: "security"}.get(
            pdfium.FPDF_GetLastError(), "broken"))
    count = pdfium.FPDF_GetPageCount(document)
    if not 0 < count <= MOST_PAGES:
        raise FaultError("pages" if count > 0 else "empty")
    reader = _Reader(pdfium)
    yield {"count": count}
    for number in range(first, count + 1):
        yield reader.page(document, number)


class Style(NamedTuple):
    """What the characters of a text object have in common. `y` is their base line, from the top of the page."""

    y: float
    size: float
    bold: bool = False
    upright: bool = True

    def like(self, other: Style) -> bool:
        return self[1:] == other[1:] and abs(self.y - other.y) <= self.size / 8


Character = tuple[int, float, float, Style]  # its code, where it begins and ends; a plain tuple, for there are many


class Stretch(NamedTuple):
    """Neighbours of one style on one line."""

    text: str
    left: float
    right: float
    style: Style


APART, AUTOSPACE = 0.8, 0.4  # of the font size: characters (Han beside Latin) further from each other are no neighbours
WORD_GAP = 0.18
SPACE = 32
SPACES = {0x9, 0xA, 0xD, SPACE, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F}
CJK = 0x2E80
SECOND_HALVES = range(0xDC00, 0xE000)  # of characters beyond the first 65536, which PDFium gives in two
NAMELESS = 0xFFFD
CODES = {2: 0x2D} | dict.fromkeys((0, 0xFFFE, 0xFFFF), NAMELESS)  # PDFium's own signs: a hyphen at a line's end, none


def stretches(characters: Iterable[Character]) -> Iterator[Stretch]:
    """Characters in the order of the file to stretches; spaces are those of the file, and gaps between Latin words."""
    run = _Run()
    for code, left, right, style in characters:
        fresh = style is not run.style
        if fresh:
            if run.codes and not run.style.like(style):
                yield run.ended()
            run.style = style
        if code in SPACES:
            run.add_space()
            continue
        if fresh and run.repeats(code, left):
            continue
        if run.is_far_from(code, left):
            yield run.ended()
        run.add(code, left, right)
    if run.codes:
        yield run.ended()


class _Run:
    """Neighbouring characters, as far as they were read: their `codes`, from `first` to `last`, the last `began` there.
    """

    __slots__ = ("began", "codes", "first", "last", "style")

    def __init__(self) -> None:
        self.codes: list[int] = []
        self.first = self.last = self.began = 0.0
        self.style = Style(0.0, 0.0)

    def ended(self) -> Stretch:
        """The stretch that was read; the next one begins."""
        text = _text(self.codes)
        self.codes = []
        return Stretch(text, self.first, self.last, self.style)

    def repeats(self, code: int, left: float) -> bool:
        """A character printed over the last one, to look bold."""
        return bool(self.codes) and code == self.codes[-1] and abs(left - self.began) < self.style.size / 6

    def is_far_from(self, code: int, left: float) -> bool:
        """A character that begins at `left` is no neighbour."""
        if not self.codes or code in SECOND_HALVES:
            return False
        one_script = (self.codes[-1] < CJK) == (code < CJK)
        return not -1 <= (left - self.last) / self.style.size < (APART if one_script else AUTOSPACE)

    def add(self, code: int, left: float, right: float) -> None:
        """Add a neighbour, behind a space where a gap between Latin words is one."""
        if not self.codes:
            self.first = left
        elif code < CJK and self.codes[-1] < CJK and (left - self.last) / self.style.size > WORD_GAP:
            self.add_space()
        self.codes.append(CODES.get(code, code))
        self.began, self.last = left, right

    def add_space(self) -> None:
        """Add a space, unless one stands there."""
        if self.codes and self.codes[-1] != SPACE:
            self.codes.append(SPACE)


def _text(codes: list[int]) -> str:
    return "".join(map(chr, codes)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# How a page turned by 0, 90, 180 or 270 degrees is shown: the side of a character's box where it begins, the one where
# it ends, the one that moves from line to line, and whether the line runs against the axis.
TURNS = (("left", "right", "bottom", 1.0), ("bottom", "top", "left", 1.0),
         ("right", "left", "top", -1.0), ("top", "bottom", "right", -1.0))
BOLD = re.compile(r"bold|black|heavy|demi|simhei|heiti|[_-]hei\b|黑", re.IGNORECASE)
BOLD_FROM = 600
STROKED = 2  # the text rendering mode that fills and strokes: how Word makes a bold face of a font that has none
PICTURED, FEW = 0.4, 30  # a picture on so much of a page with fewer characters than that is a scan
MOST_OBJECTS = 200  # of a page that are looked at for a picture
LEAST, LARGEST_PAGE = 0.01, 20_000  # points: a font size; a page's side, which the format limits to 14400


class _Reader:
    """Reads pages; keeps count over them, and knows the fonts it has seen."""

    def __init__(self, pdfium: Any):
        self._pdfium = pdfium
        self._fonts: dict[int, bool] = {}
        self._characters = self._pieces = 0
        self._box, self._matrix, self._corners = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._code_of = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
        self._object_of = _quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
        self._guessed = _quick(pdfium.FPDFText_IsGenerated, ctypes.c_int)
        self._unmapped = _quick(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
        self._box_of = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p)

    def page(self, document: Any, number: int) -> dict[str, Any]:
        """What stands on a page, as records.Page has it."""
        pdfium = self._pdfium
        page = pdfium.FPDF_LoadPage(document, number - 1)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        made: dict[str, Any] = {"number": number, "width": 0.0, "height": 0.0, "pieces": [], "broken": True}
        if text and self._open(page):
            made["broken"] = False
            count = max(0, pdfium.FPDFText_CountChars(text))
            self._fill(made, stretches(self._characters_of(text, count)))
            self._count(count, len(made["pieces"]))
            made["picture"] = count < FEW and self._pictured(page)
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
        return made

    def _count(self, characters: int, pieces: int) -> None:
        self._characters += characters
        self._pieces += pieces
        if self._characters > MOST_CHARACTERS or self._pieces > MOST_PIECES:
            raise FaultError("long")

    def _open(self, page: Any) -> bool:
        """Learn where the page's corners are, and which way up it is shown; False for a page of no size, or a field."""
        corners = self._corners
        self._pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(corners))
        self._turn = self._pdfium.FPDFPage_GetRotation(page) % 4
        across, down = corners.right - corners.left, corners.top - corners.bottom
        self._width, self._height = (down, across) if self._turn % 2 else (across, down)
        return bool(0 < across <= LARGEST_PAGE and 0 < down <= LARGEST_PAGE)

    def _fill(self, made: dict[str, Any], found: Iterable[Stretch]) -> None:
        """Put what was found where it belongs: on the page, turned, or outside it."""
        turned = outside = ""
        for text, left, right, style in found:
            if not style.upright:
                turned += text
            elif (-self._width < left <= self._width and max(left, 0) <= right < 2 * self._width
                  and 0 <= style.y <= self._height and style.size <= self._height):
                made["pieces"].append((text, round(left, 2), round(right, 2), round(style.y, 2), round(style.size, 2),
                                       style.bold))
            else:
                outside += text
        nameless = sum(piece[0].count("\ufffd") for piece in made["pieces"])
        made |= {"width": self._width, "height": self._height, "turned": turned, "outside": outside,
                 "nameless": nameless}

    def _characters_of(self, text: Any, count: int) -> Iterator[Character]:
        """The characters of a page, but for the spaces and line ends that PDFium guessed."""
        begin, end, cross, sign = TURNS[self._turn]
        base, box = getattr(self._corners, begin), self._box
        at, into = ctypes.cast(text, ctypes.c_void_p).value, ctypes.addressof(box)
        owner, level, style = 0, 0.0, Style(0.0, LEAST)
        for index in range(count):
            code, holder = self._code_of(at, index), self._object_of(at, index)
            if not holder or (code == SPACE and self._guessed(at, index)):
                continue
            self._box_of(at, index, into)
            here = getattr(box, cross)
            if holder != owner or abs(here - level) > style.size / 2:
                owner, level, style = holder, here, self._style(text, index)
            if self._unmapped(at, index):  # the font knows but the number of a glyph, which is no character
                code = NAMELESS
            yield (code, sign * (getattr(box, begin) - base), sign * (getattr(box, end) - base), style)

    def _style(self, text: Any, index: int) -> Style:
        pdfium, matrix, corners, turn = self._pdfium, self._matrix, self._corners, self._turn
        pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
        pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(self._x), ctypes.byref(self._y))
        x, y = self._x.value, self._y.value
        down = (corners.top - y, x - corners.left, y - corners.bottom, corners.right - x)[turn]
        ahead, aside = ((matrix.a, matrix.b), (matrix.b, matrix.a), (-matrix.a, matrix.b), (-matrix.b, matrix.a))[turn]
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        return Style(down, max(size, LEAST), self._bold(pdfium.FPDFText_GetTextObject(text, index)),
                     ahead > 0 and abs(aside) <= ahead / 10)

    def _bold(self, holder: Any) -> bool:
        font = self._pdfium.FPDFTextObj_GetFont(holder)
        if not font:
            return False
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            name = ctypes.create_string_buffer(200)
            self._pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
            heavy = self._pdfium.FPDFFont_GetWeight(font) >= BOLD_FROM
            self._fonts[address] = heavy or BOLD.search(name.value.decode("utf-8", "replace")) is not None
        return self._fonts[address] or self._pdfium.FPDFTextObj_GetTextRenderMode(holder) == STROKED

    def _pictured(self, page: Any) -> bool:
        """A picture takes up much of the page."""
        count = min(MOST_OBJECTS, self._pdfium.FPDFPage_CountObjects(page))
        areas = (self._picture_area(self._pdfium.FPDFPage_GetObject(page, index)) for index in range(count))
        return any(area > PICTURED * self._width * self._height for area in areas)

    def _picture_area(self, item: Any) -> float:
        """The area that an object of a page takes, if it is a picture or a form, which may hold one; else 0."""
        pdfium = self._pdfium
        if not item or pdfium.FPDFPageObj_GetType(item) not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            return 0.0
        sides = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides))
        left, bottom, right, top = (side.value for side in sides)
        return (right - left) * (top - bottom)


def _quick(function: Any, result: Any, *more: Any) -> Callable[..., Any]:
    """A function of PDFium, about a page's text and a character's index, that takes plain addresses: it is called for
    every character, and so takes half the time.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *more)(address)


if __name__ == "__main__":
    child()
