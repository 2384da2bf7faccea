"""Grounds: what each paragraph of an article stands under: its document, its headings, an opening that runs on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cards.finding.periods import MID_YEAR, Period, in_year, plan_in
from cards.finding.titled import called, own_place
from cards.finding.turning import at_year, turn
from cards.finding.whole import ABROAD, NATION, Whole
from cards.records import Article, Paragraph
from cards.text.sentences import ANNOUNCES

if TYPE_CHECKING:
    from cards.finding.worded import Worded

LONG_TITLE = 60
LEAST_OWN = 2  # times 全省 or the like
LEVELS = (re.compile(r"第[一二三四五六七八九十百\d]+[章编部篇]"), re.compile(r"[一二三四五六七八九十]+、"),
          re.compile(r"[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十\d]+节"), re.compile(r"\d+[.．、]"))
UNMARKED, OUTERMOST, TITLE = len(LEVELS), -1, -2
PLAN_NAME = re.compile("“[^”]+”")
RUNNING = ("past_year", "past_years")
IN_REVIEW = ("plan", "this_year")  # these run on in a document that looks back on what it names


class _Part(Struct, frozen=True):
    """What a heading says of its section: the year and the plan it looks at, whether it looks back or ahead."""

    level: int
    year: int | None = None
    plan: str = ""
    review: bool = False
    ahead: bool = False
    years: int = 0

    @property
    def is_undated_review(self) -> bool:
        """Whether it looks back on it does not say when."""
        return self.review and not self.year and not self.years


class Ground(Struct, frozen=True):
    """What a paragraph stands under: the `year` its document is of and whether that is one that looks back on the year
    before (`yearly`); the part of its headings; the period a paragraph before it opened with (`running`); the names
    of the place it is of, the fullest first; when its article appeared, and the year that one without a date names
    most (`named`).
    """

    year: int | None = None
    yearly: bool = False
    part: _Part | None = None
    running: Period | None = None
    names: tuple[str, ...] = ()
    nation: str = ""
    date: str = ""
    named: int = 0

    @property
    def place(self) -> str:
        """The place it is of."""
        return self.names[0] if self.names else ""

    @property
    def ahead(self) -> bool:
        """Whether its section says what is to be done."""
        return self.part is not None and self.part.ahead

    @property
    def turned_ahead(self) -> Ground:
        """The same, where its section says what is to be done."""
        return replace(self, part=_Part(OUTERMOST, self.year, ahead=True), running=None)

    @property
    def year_of_plan(self) -> int | None:
        """The year where its section says what is to be done in a plan and in a year of it."""
        return self.part.year if self.part and self.part.ahead and self.part.plan else None

    @property
    def of_plan(self) -> Ground:
        """The same, of the plan alone."""
        return replace(self, part=replace(self.part, year=None)) if self.part and self.year_of_plan else self

    @property
    def names_its_year(self) -> bool:
        """Whether a heading of the text says that its section is of one year, and of no plan beside it."""
        return self.part is not None and (self.part.ahead or (bool(self.part.year) and not self.part.plan))

    def before_its_year(self, plan: str, years: int) -> Ground:
        """The same, where it looks back on the `plan` or so many `years`, or on what nobody tells."""
        if plan or years:
            return replace(self, part=_Part(OUTERMOST, plan=plan, review=True, years=years))
        return replace(self, year=None, part=None)

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
    def appeared(self) -> int:
        """The year in which its article appeared, or 0."""
        return self._appeared[0] or 0

    @property
    def so_far(self) -> int:
        """The year up to which it speaks of what is so already, or 0: it appeared then, is of it or names it most."""
        return self.appeared or self.year or self.named

    @property
    def ran_before_now(self) -> bool:
        """Whether the period that runs on is a year that has passed, in which nothing can be aimed at."""
        return self.running is not None and 0 < (self.running.year or 0) < self.so_far

    @property
    def now(self) -> str:
        """When its article appeared: 2020年10月; of a yearly report without a date the year it is of."""
        year, month = self._appeared
        year = year or (self.year if self.yearly else None)
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
        if aim and (self.ahead or self.yearly):
            return in_year(self.this_year)
        last = self.under_review
        if self.part and self.part.years and last:
            return f"{last - self.part.years + 1}—{last}年"
        return in_year(last)

    def whose(self, among_others: bool) -> str:
        """Whose it is, where no words say so; the nation `among_others` of the world is called otherwise."""
        if self.place or not self.nation:
            return self.place
        return ABROAD if self.nation == NATION and among_others else self.nation


def grounds_of(article: Article, words: Worded) -> tuple[Ground, ...]:
    """What each paragraph of `article` stands under, by its index."""
    grounds = _before_its_tasks(_before_its_year(tuple(_grounds(article, words)), article, words), article, words)
    openings = [_opening_of(paragraph, words) for paragraph in article.paragraphs]
    first = at_year(openings, [ground.year_of_plan for ground in grounds])
    grounds = (*(ground.of_plan for ground in grounds[:first]), *grounds[first:])
    if not any(ground.yearly for ground in grounds) or any(ground.ahead for ground in grounds):
        return grounds
    first = turn(article, words)
    return grounds[:first] + tuple(ground.turned_ahead for ground in grounds[first:])


def _grounds(article: Article, words: Worded) -> Iterator[Ground]:
    whole = Whole(article, words)
    ground = _document(called(article, words), whole)
    parts = [ground.part] if ground.part else []
    for paragraph in article.paragraphs:
        if _begins_document(paragraph, words):
            ground = _document(paragraph.text, whole, is_first=not paragraph.index)
            parts = [ground.part] if ground.part else []
        elif paragraph.role == "heading":
            _open(parts, _part(paragraph.text, words, any(part.level >= 0 for part in parts)), ground.yearly)
            ground = replace(ground, part=_telling(parts), running=None)
        elif paragraph.role == "body":
            ground = _opened(paragraph, ground, words)
        yield ground


def _before_its_year(grounds: tuple[Ground, ...], article: Article, words: Worded) -> tuple[Ground, ...]:
    """`grounds`; in a yearly report what stands before it comes to the year that has just passed (刚刚过去的2025年) is
    of the years before, if it has not named that year yet.
    """
    openings = [_opening_of(paragraph, words) for paragraph in article.paragraphs]
    at = _its_year(openings, grounds)
    if not at:
        return grounds
    plan = _plan_until(grounds[at].under_review or 0, article.paragraphs[: at + 1], words)
    years = 0 if plan else max((each.years for each in openings[:at] if each), default=0)
    before = (ground if ground.names_its_year or ground.names != grounds[at].names
              else ground.before_its_year(plan, years) for ground in grounds[:at])
    return (*before, *grounds[at:])


def _before_its_tasks(grounds: tuple[Ground, ...], article: Article, words: Worded) -> tuple[Ground, ...]:
    """`grounds`; what stands in a yearly report under no heading before that of what is to be done this year, and says
    what is to be done too, is of the plan that it names and that the year is of or before.
    """
    first = next((at for at, ground in enumerate(grounds) if ground.part), 0)
    if not first or not grounds[first].yearly or not grounds[first].ahead:
        return grounds
    plan = _plan_ahead(article.paragraphs[:first], grounds[first].year or 0)
    start = turn(article, words, first) if plan else first
    ahead = _Part(OUTERMOST, plan=plan, ahead=True)
    return (*grounds[:start], *(replace(each, part=ahead, running=None) for each in grounds[start:first]),
            *grounds[first:])


def _plan_ahead(paragraphs: Sequence[Paragraph], year: int) -> str:
    """The name of the first plan that a paragraph speaks of first and that the `year` is of or before; '' for none."""
    plans = map(plan_in, (each.text for each in paragraphs))
    return next((name for name, last in plans if last >= year and name), "")


def _its_year(openings: list[Period | None], grounds: tuple[Ground, ...]) -> int:
    """Where a yearly report comes to the year that has just passed; 0 where it does not, or has named it before."""
    for at, (opening, ground) in enumerate(zip(openings, grounds, strict=True)):
        if opening and _is_its_year(opening, ground):
            return at if opening.just_passed and ground.yearly else 0
    return 0


def _is_its_year(opening: Period, ground: Ground) -> bool:
    """Whether the `opening` of a paragraph is the year that its report looks back on."""
    return opening.way == "past_year" or (opening.year is not None and opening.year == ground.under_review)


def _plan_until(year: int, paragraphs: tuple[Paragraph, ...], words: Worded) -> str:
    """The bare name of the plan that ends with the `year`, as `paragraphs` name it; '' where they do not."""
    plans = (period.words for paragraph in paragraphs for period in words.periods(paragraph.text)
             if period.last == year)
    return next((name[0] for name in map(PLAN_NAME.search, plans) if name), "")


def _begins_document(paragraph: Paragraph, words: Worded) -> bool:
    """Whether `paragraph` is the title of a document: of the article once more, or of another one in the file."""
    return (paragraph.role in ("body", "heading") and len(paragraph.text) <= LONG_TITLE
            and words.first("document", paragraph.text) is not None)


def _document(title: str, whole: Whole, is_first: bool = True) -> Ground:
    """What a document called `title` gives its paragraphs; one behind another of the file has nothing of it."""
    article, words = whole.article, whole.words
    is_document = words.first("document", title) is not None
    yearly = is_document and words.first("yearly_plan", title) is not None
    year = next((period.year for period in words.periods(title) if period.year), None) if is_document else None
    appeared = article.date[:4]
    if yearly and year is None and appeared.isdecimal():
        year = int(appeared)
    part = _part(title, words)
    told = replace(part, level=TITLE) if part.review or part.ahead else None
    names, nation = _owners(title, whole, is_first)
    return Ground(year, yearly, told, None, names, nation, article.date, whole.year)


def _owners(title: str, whole: Whole, is_first: bool) -> tuple[tuple[str, ...], str]:
    """The names of the place that a document called `title` is of, and the word for the nation where it is of that."""
    if whole.words.count("places_told", title) > 1:
        return (), ""
    names = _placed(title, whole, is_first)
    nation = None if names else _nation_of(title, whole, is_first)
    if names or nation is not None:
        return names, nation or ""
    return whole.words.place_in(whole.article.source) or whole.most_named, ""


def _placed(title: str, whole: Whole, is_first: bool) -> tuple[str, ...]:
    """The place that its title, the paper that has it or its opening says a document is of."""
    if title_names := whole.words.place_in(title):
        return title_names
    return _told_at(whole) or own_place(whole.article, whole.words) if is_first else ()


def _nation_of(title: str, whole: Whole, is_first: bool) -> str | None:
    """The word for the nation where a document is of that, '' where it is of no place at all; None where it may be."""
    words = whole.words
    if words.first("national_document", f"{title} {whole.article.source}" if is_first else title):
        return NATION
    if is_first and words.first("abroad", title):
        return ""
    nation = whole.nation
    if nation and words.first("yearly_plan", title):
        return NATION
    return nation or "" if nation is not None or not is_first else None


def _told_at(whole: Whole) -> tuple[str, ...]:
    """The place whose paper has the article, where its text speaks of it: what is passed on there (全区要…)."""
    return whole.words.place_in(whole.article.source) if whole.own_places >= LEAST_OWN else ()


def _part(heading: str, words: Worded, inside: bool = False) -> _Part:
    """What a heading says of its section; `inside` a numbered one a heading without a number is the least."""
    unmarked = UNMARKED if inside else OUTERMOST
    level = next((level for level, mark in enumerate(LEVELS) if mark.match(heading)), unmarked)
    ahead = words.first("ahead", heading) is not None
    if not ahead and words.first("review", heading) is None:
        return _Part(level)
    year, plan, years = _times_in(list(words.periods(heading)))
    return _Part(level, year, plan, not ahead, ahead, years)


def _times_in(periods: list[Period]) -> tuple[int | None, str, int]:
    """The year that `periods` name, if it is one; the plan, by its bare name; how many years they look back on."""
    years = {period.year for period in periods if period.year}
    plan = next((PLAN_NAME.match(period.words) for period in periods if period.way == "plan"), None)
    past = max((period.years for period in periods), default=0)
    return years.pop() if len(years) == 1 else None, plan[0] if plan else "", past


def _open(parts: list[_Part], part: _Part, yearly: bool) -> None:
    """Put `part` on those that are open, in place of those it ends. A heading without a number ends others of its sort.
    A `yearly` document that has come to what is to be done looks back no more unless a heading says so.
    """
    ended: list[_Part] = []
    while parts and parts[-1].level >= part.level:
        ended.append(parts.pop())
    before = ended[-1] if ended else None
    if yearly and before and before.level == part.level and before.ahead and not part.review:
        part = replace(part, ahead=True, year=part.year or before.year)
    parts.append(part)


def _telling(parts: list[_Part]) -> _Part | None:
    """The innermost of the open parts that says anything."""
    return next((part for part in reversed(parts) if part.review or part.ahead or part.year or part.plan), None)


def _opened(paragraph: Paragraph, ground: Ground, words: Worded) -> Ground:
    """`ground` as it is from `paragraph` on: what it opens with may run on, or date a part that looks back on no year;
    what ran on ends where it says what is to be done.
    """
    opening = _opening_of(paragraph, words)
    if opening is None:
        return replace(ground, running=None) if words.first("to_do", paragraph.text[:LONG_TITLE]) else ground
    part = ground.part
    if part is not None and part.is_undated_review and opening.year:
        return replace(ground, part=replace(part, year=opening.year))
    return replace(ground, running=opening) if _runs_on(opening, paragraph, ground) else ground


def _opening_of(paragraph: Paragraph, words: Worded) -> Period | None:
    """The period that a `paragraph` of the body opens with."""
    if paragraph.role != "body":
        return None
    return next(filter(None, (_opens_with(text, words) for text in _openings(paragraph, words))), None)


def _openings(paragraph: Paragraph, words: Worded) -> list[str]:
    """How `paragraph` opens: its words behind whom it speaks to; where it does that by itself (各位代表！) its second
    sentence too, for the first only leads up to it.
    """
    greeting = words.first("salutation", paragraph.text)
    start = greeting.end() if greeting else 0
    behind = [sentence.text for sentence in paragraph.sentences if sentence.start > start > 0]
    return [paragraph.text[start : start + LONG_TITLE], *(text[:LONG_TITLE] for text in behind[:1])]


def _opens_with(text: str, words: Worded) -> Period | None:
    """The period that `text` begins with."""
    found = next(iter(words.periods(text)), None)
    if found is None or found.start or found.compared or words.is_of_its_clause(found, text):
        return None
    return found


def _runs_on(opening: Period, paragraph: Paragraph, ground: Ground) -> bool:
    """Whether the period that `paragraph` opens with holds for those behind it too."""
    in_review = opening.way in IN_REVIEW and (ground.year is not None or ground.part is not None)
    ends_another = ground.running is not None and opening.year is not None and opening.year == ground.under_review
    return opening.way in RUNNING or in_review or ends_another or paragraph.text.endswith(ANNOUNCES)
