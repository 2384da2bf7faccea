"""A paragraph to sentences, cut after 。！？ where no quotation or bracket is open, and a sentence to clauses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cards.records import Sentence

PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "(": ")", "〈": "〉", "【": "】", "「": "」", "『": "』"}
CLOSERS = "".join(PAIRS.values())
STOPS = "；"
ANNOUNCES = "："
PAUSES = "，" + ANNOUNCES
ENDS_CLAUSE = frozenset(STOPS + PAUSES)
TEXTS_KEPT = 10_000  # with their clauses: one question after the other is about them
BRACKETS = re.compile(f"[{re.escape(''.join(PAIRS) + CLOSERS)}]")
MARKS = re.compile(f"[{re.escape(''.join(PAIRS) + CLOSERS + STOPS + PAUSES)}]")
BULLETS = "•★☆" + "".join(map(chr, range(0x25A0, 0x2600)))  # signs that mark an item and count nothing
ITEM_MARK = re.compile(rf"(?:[—―─](?:\s?[—―─])*|[①-⑳{BULLETS}]|[（(](?P<inside>\w{{1,3}})[）)]"
                       r"|(?P<number>\w{1,3})[、.．](?!\w、|\d))\s*")
COUNTED_PART = re.compile(r"\w(\w{1,3})\w\s")  # a chapter or an article of rules, where a numeral is inside
END = re.compile(rf"(?:[。！？…]|[!?](?![\x21-\x7e]))+[{re.escape(CLOSERS)}]*")


class Brackets:
    """The brackets and quotation marks that are open in a text, as far as it was read.

    `waiting` holds the closing characters still to come, outermost first; `lone` counts those that closed nothing.
    """

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.lone = 0

    def read(self, text: str) -> None:
        """Read on: `text` follows what was read before."""
        for character in BRACKETS.findall(text):
            self.meet(character)

    def meet(self, character: str) -> None:
        """Read on: the next bracket or quotation mark is `character`."""
        if character in PAIRS:
            self.waiting.append(PAIRS[character])
        elif self.waiting and character == self.waiting[-1]:
            self.waiting.pop()
        else:
            self.lone += 1


def open_brackets(text: str) -> list[str]:
    """The closing characters that `text` still waits for, outermost first."""
    brackets = Brackets()
    brackets.read(text)
    return brackets.waiting


def unpaired(text: str) -> int:
    """How many brackets and quotation marks of `text` have no other half."""
    brackets = Brackets()
    brackets.read(text)
    return brackets.lone + len(brackets.waiting)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split `text` into sentences that together make it up again, white space between them apart.

    A quotation or bracket that closes in the paragraph is never cut; one that never closes is as if it were not there.
    """
    sentences: list[Sentence] = []
    last_places = {closer: text.rfind(closer) for closer in CLOSERS}
    brackets = Brackets()
    start = read = 0
    for end in END.finditer(text):
        brackets.read(text[read : end.end()])
        read = end.end()
        if brackets.waiting and last_places[brackets.waiting[-1]] >= read:
            continue
        sentences.append(_sentence(text, start, read))
        start = read
        brackets.waiting.clear()
    if text[start:].strip():
        sentences.append(_sentence(text, start, len(text)))
    return tuple(sentences)


def _sentence(text: str, start: int, end: int) -> Sentence:
    raw = text[start:end]
    return Sentence(raw.strip(), start + len(raw) - len(raw.lstrip()))


@lru_cache(maxsize=TEXTS_KEPT)
def clauses_of(text: str) -> tuple[tuple[int, int], ...]:
    """Clauses with their closing punctuation, as (start, end); no cut inside a quotation or bracket, or between digits.

    “新建湿地32处，恢复河岸。” has two: (0, 8), (8, 13).
    """
    clauses: list[tuple[int, int]] = []
    brackets = Brackets()
    start = 0
    for mark in MARKS.finditer(text):
        if mark[0] not in ENDS_CLAUSE:
            brackets.meet(mark[0])
        elif not brackets.waiting and not between_digits(text, mark.start()):
            clauses.append((start, mark.end()))
            start = mark.end()
    if start < len(text):
        clauses.append((start, len(text)))
    return tuple(clauses)


def between_digits(text: str, at: int) -> bool:
    """Whether a digit stands right before and right behind this place of `text`."""
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def past_mark(text: str) -> int:
    """Where `text` begins behind what marks it as an item: 2 in 二、修渠, 0 in 修渠."""
    mark = ITEM_MARK.match(text)
    if mark is None:
        return 0
    number = mark["inside"] or mark["number"]
    return mark.end() if number is None or number.isnumeric() else 0


def is_later_item(text: str) -> bool:
    """Whether `text` begins with the mark of a second or later item: （八）修渠, 2. 修渠 and 第二章, not 一、修渠."""
    chapter = COUNTED_PART.match(text)
    mark = chapter[1] if chapter else text[: past_mark(text)].strip("、.．（()） ")
    return mark.isnumeric() and not (len(mark) == 1 and unicodedata.numeric(mark) == 1)
