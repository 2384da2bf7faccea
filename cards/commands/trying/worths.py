"""Worths, explained: what a worth is made of, its rank among the candidates of its kind, and what it lacks."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from cards.build import Analysed
from cards.finding.weighing import parts
from cards.records import KEPT, Article, Fate, Finding
from cards.rules.ruleset import RuleSet

LEFT_OUT = "budget"
MOST_PARTS = 8  # of a worth that are named


class Standing(Struct, frozen=True):
    """How the candidates of an article stand: by kind the worths of all, and of those that have a place, both from the
    smallest.
    """

    work: Analysed
    article: Article
    all: Mapping[str, list[float]]
    placed: Mapping[str, list[float]]

    @classmethod
    def of(cls, work: Analysed, article: Article) -> Standing:
        """The standing of all that was found in `article`."""
        standing = cls(work, article, defaultdict(list), defaultdict(list))
        for fate in work.found[article.number].fates:
            finding = fate.finding
            standing.all[finding.kind].append(finding.worth)
            if standing.after_budget(fate).outcome == KEPT:
                standing.placed[finding.kind].append(finding.worth)
        for worths in (*standing.all.values(), *standing.placed.values()):
            worths.sort()
        return standing

    def after_budget(self, fate: Fate) -> Fate:
        """The fate, or, of a finding that the budget has no place for, that instead."""
        if fate.outcome == KEPT:
            for left in self.work.left_out:
                here = left.article == self.article.number and left.rule == fate.finding.rule
                if here and any(span.overlaps(left.span) for span in fate.finding.spans):
                    return replace(fate, outcome=LEFT_OUT, why=left.why)
        return fate

    def said(self, fate: Fate, rules: RuleSet) -> str:
        """What the worth of a finding is made of, and where it stands; '' where nothing weighs its kind."""
        finding = fate.finding
        weights = rules.weights.get(finding.kind)
        if weights is None or not finding.features:
            return ""
        made = parts(finding.features, finding.weight, weights)
        named = " ".join(f"{part.adds:+.2f} {part.feature}" for part in made[:MOST_PARTS])
        more = f" … {sum(part.adds for part in made[MOST_PARTS:]):+.2f} others" if len(made) > MOST_PARTS else ""
        bounds = f"least {weights.least:g}, 重点 from {weights.core_least:g}"
        return f"worth {finding.worth:.2f} = {named}{more}; {bounds}; {self._rank(finding)}{self._lack(fate, rules)}"

    def _rank(self, finding: Finding) -> str:
        worths = self.all[finding.kind]
        return f"rank {len(worths) - bisect_left(worths, finding.worth)} of {len(worths)}"

    def _lack(self, fate: Fate, rules: RuleSet) -> str:
        """What a finding that has no place lacks to have one."""
        finding = fate.finding
        weights = rules.weights[finding.kind]
        placed = self.placed[finding.kind]
        if fate.outcome == "worth":
            return f"; lacks {weights.least - finding.worth:.2f}: raise a weight of its features, or lower `least`"
        if fate.outcome == LEFT_OUT and placed:
            lacking = max(0.0, placed[0] - finding.worth)
            return f"; lacks {lacking:.2f}: raise a weight of its features, or the budget `all`"
        return ""
