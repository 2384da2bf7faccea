"""Stated figures: what a note states of one that is so already, so that notes of the same figure know each other."""

from __future__ import annotations

import re
from collections.abc import Hashable

from msgspec import Struct
from msgspec.structs import replace

from cards.records import Statement

YEAR = re.compile(r"(?:19|20)\d\d")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Stated(Struct, frozen=True):
    """A figure: `of` is the same for those of one indicator, whose, measure and unit, and, but for the `years` in it,
    `when`; `answer` is the figure itself, `about` that it is only about so much.
    """

    of: Hashable
    years: tuple[int, ...]
    when: str
    answer: str
    about: bool

    @property
    def years_before(self) -> tuple[int, ...]:
        """The years one period before."""
        length = self.years[-1] - self.years[0] + 1
        return tuple(year - length for year in self.years)

    def agrees(self, other: Stated) -> bool:
        """Whether `other`, a figure of the same, gives the same value, or one is the other rounded."""
        ours, theirs = DIGITS.findall(self.answer), DIGITS.findall(other.answer)
        return len(ours) == len(theirs) and all(map(_agree, ours, theirs))


def stated(kind: str, statement: Statement | None, answer: str) -> Stated | None:
    """The figure `answer` of a note of a `kind` with that `statement`; None where it does not state all of that."""
    figure = statement.figure if statement else None
    years = tuple(map(int, YEAR.findall(figure.when))) if figure else ()
    if statement is None or figure is None or not years:
        return None
    when = YEAR.sub("", figure.when).lstrip("截至到止").replace("底", "末")
    of = kind, statement.words[2], replace(figure, when=when, about=False)
    return Stated(of, years, figure.when, answer, figure.about)


def _agree(one: str, other: str) -> bool:
    """Whether two numbers are one, as far as the rounder of them tells."""
    decimals = min(len(number.partition(".")[2]) for number in (one, other))
    ours, theirs = (float(number.replace(",", "")) for number in (one, other))
    return abs(ours - theirs) <= 0.5001 * 10.0**-decimals
