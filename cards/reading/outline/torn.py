"""Whether a line was torn from the next within a word, as print or a page break wraps it (英雄烈士权 / 益保护)."""

from __future__ import annotations

from itertools import accumulate

from cards.reading.lines import SENTENCE_ENDS
from cards.reading.outline_rules import Outline
from cards.text.words import is_word

LEAST_LINE = 10  # characters: so much print has on a line
NEAR = 8  # characters on each side of the break that tell its words
LONGEST_HALF = 3  # characters of a word on one side; on the other it has one


def torn(above: str, below: str, outline: Outline) -> bool:
    """Whether the last word of `above` and the first of `below` are one word of the dictionary, and are read as that
    where the two stand together. Two words of two characters (回顾 / 过去) were torn from each other nowhere.
    """
    if len(above) < LEAST_LINE or above[-1] in SENTENCE_ENDS:
        return False
    tail, head = above[-NEAR:], below[:NEAR]
    if not _may_be_one(tail, head):
        return False
    halves = outline.words(tail)[-1], outline.words(head)[0]
    return min(map(len, halves)) == 1 and is_word("".join(halves)) and not _parts(tail, head, outline)


def _may_be_one(tail: str, head: str) -> bool:
    """Whether any word of the dictionary could stand over the break."""
    lengths = range(1, LONGEST_HALF + 1)
    pairs = [*((tail[-length:], head[:1]) for length in lengths), *((tail[-1:], head[:length]) for length in lengths)]
    return any(is_word(before + behind) for before, behind in pairs)


def _parts(tail: str, head: str, outline: Outline) -> bool:
    """Whether a word ends between `tail` and `head` where they are one text."""
    return len(tail) in accumulate(map(len, outline.words(tail + head)))
