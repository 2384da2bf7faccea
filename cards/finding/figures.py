"""Figures: what may make a figure worth a card, as features by name; what each is worth stands in weights.yaml.

How its clause words it is told by the rules of figure.yaml, each the feature of its name; the rest is where it stands,
what it is of and how many others stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from cards.finding.context import Context, Contexts, contexts
from cards.finding.naming import EACH, named_before, of_its_turn
from cards.finding.owners import SEEN
from cards.finding.weighing import UNTOLD
from cards.records import KEPT, Article, Fate, Finding, Issue, Span
from cards.rules.ruleset import Rule, RuleSet, names_said
from cards.text.sentences import clauses_of

KIND = "figure"
MANY = 18  # figures in 1,000 characters of a text that is full of them: of more than these the budget takes the best
SHORT = 1000  # characters: a shorter text is not full of figures for having a few
NEAR = 12  # characters between two figures that belong together
BOTH = 2.0  # the start of a span that is worth so much is asked beside the end
SPAN = 30  # characters between the start and the end of one span
LEVEL = ("reached", "reaches", "risen_to", "nothing_between")  # of these one says how high something is
TOGETHER = {  # two features that tell more than each
    ("indicator", "people"): "indicator_people",
    ("growth", "behind_another"): "growth_behind_another",
    ("growth", "first_indicator"): "first_indicator_growth",
}
OF_WHAT = ("indicator", "headline", "of_a_branch", "per_head", "rate")  # by what it is of, wherever that is said
POPULATION = "population"  # how many people there are, said where something else is told
OPENING = 60  # characters of a paragraph that open it
MEANINGS = {
    "opens_paragraph": "it stands in the opening of its paragraph",
    "behind_another": "another figure stands right before it, or in its clause",
    "growth_behind_another": "how much something grew, said behind another figure",
    "first_indicator_growth": "how much the indicator grew that the lexicon begins with",
    "level": "how high something is: reached, reaches, risen_to or nothing_between",
    "indicator_level": "how high an indicator is",
    "indicator_people": "how many people an indicator counts",
    "headline_level": "how high an indicator of the whole place is",
    "of_another_place": "of a place that is not the document's own",
    "of_a_body": "of firms or an institution",
    "of_a_case": "of one case, village or person that is told of as an example",
    "aim": "what is aimed at",
    "first_indicator": "of the indicator that the lexicon begins with, or going on from it",
    "figures_of_text": "0 to 1: how many figures the text has for its length",
    "early": "0 to 1: how early in the text it stands",
    UNTOLD: "the text does not tell when, or whose, it is: no card asks it",
}
Cut = Callable[[str], list[str]]


def featured(findings: list[Finding], article: Article, issue: Issue, rules: RuleSet, cut: Cut) -> list[Finding]:
    """`findings`, the figures of `article`, each with its features. Raises OverrunError."""
    text = _Text.of(article, findings, rules)
    found = [replace(finding, features=text.features(finding)) for finding in findings]
    told = [_Told(text.context(finding), text.indicator(finding), "growth" in finding.features,
                  "span_start" in finding.features and not text.is_dated(finding)) for finding in found]
    rivals = {(each.indicator, each.growth, each.lacks) for each in told if each.indicator}
    return [replace(finding, features={**finding.features, UNTOLD: 1.0}) if each.is_untold(rivals) else finding
            for finding, each in zip(found, told, strict=True)]


def ends_only(fates: list[Fate]) -> list[Fate]:
    """`fates`; of a span (from 52% to 60%) the start has fallen where the end is kept and not both are worth it."""
    ends = [fate.finding.spans[0] for fate in fates if fate.outcome == KEPT and "span_end" in fate.finding.features]
    return [Fate(fate.finding, "outweighed", "the end of its span is asked") if _is_start(fate, ends) else fate
            for fate in fates]


def told_once(fates: list[Fate], article: Article) -> list[Fate]:
    """`fates`; of figures that say again how many people there are only the one of most worth is kept."""
    told: dict[str, Finding] = {}
    for fate in sorted(fates, key=lambda fate: -fate.finding.worth):
        if _says_people(fate):
            told.setdefault(fate.finding.spans[0].of(article), fate.finding)
    return [Fate(fate.finding, "alike", "a better sentence says the same")
            if _says_people(fate) and told[fate.finding.spans[0].of(article)] is not fate.finding else fate
            for fate in fates]


def _says_people(fate: Fate) -> bool:
    return fate.outcome == KEPT and POPULATION in fate.finding.features


def _is_start(fate: Fate, ends: list[Span]) -> bool:
    """Whether a figure is the start of a span whose end is one of `ends`, and is not worth a card of its own."""
    if fate.outcome != KEPT or "span_start" not in fate.finding.features or fate.finding.worth >= BOTH:
        return False
    start = fate.finding.spans[0]
    return any(end.paragraph == start.paragraph and 0 < end.start - start.end <= SPAN for end in ends)


class _Told(Struct, frozen=True):
    """What is told of a figure: the context of its clause, the indicator it is of, whether it is a growth, and whether
    it is where a span starts nobody says when.
    """

    context: Context
    indicator: int
    growth: bool
    undated_start: bool

    @property
    def lacks(self) -> tuple[bool, bool]:
        """Whether it lacks whose, whether it lacks when."""
        return not self.context.whose, not self.context.when

    @property
    def _is_only_published(self) -> bool:
        return self.context.published and (self.growth or self.context.to_come)

    def is_untold(self, rivals: Collection[tuple[int, bool, tuple[bool, bool]]]) -> bool:
        """Whether a card of it had no one answer: another of the same indicator tells what it lacks, or all that is
        known of a growth, or of what is to come, is when its article appeared, or nothing of the start of a span.
        """
        if self.undated_start or self._is_only_published:
            return True
        others = [lacks for indicator, growth, lacks in rivals if (indicator, growth) == (self.indicator, self.growth)]
        return any(mine and not all(lacks[at] for lacks in others) for at, mine in enumerate(self.lacks) if others)


def in_its_clause(article: Article, sentence: Span, figure: Span) -> tuple[str, int]:
    """The clause that `figure` stands in, the figure in brackets, and where in its sentence it begins."""
    first_seen = max(sentence.start, figure.start - SEEN)
    seen = Span(figure.paragraph, first_seen, min(sentence.end, figure.end + SEEN))
    text, start, end = seen.of(article), figure.start - first_seen, figure.end - first_seen
    first, last = next((clause for clause in reversed(clauses_of(text)) if clause[0] <= start), (0, len(text)))
    said = f"{text[first:start]}【{text[start:end]}】{text[end:max(last, end)]}".rstrip("，。；：")
    return said, first_seen - sentence.start + first


class _Text(Struct, frozen=True):
    """The figures of an article where they stand: the one before each, and how many there are to 1,000 characters."""

    article: Article
    contexts: Contexts
    wordings: tuple[Rule, ...]
    of_what: tuple[Rule, ...]
    of_clause: tuple[Rule, ...]
    before: dict[Span, Span]
    density: float

    @classmethod
    def of(cls, article: Article, findings: list[Finding], rules: RuleSet) -> _Text:
        """The figures `findings` of `article`."""
        order = _apart({finding.spans[0] for finding in findings})
        length = sum(len(paragraph.text) for paragraph in article.paragraphs)
        before = {span: earlier for earlier, span in pairwise(order)}
        wordings = rules.of(KIND)
        of_what = tuple(rule for rule in wordings if rule.name in OF_WHAT)
        of_clause = tuple(rule for rule in wordings if rule.name not in OF_WHAT)
        return cls(article, contexts(article, rules), wordings, of_what, of_clause, before,
                   1000 * len(order) / max(SHORT, length))

    def context(self, finding: Finding) -> Context:
        """The context of the clause of one of the figures."""
        figure = finding.spans[0]
        _, start = in_its_clause(self.article, finding.sentence, figure)
        return self.contexts.of(replace(figure, start=finding.sentence.start + start))

    def is_dated(self, finding: Finding) -> bool:
        """Whether the clause of one of the figures names a year before it."""
        clause, _ = in_its_clause(self.article, finding.sentence, finding.spans[0])
        return any(period.year for period in self.contexts.words.periods(clause.partition("【")[0]))

    def indicator(self, finding: Finding) -> int:
        """The number of the last indicator that is named before one of the figures, 0 for none."""
        figure = finding.spans[0]
        start = max(finding.sentence.start, figure.start - SEEN)
        return self.contexts.words.indicator(self.article.paragraphs[figure.paragraph].text[start : figure.start])

    def named_before(self, clause: str, sentence: Span, start: int) -> str:
        """What the figure of `clause`, which begins at `start` of its `sentence`, is of by the words before that."""
        said = sentence.of(self.article)[max(0, start - SEEN) : start]
        return named_before(clause, said, self.contexts.words)

    def features(self, finding: Finding) -> dict[str, float]:
        """The features of one of the figures."""
        figure = finding.spans[0]
        clause, start = in_its_clause(self.article, finding.sentence, figure)
        found = {finding.rule: 1.0}
        before = self.named_before(clause, finding.sentence, start)
        clause = of_its_turn(clause)
        said = {*names_said(self.of_what, f"{before}{clause}"), *names_said(self.of_clause, clause)}
        found.update((rule.name, 1.0) for rule in self.wordings if rule.name in said)
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
                before.start >= sentence.start + clause or figure.start - before.end <= NEAR) and (
                not self._shares(sentence, before, figure)):
            yield "behind_another"

    def _shares(self, sentence: Span, before: Span, figure: Span) -> bool:
        """Whether `figure` and the one `before` it are of things named together, which have one each: none is less."""
        clause, start = in_its_clause(self.article, sentence, figure)
        return sentence.start + start <= before.start and EACH in clause[: before.start - sentence.start - start]

    def _of_what(self, finding: Finding, clause: int) -> Iterator[str]:
        """Whose and when it is."""
        figure = finding.spans[0]
        context = self.contexts.of(replace(figure, start=finding.sentence.start + clause))
        ground = self.contexts.grounds[figure.paragraph]
        if context.whose and ground.place and context.whose not in ground.names:
            yield "of_another_place"
        if context.body or self.contexts.words.body(figure.of(self.article)):
            yield "of_a_body"
        if self._is_of_a_case(finding):
            yield "of_a_case"
        if context.aim:
            yield "aim"
        if self.indicator(finding) == 1:
            yield "first_indicator"

    def _is_of_a_case(self, finding: Finding) -> bool:
        """Whether the sentence of one of the figures tells of a case, or its paragraph of what became of the guilty."""
        words, paragraph = self.contexts.words, self.article.paragraphs[finding.spans[0].paragraph]
        return words.first("case", finding.sentence.of(self.article)) is not None or (
            words.first("punished", paragraph.text) is not None)


def _together(found: Collection[str]) -> Iterator[str]:
    """What several of the features `found` are together."""
    level = any(name in found for name in LEVEL)
    if level:
        yield "level"
        yield from (f"{name}_level" for name in ("indicator", "headline") if name in found)
    yield from (name for (one, other), name in TOGETHER.items() if one in found and other in found)


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
