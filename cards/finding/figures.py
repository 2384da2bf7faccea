"""Figures: what may make a figure worth a card, as features by name; what each is worth stands in weights.yaml.

How its clause words it is told by the rules of figure.yaml, each the feature of its name; the rest is where it stands,
what it is of and how many others stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from cards.finding.context import SEEN, Contexts, contexts
from cards.records import Article, Finding, Issue, Span
from cards.rules.ruleset import Rule, RuleSet
from cards.text.sentences import clauses_of

KIND = "figure"
MANY = 20  # figures in 1,000 characters of a text that is full of them
SHORT = 1000  # characters: a shorter text is not full of figures for having a few
NEAR = 12  # characters between two figures that belong together
LEVEL = ("reached", "reaches", "risen_to", "nothing_between")  # of these one says how high something is
OPENING = 60  # characters of a paragraph that open it
MEANINGS = {
    "opens_paragraph": "it stands in the opening of its paragraph",
    "behind_another": "another figure stands right before it, or in its clause",
    "growth_behind_another": "how much something grew, said behind another figure",
    "level": "how high something is: reached, reaches, risen_to or nothing_between",
    "indicator_level": "how high an indicator is",
    "headline_level": "how high an indicator of the whole place is",
    "of_another_place": "of a place that is not the document's own",
    "of_a_body": "of firms or an institution",
    "aim": "what is aimed at",
    "first_indicator": "of the indicator that the lexicon begins with, or going on from it",
    "figures_of_text": "0 to 1: how many figures the text has for its length",
    "early": "0 to 1: how early in the text it stands",
}
Cut = Callable[[str], list[str]]


def featured(findings: list[Finding], article: Article, issue: Issue, rules: RuleSet, cut: Cut) -> list[Finding]:
    """`findings`, the figures of `article`, each with its features. Raises OverrunError."""
    text = _Text.of(article, findings, rules)
    return [replace(finding, features=text.features(finding)) for finding in findings]


def in_its_clause(article: Article, sentence: Span, figure: Span) -> tuple[str, int]:
    """The clause that `figure` stands in, the figure in brackets, and where in its sentence it begins."""
    first_seen = max(sentence.start, figure.start - SEEN)
    seen = Span(figure.paragraph, first_seen, min(sentence.end, figure.end + SEEN))
    text, start, end = seen.of(article), figure.start - first_seen, figure.end - first_seen
    first, last = next((clause for clause in reversed(clauses_of(text)) if clause[0] <= start), (0, len(text)))
    said = f"{text[first:start]}【{text[start:end]}】{text[end:max(last, end)]}".rstrip("，。；：")
    return said, first_seen - sentence.start + first


@dataclass(frozen=True, slots=True)
class _Text:
    """The figures of an article where they stand: the one before each, and how many there are to 1,000 characters."""

    article: Article
    contexts: Contexts
    wordings: tuple[Rule, ...]
    before: dict[Span, Span]
    density: float

    @classmethod
    def of(cls, article: Article, findings: list[Finding], rules: RuleSet) -> _Text:
        """The figures `findings` of `article`."""
        order = _apart({finding.spans[0] for finding in findings})
        length = sum(len(paragraph.text) for paragraph in article.paragraphs)
        before = {span: earlier for earlier, span in pairwise(order)}
        return cls(article, contexts(article, rules), rules.of(KIND), before, 1000 * len(order) / max(SHORT, length))

    def features(self, finding: Finding) -> dict[str, float]:
        """The features of one of the figures."""
        figure = finding.spans[0]
        clause, start = in_its_clause(self.article, finding.sentence, figure)
        found = {finding.rule: 1.0}
        found.update((rule.name, 1.0) for rule in self.wordings if next(rule.matches(clause), None))
        found.update((name, 1.0) for name in self._standing(finding.sentence, figure, start))
        found.update((name, 1.0) for name in self._of_what(finding, start))
        found.update((name, 1.0) for name in _together(found.keys()))
        found["figures_of_text"] = min(1.0, self.density / MANY)
        found["early"] = 1 - figure.paragraph / max(1, len(self.article.paragraphs))
        return found

    def _standing(self, sentence: Span, figure: Span, clause: int) -> Iterator[str]:
        """How `figure` stands among the others; its clause begins at `clause` in its sentence."""
        if figure.start < OPENING:
            yield "opens_paragraph"
        before = self.before.get(figure)
        if before is not None and before.paragraph == figure.paragraph and (
                before.start >= sentence.start + clause or figure.start - before.end <= NEAR):
            yield "behind_another"

    def _of_what(self, finding: Finding, clause: int) -> Iterator[str]:
        """Whose and when it is."""
        figure = finding.spans[0]
        start = max(finding.sentence.start, figure.start - SEEN)
        before = self.article.paragraphs[figure.paragraph].text[start : figure.start]
        context = self.contexts.of(replace(figure, start=finding.sentence.start + clause))
        ground = self.contexts.grounds[figure.paragraph]
        if context.whose and ground.place and context.whose not in ground.names:
            yield "of_another_place"
        if context.body or self.contexts.words.body(figure.of(self.article)):
            yield "of_a_body"
        if context.aim:
            yield "aim"
        if self.contexts.words.indicator(before) == 1:
            yield "first_indicator"


def _together(found: Collection[str]) -> Iterator[str]:
    """What several of the features `found` are together."""
    level = any(name in found for name in LEVEL)
    if level:
        yield "level"
        yield from (f"{name}_level" for name in ("indicator", "headline") if name in found)
    if "growth" in found and "behind_another" in found:
        yield "growth_behind_another"


def _apart(spans: set[Span]) -> list[Span]:
    """Of spans that touch the longest, in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (*_position(span), -span.end)):
        if not kept or not span.overlaps(kept[-1]):
            kept.append(span)
        elif span.end - span.start > kept[-1].end - kept[-1].start:
            kept[-1] = span
    return kept


def _position(span: Span) -> tuple[int, int]:
    return span.paragraph, span.start
