"""Numerals to numbers: Arabic, Chinese and mixed (12.5万, 三千二百, 5亿1万4千, 一万三), by a lexicon of values.

Why not a library: cn2an 0.5 knows no 半, no 万 or 亿 without a digit before it and no fractions. What a character is
worth stands in the lexicon `numeral_value`; here stands only the place-value system.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

MYRIAD = 10_000
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
SIGN = -1  # the worth of a character that turns the sign
POINT = 0.1  # the worth of the decimal point


def parse_numeral(text: str, values: Mapping[str, float]) -> float | None:
    """The number that `text` writes, or None where it writes none; characters without a value (多, 余, 几) count for
    nothing. `a/b` is a fraction.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if "/" in plain:
        above, below = (parse_numeral(part, values) for part in plain.split("/", 1))
        return above / below if above is not None and below else None
    sign = 1
    if plain and values.get(plain[0]) == SIGN:
        sign, plain = -1, plain[1:]
    whole, decimals = _at_point(plain, values)
    number = _place_values(list(_tokens(whole, values)))
    if number is None:
        return None
    return sign * (number + _decimal_part(decimals, values))


def _at_point(text: str, values: Mapping[str, float]) -> tuple[str, str]:
    """Cut at a spelled decimal point, where digits of one place each follow it."""
    for at, character in enumerate(text):
        decimals = text[at + 1 :]
        if values.get(character) == POINT and decimals and all(0 <= values.get(each, 10) < 10 for each in decimals):
            return text[:at], decimals
    return text, ""


def _decimal_part(digits: str, values: Mapping[str, float]) -> float:
    return float("0." + "".join(str(int(values[digit])) for digit in digits)) if digits else 0.0


def _tokens(text: str, values: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The figures and valued characters of `text` in order, each as figure, digit, tens, place or myriad."""
    at = 0
    while at < len(text):
        figure = FIGURE.match(text, at)
        if figure:
            yield "figure", float(figure[0].replace(",", ""))
            at = figure.end()
        else:
            if values.get(text[at], -1) >= 0 and values[text[at]] != POINT:
                yield _what(values[text[at]]), values[text[at]]
            at += 1


def _what(value: float) -> str:
    if value < 10:
        return "digit"
    if value >= MYRIAD:
        return "myriad"
    return "place" if value in (10, 100, 1000) else "tens"


def _place_values(tokens: list[tuple[str, float]]) -> float | None:
    """Add up digits and places: 十百千 within a section, 万 and above over what stands before them.

    A last digit right behind a place is that many of the next smaller one (一万三 is 13,000), unless 零 stands between.
    """
    if not tokens:
        return None
    total = section = myriad = place = 0.0
    current: float | None = None
    for at, (what, value) in enumerate(tokens):
        if what == "digit":
            follows = current is not None and tokens[at - 1][0] == "digit"
            current = (current or 0) * 10 + value if follows else value
        elif what == "figure":
            current = value
        elif what == "tens":
            section, place = section + value, 10
        elif what == "place":
            section, place = section + (1 if current is None else current) * value, value
            current = None
        else:
            part = section + (current or 0) or (0 if total else 1)
            total = (total + part) * value if value >= myriad else total + part * value
            section, current, place, myriad = 0.0, None, value, value
    ending = [what for what, _ in tokens[-2:]]
    short = current is not None and current < 10 and current == int(current)
    if current is not None and short and ending[:-1] in (["place"], ["myriad"]):
        current *= place / 10
    return total + section + (current or 0)
