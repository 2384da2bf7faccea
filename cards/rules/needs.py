"""What a pattern needs: characters and pairs of characters without which no text can match it, read off the pattern.

A text is looked at once for all patterns (`needs_met`); only those whose needs are there look at it themselves. What is
read off is never too much: of a construct that is not known here nothing is said, and such a pattern sees every text.

    增长(?:了)?{value}%   needs one of {增长} and one of {0%} (0 stands for any digit), and begins with one of {增}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache, reduce
from itertools import chain
from math import inf
from operator import add, attrgetter, or_

from msgspec import Struct
from msgspec.structs import replace

Grams = frozenset[str]
NOTHING: tuple[Grams, ...] = ()
MOST_TEXTS = 64  # so many texts that a part of a pattern matches are told apart
MOST_GRAMS = 4000  # alternatives beyond which a need is hardly ever missed
MOST_NEEDS = 3
MOST_WAYS, MOST_TIMES = 1000.0, 100  # of a part that is repeated: more of them are too many anyway
SHORT = 200  # characters of a text
LONG = 1500  # characters: so long a text meets nearly all needs, and counts as if it met all
TEXTS_KEPT = 20_000  # with what they meet: an article's sentences are seen by one rule after the other
DIGIT = re.compile(r"\d")
COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")
GROUP = re.compile(r"\((?:\?(?:P?<(?P<name>\w+)>|(?P<how>:|>|=|!|<=|<!))|(?!\?))")
CODES = {"x": 2, "u": 4}  # how many digits of a code follow
RANGE_LONGEST = 300


_bits: dict[Grams, int] = {}  # of every need that any pattern of this process has, a bit of its own
_bits_of_gram: dict[str, int] = {}  # the needs that a character or pair meets


def _bit_of(need: Grams) -> int:
    """The bit of a need; a new one is noted at its grams."""
    if need not in _bits:
        _bits[need] = 1 << len(_bits)
        for gram in need:
            _bits_of_gram[gram] = _bits_of_gram.get(gram, 0) | _bits[need]
        needs_met.cache_clear()
    return _bits[need]


def needs_known() -> int:
    """How many needs there are; with another one texts may meet more than they did."""
    return len(_bits)


@lru_cache(maxsize=TEXTS_KEPT)
def needs_met(text: str) -> int:
    """The needs that `text` meets, as bits: by its characters and the pairs of neighbours, every digit as 0."""
    if len(text) > LONG:
        return -1
    plain = DIGIT.sub("0", text)
    known = chain(map(_bits_of_gram.get, plain), map(_bits_of_gram.get, map(add, plain, plain[1:])))
    return reduce(or_, filter(None, known), 0)


def first_of(text: str, at: int) -> str:
    """The character of `text` at a place, a digit as 0; '' behind the end."""
    return "0" if text[at : at + 1].isdecimal() else text[at : at + 1]


class Needs(Struct, frozen=True, dict=True):
    """Of each of `grams` one stands in every text that matches; a match begins with one of `first` (None: with
    anything, or with nothing at all). `ways`: in so many ways, at most, can the pattern be tried at one place of a text
    of no more than SHORT characters.
    """

    grams: tuple[Grams, ...] = NOTHING
    first: Grams | None = None
    ways: float = inf

    def __post_init__(self) -> None:
        _ = self.bits  # now: another need makes what is known of texts void

    @cached_property
    def bits(self) -> int:
        """The needs, as `needs_met` has them."""
        return sum(map(_bit_of, set(self.grams)))

    def met_by(self, text: str) -> bool:
        """Whether `text` has what is needed."""
        return not self.bits or self.bits & needs_met(text) == self.bits

    def met_at(self, text: str, at: int) -> bool:
        """Whether a match may begin at this place of `text`."""
        return self.first is None or first_of(text, at) in self.first


def needs_of(pattern: str, lists: Mapping[str, Iterable[str]]) -> Needs:
    """What `pattern` needs; `lists` are the words of the named lists in it."""
    try:
        part = _Reader(pattern, lists).read()
    except (_UnknownError, LookupError, ValueError, RecursionError):
        return Needs()
    grams = sorted({*part.needs, *_needed(part.texts)}, key=lambda need: (_commonness(need), sorted(need)))
    return Needs(tuple(grams[:MOST_NEEDS]), None if part.empty else part.first, part.ways)


def begins_loosely(pattern: str, lists: Mapping[str, Iterable[str]]) -> bool:
    """Whether what a pattern begins with may be missing ((?:约)?…): it is tried at length wherever a text goes on."""
    reader = _Reader(pattern, lists)
    return reader.begins_loosely()


def one_of(characters: Grams) -> str:
    """The pattern of a class of characters, 0 standing for any digit."""
    return "[" + "".join(r"\d" if character == "0" else re.escape(character) for character in sorted(characters)) + "]"


class _UnknownError(Exception):
    """A construct of which nothing is said."""


class _Part(Struct, frozen=True):
    """What is known of a part of a pattern: all `texts` it matches (None: too many), the grams it needs, the characters
    it may begin and end with (None: any), whether it may match nothing, and in how many ways it can be tried.
    """

    texts: Grams | None = None
    needs: tuple[Grams, ...] = NOTHING
    first: Grams | None = None
    last: Grams | None = None
    empty: bool = False
    ways: float = 1.0


NO_WIDTH = _Part(frozenset({""}), NOTHING, frozenset(), frozenset(), empty=True)
ANYTHING = _Part()


def _of(texts: Iterable[str]) -> _Part:
    """A part that matches `texts`."""
    known = frozenset(DIGIT.sub("0", text) for text in texts)
    first, last = (frozenset(text[at] for text in known if text) for at in (0, -1))
    ways = max(1, len(set(map(len, known))))
    if len(known) > MOST_TEXTS:
        return _Part(None, _needed(known), first, last, "" in known, ways)
    return _Part(known, NOTHING, first, last, "" in known, ways)


def _needed(texts: Grams | None) -> tuple[Grams, ...]:
    """What stands wherever one of `texts` does."""
    if not texts or "" in texts or len(texts) > MOST_GRAMS:
        return NOTHING
    return frozenset(text[:2] for text in texts), frozenset(text[-2:] for text in texts)


def _commonness(grams: Grams) -> float:
    """How likely a text is to have one of `grams`: a pair is met less often than a character, a mark more often."""
    return sum(1 if len(gram) > 1 else 40 if gram.isalnum() else 400 for gram in grams)


def _one_behind_another(one: _Part, other: _Part) -> _Part:
    first = _together([one.first, other.first]) if one.empty else one.first
    last = _together([one.last, other.last]) if other.empty else other.last
    needs = one.needs + other.needs
    empty, ways = one.empty and other.empty, one.ways * other.ways
    if one.texts is not None and other.texts is not None and len(one.texts) * len(other.texts) <= MOST_TEXTS:
        return _Part(frozenset(a + b for a in one.texts for b in other.texts), needs, first, last, empty, ways)
    needs += _needed(one.texts) + _needed(other.texts) + _meeting(one, other)
    return _Part(None, needs, first, last, empty, ways)


def _meeting(one: _Part, other: _Part) -> tuple[Grams, ...]:
    """The pairs that stand where `one` part meets the `other`."""
    if one.empty or other.empty or one.last is None or other.first is None:
        return NOTHING
    if len(one.last) * len(other.first) > MOST_GRAMS:
        return NOTHING
    return (frozenset(a + b for a in one.last for b in other.first),)


def _one_of(parts: list[_Part]) -> _Part:
    """What is known of alternatives."""
    first, last = (_together(list(map(attrgetter(end), parts))) for end in ("first", "last"))
    empty, ways = any(part.empty for part in parts), sum(part.ways for part in parts)
    texts = _together([None if part.needs else part.texts for part in parts])
    if texts is not None and len(texts) <= MOST_TEXTS:
        return _Part(texts, NOTHING, first, last, empty, ways)
    need = _together([min((*part.needs, *_needed(part.texts)), key=_commonness, default=None) for part in parts])
    return _Part(None, NOTHING if need is None else (need,), first, last, empty, ways)


def _together(known: list[Grams | None]) -> Grams | None:
    """All of them; None where of one nothing is known."""
    some = [grams for grams in known if grams is not None]
    return frozenset().union(*some) if len(some) == len(known) else None


def _repeated(part: _Part, least: int, most: int | None) -> _Part:
    if (least, most) == (1, 1):
        return part
    ways = _ways(part.ways, least, SHORT if most is None else most)
    if least > 0:
        return _Part(None, part.needs + _needed(part.texts), part.first, part.last, part.empty, ways)
    texts = part.texts | {""} if most == 1 and part.texts is not None and not part.needs else None
    return _Part(texts, NOTHING, part.first, part.last, empty=True, ways=ways)


def _ways(ways: float, least: int, most: int) -> float:
    """In how many ways a part can be tried that can be in so many `ways` each of `least` to `most` times."""
    times = most - least + 1
    return times if ways <= 1 else min(ways, MOST_WAYS) ** min(most, MOST_TIMES) * times


class _Reader:
    """Reads a pattern from its beginning to its end; `at` is how far it has come."""

    def __init__(self, pattern: str, lists: Mapping[str, Iterable[str]]):
        self.pattern, self.lists, self.at = pattern, lists, 0

    def read(self) -> _Part:
        """What is known of the whole pattern."""
        part = self._alternatives()
        if self.at < len(self.pattern):
            raise _UnknownError
        return part

    def begins_loosely(self) -> bool:
        """Whether the pattern begins with something of some width that may be missing."""
        first = self._one()
        return self._counted(first).empty and not first.empty

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else _one_of(parts)

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self._counted(self._one()))
        return reduce(_one_behind_another, parts, NO_WIDTH)

    def _counted(self, part: _Part) -> _Part:
        """`part` with the count behind it, if there is one."""
        mark = self.pattern[self.at : self.at + 1]
        if mark not in ("?", "*", "+", "{"):
            return part
        if mark == "{":
            count = COUNT.match(self.pattern, self.at)
            if count is None or not (count[1] or count[3]):
                raise _UnknownError
            self.at = count.end()
            least = int(count[1] or 0)
            most = (int(count[3]) if count[3] else None) if count[2] else least
        else:
            self.at += 1
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[mark]
        if self.pattern[self.at : self.at + 1] in ("?", "+"):  # as few as will do, or never given back
            self.at += 1
        return self._counted(_repeated(part, least, most))

    def _one(self) -> _Part:
        """The next character, class or group."""
        character = self.pattern[self.at]
        readers: dict[str, Callable[[], _Part]] = {"(": self._group, "[": self._class, "\\": self._escape}
        if character in readers:
            return readers[character]()
        self.at += 1
        if character in "^$":
            return NO_WIDTH
        return ANYTHING if character == "." else _of(character)

    def _group(self) -> _Part:
        opening = GROUP.match(self.pattern, self.at)
        if opening is None:
            raise _UnknownError
        self.at = opening.end()
        part = self._alternatives()
        if self.pattern[self.at] != ")":
            raise _UnknownError
        self.at += 1
        how = opening["how"]
        if how == "=":
            return replace(NO_WIDTH, needs=part.needs + _needed(part.texts), ways=part.ways)
        return replace(NO_WIDTH, ways=part.ways) if how in ("!", "<=", "<!") else part

    def _escape(self) -> _Part:
        """A backslash and what belongs to it."""
        kind = self.pattern[self.at + 1]
        self.at += 2
        if kind in "pP":
            self.at = self.pattern.index("}", self.at) + 1
            return ANYTHING
        if kind == "L":
            name = self.pattern[self.at + 1 : self.pattern.index(">", self.at)]
            self.at += len(name) + 2
            return _of(self.lists[name])
        if kind in CODES:
            self.at += CODES[kind]
            return _of(chr(int(self.pattern[self.at - CODES[kind] : self.at], 16)))
        return _escaped(kind)

    def _class(self) -> _Part:
        """A class of characters: [的之], [^，。], [0-9%]."""
        self.at += 1
        excluded = self.pattern[self.at] == "^"
        self.at += excluded
        characters: set[str] | None = set()
        begun = self.at
        while self.pattern[self.at] != "]" or self.at == begun:
            some = self._of_class()
            characters = None if some is None or characters is None else characters | some
        self.at += 1
        return ANYTHING if excluded or characters is None else _of(characters)

    def _of_class(self) -> set[str] | None:
        """The next characters of a class; None: more than are counted."""
        character = self.pattern[self.at]
        if character == "[" or self.pattern[self.at : self.at + 2] in ("--", "&&", "||", "~~"):
            raise _UnknownError
        if character == "\\":
            part = self._escape()
            return None if part.texts is None else set(part.texts)
        self.at += 1
        if self.pattern[self.at] != "-" or self.pattern[self.at + 1] == "]":
            return {character}
        last = self.pattern[self.at + 1]
        self.at += 2
        if last in "\\[":
            raise _UnknownError
        several = range(ord(character), ord(last) + 1)
        return None if len(several) > RANGE_LONGEST else set(map(chr, several))


def _escaped(kind: str) -> _Part:
    """What a backslash and this character match."""
    if kind == "d":
        return _of("0")
    if kind in "sSwWD":
        return ANYTHING
    if kind in "bBAZ":
        return NO_WIDTH
    if kind in "nt":
        return _of({"n": "\n", "t": "\t"}[kind])
    if kind.isalnum():
        raise _UnknownError
    return _of(kind)
