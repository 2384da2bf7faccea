"""How texts word their context: the rules of context.yaml by name, each with one question to a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cards.finding.periods import WAYS, Period
from cards.rules.grammar import NUMERALS
from cards.rules.ruleset import RULE_SETS
from cards.text.numerals import parse_numeral
from cards.text.words import is_word, part_of_speech

if TYPE_CHECKING:
    import regex

    from cards.rules.ruleset import Rule, RuleSet

KIND = "context"
INDICATORS = "indicator"
PAIRED = "paired"
COUNTING = "figure.thing_behind"
TEXTS_KEPT = 20_000  # with what is found in them: an article's sentences are asked for figure after figure
JOINED = ("、", "和")  # between two places
PAUSES_AND_STOPS = "，；。：、"
ERAS, PAUSE = ("plan", "since"), "，"
WORD_LENGTHS = (2, 3, 4)  # characters
PLACE = "ns"  # a part of speech
OF_A_THING = ("made_then", "based_on")  # rules: what stands behind the time of a thing
DATED, LONG_NAME = "dated", 60  # characters of a document's name and what says that it was made
OPENING = 8  # characters in which a clause says whose it is


@lru_cache(maxsize=RULE_SETS)
def worded(rules: RuleSet) -> Worded:
    """The rules of context among `rules`; the same each time, with what they found in texts so far."""
    of_kind = {rule.name: rule for rule in rules.of(KIND)}
    return Worded(of_kind, rules.values.get(NUMERALS, {}), rules.lexicons, rules.values.get(INDICATORS, {}),
                  _together(rules.values.get(PAIRED, {})), rules.named(COUNTING))


def _together(values: dict[str, float]) -> tuple[tuple[str, ...], ...]:
    """The entries of a lexicon that have one number, in order."""
    groups: dict[float, tuple[str, ...]] = {}
    for word, value in values.items():
        groups[value] = (*groups.get(value, ()), word)
    return tuple(groups.values())


class Worded(Struct, frozen=True, eq=False):
    """The rules of the kind context by name; a rule that is not there finds nothing."""

    rules: dict[str, Rule]
    numerals: dict[str, float]
    lexicons: dict[str, tuple[str, ...]]
    indicators: dict[str, float]
    paired: tuple[tuple[str, ...], ...]
    counting: Rule | None
    kept: dict[str, tuple[Period, ...]] = field(default_factory=dict)
    indicators_kept: dict[str, int] = field(default_factory=dict)
    first_kept: dict[tuple[str, str], regex.Match[str] | None] = field(default_factory=dict)

    def first(self, name: str, text: str) -> regex.Match[str] | None:
        """The first match of the rule `name` in `text`."""
        key = name, text
        if key not in self.first_kept:
            if len(self.first_kept) >= TEXTS_KEPT:
                self.first_kept.clear()
            rule = self.rules.get(name)
            self.first_kept[key] = rule.first_match(text) if rule else None
        return self.first_kept[key]

    def every_match(self, name: str, text: str) -> Iterator[regex.Match[str]]:
        """The matches of the rule `name` in `text`."""
        rule = self.rules.get(name)
        return rule.matches(text) if rule else iter(())

    def count(self, name: str, text: str) -> int:
        """How many matches the rule `name` has in `text`."""
        return sum(1 for _ in self.every_match(name, text))

    def periods(self, text: str) -> tuple[Period, ...]:
        """The words of `text` that say when."""
        if text not in self.kept:
            if len(self.kept) >= TEXTS_KEPT:
                self.kept.clear()
            self.kept[text] = tuple(self._periods(text))
        return self.kept[text]

    def is_of_its_clause(self, period: Period, text: str) -> bool:
        """Whether `period` dates in `text` nothing behind its own clause: it says over how many years a mean is
        (近5年产量年均增长9%，…) or when a thing was made that is spoken of (执行去年出台的政策，…).
        """
        return self.is_of_a_thing(period, text) or self._is_of_a_mean(period, text)

    def is_of_a_thing(self, period: Period, text: str) -> bool:
        """Whether `period` says in `text` when a thing was made that something is done with (执行去年出台的政策), or
        when that was so which more is based on (在去年增产的基础上，…); what a clause speaks of
        (2021年印发的办法提出，…) says itself what was so then.
        """
        opens = not text[: period.start].strip(f"{PAUSES_AND_STOPS} ") or text[period.start - 1] in PAUSES_AND_STOPS
        return not opens and any(self.first(name, text[period.end :]) for name in OF_A_THING)

    def _is_of_a_mean(self, period: Period, text: str) -> bool:
        if period.way != "past_years" or text.startswith(tuple(PAUSES_AND_STOPS), period.end):
            return False
        clause = next(iter(re.split(f"[{PAUSES_AND_STOPS}]", text[period.end :], maxsplit=1)))
        return self.first("yearly_mean", clause) is not None

    def era(self, text: str) -> Period | None:
        """The plan or the time since something that a clause of its own names in `text` (…，“十四五”以来，…)."""
        return next((period for period in reversed(self.periods(text)) if period.way in ERAS
                     and text.startswith(PAUSE, period.end) and text[: period.start].endswith(PAUSE)
                     and not period.compared and not period.until), None)

    def _periods(self, text: str) -> Iterator[Period]:
        rule = self.rules.get("period")
        for match in rule.matches(text) if rule else ():
            groups = match.groupdict()
            way = next((way for way in WAYS if groups.get(way)), "")
            if way:
                words = match[way] + (self._document_named(text[match.end(way) :][:LONG_NAME]) if way == DATED else "")
                yield Period(words, match.start(), match.end(way), way, bool(groups.get("compared")),
                             self.number(groups.get("few_years")), self.number(groups.get("named_year")) or None)

    def _document_named(self, behind: str) -> str:
        """The document made at a time that stands before the words `behind` it (印发的《护林办法》): what it sets is of
        that, and of no year; '' for none.
        """
        document = self.first("document_named", behind)
        return str(document["name"]) if document else ""

    def number(self, words: str | None) -> int:
        """The number that `words` write, 0 for none."""
        return int(parse_numeral(words, self.numerals) or 0) if words else 0

    def owner(self, clause: str) -> str:
        """The place that `clause` names at its beginning as the one it speaks of, or several (云岭市、青溪县), or '';
        全省 is none.
        """
        if self.own_place(clause[:OPENING]):
            return ""
        match = self.first("place_owner", clause)
        if match is None:
            return self._named_before_year(clause)
        start, end = match.span("whose")
        while clause[end : end + 1] in JOINED:
            another = self.first("place_owner", clause[end + 1 :])
            if another is None or another.start("whose"):
                break
            end += 1 + another.end("whose")
        return clause[start:end]

    def _named_before_year(self, clause: str) -> str:
        """The name that stands before a year at the beginning of `clause` (澜之茗2024年线上收入9亿元), or '': that of a
        thing which is measured, and what the dictionary has as a word, are none.
        """
        match = self.first("named_before_year", clause)
        if match is None:
            return ""
        name = str(match["whose"])
        own = name.removesuffix(match["firm"] or "")
        is_a_word = part_of_speech(own) != PLACE and any(is_word(own[-length:]) for length in WORD_LENGTHS)
        return "" if is_a_word or self.indicator(name) else name

    def body(self, clause: str) -> str:
        """The firms or the institution that `clause` names at its beginning as those it speaks of, or ''; or what
        it takes for an example (以两家林场为例).
        """
        return self._whose("body_owner", clause) or self._whose("example", clause)

    def counted_bodies(self, clause: str) -> str:
        """The institutions of which `clause` says how many there are (共有娱乐场所5.4万个), or ''."""
        return self._whose("counted_bodies", clause.rstrip(PAUSES_AND_STOPS))

    def _whose(self, name: str, clause: str) -> str:
        match = self.first(name, clause)
        return str(match["whose"]) if match else ""

    def own_place(self, text: str) -> bool:
        """Whether `text` says of its document's own place (全省) what it says."""
        return self.first("own_place", text) is not None

    def nation(self, text: str) -> str:
        """The word by which `text` speaks of the nation, or ''."""
        match = self.first("nation", text)
        return str(match[0]) if match else ""

    def is_wide(self, owner: str) -> bool:
        """Whether `owner` is a nation or the world."""
        return self.first("wide_owner", owner) is not None

    def nations(self, text: str) -> Iterator[str]:
        """Every word by which `text` speaks of the nation."""
        return self._every("nation", text)

    def own_places(self, text: str) -> Iterator[str]:
        """Every word by which `text` speaks of its document's own place."""
        return self._every("own_place", text)

    def own_bodies(self, text: str) -> Iterator[str]:
        """Every word by which `text` speaks of the institution it is of (全校)."""
        return self._every("own_body", text)

    def _every(self, name: str, text: str) -> Iterator[str]:
        return (str(match[0]) for match in self.every_match(name, text))

    def aims(self, text: str) -> bool:
        """Whether `text` says what is aimed at."""
        return self.first("aim", text) is not None

    def place_in(self, title: str) -> tuple[str, ...]:
        """The names of the place that a title or source is of: the whole one (云岭市) and the bare one (云岭)."""
        match = self.first("titled_place", title)
        return (match[0], match["name"]) if match else ()

    def indicator(self, text: str) -> int:
        """The number, in the lexicon `indicator`, of the last indicator that `text` names; 0 for none."""
        if text not in self.indicators_kept:
            if len(self.indicators_kept) >= TEXTS_KEPT:
                self.indicators_kept.clear()
            self.indicators_kept[text] = self._indicator(text)
        return self.indicators_kept[text]

    def _indicator(self, text: str) -> int:
        last, number = (0, 0), 0
        for word, value in self.indicators.items():
            at = text.rfind(word)
            if at >= 0 and (at + len(word), len(word)) > last:
                last, number = (at + len(word), len(word)), int(value)
        return number

    def named(self, text: str) -> str:
        """`text` with the last indicator in it by its own name."""
        number = self.indicator(text)
        word = max((word for word, value in self.indicators.items() if value == number and word in text), key=len,
                   default="")
        name = next((word for word, value in self.indicators.items() if value == number), "")
        return text.replace(word, name) if word else text

    def members(self, text: str) -> list[str]:
        """The two things that one word of `text` says at once (城乡居民收入), each with the rest of the text."""
        found = next((words for words in self.paired if words[0] in text), ())
        return [text.replace(found[0], word) for word in found[1:]]

    def counts(self, clause: str) -> bool:
        """Whether the figure of `clause`, in brackets, counts the thing behind it."""
        return self.counting is not None and self.counting.first_match(clause) is not None
