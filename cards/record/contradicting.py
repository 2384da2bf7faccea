"""Contradicting: what a corrected card says that its source does not. A person's word stands; it is told, for it may be
a slip. templates/contradicting.js does the same where a page has no juyao behind it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from cards.anki.cloze import answers, strip
from cards.anki.note_type import CUE, EXTRA, TEXT
from cards.records import Fact
from cards.text.spoken import words_of

DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
WORTH = DIGITS | PLACES
TEN, MYRIAD = 10, 10_000
ALONE = range(2, 10)  # a numeral of one character that counts: 一 stands in many words, 万 in many more
ORDINAL = "第"  # 第二 is no 二
FIGURE = re.compile(rf"{ORDINAL}?(?:(?P<digits>\d+(?:\.\d+)?)(?: ?(?P<places>[{''.join(PLACES)}]+))?"
                    rf"|(?P<han>[{''.join(WORTH)}]+))")
YEAR, YEARS = "年", range(1900, 2100)  # a card is often told the year that the text leaves to its date
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")


class Figure(Struct, frozen=True):
    """A number: its `words` and its `value`, below zero for an ordinal; whether it numbers a year."""

    words: str
    value: float
    is_year: bool


def unlike_source(before: Sequence[str], after: Sequence[str], fact: Fact) -> tuple[str, ...]:
    """The figures and answers of a corrected note (its fields `before` and `after`) that neither its paragraph nor the
    card that rules made has; a year that is not asked for is none of them.
    """
    source = source_of(before, fact)
    there = values_in(source)
    asked = tuple(strip(answer) for of_number in answers(after[TEXT]).values() for answer in of_number)
    strange = [answer for answer in asked
               if _strange(answer, there) or (fact.form == "answer" and not _is_in(answer, source))]
    return tuple(dict.fromkeys((*strange, *_elsewhere(after, asked, there))))


def _elsewhere(fields: Sequence[str], asked: Sequence[str], there: Container[float]) -> Iterator[str]:
    """The figures that a note with these fields shows and does not ask, whose values are not `there`."""
    told = {figure.words for answer in asked for figure in figures(answer)}
    for figure in _strange(f"{strip(fields[TEXT])} {strip(fields[CUE])}", there):
        if not figure.is_year and figure.words not in told:
            yield figure.words


def source_of(fields: Sequence[str], fact: Fact) -> str:
    """What a note says that rules made, with these fields, and what its paragraph does."""
    return "\n".join((*map(strip, (fields[TEXT], fields[CUE], fields[EXTRA])), fact.sentence, *fact.items))


def values_in(text: str) -> frozenset[float]:
    """The values of the figures in `text`."""
    return frozenset(figure.value for figure in figures(text))


def _strange(text: str, there: Container[float]) -> list[Figure]:
    """The figures in `text` whose values are not `there`."""
    return [figure for figure in figures(text) if figure.value not in there]


def figures(text: str) -> Iterator[Figure]:
    """The numbers in `text`, in Arabic digits and in Chinese characters."""
    text = BETWEEN_THOUSANDS.sub("", text)
    for match in FIGURE.finditer(text):
        value = _of_han(match["han"]) if match["han"] else _of_digits(match["digits"], match["places"] or "")
        if value is not None:
            is_year = text[match.end() : match.end() + 1] == YEAR and value in YEARS
            yield Figure(match[0], -value if match[0].startswith(ORDINAL) else value, is_year)


def _of_digits(digits: str, places: str) -> float:
    return round(math.prod((float(digits), *(WORTH[place] for place in places))), 6)


def _of_han(words: str) -> float | None:
    """The value of a numeral of Chinese characters; None where it is but a part of words."""
    worth = [WORTH[character] for character in words]
    if len(worth) == 1:
        return worth[0] if worth[0] in ALONE else None
    if max(worth) < TEN:  # 二〇二六
        return float("".join(map(str, worth)))
    if min(worth[1:]) >= TEN and worth[0] > TEN:  # 千万
        return None
    return _added_up(worth)


def _added_up(worth: Sequence[int]) -> float:
    """The number of a numeral, by what each of its characters is worth: 三百二十万五千."""
    total = section = digit = 0
    for each in worth:
        if each < TEN:
            digit = each
        elif each < MYRIAD:
            section, digit = section + (digit or 1) * each, 0
        elif each > total:  # 三万亿
            total, section, digit = (total + section + digit or 1) * each, 0, 0
        else:
            total, section, digit = total + (section + digit or 1) * each, 0, 0
    return float(total + section + digit)


def _is_in(words: str, source: str) -> bool:
    return words_of(words) in words_of(source)
