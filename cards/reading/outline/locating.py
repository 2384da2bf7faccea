"""Where the titles that the contents name stand in the body."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from heapq import merge
from itertools import pairwise

from msgspec import Struct

from cards.reading.lines import Line
from cards.reading.outline_rules import Outline
from cards.records import Doubt
from cards.text.holding import Holders

UNHEARD = re.compile(r"[\s\W_]+")
WRAPS = 3  # lines at most that a title is wrapped over
LONGEST_TITLE = 500  # characters; longer ones are no titles, and only compared whole
LONGEST_ARTICLE = 1_500  # lines
LIKE, UNLIKE = 0.85, 6  # how like two titles must be, and by how many characters their lengths may differ
UNEVEN = 3  # characters
TELLING = 6  # characters that tell a title by a part of it


class Titled(Struct, frozen=True):
    """Where an article's title stands: lines[first:end] are its title."""

    title: str
    first: int
    end: int


class Entry(Struct, frozen=True):
    """An entry of the contents, at `line`. Lines above the one with the page number are its beginning, or they are
    entries without a number, or the name of a column: `readings` has the titles of each possibility, the likely first.
    """

    readings: tuple[tuple[str, ...], ...]
    line: Line

    @property
    def title(self) -> str:
        """The first title of the likeliest reading; a line break stands where the contents wrap it."""
        return self.readings[0][0]

    def says(self, text: str) -> bool:
        """Whether `text` is the first of the titles that the entry may name."""
        return any(same_title(titles[0], text) for titles in self.readings)


class Located(Struct, frozen=True):
    """The titles that were found, in the order of the text, and a doubt for each that stands nowhere."""

    titles: tuple[Titled, ...]
    missing: tuple[Doubt, ...]


class Lines(tuple[Line, ...]):
    """Lines that are looked up by their words: what a title costs does not grow with the number of lines."""

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where the lines of each text stand, white space and punctuation apart."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self):
            places[loose(line.text)].append(at)
        return places

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(text) for text in self._places if text})

    @cached_property
    def _short(self) -> tuple[list[str], Holders]:
        """The texts that are no longer than titles, and which of them hold a word."""
        texts = [text for text in self._places if len(text) <= LONGEST_TITLE]
        return texts, Holders(texts)

    def beginning(self, wanted: str, start: int) -> Iterator[int]:
        """The places from `start` on, in order, of lines that `wanted` begins with."""
        lengths = self._lengths[: bisect_right(self._lengths, len(wanted))]
        begins = (self._places.get(wanted[:length], []) for length in lengths)
        return merge(*(places[bisect_left(places, start) :] for places in begins if places))

    def sharing(self, wanted: str, start: int) -> list[int]:
        """The places from `start` on, in order, of lines that hold `wanted` or stand in it, TELLING characters at least
        and LONGEST_TITLE at most.
        """
        texts, holders = self._short
        holding = {texts[number] for number in holders.of([wanted]) if wanted in texts[number]}
        wanted = wanted[:LONGEST_TITLE]
        parts = {wanted[at:end] for at in range(len(wanted)) for end in range(at + TELLING, len(wanted) + 1)}
        alike = holding | (self._places.keys() & parts)
        return sorted(at for text in alike for at in self._places[text] if at >= start)


def located(entries: Sequence[Entry], lines: Lines, start: int, outline: Outline) -> Located:
    """Where the titles of the entries stand from line `start` on, in order."""
    found: list[Titled] = []
    missing: list[Doubt] = []
    for entry in entries:
        places = _places(entry, lines, found[-1].end if found else start, outline)
        found += [place for place in places if place]
        if places[-1] is None:
            title = joined_title(entry.title.splitlines())
            missing.append(Doubt(f"no article for the contents entry “{title}”", entry.line.place))
    return Located(tuple(found), tuple(missing))


def _places(entry: Entry, lines: Lines, start: int, outline: Outline) -> list[Titled | None]:
    """Where each title of an entry stands, by the reading that finds most of its words; None for one that is nowhere.
    """
    readings = [[exact_title(title, lines, start) or _like(title, lines, start) for title in titles]
                for titles in entry.readings]
    best = max(readings, key=_found_of)
    if best[-1] is None:
        last_title = entry.readings[-1][-1]
        return [*best[:-1], _holding(last_title, lines, start, outline)]
    return best


def _found_of(places: Sequence[Titled | None]) -> tuple[int, int]:
    """How many characters of titles were found; of two alike the reading of fewer titles comes first."""
    return sum(len(loose(place.title)) for place in places if place), -len(places)


def exact_title(title: str, lines: Lines, start: int) -> Titled | None:
    """The first place from `start` on where one to three lines are the title, white space and punctuation apart."""
    wanted = loose(title)
    for first in lines.beginning(wanted, start):
        end = _end_of(wanted, lines, first)
        if end is not None:
            return Titled(joined_title([line.text for line in lines[first:end]], title), first, end)
    return None


def _end_of(wanted: str, lines: Sequence[Line], first: int) -> int | None:
    """The end of the lines from `first` on that together say `wanted`, or None."""
    text = ""
    for at in range(first, min(first + WRAPS, len(lines))):
        text += loose(lines[at].text)
        if text == wanted:
            return at + 1
        if not text or not wanted.startswith(text):
            return None
    return None


def _like(title: str, lines: Lines, start: int) -> Titled | None:
    """The first line from `start` on that is nearly the title; no article is as long as what is looked through."""
    for at in range(start, min(len(lines), start + LONGEST_ARTICLE)):
        if len(lines[at].text) <= len(title) + 10 and same_title(title, lines[at].text):
            return Titled(lines[at].text, at, at + 1)
    return None


def _holding(title: str, lines: Lines, start: int, outline: Outline) -> Titled | None:
    """The first line from `start` on that may be a title, and of which the contents give a part, or the other way."""
    wanted = loose(title)
    if len(wanted) < TELLING:
        return None
    places = lines.sharing(wanted, start)
    return next((Titled(lines[at].text, at, at + 1) for at in places if outline.find("title", lines[at].text)), None)


def joined_title(parts: Sequence[str], title: str = "") -> str:
    """The lines of a title as one. Whether a space is between two, the contents' `title` says; or else their lengths:
    a title broken by hand has lines about as long, one that the margin broke has a full one first.
    """
    made = parts[0]
    for before, part in pairwise(parts):
        told = made[-TELLING:] + part[:TELLING] in title
        made += part if told or len(part) < len(before) - UNEVEN else f" {part}"
    return made


@lru_cache(maxsize=20_000)
def loose(text: str) -> str:
    """`text` without white space and punctuation."""
    return UNHEARD.sub("", text)


def same_title(first: str, second: str) -> bool:
    """Whether two titles are nearly the same."""
    one, other = loose(first), loose(second)
    if one == other:
        return True
    if abs(len(one) - len(other)) > UNLIKE or max(len(one), len(other)) > LONGEST_TITLE:
        return False
    if 2 * _shared(one, other) < LIKE * (len(one) + len(other)):
        return False
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE


def _shared(one: str, other: str) -> int:
    """How many characters two texts share, wherever they stand: told in a fifth of the time of their likeness."""
    left, shared = list(other), 0
    for character in one:
        if character in left:
            left.remove(character)
            shared += 1
    return shared
