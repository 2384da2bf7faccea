"""Context: when what a text says holds, and whose it is, by the scope of what says so.

A document's title governs the document (a second one in the same file starts anew), a heading its section, the opening
of a paragraph its paragraph, a clause what follows in its sentence. How texts word it stand in rules/context.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from msgspec import Struct, field

from cards.finding.grounds import Ground, grounds_of
from cards.finding.owners import SEEN, Owners, clauses_in
from cards.finding.periods import YEARS, Period, bare, dated, in_year, last_of, spelled_out
from cards.finding.whole import Whole
from cards.finding.worded import Worded, worded
from cards.records import Article, Sentence, Span
from cards.rules.ruleset import RuleSet
from cards.text.counted import first_of_its_kind
from cards.text.sentences import PAUSES, STOPS, clauses_of

ARTICLES_KEPT = 32
AIM = "目标"
FORESEEN = "预计"
FROM, OF, AT = ("从", "由"), "的", "于"
PAST = ("past_year", "past_years", "last_year", "since")
WITHIN, GONE_ON = "中", "past_years"
REACH = 12  # sentences: what a paragraph said longer ago is forgotten
NEAR = 2  # sentences: as far behind a year that lies ahead what is to come may stand
END_OF_YEAR = re.compile("^(?:截[至止])?(\\d{4}年)[末底]$")
ONE_YEAR = re.compile("\\d{4}年(?:\\d{1,2}月(?:\\d{1,2}日)?)?")
PART_OF_YEAR = "part_of_year"  # it says nothing of what stands behind a semicolon (12月…；)
NOW = "now"
RELATIVE = (NOW, PART_OF_YEAR)  # these say when only where something dates them


class Context(Struct, frozen=True):
    """What a text is under: `when` it holds and `whose` it is, as far as the text around it tells ('' where it does
    not); `says_when`, `says_whose`: whether its own words say so already. `aim`: it is what is aimed at, no fact yet;
    `to_come`: it is foreseen; `published`: `when` is only when its article appeared. `body`: the firms or institution
    that words before it name; `counted`: `when` is so many years as the text counts (过去五年), and does not name;
    `plan`: the one of those years that its article names (“十四五”时期).
    """

    when: str = ""
    whose: str = ""
    says_when: bool = False
    says_whose: bool = False
    aim: bool = False
    to_come: bool = False
    published: bool = False
    body: str = ""
    counted: bool = False
    plan: str = ""

    @property
    def bare_when(self) -> str:
        """`when`, without what says that it is foreseen or aimed at."""
        return self.when.removeprefix(FORESEEN).removesuffix(AIM).removeprefix("到")


def context_of(article: Article, span: Span, rules: RuleSet, at: int | None = None) -> Context:
    """The context of the words `span` of `article`; see Contexts.of. Raises OverrunError."""
    return contexts(article, rules).of(span, at)


def contexts(article: Article, rules: RuleSet) -> Contexts:
    """The contexts of all words of `article`."""
    return _contexts(_ById(article), rules)


class Contexts(Struct, frozen=True, eq=False, dict=True):
    """The contexts of an article: `grounds` has what each of its paragraphs stands under."""

    article: Article
    words: Worded
    grounds: tuple[Ground, ...]
    kept: dict[tuple[Span, int | None], Context] = field(default_factory=dict)

    def of(self, span: Span, at: int | None = None) -> Context:
        """The context of the words `span`, or of those among them that stand `at` this place of the paragraph: a time
        that is named in a clause behind them is not theirs.
        """
        if (span, at) not in self.kept:
            self.kept[span, at] = self._of(span, at)
        return self.kept[span, at]

    def _of(self, span: Span, at: int | None) -> Context:
        ground = self.grounds[span.paragraph]
        if span.end - span.start > SEEN:
            start = max(span.start, (span.start if at is None else at) - SEEN // 2)
            span = Span(span.paragraph, start, min(span.end, start + SEEN))
        text = span.of(self.article)
        whose, says_whose = self._owners.whose(span, text, ground)
        said = self._up_to(span, text, at)
        to_come = not ground.ahead and self.words.first("to_come", said) is not None
        aim = not to_come and self._is_aim(span, ground)
        when, says_when, published = self._when(span, said, ground, aim, to_come, at)
        if not says_when and self._is_of_survey_abroad(span) and self._carried(span, ground, aim) is None:
            when, published = ground.published, ground.published != ""
        when = when if says_when else self._whole(when, span, said)
        counted = YEARS.fullmatch(when) is not None and when not in self._named
        body = self._owners.body(span, text)
        return Context(when, whose, says_when, says_whose, aim, to_come, published, body, counted,
                       self._of_all.plan_of(when))

    def _is_of_survey_abroad(self, span: Span) -> bool:
        """Whether the sentence of `span` tells of a survey made abroad: its document's year is none of that."""
        sentence = self.article.sentence_at(span)
        return sentence is not None and self.words.first("surveyed_abroad", sentence.text) is not None

    def _whole(self, when: str, span: Span, said: str) -> str:
        """`when` something is that sums up a year, and not its end (2023年末), or is a yearly mean of several. `said`:
        the words `span` up to the figure.
        """
        clause = next(reversed(clauses_in(said)), "")
        if self.words.first("of_whole_year", clause):
            when = END_OF_YEAR.sub(r"\1", when)
        if ONE_YEAR.fullmatch(when) and self.words.first("yearly_mean", clause):
            return self._years_of(span.paragraph)
        return when

    def _up_to(self, span: Span, text: str, at: int | None) -> str:
        """`text`, the words `span`, up to the end of the clause `at` a place."""
        place = len(text) if at is None else at - span.start
        return text[: next((end for _, end in clauses_of(text) if end > place), len(text))]

    def _when(self, span: Span, text: str, ground: Ground, aim: bool, to_come: bool, at: int | None
              ) -> tuple[str, bool, bool]:
        """When what `span` says holds, `at` a place of it; whether its words say so; whether that is only when its
        article appeared.
        """
        own = self._own(text, ground, len(text) if at is None else at - span.start)
        if own and own[0].is_absolute:
            return dated(own[0], ground), True, False
        if own:
            when = self._spelled_out(own[0], span) or self._told(own[0], ground, aim)
            said = when.removesuffix(AIM) if self.words.aims(text) else when
            return when, said in text, False
        return self._when_around(span, text, ground, aim, to_come)

    def _own(self, text: str, ground: Ground, place: int) -> list[Period]:
        """The periods that date what stands at a `place` of `text`, the likely first."""
        own = [period for period in self.words.periods(text)
               if not period.compared and not _starts_a_span(period, text, place) and _dates(period, ground)
               and not self._is_of_a_clause_before(period, text, place)]
        return sorted(own, key=lambda period: (not period.is_absolute, not 0 <= place - period.end <= 1))

    def _is_of_a_clause_before(self, period: Period, text: str, place: int) -> bool:
        """Whether `period` dates a thing that a clause of `text` speaks of, and the `place` is behind that clause."""
        ends = [end for _, end in clauses_of(text)[:-1]]
        return self.words.is_of_a_thing(period, text) and any(period.end <= end <= place for end in ends)

    def _spelled_out(self, period: Period, span: Span) -> str:
        """The years of `period` (近5年) as the sentence of `span` names them."""
        sentence = self.article.sentence_at(span)
        return spelled_out(period, self.words.periods(sentence.text[:SEEN])) if sentence else ""

    def _when_around(self, span: Span, text: str, ground: Ground, aim: bool, to_come: bool) -> tuple[str, bool, bool]:
        """The same by the words around `span`, where its own, `text`, do not say when."""
        carried = self._ahead(span, ground) if to_come else self._carried(span, ground, aim)
        is_of_this_year = to_come and carried is None and ground.yearly
        when = in_year(ground.this_year) if is_of_this_year else self._told(carried, ground, aim)
        if when:
            return f"{self._foreseen(span, text) if to_come else ''}{when}", False, False
        if aim:
            return "" if self.words.aims(text) else AIM, False, False
        return ground.published, False, ground.published != ""

    def _foreseen(self, span: Span, text: str) -> str:
        """What says of what is to come that it is foreseen, where `text`, the words `span`, does not."""
        sentence = self.article.sentence_at(span)
        said = sentence.text[: span.start - sentence.start][-SEEN:] if sentence else ""
        return FORESEEN if self.words.first("forecast", said) and not self.words.first("forecast", text) else ""

    def _told(self, period: Period | None, ground: Ground, aim: bool) -> str:
        """When `period` is, in its own words where nothing dates it, or the document's time where there is none; of an
        aim it is said so.
        """
        when = dated(period, ground) if period else ""
        if period is None or (period.way in RELATIVE and (aim or not when)):
            return _aimed(ground.when(aim), aim)
        return _aimed(when or period.words, aim and period.way not in PAST)

    def _years_of(self, at: int) -> str:
        """The years of which a yearly mean in the paragraph `at` is one, as its heading or the nearest paragraph tells;
        '' where none does.
        """
        ground = self.grounds[at]
        if ground.past_plan:
            return f"{ground.past_plan}时期"
        named = self._of_all.past_years_near(at)
        return dated(named, ground) if named else ""

    @cached_property
    def _of_all(self) -> Whole:
        return Whole(self.article, self.words)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The periods that the article names by their years."""
        return frozenset(period.words for paragraph in self.article.paragraphs
                         for period in self.words.periods(paragraph.text) if period.is_absolute)

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.article, self.words)

    def _carried(self, span: Span, ground: Ground, aim: bool) -> Period | None:
        """The period that the words before `span` give it: in its sentence, at the opening of one before it in the
        paragraph, or of a paragraph before it that governs more than itself. Only an `aim` has a time that lies ahead.
        """
        text = self.article.paragraphs[span.paragraph].text
        sentence = self.article.sentence_at(span)
        start = sentence.start if sentence else 0
        before = self._named_in(text[max(start, span.start - SEEN) : span.start])
        if before:
            return last_of(before, self.words.first("yearly_mean", span.of(self.article)) is not None)
        opening = self._opening_before(span.paragraph, start, sentence, aim)
        if opening is not None:
            return bare(opening) if aim else opening
        return None if aim and ground.ran_before_now else ground.running

    def _opening_before(self, paragraph: int, start: int, sentence: Sentence | None, aim: bool) -> Period | None:
        """The period that a sentence before `sentence`, which begins at the place `start` of its `paragraph`, opens
        with; of a sentence that goes on with 其中, the one that the sentence before it names last.
        """
        is_part = sentence is not None and self._is_part(sentence)
        for earlier in self._governing(paragraph, start, sentence):
            opening = self._last_named(earlier) if is_part else self._opening(earlier)
            if opening is not None and (aim or not opening.until):
                return opening
            is_part = is_part and self._is_part(earlier)
        return None

    def _governing(self, paragraph: int, start: int, sentence: Sentence | None) -> Iterator[Sentence]:
        """The sentences before `sentence`, the nearest first, without the caption of a picture that stands in the text
        and those of another item (第一，…第二，…) that give no statistics: these are of one year.
        """
        behind = sentence.text if sentence else ""
        first = first_of_its_kind(behind)
        for earlier in self.article.paragraphs[paragraph].sentences_before(start, REACH):
            begins = first != "" and earlier.text.startswith(first)
            governs = first in earlier.text and not begins
            if (governs or self._end_of("statistics_show", earlier)) and not self.words.first("picture_by", behind):
                yield earlier
            behind = earlier.text
            first = "" if begins else first_of_its_kind(behind) if governs else first

    def _is_part(self, sentence: Sentence) -> bool:
        """Whether `sentence` says that it is a part of the one before it."""
        return self.words.first("goes_on", sentence.text) is not None

    def _last_named(self, sentence: Sentence) -> Period | None:
        """The period that `sentence` names last, and not for what was less or more before (从去年的2%提高到): what goes
        on with 其中 is a part of what it says.
        """
        text = sentence.text[:SEEN]
        named = (period for period in reversed(self._named_in(text)) if not _starts_a_span(period, text, len(text)))
        return next(named, None) or self._opening(sentence)

    def _named_in(self, text: str) -> list[Period]:
        """The periods that `text`, what stands before a clause in its sentence, gives it: a part of the year (12月) not
        beyond a semicolon, nor the year in which something was done (于2016年启动).
        """
        part = max(text.rfind(stop) for stop in STOPS) + 1
        return [period for period in self.words.periods(text) if not period.compared
                and (period.start >= part or not _is_of_its_part(period, text))
                and not self.words.is_of_its_clause(period, text)]

    def _ahead(self, span: Span, ground: Ground) -> Period | None:
        """The time ahead that the sentence of `span`, or one right before it in the paragraph, names last before it."""
        paragraph = self.article.paragraphs[span.paragraph]
        for sentence in paragraph.sentences_before(span.start + 1, 1 + NEAR):
            text = sentence.text[: max(0, span.start - sentence.start)][-SEEN:]
            for period in reversed(self.words.periods(text)):
                if period.way == "years_ahead" or (period.year or 0) > ground.appeared:
                    return bare(period)
        return None

    def _opening(self, sentence: Sentence) -> Period | None:
        """The period that `sentence` opens with, if it stands by itself there (2024年，), also behind what is spoken of
        (在护林方面，), or behind what says that statistics show it (统计显示，2024年茶园…), or with
        what has gone on for years (治水三年来，), or where money was left over then (去年超收…);
        none in which something became more or less.
        """
        if (era := self.words.era(sentence.text)) is not None:
            return era
        found = next(iter(self.words.periods(sentence.text)), None)
        if found is None or found.compared or found.is_from_to:
            return None
        is_left_over = found.start == 0 and self._end_of("left_over", sentence) > 0
        told = is_left_over or self._stands_by_itself(found, sentence) or self._is_of_statistics(found, sentence)
        return found if told else None

    def _stands_by_itself(self, period: Period, sentence: Sentence) -> bool:
        """Whether a clause of `sentence` ends with `period` that it opens with, or that something has gone on for."""
        if not sentence.text.startswith((*PAUSES, WITHIN), period.end):
            return False
        goes_on = period.way == GONE_ON and period.end < clauses_of(sentence.text)[0][1]
        return goes_on or period.start in (0, self._end_of("spoken_of", sentence))

    def _is_of_statistics(self, period: Period, sentence: Sentence) -> bool:
        """Whether `sentence` begins with statistics of the year that `period` names."""
        return period.year is not None and 0 < period.start == self._end_of("statistics_show", sentence)

    def _end_of(self, opening: str, sentence: Sentence) -> int:
        """Where the `opening` of a sentence ends that a rule of that name finds, 0 for none."""
        found = self.words.first(opening, sentence.text)
        return found.end() if found else 0

    def _is_aim(self, span: Span, ground: Ground) -> bool:
        """Whether `span` says what is aimed at."""
        sentence = self.article.sentence_at(span)
        start = max(sentence.start if sentence else 0, span.start - SEEN)
        text = self.article.paragraphs[span.paragraph].text[start : span.end]
        if ground.ahead:
            return self.words.first("already", span.of(self.article)) is None and not self._is_of_now(text)
        so_far = ground.so_far or self._of_all.latest
        if self.words.aims(text) or any(_lies_ahead(period, so_far) for period in self.words.periods(text)):
            return True
        return start == (sentence.start if sentence else 0) and self._goes_on_with_aims(span.paragraph, start, text)

    def _is_of_now(self, text: str) -> bool:
        """Whether `text` last says of when it speaks that it is now."""
        last = next(reversed(self.words.periods(text)), None)
        return last is not None and last.way == NOW

    def _goes_on_with_aims(self, paragraph: int, start: int, text: str) -> bool:
        """Whether the sentences right before the place `start` of a paragraph set aims, and `text`, what follows there,
        gives figures and names no time of its own.
        """
        if self.words.periods(text) or not self.words.first("measured", text):
            return False
        before = self.article.paragraphs[paragraph].sentences_before(start, NEAR)
        return any(self.words.first("aims_set", sentence.text) for sentence in before)


def _dates(period: Period, ground: Ground) -> bool:
    """Whether `period` is more than a part of a year nobody names."""
    return period.way != PART_OF_YEAR or dated(period, ground) != ""


def _is_of_its_part(period: Period, text: str) -> bool:
    """Whether `period` dates in `text` only what stands before the next semicolon: it does not open the sentence."""
    if period.start == 0 and text.startswith(tuple(PAUSES), period.end):
        return False
    return period.way == PART_OF_YEAR or text[: period.start].endswith(AT)


def _starts_a_span(period: Period, text: str, place: int) -> bool:
    """Whether `period` says in `text` when something was less or more (从2021年的3万元提高到), and what stands at the
    `place` is not that.
    """
    is_start = text[: period.start].endswith(FROM) or period.words.startswith(FROM)
    return is_start and text.startswith(OF, period.end) and place > period.end + len(OF)


def _lies_ahead(period: Period, so_far: int) -> bool:
    """Whether `period` is up to when something will be reached, behind the year `so_far`."""
    return period.until and (period.year or period.last) > so_far


def _aimed(when: str, aim: bool) -> str:
    """`when`, said to be aimed at if it is."""
    return f"{when}{AIM}" if when and aim else when



class _ById(Struct, frozen=True):
    """A record that is kept by what it is, not by what it holds."""

    record: object

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.record is other.record


@lru_cache(maxsize=ARTICLES_KEPT)
def _contexts(article: _ById, rules: RuleSet) -> Contexts:
    assert isinstance(article.record, Article)
    words = worded(rules)
    return Contexts(article.record, words, grounds_of(article.record, words))
