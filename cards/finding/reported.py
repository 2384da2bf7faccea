"""Reported figures: every figure of a text as a record: what it is of, whose, when, than what, how it is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cards.finding.context import AIM, Context, Contexts, contexts
from cards.finding.figures import KIND, LEVEL, in_its_clause
from cards.finding.proposing import propose
from cards.finding.quantities import quantities
from cards.finding.settling import settle
from cards.finding.worded import KIND as CONTEXT
from cards.finding.worded import Worded
from cards.reading import read_text
from cards.records import KEPT, Article, Blank, Doubt, Figure, Finding, Issue, Measure, Quantity, Span, Status
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet

NEEDED = ("statistic", "quantity", KIND, CONTEXT)
FROM = re.compile(r"[由从][^由从]*\d.*$")  # 从54万亿元增加到
MEMBERS = re.compile("[、和与]")
TIED = re.compile("[和与及]$")
THING = re.compile(r"[^】]*】([一-鿿]{2,16})")
EACH = "分别"
PART = "占"  # what begins so goes on with what the figure before is of
NEXT = re.compile(r"[、和]\d")
BOUNDARY = re.compile(r"\d[^、和]*[、和]")  # a figure and what parts it from the next
START = "figure.span_start"
LEADS = 3  # openings, one behind the other (其中，全省)
LEAST = 2  # characters that say what a figure is of
MEASURES: tuple[tuple[str, Measure], ...] = (
    ("position", "rank"), ("share", "share"), ("growth", "growth"), ("yearly_growth", "growth"),
    ("thing_behind", "count"), ("carried_out", "count"), ("handled", "count"))
COUNTED = {name for name, measure in MEASURES if measure == "count"}
NOT_COUNTED = re.compile("[元%％]")
SHARE = re.compile("(?:比重|占比|比例)$")
BY_FORM: dict[str, Measure] = {"rank": "rank", "top": "rank", "ratio": "ratio", "fraction": "share"}


def figures(source: str | Issue, rules: RuleSet | None = None) -> list[Figure]:
    """Every figure of a text, or of an issue, in order. `figures("2025年，云岭市地区生产总值增长6%。")` is one: what
    地区生产总值, whose 云岭市, when 2025年, measure growth, value 6, unit %. The rules say what a figure is (default:
    the shipped ones). Raises UserError for a text that is none.
    """
    rules = rules or _shipped()
    issue = read_text(source, "text", rules) if isinstance(source, str) else source
    found: list[Figure] = []
    for article in issue.articles:
        found += _Reading.of(article, rules).figures()
    return found


def figure_at(article: Article, span: Span, rules: RuleSet) -> Figure | None:
    """The figure `span` of `article`, what it is of by its indicator's own name ('' where its clause does not say);
    None for one that stands in no sentence. Raises OverrunError.
    """
    sentence = article.sentence_at(span)
    if sentence is None:
        return None
    place = Span(span.paragraph, sentence.start, sentence.end)
    reading = _Reading(article, rules, contexts(article, rules), (Finding("", "", place, place, (Blank(span),)),))
    [figure] = reading.figures()
    return replace(figure, what=reading.contexts.words.named(figure.what))


@cache
def _shipped() -> RuleSet:
    return load_rules()


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article whose figures are read, with what its rules found."""

    article: Article
    rules: RuleSet
    contexts: Contexts
    found: tuple[Finding, ...]

    @classmethod
    def of(cls, article: Article, rules: RuleSet) -> _Reading:
        """`article`, its figures found."""
        few = replace(rules, every=tuple(rule for rule in rules.every if rule.kind.name in NEEDED))
        stopped: dict[str, Doubt] = {}
        fates = settle(propose(article, few, stopped), few, article)
        found = [fate.finding for fate in fates if fate.outcome == KEPT]
        found.sort(key=lambda finding: (finding.spans[0].paragraph, finding.spans[0].start))
        return cls(article, rules, contexts(article, rules), tuple(found))

    def figures(self) -> Iterator[Figure]:
        """The figures of the article in order; one that says not what it is of is of what the one before is of."""
        before, sentence = "", None
        for finding in self.found:
            what = self._what(finding, before if finding.sentence == sentence else "")
            before, sentence = what or before, finding.sentence
            yield self._figure(finding, what)

    def _figure(self, finding: Finding, what: str) -> Figure:
        span, words = finding.spans[0], self.contexts.words
        clause, start = in_its_clause(self.article, finding.sentence, span)
        shown = replace(span, start=finding.sentence.start + start)
        context = self.contexts.of(shown)
        text = span.of(self.article)
        quantity = next(iter(quantities(text, self.rules)), None)
        than = words.first("than", clause.partition("【")[0])
        number = 0 if SHARE.search(what) else words.indicator(what)  # a share of it is another
        name = next((word for word, value in words.indicators.items() if value == number), "")
        whose = _whose(context, words.body(clause))
        when = self._of_start(clause) if self._starts_span(clause) else context.when.removesuffix(AIM)
        return Figure(what, name, whose, when, than[0] if than else "", self._measure(clause, quantity, what),
                      _status(clause, context.aim, words), text, quantity.value if quantity else None,
                      quantity.unit if quantity else "", span, self.article.place(span.paragraph))

    def _starts_span(self, clause: str) -> bool:
        """Whether the figure of `clause` is where a span starts (由52%提高到60%)."""
        rule = self.rules.named(START)
        return rule is not None and next(rule.matches(clause), None) is not None

    def _of_start(self, clause: str) -> str:
        """When a span starts whose first figure stands in `clause`: what is said right before it."""
        dated = [period for period in self.contexts.words.periods(clause.partition("【")[0]) if period.year]
        return f"{dated[-1].year}年" if dated and len(dated) == 1 else ""

    def _measure(self, clause: str, quantity: Quantity | None, what: str) -> Measure:
        """What a figure of `clause`, of `what`, measures."""
        form, unit = (quantity.form, quantity.unit) if quantity else ("", "")
        if form in BY_FORM:
            return BY_FORM[form]
        names = {rule.name for rule in self.rules.of(KIND) if next(rule.matches(clause), None)}
        names |= {"share"} if SHARE.search(what) else set()
        names -= COUNTED if NOT_COUNTED.search(unit) else set()
        if names & set(LEVEL):
            names -= {"yearly_growth", "thing_behind"}
        return next((measure for name, measure in MEASURES if name in names), "level")

    def _what(self, finding: Finding, before: str) -> str:
        """What the figure of `finding` is of: the words of its clause, else what the figure `before` it is of."""
        clause, _ = in_its_clause(self.article, finding.sentence, finding.spans[0])
        said, _, behind = clause.partition("【")
        words = self.contexts.words
        bare = _bare(_own_part(FROM.sub("", said), behind, words), words)
        bare = bare.removeprefix(words.body(bare) or words.owner(bare)) or bare
        if bare.startswith(PART):
            bare = before + bare
        thing = THING.match(behind)
        if thing and (words.counts(clause) or (len(bare) < LEAST and not before)):
            bare = TIED.sub("", bare) + thing[1]
        return bare if len(bare) >= LEAST else before


