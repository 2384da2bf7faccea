"""Reported figures: every figure of a text as a record: what it is of, whose, when, than what, how it is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from cards.finding.context import Context, Contexts, contexts
from cards.finding.figures import KIND, LEVEL, in_its_clause
from cards.finding.naming import NOTHING, PART_OF, Named, named, named_before, named_last, says_what
from cards.finding.owners import SEEN
from cards.finding.proposing import propose
from cards.finding.quantities import quantities
from cards.finding.settling import settle
from cards.finding.worded import KIND as CONTEXT
from cards.finding.worded import Worded
from cards.reading import read_text
from cards.records import KEPT, Article, Blank, Doubt, Figure, Finding, Issue, Measure, Quantity, Span, Status
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet, names_said

NEEDED = ("statistic", "quantity", KIND, CONTEXT)
START, END = "figure.span_start", "figure.span_end"  # 由52%提高到60%
LAST_OF = re.compile(r"^\d{4}—(?=\d{4}年)")  # what has risen to so much in years is so in the last of them
MEASURES: tuple[tuple[str, Measure], ...] = (
    ("position", "rank"), ("share", "share"), ("yearly_growth", "yearly_growth"), ("growth", "growth"),
    ("thing_behind", "count"), ("carried_out", "count"), ("handled", "count"))
COUNTED = {name for name, measure in MEASURES if measure == "count"}
NO_LEVEL = {"yearly_growth", "thing_behind"}
NOT_COUNTED = re.compile("[元%％]")
THINGS = re.compile("^【[^】]*】“")
GROWN = ("growth", "yearly_growth")
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


def name_before(article: Article, span: Span, rules: RuleSet) -> str:
    """What the figure `span` of `article` is of, in the words of its sentence before its clause; '' where its clause
    says so itself. Raises OverrunError.
    """
    sentence = article.sentence_at(span)
    if sentence is None:
        return ""
    clause, start = in_its_clause(article, Span(span.paragraph, sentence.start, sentence.end), span)
    words = contexts(article, rules).words
    is_named = says_what(named_last(clause.partition("【")[0], words), words)
    return "" if is_named else named_before(clause, sentence.text[max(0, start - SEEN) : start], words)


@cache
def _shipped() -> RuleSet:
    return load_rules()


class _Reading(Struct, frozen=True):
    """An article whose figures are read, with what its rules found."""

    article: Article
    rules: RuleSet
    contexts: Contexts
    found: tuple[Finding, ...]

    @classmethod
    def of(cls, article: Article, rules: RuleSet) -> _Reading:
        """`article`, its figures found."""
        few = rules.of_kinds(NEEDED)
        stopped: dict[str, Doubt] = {}
        fates = settle(propose(article, few, stopped), few, article)
        found = [fate.finding for fate in fates if fate.outcome == KEPT]
        found.sort(key=lambda finding: (finding.spans[0].paragraph, finding.spans[0].start))
        return cls(article, rules, contexts(article, rules), tuple(found))

    def figures(self) -> Iterator[Figure]:
        """The figures of the article in order; one that says not what it is of is of what the one before is of."""
        before, last = NOTHING, None
        for finding in self.found:
            if last is None or last.sentence != finding.sentence:
                before, last = NOTHING, None
            before = self._named(finding, before, last)
            last = finding
            yield self._figure(finding, before.what)

    def _named(self, finding: Finding, before: Named, last: Finding | None) -> Named:
        """What the figure of `finding` is of, behind the figures `before` it, the `last` of them, in its sentence."""
        clause, start = in_its_clause(self.article, finding.sentence, finding.spans[0])
        seen = max(0, start - SEEN, last.spans[0].end - finding.sentence.start if last else 0)
        found = named(clause, finding.sentence.of(self.article)[seen:start], before, self.contexts.words)
        return found if found.what else before

    def _figure(self, finding: Finding, what: str) -> Figure:
        span, words = finding.spans[0], self.contexts.words
        clause, start = in_its_clause(self.article, finding.sentence, span)
        shown = replace(span, start=finding.sentence.start + start)
        context = self.contexts.of(shown, span.start)
        text = span.of(self.article)
        quantity = next(iter(quantities(text, self.rules)), None)
        said = clause.partition("【")[0]
        than = words.first("beside", said) or words.first("than", said)
        number = 0 if words.first("share", what) else words.indicator(what)  # a share of it is another
        name = next((word for word, value in words.indicators.items() if value == number), "")
        whose = _whose(context, words.body(clause))
        when = self._of_start(clause) if self._is(START, clause) else context.bare_when
        when = LAST_OF.sub("", when) if self._is(END, clause) else when
        measure = self._measure(clause, quantity, what)
        return Figure(what, name, whose, when, than[0] if than else "",
                      measure,
                      _status(clause, context.aim, words), text, _value(quantity, measure, said, words),
                      quantity.unit if quantity else "", words.first("about", clause) is not None, span,
                      self.article.place(span.paragraph))

    def _is(self, name: str, clause: str) -> bool:
        """Whether the figure of `clause` is what the rule `name` of figures is of."""
        rule = self.rules.named(name)
        return rule is not None and rule.first_match(clause) is not None

    def _of_start(self, clause: str) -> str:
        """When a span starts whose first figure stands in `clause`: what is said right before it."""
        dated = [period for period in self.contexts.words.periods(clause.partition("【")[0]) if period.year]
        return f"{dated[-1].year}年" if dated and len(dated) == 1 else ""

    def _measure(self, clause: str, quantity: Quantity | None, what: str) -> Measure:
        """What a figure of `clause`, of `what`, measures."""
        form, unit = _form_and_unit(quantity)
        if form in BY_FORM or self.contexts.words.first("beside", clause.partition("【")[0]):
            return BY_FORM.get(form, "difference")
        names = self._names_said(clause, what)
        not_so = (COUNTED if NOT_COUNTED.search(unit) else set()) | (NO_LEVEL if names & set(LEVEL) else set())
        return next((measure for name, measure in MEASURES if name in names - not_so), "level")

    def _names_said(self, clause: str, what: str) -> set[str]:
        """The rules of figures that match `clause`, and those whose sense `what` its figure is of has."""
        names = set(names_said(self.rules.of(KIND), clause))
        if self.contexts.words.first("share", what) or (PART_OF.search(clause) and f"】的{what}" in clause):
            names.add("share")
        is_done = self.contexts.words.first("shared_verb", what) is not None or THINGS.search(clause) is not None
        return names | {"carried_out"} if is_done and not names & set(LEVEL) else names


def _form_and_unit(quantity: Quantity | None) -> tuple[str, str]:
    return (quantity.form, quantity.unit) if quantity else ("", "")


def _value(quantity: Quantity | None, measure: Measure, said: str, words: Worded) -> float | None:
    """What the figure is worth that stands behind what is `said`: less than nothing where something fell by so much."""
    if quantity is None or quantity.value is None:
        return None
    fell = measure in GROWN and words.first("fallen", said) is not None
    return -quantity.value if fell else quantity.value


def _whose(context: Context, own_body: str) -> str:
    """The place, and the body, its own or that before it, where that does not say the place itself."""
    body = own_body or context.body
    return body if body.startswith(context.whose) else f"{context.whose} {body}".strip()


def _status(clause: str, aim: bool, words: Worded) -> Status:
    if words.first("forecast", clause):
        return "forecast"
    return "aim" if aim else "actual"
