"""The grammar of quantities: what the rules of the kind `quantity` read in a text, each character once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from cards.rules.needs import needs_met

if TYPE_CHECKING:
    import regex

    from cards.rules.pieces import Pattern

HIDE = "hide"
NUMERALS = "numeral_value"  # the lexicon of what the characters of numerals are worth
TEXTS_KEPT = 20_000  # with what was read in them: an article's sentences are seen by one rule after the other


class Reads(Protocol):
    """What the grammar asks of a rule: the form of quantity, its weight among others, the words that a text must hold,
    its pattern, its matches, and whether it may have any in a text that meets such needs.
    """

    @property
    def form(self) -> str: ...

    @property
    def weight(self) -> float: ...

    @property
    def needs(self) -> tuple[str, ...]: ...

    @property
    def pattern(self) -> Pattern | None: ...

    def matches(self, text: str) -> Iterator[regex.Match[str]]: ...

    def may_match(self, met: int) -> bool: ...


R = TypeVar("R", bound=Reads)


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """What `rule` read at text[start:end], with the match of its pattern."""

    rule: R
    start: int
    end: int
    match: regex.Match[str]

    @property
    def groups(self) -> Mapping[str, str | None]:
        """The words of each named group and piece of the pattern, None for one that took no part."""
        groups: dict[str, str | None] = self.match.groupdict()
        return groups

    @property
    def form(self) -> str:
        """The form of quantity; '' for what is none (a date, an idiom)."""
        return self.rule.form


class Grammar(Generic[R]):
    """Reads texts by `rules` of the kind quantity. Where two of them meet, the weightier stands, then the longer, then
    the earlier in the text.

    `numerals` are the characters of numerals beside the digits: a text with none of either is read only by the rules
    that say what else they need (首位). Without them all rules read all texts.
    """

    def __init__(self, rules: Iterable[R] = (), numerals: Iterable[str] = ()):
        self.rules = tuple(rules)
        self._needing = tuple(rule for rule in self.rules if rule.needs)
        characters = "".join(map(re.escape, numerals))
        self._numeral = re.compile(rf"[\d{characters}]" if characters else "")
        self._kept: dict[str, tuple[Reading[R], ...]] = {}

    @property
    def groups(self) -> frozenset[str]:
        """The names of the groups of all rules that read a quantity."""
        return frozenset(name for rule in self.rules if rule.form and rule.pattern for name in rule.pattern.groups)

    def read(self, text: str) -> tuple[Reading[R], ...]:
        """What stands in `text`, in order, none touching another; see Reading.form. Raises OverrunError."""
        if text not in self._kept:
            if len(self._kept) >= TEXTS_KEPT:
                self._kept.clear()
            rules = self.rules if self._numeral.search(text) else self._needing
            self._kept[text] = _apart(_readings(rules, text), len(text))
        return self._kept[text]


def _readings(rules: Iterable[R], text: str) -> Iterator[Reading[R]]:
    met = needs_met(text)
    for rule in rules:
        for match in rule.matches(text) if rule.may_match(met) else ():
            start, end = _place(match)
            yield Reading(rule, start, end, match)


def _place(match: regex.Match[str]) -> tuple[int, int]:
    """Where the group `hide` of a match stands; all of it where that took no part."""
    if HIDE in match.re.groupindex and match[HIDE]:
        return match.span(HIDE)
    return match.span()


def _apart(readings: Iterable[Reading[R]], length: int) -> tuple[Reading[R], ...]:
    """Of readings in a text of so many characters the better ones, none touching another, in order."""
    taken = bytearray(length)
    kept: list[Reading[R]] = []
    for reading in sorted(readings, key=_rank):
        if not any(taken[reading.start : reading.end]):
            taken[reading.start : reading.end] = b"\1" * (reading.end - reading.start)
            kept.append(reading)
    return tuple(sorted(kept, key=lambda reading: reading.start))


def _rank(reading: Reading[Any]) -> tuple[float, int, int]:
    """The better, the smaller."""
    return -reading.rule.weight, reading.start - reading.end, reading.start
