"""Numerals to numbers: Arabic, Chinese and mixed (12.5万, 三千二百, 5亿1万4千, 一万三), by a lexicon of values.

Why not a library: cn2an 0.5 knows no 半, no 万 or 亿 without a digit before it and no fractions. What a character is
worth stands in the lexicon `numeral_value`; here stands only the place-value system.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Literal, NamedTuple

FIRST_PLACE = 10
MYRIAD = 10_000
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
SIGN = -1  # the worth of a character that turns the sign
POINT = 0.1  # the worth of the decimal point


class Token(NamedTuple):
    """What a numeral is written with, and its worth: digit (三), tens (廿), place (十百千), myriad (万 and above)."""

    kind: Literal["figure", "digit", "tens", "place", "myriad"]
    value: float


def parse_numeral(text: str, values: Mapping[str, float]) -> float | None:
    """The number that `text` writes, by what each character is worth; None where it writes none.

    Characters without a value (多, 余, 几) count for nothing, nor does a place right behind one (四百几十万). `a/b` is
    a fraction, `a+b/c` one with a whole number before it, whose sign is that of both. 5亿1万4千 is 500014000.0,
    -1+1/2 is -1.5.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if "+" in plain:
        whole, part = (parse_numeral(term, values) for term in plain.split("+", 1))
        return part if whole is None or part is None else whole + math.copysign(part, whole)
    if "/" in plain:
        return _quotient(plain, values)
    if plain and values.get(plain[0]) == SIGN:
        size = _size(plain[1:], values)
        return None if size is None else -size
    return _size(plain, values)


def _quotient(text: str, values: Mapping[str, float]) -> float | None:
    """The number that a fraction `a/b` writes; None where nothing is to be divided or by nothing."""
    above, below = (parse_numeral(part, values) for part in text.split("/", 1))
    return above / below if above is not None and below else None


def _size(text: str, values: Mapping[str, float]) -> float | None:
    """The number that `text` writes, which has no sign."""
    whole, decimals, places = _at_point(text, values)
    tokens = list(_tokens(whole, values))
    if not tokens:
        return None
    number = _place_values(tokens) + (float(f"0.{decimals}") if decimals else 0.0)
    return number * math.prod(token.value for token in _tokens(places, values))


def _at_point(text: str, values: Mapping[str, float]) -> tuple[str, str, str]:
    """Cut at a spelled decimal point behind which nothing stands but digits and then the places of all of it:
    四点二五亿 gives 四, 25 and 亿. What has no such point is all before it.
    """
    for at, character in enumerate(text):
        if values.get(character) == POINT:
            digits = list(takewhile(str.isdigit, (_digit(after, values) for after in text[at + 1 :])))
            places = text[at + 1 + len(digits) :]
            if digits and all(values.get(place, 0) >= FIRST_PLACE for place in places):
                return text[:at], "".join(digits), places
    return text, "", ""


def _digit(character: str, values: Mapping[str, float]) -> str:
    """The digit that a character writes, or ''."""
    if character.isdecimal():
        return character
    value = values.get(character, SIGN)
    return str(int(value)) if 0 <= value < FIRST_PLACE and value == int(value) else ""


def _tokens(text: str, values: Mapping[str, float]) -> Iterator[Token]:
    """The figures and valued characters of `text` in order."""
    at = 0
    open_place = False
    while at < len(text):
        figure = FIGURE.match(text, at)
        if figure:
            yield Token("figure", float(figure[0].replace(",", "")))
            at = figure.end()
            continue
        token = _token(values.get(text[at], SIGN))
        if token and not (open_place and token.kind == "place"):
            yield token
        open_place = token is None
        at += 1


def _token(value: float) -> Token | None:
    """A character worth `value`; None for one that is worth nothing."""
    if value < 0 or value == POINT:
        return None
    if value < 10:
        return Token("digit", value)
    if value >= MYRIAD:
        return Token("myriad", value)
    return Token("place" if value in (10, 100, 1000) else "tens", value)


def _place_values(tokens: Sequence[Token]) -> float:
    """Add up digits and places: 十百千 within a section, 万 and above over what stands before them."""
    adding = _Adding()
    for token in tokens:
        adding.take(token)
    return adding.total + adding.section + adding.last_digit(tokens)


class _Adding:
    """A numeral added up from left to right: `total` is all up to the last 万 or above, `section` what follows it, and
    `current` the number still without a place.
    """

    def __init__(self) -> None:
        self.total = self.section = 0.0
        self.current: float | None = None
        self._place = self._myriad = 0.0
        self._behind_digit = False

    def take(self, token: Token) -> None:
        """Add what stands next."""
        kind, value = token
        if kind == "figure":
            self.current = value
        elif kind == "digit":
            self._digit(value)
        elif kind == "tens":
            self.section += value
            self._place = 10
        elif kind == "place":
            self.section += self.current * value if self.current else value  # 零十 is ten: 一万零十二
            self._place, self.current = value, None
        else:
            self._end_section(value)
        self._behind_digit = kind == "digit"

    def _digit(self, value: float) -> None:
        """二〇二四 is read digit by digit."""
        if self._behind_digit and self.current is not None:
            self.current = self.current * 10 + value
        else:
            self.current = value

    def _end_section(self, myriad: float) -> None:
        """A larger myriad is that many of all before it (三万亿), a smaller one of its own section (五亿一万)."""
        part = self.section + (self.current or 0) or (0 if self.total else 1)
        if myriad >= self._myriad:
            self.total = (self.total + part) * myriad
        else:
            self.total += part * myriad
        self.section, self.current = 0.0, None
        self._place = self._myriad = myriad

    def last_digit(self, tokens: Sequence[Token]) -> float:
        """What the number without a place is worth: right behind a place, a last digit is that many of the next smaller
        one (一万三 is 13,000), unless 零 stands between.
        """
        if self.current is None:
            return 0.0
        behind_place = len(tokens) > 1 and tokens[-2].kind in ("place", "myriad")
        if behind_place and self.current < 10 and self.current == int(self.current):
            return self.current * self._place / 10
        return self.current
