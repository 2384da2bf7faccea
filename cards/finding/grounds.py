"""Grounds: what each paragraph of an article stands under: its document, its headings, an opening that runs on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cards.finding.periods import MID_YEAR, Period
from cards.records import Article, Paragraph
from cards.text.sentences import ANNOUNCES

if TYPE_CHECKING:
    from cards.finding.worded import Worded

AIM = "目标"
WORLD = re.compile("世界|全球|国际")
NATION, ABROAD, COUNTRY = "全国", "中国", "我国"
OF_THE_NATION = re.compile("国务院|中共中央|中国|全国|国民经济|国办|国发|中央|中华人民共和国")
NATION_WORDS = (COUNTRY, NATION, ABROAD)
LONG_TITLE = 60
OPENING = 8  # characters
LEVELS = (re.compile(r"第[一二三四五六七八九十百\d]+[章编部篇]"), re.compile(r"[一二三四五六七八九十]+、"),
          re.compile(r"[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十\d]+节"), re.compile(r"\d+[.．、]"))
UNMARKED, OUTERMOST, TITLE = len(LEVELS), -1, -2
RUNNING = ("past_year", "past_years")
IN_REVIEW = ("plan", "this_year")  # these run on in a document that looks back on what it names


@dataclass(frozen=True, slots=True)
class _Part:
    """What a heading says of its section: the year and the plan it looks at, whether it looks back or ahead."""

    level: int
    year: int | None
    plan: str
    review: bool
    ahead: bool
    years: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a paragraph stands under: the `year` its document is of and whether that is one that looks back on the year
    before (`yearly`); the part of its headings; the period a paragraph before it opened with (`running`); the place it
    is of, by all its `names`; when its article appeared.
    """

    year: int | None = None
    yearly: bool = False
    part: _Part | None = None
    running: Period | None = None
    place: str = ""
    names: tuple[str, ...] = ()
    nation: str = ""
    date: str = ""

    @property
    def ahead(self) -> bool:
        """Whether its section says what is to be done."""
        return self.part is not None and self.part.ahead

    @property
    def this_year(self) -> int | None:
        """今年."""
        if self.part and self.part.ahead and self.part.year:
            return self.part.year
        if self.yearly and self.year:
            return self.year
        return self._appeared[0] or self.year

    @property
    def past(self) -> int | None:
        """The year that a text looks back on which names none."""
        if self.under_review:
            return self.under_review
        year, month = self._appeared
        return year - 1 if year and month < MID_YEAR else year

    @property
    def past_plan(self) -> str:
        """The plan it looks back on."""
        return self.part.plan if self.part and not self.part.ahead else ""

    @property
    def under_review(self) -> int | None:
        """The year that its headings or its title say it looks back on."""
        if self.part and self.part.review and self.part.year:
            return self.part.year
        if self.year:
            return self.year - 1 if self.yearly else self.year
        return None

    @property
    def now(self) -> str:
        """When its article appeared: 2020年10月."""
        year, month = self._appeared
        return (f"{year}年{month}月" if month else f"{year}年") if year else ""

    @property
    def published(self) -> str:
        """When its article appeared, said as that."""
        return f"{self.now}发表" if self._appeared[1] else ""

    @property
    def _appeared(self) -> tuple[int | None, int]:
        year, _, rest = self.date.partition("-")
        return (int(year) if year.isdecimal() else None), int(rest[:2] or 0) if rest[:2].isdecimal() else 0

    def when(self, aim: bool) -> str:
        """When what it says holds, where no words of it say so; '' where its document does not tell."""
        if self.part and self.part.plan and not self.part.year:
            return f"{self.part.plan}时期"
        if self.part and self.part.years and self.under_review:
            return f"{self.under_review - self.part.years + 1}—{self.under_review}年"
        if aim and (self.ahead or self.yearly):
            return f"{self.this_year}年" if self.this_year else ""
        return f"{self.under_review}年" if self.under_review else ""

    def whose(self, text: str) -> str:
        """Whose it is, where no words say so."""
        if self.place or not self.nation:
            return self.place
        return ABROAD if self.nation == NATION and WORLD.search(text[:OPENING]) else self.nation


def grounds_of(article: Article, words: Worded) -> tuple[Ground, ...]:
    """What each paragraph of `article` stands under, by its index."""
    return tuple(_grounds(article, words))


