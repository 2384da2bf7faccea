"""Sections: where in a text each begins, and under what heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile

NUMBER = re.compile(r"(\w{1,3})[.．、](?!\d)")
BRACKETED = re.compile(r"[（(](\w{1,3})[）)]")
ADDRESS = re.compile(r"[^“，。；：！？\d]{2,8}！(?:(?=.{12})|$)")
YEARS = re.compile("(?:过去|近)?[一二三四五六七八九十几两]+年来，")
QUESTION = re.compile(r"[^。；：]{3,40}(?:？|：$)")
LEAST_HEADINGS = 3  # of a text whose last section ends before its closing words
HEADING, BODY = "heading", "body"


def sections(paragraphs: Iterable[tuple[str, str]]) -> list[tuple[int, str]]:
    """Where each section of a text begins (the place of its paragraph from 0), and the text of its heading, or ''.

    `paragraphs` are text and role. One of the body with a number (5. 何谓…？答：…) begins the next section unless the
    numbers begin with 1 under the heading: the question that opens it is the heading of that, and there is none where
    it opens with none. Behind a heading （二）基本原则 the paragraph （四）… stands under what is above both, and so
    does one that speaks to the audience (各位代表！五年来，…), or, in the last section of its kind, looks back on
    years (五年来，…) where the first behind the heading does not. In the last section one that speaks to the audience
    begins the closing words, which stand under nothing.
    """
    found: list[tuple[int, str]] = []
    governed = False  # whether the numbers that come are the heading's own
    texts = list(paragraphs)
    next_headings = _next_headings(texts)
    for index, (text, role) in enumerate(texts):
        if role == HEADING:
            found.append((index, text))
            governed = False
        elif role == BODY and found:
            governed = governed or _is_one(_number(text))
            looks_back = _looks_back_unlike_first(texts, found, index, next_headings[index])
            heading = _heading_of(text, found, governed, looks_back)
            if heading is not None:
                found.append((index, heading))
    closing = _closing(texts)
    return found if closing is None else [*takewhile(lambda section: section[0] < closing, found), (closing, "")]


def _closing(paragraphs: Sequence[tuple[str, str]]) -> int | None:
    """Where the closing words begin that speak to the audience; None where the last section opens with such."""
    headings = [index for index, (_, role) in enumerate(paragraphs) if role == HEADING]
    if len(headings) < LEAST_HEADINGS:
        return None
    behind = range(headings[-1] + 1, len(paragraphs))
    spoken = next((index for index in behind if ADDRESS.match(paragraphs[index][0])), headings[-1] + 1)
    return spoken if spoken > headings[-1] + 1 else None


def _next_headings(paragraphs: Sequence[tuple[str, str]]) -> list[str]:
    """Of each paragraph the heading at its place or next behind it, '' for none."""
    headings: list[str] = []
    heading = ""
    for text, role in reversed(paragraphs):
        heading = text if role == HEADING else heading
        headings.append(heading)
    return headings[::-1]


def _looks_back_unlike_first(paragraphs: Sequence[tuple[str, str]], found: list[tuple[int, str]], index: int,
                             following: str) -> bool:
    """Whether the paragraph at `index` looks back on years and the first one of its section does not, and the heading
    `following` it is none of the same kind.
    """
    begins, heading = found[-1]
    first = begins + 1
    if index <= first or not _is_bracketed(heading) or not YEARS.match(paragraphs[index][0]):
        return False
    return not YEARS.match(paragraphs[first][0]) and not _is_bracketed(following)


def _heading_of(text: str, found: list[tuple[int, str]], governed: bool, looks_back: bool) -> str | None:
    """The heading of the section that the paragraph `text` begins; None where it begins none."""
    begins = looks_back or _is_bracketed(text) or ADDRESS.match(text) is not None
    if begins and _is_bracketed(found[-1][1]):
        return next((above for _, above in reversed(found) if not _is_bracketed(above)), "")
    return _question(text) if _number(text) and not governed else None


def _number(text: str) -> str:
    """The number that `text` begins with (五、, 5.), or ''."""
    number = NUMBER.match(text)
    return number[1] if number and number[1].isnumeric() else ""


def _is_bracketed(text: str) -> bool:
    """Whether `text` begins with a number in brackets: （四）完善机制."""
    number = BRACKETED.match(text)
    return number is not None and number[1].isnumeric()


def _is_one(number: str) -> bool:
    """Whether `number`, in signs for numbers of any script, is 1."""
    return len(number) == 1 and unicodedata.numeric(number) == 1


def _question(text: str) -> str:
    question = QUESTION.match(text)
    return question[0] if question else ""
