"""Sections: where in a text each begins, and under what heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile

NUMBER = re.compile(r"(\w{1,3})[.．、](?!\d)")
BRACKETED = re.compile(r"[（(](\w{1,3})[）)]")
ADDRESS = re.compile(r"[^“，。；：！？\d]{2,8}！(?:(?=.{12})|$)")
QUESTION = re.compile(r"[^。；：]{3,40}(?:？|：$)")
LEAST_HEADINGS = 3  # of a text whose last section ends before its closing words
HEADING, BODY = "heading", "body"


def sections(paragraphs: Iterable[tuple[str, str]]) -> list[tuple[int, str]]:
    """Where each section of a text begins (the place of its paragraph from 0), and the text of its heading, or ''.

    `paragraphs` are text and role. One of the body with a number (5. 何谓…？答：…) begins the next section unless the
    numbers begin with 1 under the heading: the question that opens it is the heading of that, and there is none where
    it opens with none. Behind a heading （二）基本原则 the paragraph （四）… stands under what is above both, and so
    does one that speaks to the audience (各位代表！五年来，…). In the last section one that does begins the closing
    words, which stand under nothing.
    """
    found: list[tuple[int, str]] = []
    governed = False  # whether the numbers that come are the heading's own
    texts = list(paragraphs)
    for index, (text, role) in enumerate(texts):
        if role == HEADING:
            found.append((index, text))
            governed = False
        elif role == BODY and found:
            governed = governed or _is_one(_number(text))
            heading = _heading_of(text, found, governed)
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


def _heading_of(text: str, found: list[tuple[int, str]], governed: bool) -> str | None:
    """The heading of the section that the paragraph `text` begins; None where it begins none."""
    if (_is_bracketed(text) or ADDRESS.match(text)) and _is_bracketed(found[-1][1]):
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