def _grounds(article: Article, words: Worded) -> Iterator[Ground]:
    ground = _document(article.title, article, words)
    parts = [ground.part] if ground.part else []
    for paragraph in article.paragraphs:
        text = paragraph.text
        if paragraph.index and len(text) <= LONG_TITLE and paragraph.role in ("body", "heading") \
                and words.first("document", text):
            ground = _document(text, article, words, ground)
            parts = [ground.part] if ground.part else []
        elif paragraph.role == "heading":
            _open(parts, _part(text, words, any(part.level >= 0 for part in parts)))
            ground = replace(ground, part=_telling(parts), running=None)
        elif paragraph.role == "body":
            ground = replace(ground, running=_running(paragraph, ground, words))
        yield ground


def _document(title: str, article: Article, words: Worded, before: Ground | None = None) -> Ground:
    """What a document called `title` gives its paragraphs; one behind another of the file has nothing of it."""
    years = [period.year for period in words.periods(title) if period.year]
    is_document = words.first("document", title) is not None
    place, name = words.place_in(title)
    text = "".join(paragraph.text for paragraph in article.paragraphs if paragraph.role == "body")
    nation = _nation(title if before else f"{title} {article.source}", text)
    if not place and before is None and words.own_place(text):
        place, name = words.place_in(article.source)
    if not place and before is None and nation != NATION and words.own_place(text):
        place = name = _most_named(text, words)
    names = tuple(filter(None, (place, name)))
    yearly = is_document and words.first("yearly_plan", title) is not None
    year = years[0] if years and is_document else None
    if yearly and year is None and article.date[:4].isdecimal():
        year = int(article.date[:4])
    nation = "" if place or (words.own_place(text) and nation != NATION) else nation
    part = _part(title, words)
    told = part if part.review or part.ahead else None
    return Ground(year, yearly, replace(told, level=TITLE) if told else None, None, place, names, nation, article.date)


def _most_named(text: str, words: Worded) -> str:
    """The place that `text` names most, of those that the lexicon of places has and that are no 全省."""
    places = [place for place in words.lexicons.get("place", ()) if not words.own_place(place)]
    counted = Counter({place: text.count(place) for place in places if not words.nation(place)})
    [(place, times)] = counted.most_common(1) or [("", 0)]
    return place if times > 2 else ""


def _nation(title: str, text: str) -> str:
    """The word for the nation where `text` is of it."""
    if OF_THE_NATION.search(title):
        return NATION
    counted = Counter({word: text.count(word) for word in NATION_WORDS})
    [(word, times)] = counted.most_common(1)
    return word if times else ""


def _part(heading: str, words: Worded, inside: bool = False) -> _Part:
    """What a heading says of its section; `inside` a numbered one a heading without a number is the least."""
    level = next((level for level, mark in enumerate(LEVELS) if mark.match(heading)), UNMARKED if inside else OUTERMOST)
    periods = list(words.periods(heading))
    year = next((period.year for period in periods if period.year), None)
    plan = next((period.words for period in periods if period.way == "plan"), "")
    years = next((period.years for period in periods if period.way == "past_years"), 0)
    ahead = words.first("ahead", heading) is not None
    review = not ahead and words.first("review", heading) is not None
    told = review or ahead
    return _Part(level, year if told else None, plan if told else "", review, ahead, years if told else 0)


def _open(parts: list[_Part], part: _Part) -> None:
    """Put `part` on those that are open, in place of those it ends. A heading without a number ends others of its sort.
    """
    while parts and parts[-1].level >= part.level:
        parts.pop()
    parts.append(part)


def _telling(parts: list[_Part]) -> _Part | None:
    """The innermost of the open parts that says anything."""
    return next((part for part in reversed(parts) if part.review or part.ahead or part.year or part.plan), None)


def _running(paragraph: Paragraph, ground: Ground, words: Worded) -> Period | None:
    """The period that runs on from the opening of `paragraph`, else the one before it."""
    opening = next(iter(words.periods(paragraph.text[:LONG_TITLE])), None)
    if opening is None or opening.start or opening.compared:
        return ground.running
    in_review = opening.way in IN_REVIEW and (ground.year is not None or ground.part is not None)
    runs_on = opening.way in RUNNING or in_review or paragraph.text.endswith(ANNOUNCES)
    return opening if runs_on else ground.running
