"""Explaining: for each sentence, which rules matched where, which finding won, and what the others fell by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.build import Analysed, analyse, prepared, read
from cards.commands.trying.checking import rule_named
from cards.commands.trying.probing import why_not
from cards.commands.trying.worths import Standing
from cards.records import KEPT, Article, Fate, Finding, Paragraph, Place, Sentence, Span, Unwritten, UserError
from cards.rules.loading import load_rules
from cards.rules.ruleset import Rule, RuleSet
from cards.rules.serving import SERVING

NEAR = "unless"
UNWRITTEN = "not written"


class Explained(Struct, frozen=True):
    """A sentence with the fates of all that was found in it, each with the words it would hide.

    `weighed` says of each fate what its worth is made of ('' where nothing weighs it); `failed` says which further
    cards failed their check (items of an enumeration), `remark` why nothing was found: the sentence was read as
    something else than text, or, where one rule is asked for, what of it does not match.
    """

    place: Place
    text: str
    fates: tuple[tuple[str, Fate], ...]
    weighed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    remark: str = ""


class Explanation(Struct, frozen=True):
    """The sentences that were explained, and the `rules` that did; `problem` says why there are none, or which rule ran
    out of time, '' else.
    """

    sentences: tuple[Explained, ...]
    rules: RuleSet
    problem: str

    def raise_problem(self) -> None:
        """Raise UserError with the problem, if there is one."""
        if self.problem:
            raise UserError(self.problem)


def explain_source(source: Path, decks: Path, rule_folders: tuple[Path, ...], rule_id: str | None, sentence: str,
                   ) -> Explanation:
    """Say what every rule (or the one of `rule_id`) did in each sentence of `source` (or those that hold the text
    `sentence`), as a build into `decks` by the rules of `rule_folders` would. Raises UserError for a source or rules
    that can't be read, and a rule that makes no cards.
    """
    settings = prepared(rule_folders, decks, now=0)
    rule = _card_rule(settings.rules, rule_id, source) if rule_id else None
    work = analyse(source, read(source, settings), settings, thorough=True)
    told = tuple(explained for explained in explain(work, settings.rules, rule, sentence)
                 if explained.fates or explained.failed or sentence)
    return Explanation(told, settings.rules, _problem(work, rule, sentence, empty=not told))


def _card_rule(rules: RuleSet, rule_id: str, source: Path) -> Rule:
    """The rule asked for. Raises UserError where there is none, and for one that makes no cards."""
    if rule_id.partition(".")[0] not in SERVING:
        return rule_named(rules, rule_id)
    rule = rule_named(load_rules(), rule_id)
    seen = {"tidy": f"juyao read {source} says what it mended", "outline": f"juyao read {source} shows what it found",
            "quantity": "cards.quantities(text) shows what it counts"}
    raise UserError(f"{rule.id} makes no cards: {seen[rule.kind.name]}")


def _problem(work: Analysed, rule: Rule | None, sentence: str, empty: bool) -> str:
    """Which rules ran out of time, or, where nothing is explained (`empty`), why."""
    stopped = [doubt.message for doubt in work.doubts if doubt.serious and (rule is None or rule.id in doubt.message)]
    if stopped:
        return f"{work.source}: {'; '.join(stopped)}"
    if not empty:
        return ""
    if sentence:
        return f"{work.source}: no sentence holds “{sentence}”"
    if rule is None:
        return f"{work.source}: no rule matched anything"
    return f"{work.source}: {rule.id} matched nothing; add --sentence TEXT to see why not there"


def explain(work: Analysed, rules: RuleSet, rule: Rule | None = None, sentence: str = "") -> Iterator[Explained]:
    """Explain the sentences that hold the text `sentence`, or what one `rule` did in them; the notes of `work` are
    written.
    """
    for article in work.issue.articles:
        standing = Standing.of(work, article)
        for paragraph in article.paragraphs:
            explainer = _Explainer(work, rules, article, paragraph, rule, standing)
            for part in paragraph.sentences or (Sentence(paragraph.text, 0),):
                if sentence in part.text:
                    yield explainer.explained(part)


class _Explainer(Struct, frozen=True, dict=True):
    """Explains the sentences of one paragraph: what every rule did, or one `rule`."""

    work: Analysed
    rules: RuleSet
    article: Article
    paragraph: Paragraph
    rule: Rule | None
    standing: Standing

    def explained(self, sentence: Sentence) -> Explained:
        span = Span(self.paragraph.index, sentence.start, sentence.end)
        failed = [card for card in self.failed if card.span.overlaps(span)]
        here = [fate for fate in self.fates if _within(fate.finding, span)]
        told = [self.standing.after_budget(_written(fate, failed)) for fate in here]
        told.sort(key=lambda fate: (fate.outcome != KEPT, fate.finding.rule))
        fates = tuple((_words(fate.finding, self.article, span), fate) for fate in told)
        remark = "" if told else _remark(self.rules, self.article, self.paragraph, span, self.rule)
        weighed = tuple(self.standing.said(fate, self.rules) for fate in told)
        return Explained(self.article.place(self.paragraph.index), sentence.text, fates, weighed,
                         self._untold(failed, told), remark)

    def _untold(self, failed: list[Unwritten], told: list[Fate]) -> tuple[str, ...]:
        """What is wrong with the `failed` cards, where no fate that is `told` says so."""
        said = {fate.why for fate in told}
        return tuple(card.message for card in failed if card.why not in said and self._asked_for(card.rule))

    @cached_property
    def fates(self) -> list[Fate]:
        """What became of the findings in the paragraph."""
        found = self.work.found[self.article.number]
        return [fate for fate in found.fates if self._here(fate.finding) and self._asked_for(fate.finding.rule)]

    @cached_property
    def failed(self) -> list[Unwritten]:
        """The cards of the paragraph that failed their check."""
        here = (self.article.number, self.paragraph.index)
        return [card for card in self.work.unwritten
                if isinstance(card, Unwritten) and (card.place.article, card.span.paragraph) == here]

    def _here(self, finding: Finding) -> bool:
        return any(span.paragraph == self.paragraph.index for span in finding.spans)

    def _asked_for(self, rule_id: str) -> bool:
        return self.rule is None or self.rule == self.rules.named(rule_id)


def _words(finding: Finding, article: Article, sentence: Span) -> str:
    """What a finding would hide; of an enumeration that began before the sentence, the items that stand in it."""
    if finding.spans[0].overlaps(sentence) or not finding.items:
        return " | ".join(span.of(article) for span in finding.spans)
    inside = [f"{span.of(article)} (item {at})" for at, span in enumerate(finding.spans, 1) if span.overlaps(sentence)]
    return " | ".join(inside)


def _written(fate: Fate, failed: list[Unwritten]) -> Fate:
    """The fate, or, of a finding whose one card failed its check, that instead."""
    if fate.outcome == KEPT and not fate.finding.items:
        for card in failed:
            if card.kind == fate.finding.kind and _within(fate.finding, card.span):
                return replace(fate, outcome=UNWRITTEN, why=card.why)
    return fate


def _within(finding: Finding, span: Span) -> bool:
    return any(stretch.overlaps(span) for stretch in finding.spans)


def _remark(rules: RuleSet, article: Article, paragraph: Paragraph, sentence: Span, rule: Rule | None) -> str:
    if paragraph.role != "body":
        read = f"it was read as a {paragraph.role}"
        if rule is None or rule.scope != "headings" or paragraph.role != "heading":
            return f"no rule looked at it: {read}"
    if rule is None or rules.pieces is None:
        return "no rule matched"
    return f"{rule.id} {why_not(rule, article, sentence, rules.pieces)}"
