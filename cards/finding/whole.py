"""Wholes: what all of an article tells of the documents in it, looked for once, however many these are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from cards.finding.periods import YEARS, plan_in
from cards.records import Article

if TYPE_CHECKING:
    from cards.finding.periods import Period
    from cards.finding.worded import Worded

NATION, ABROAD, COUNTRY = "全国", "中国", "我国"
NATION_WORDS = (COUNTRY, NATION, ABROAD)
RARER = 5  # a text of one place says 全省 no less than a fifth as often as 全国
OFTEN, OWN_SHARE = 3, 1 / 3  # times a text names the place it is of, and how many of the times it names any
PLAN_YEARS = 5
LEAST_BODIES = 2  # times a text of one institution says 全校
LEAST_NAMED, NAMED_SHARE = 2, 1 / 2  # times a text names the year it is of, and of the times it names any


class Whole(Struct, frozen=True, dict=True):
    """An article, and what its text as a whole says of place and time."""

    article: Article
    words: Worded

    @cached_property
    def text(self) -> str:
        """Its text without headings."""
        return "".join(paragraph.text for paragraph in self.article.paragraphs if paragraph.role == "body")

    @cached_property
    def own_places(self) -> int:
        """How often it says 全省 or the like."""
        return len(list(self.words.own_places(self.text)))

    @cached_property
    def year(self) -> int:
        """The year that it names most, and often; 0 for none or where it has a date."""
        if self.article.date:
            return 0
        [(year, times)] = self._years.most_common(1) or [("", 0)]
        return self.words.number(year) if times >= max(LEAST_NAMED, NAMED_SHARE * self._years.total()) else 0

    @cached_property
    def latest(self) -> int:
        """The last year that it names again and again and aims at nothing in, 0 for none: what it says of years before
        is so already.
        """
        said = (sentence.text for paragraph in self.article.paragraphs for sentence in paragraph.sentences)
        named = ((self._years_named_in(text), text) for text in said)
        years = Counter(year for found, text in named if found and not self.words.aims(text) for year in found)
        return max((self.words.number(year) for year, times in years.items() if times >= OFTEN), default=0)

    @cached_property
    def _years(self) -> Counter[str]:
        """How often it names each year that is none to be reached."""
        return Counter(year for paragraph in self.article.paragraphs for year in self._years_named_in(paragraph.text))

    def _years_named_in(self, text: str) -> list[str]:
        """The years that `text` names, none of them to be reached."""
        return [match[0] for match in self.words.every_match("year_named", text)]

    def past_years_near(self, at: int) -> Period | None:
        """The first years that have passed in the paragraph `at`, or in the nearest before it, or behind it."""
        behind = bisect_right(self._past_years, at, key=itemgetter(0))
        nearest = [*self._past_years[behind - 1 : behind], *self._past_years[behind : behind + 1]]
        return nearest[0][1] if nearest else None

    @cached_property
    def _past_years(self) -> list[tuple[int, Period]]:
        """The paragraphs that name years that have passed, each with the first of these."""
        named = ((paragraph.index, period) for paragraph in self.article.paragraphs
                 for period in self.words.periods(paragraph.text)
                 if period.way == "past_years" and not period.compared)
        return [next(of_paragraph) for _, of_paragraph in groupby(named, key=itemgetter(0))]

    def plan_of(self, years: str) -> str:
        """The plan that it names and that is of these `years` (2021—2025年: “十四五”时期); '' for none."""
        span = YEARS.fullmatch(years)
        last = int(span["last"][:4]) if span else 0
        are_as_many = span is not None and last - int(span["first"]) + 1 == PLAN_YEARS
        return f"{self._plans[last]}时期" if are_as_many and last in self._plans else ""

    @cached_property
    def _plans(self) -> dict[int, str]:
        """The plans that it names as a time, by their last year."""
        named = (plan_in(period.words) for paragraph in self.article.paragraphs
                 for period in self.words.periods(paragraph.text) if period.last)
        return {last: name for name, last in named}

    @cached_property
    def nation(self) -> str | None:
        """The word for the nation that it is of, '' where it is of no place at all; None where it may be of one."""
        nations = list(self.words.nations(self.text))
        if len(list(self.words.own_bodies(self.text))) >= max(len(nations), LEAST_BODIES):
            return ""
        if len(nations) == 1 and not _opens_a_clause(nations[0], self.text):
            return ""
        if self.own_places * RARER <= len(nations):
            return max(NATION_WORDS, key=nations.count) if nations else ""
        return None

    @cached_property
    def most_named(self) -> tuple[str, ...]:
        """The place that it names most, of those that the lexicon of places has and that are no 全省."""
        places = [place for place in self.words.lexicons.get("place", ()) if self.words.place_in(place)]
        counted = Counter({place: self.text.count(place) for place in places})
        [(place, times)] = counted.most_common(1) or [("", 0)]
        return (place,) if times >= max(OFTEN, counted.total() * OWN_SHARE) else ()


def _opens_a_clause(nation: str, text: str) -> bool:
    """Whether a clause of `text` begins with the `nation`: one in passing (研究我国水利的材料) makes no text its."""
    return re.search(f"(?:^|[。！？，；：]){nation}", text) is not None
