"""Periods: the words of a text that say when, and the date of those that name none (一年来), as their ground tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

ABSOLUTE = ("dated", "plan", "since", "years_ahead", "in_century")
WAYS = ("dated", "plan", "years_ahead", "in_century", "this_and_next", "next_and_on", "this_year", "last_year",
        "past_year", "past_years", "since", "part_of_year", "now")
TOGETHER = {"this_and_next": 0, "next_and_on": 1}  # years from this one on that the first of several years together is
UNTIL = re.compile(r"^[到至](?!今)")
FROM_TO = re.compile(r"\d年?[到至]\d")
YEARS = re.compile(r"(?P<first>\d{4})—(?P<last>\d{4}年)")  # as a cue says them
FEW = 2
MID_YEAR = 4  # an article of January to March looks back on the year before
PLANS = ("九", "十", "十一", "十二", "十三", "十四", "十五", "十六")
FIRST_PLAN = 2000  # the last year of the first of PLANS
PLAN_NUMBER = re.compile(f"“({'|'.join(reversed(PLANS))})五”")
THIS_OR_LAST = re.compile("^(?:[今去上本]年|年内)年?")


class Period(Struct, frozen=True):
    """Words that say when: text[start:end], and the `way` they do; `years` counts those of past_years, or of several
    together; `year` is that of a date. `compared`: the text only compares with it (比上年).
    """

    words: str
    start: int
    end: int
    way: str
    compared: bool = False
    years: int = 0
    year: int | None = None

    @property
    def is_absolute(self) -> bool:
        """Whether it says when without anything around it."""
        return self.way in ABSOLUTE

    @property
    def is_from_to(self) -> bool:
        """Whether it is the time in which something became more or less (2017年到2021年)."""
        return FROM_TO.search(self.words) is not None

    @property
    def just_passed(self) -> bool:
        """Whether it is said to lie right behind (刚刚过去的2025年)."""
        return not self.compared and self.end - self.start > len(self.words)

    @property
    def last(self) -> int:
        """The last year of the plan it names, 0 for none."""
        return plan_in(self.words)[1]

    @property
    def until(self) -> bool:
        """Whether it names when something will be reached (到2030年)."""
        return UNTIL.match(self.words) is not None


def plan_in(text: str) -> tuple[str, int]:
    """The name of the first plan that `text` speaks of, and its last year; ('', 0) for none."""
    plan = PLAN_NUMBER.search(text)
    return (plan[0], FIRST_PLAN + 5 * PLANS.index(plan[1])) if plan else ("", 0)


class Dating(Protocol):
    """What dates words that name no date: see Ground."""

    @property
    def this_year(self) -> int | None: ...
    @property
    def past(self) -> int | None: ...
    @property
    def past_plan(self) -> str: ...
    @property
    def now(self) -> str: ...


def dated(period: Period, ground: Dating) -> str:
    """When `period` is, as a cue says it; '' where nothing dates it."""
    if period.is_absolute:
        return period.words
    this_year, past = ground.this_year, ground.past
    if period.way == "now":
        return ground.now
    if period.way in TOGETHER:
        return _together(period, this_year)
    if period.way == "this_year":
        return _part_of(period.words, this_year)
    if period.way == "last_year":
        return _part_of(period.words, this_year - 1 if this_year else None)
    if period.way == "past_years":
        return _years(period, past, ground.past_plan)
    return _within(period.words, past)


def spelled_out(period: Period, named: Sequence[Period]) -> str:
    """The years of which `period` counts so many (近5年), where the same sentence names the first and the last of them
    one after the other (从2015年的…到2020年的…); '' where it does not.
    """
    if period.way != "past_years" or period.years < FEW:
        return ""
    years = pairwise(each.year for each in named if each.year and each.way == "dated")
    return next((f"{first}—{last}年" for first, last in years if 0 <= period.years - (last - first) <= 1), "")


def last_of(before: list[Period], yearly: bool) -> Period:
    """The nearest of the periods `before`; of what is said year by year the time from the one before it on."""
    last = before[-1]
    years = [period.year for period in before[-2:] if period.way == "dated" and period.year]
    if yearly and len(years) == 2 and years[0] < years[1]:
        return replace(last, words=f"{years[0]}—{years[1]}年")
    return bare(last)


def bare(period: Period) -> Period:
    """`period` without the 到 before its year."""
    return replace(period, words=period.words.removeprefix("至").removeprefix("到")) if period.year else period


def in_year(year: int | None) -> str:
    """The year as a cue says it."""
    return f"{year}年" if year else ""


def _part_of(words: str, year: int | None) -> str:
    """The `year`, with what of `words` narrows it: 今年1—11月."""
    return f"{year}年{THIS_OR_LAST.sub('', words)}" if year else ""


def _together(period: Period, this_year: int | None) -> str:
    """The years that `period` names together (今明两年)."""
    if not this_year:
        return ""
    first = this_year + TOGETHER[period.way]
    return f"{first}—{first + max(FEW, period.years) - 1}年"


def _within(words: str, year: int | None) -> str:
    """A part of `year` (年末, 12月), or all of it."""
    if year is None:
        return ""
    if words[0].isdigit() or words.endswith(("半年", "季度")):
        return f"{year}年{words}"
    return f"{year}{words}" if words in ("年末", "年底") else f"{year}年"


def _years(period: Period, last: int | None, plan: str) -> str:
    """The years that lie behind, up to the `last`; the plan's name where it is of so many."""
    if plan and period.years == 5:
        return f"{plan}时期"
    if last is None:
        return ""
    if 1 < period.years <= 10:
        return f"{last - period.years + 1}—{last}年"
    return f"{period.words}（至{last}年）"