def _own_part(said: str, behind: str, words: Worded) -> str:
    """The part of `said` that a figure between it and what stands `behind` is of: of things named together
    (原煤、原油产量分别达到7吨、) the one whose turn it is, with what they share, else what is behind the last figure.
    """
    things, together, figures_before = said.partition(EACH)
    parts = BOUNDARY.split(figures_before if together else said)
    if not together:
        return parts[-1]
    turn = len(parts) - 1
    number = turn + 1 + len(NEXT.findall(behind))
    members = next((split for split in (MEMBERS.split(things), things.split("、")) if len(split) == number), [])
    if len(members) < 2:
        return things
    tail = words.first("shared_tail", things)
    return members[turn] + (tail[0] if tail and turn < len(members) - 1 else "")


def _bare(said: str, words: Worded) -> str:
    """`said` without what opens it and the verb that leads to its figure."""
    for _ in range(LEADS):
        lead = words.first("lead", said)
        said = said[lead.end() :] if lead else said
    for name in ("verb_behind", "than"):
        behind = words.first(name, said)
        said = said[: behind.start()] if behind else said
    return said.strip("，；：、 ")


def _whose(context: Context, own_body: str) -> str:
    """The place, and the body, its own or that before it, where that does not say the place itself."""
    body = own_body or context.body
    return body if body.startswith(context.whose) else f"{context.whose} {body}".strip()


def _status(clause: str, aim: bool, words: Worded) -> Status:
    if words.first("forecast", clause):
        return "forecast"
    return "aim" if aim else "actual"

