"""The units that a text is made of side by side, and when two of them are alike."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from cards.text.sentences import BRACKETS, PAIRS, Brackets, between_digits

Stretch = tuple[int, int]  # where it starts and ends in the text
Alike = Callable[[str, str], bool]
OPENERS, CLOSERS = "".join(PAIRS), "".join(PAIRS.values())
PLACES_KEPT = 10_000  # with what they are split into: one rule after the other looks at them
LONG = 12  # characters: nobody hears that two longer clauses are of the same length


def common_start(texts: Sequence[str]) -> str:
    """The characters that all of `texts` begin with: 建设 of 建设强省, 建设大省."""
    shared = takewhile(lambda characters: len(set(characters)) == 1, zip(*texts, strict=False))
    return "".join(characters[0] for characters in shared)


def common_end(texts: Sequence[str]) -> str:
    """The characters that all of `texts` end with: 强省 of 文化强省, 旅游强省."""
    return common_start([text[::-1] for text in texts])[::-1]


@lru_cache(maxsize=PLACES_KEPT)
def split_at(text: str, start: int, end: int, marks: str) -> tuple[Stretch, ...]:
    """text[start:end] split at `marks`, none of them inside quotation marks or brackets or between digits."""
    found: list[Stretch] = []
    brackets = Brackets()
    first = start
    for mark in _marks(marks).finditer(text, start, end):
        if mark[0] not in marks:
            brackets.meet(mark[0])
        elif not brackets.waiting and not between_digits(text, mark.start()):
            found.append((first, mark.start()))
            first = mark.end()
    return tuple((left, right) for left, right in [*found, (first, end)] if text[left:right].strip())


@cache
def _marks(marks: str) -> re.Pattern[str]:
    """Any of `marks`, and whatever opens or closes brackets."""
    return re.compile(f"[{re.escape(marks + OPENERS + CLOSERS)}]")


def levels(text: str) -> Iterator[Stretch]:
    """The whole of a text, and what stands in each pair of its quotation marks and brackets."""
    yield 0, len(text)
    opened: list[int] = []
    for bracket in BRACKETS.finditer(text):
        at = bracket.start()
        if bracket[0] in PAIRS:
            opened.append(at)
        elif opened and bracket[0] == PAIRS[text[opened[-1]]]:
            yield opened.pop() + 1, at


def runs(texts: Sequence[str], alike: Alike) -> Iterator[range]:
    """The longest runs of neighbours in `texts` each of which is alike with the one before it."""
    first = 0
    for at in range(1, len(texts) + 1):
        if at == len(texts) or not alike(texts[at - 1], texts[at]):
            yield range(first, at)
            first = at


def same_first(one: str, other: str) -> bool:
    """Both begin with the same character, which is no digit or mark."""
    return one[:1] == other[:1] and one[:1].isalpha()


def same_last(one: str, other: str) -> bool:
    """Both end with the same character, and neither is twice as long as the other."""
    return one[-1:] == other[-1:] and max(len(one), len(other)) <= 2 * min(len(one), len(other)) + 2


def same_length(one: str, other: str) -> bool:
    """Both are of the same length, and short enough for that to be heard."""
    return len(one) == len(other) <= LONG


def stands_in(places: tuple[int, ...], at: int) -> bool:
    """Whether `at` is one of the sorted `places`."""
    place = bisect_left(places, at)
    return place < len(places) and places[place] == at
