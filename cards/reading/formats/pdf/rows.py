"""Pieces to rows: what stands on one base line, with the spaces it shows, and without note marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from cards.reading.formats.pdf.records import CJK, SMALLER, Column, Piece, Row
from cards.reading.formats.pdf.usage import usual

SUPERSCRIPT, SUBSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
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
        near = [row for row in (at - 1, at) if 0 <= row < len(rows) and _on_line(piece, rows[row][0])]
        if near:
            nearest = min(near, key=lambda row: abs(heights[row] - piece.y))
            rows[nearest].append(piece)
        else:
            rows.insert(at, [piece])
            heights.insert(at, piece.y)
    made = [_row(row, column) for row in rows]
    return [row for row in made if row.text]


def _on_line(piece: Piece, first: Piece) -> bool:
    up = (first.y - piece.y) / first.size
    return -SAME_LINE <= up <= (HIGHEST if piece.size < SMALLER * first.size else SAME_LINE)


def _row(pieces: list[Piece], column: Column) -> Row:
    """The row that `pieces` make, the first of which gives its base line."""
    base = pieces[0]
    if len(pieces) == 1:
        text = base.text.strip()
        return Row(text, base.left, base.right, base.y, base.size, (base,), column, entry=_led(text))
    words = _Words(base)
    for piece in sorted(pieces, key=lambda piece: piece.left):
        words.add(piece)
    return words.row(column)


class _Words:
    """What the pieces of a row say, from left to right: its `text`, the note marks taken out of it, the `note` mark
    before it, and what it is as an `entry` of a table of contents.
    """

    def __init__(self, base: Piece):
        self._base = base
        self._used: list[Piece] = []
        self._text = self._note = self._entry = ""
        self._marks: list[str] = []

    def add(self, piece: Piece) -> None:
        """Add the next piece."""
        if self._is_printed_twice(piece):
            return
        words, mark = _said(piece, self._base, self._text)
        if mark:
            self._add_mark(mark)
        if words and self._text:
            gap = (piece.left - self._used[-1].right) / self._base.size
            number = PAGE_NUMBER.fullmatch(words.strip())
            self._entry = f"{self._text.strip()}\t{number[1]}" if number and gap > NUMBER_GAP else ""
            self._text += _between(self._text, words, gap)
        self._text += words
        self._used.append(piece)

    def _is_printed_twice(self, piece: Piece) -> bool:
        """The piece stands over the last one, to look bold."""
        if not self._used:
            return False
        last = self._used[-1]
        return piece.text == last.text and piece.left - last.left < piece.size / 4

    def _add_mark(self, mark: str) -> None:
        if self._text.strip():
            self._marks.append(mark)
        else:
            self._note = self._note or mark

    def row(self, column: Column) -> Row:
        """The row, of all that was added."""
        used, base = self._used, self._base
        text = _untracked(self._text, used).strip()
        size = usual((piece.size, len(piece.text)) for piece in used)
        return Row(text, used[0].left, max(piece.right for piece in used), base.y, size, tuple(used), column,
                   tuple(self._marks), self._note, _led(text) or self._entry)


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
