"""Weighing: what the features of a candidate add up to. One mechanism for all kinds; weights stand in weights.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from cards.finding.evidence import Cut
from cards.records import KEPT, Article, Fate, Finding, Issue
from cards.rules.ruleset import RuleSet
from cards.rules.weights import BASE, Weights

OWN_RULE = "own_rule"  # the feature of a rule that the weights file does not name: somebody wrote it for this text
UNTOLD = "untold"  # the feature of what the text does not tell enough of for a card
RULE_MARK = "."  # in the id of a rule, and in no other feature's name

Featured = Callable[[list[Finding], Article, Issue, RuleSet, Cut], list[Finding]]  # the same, each with its features


class Part(Struct, frozen=True):
    """What one feature adds to a worth: its `value` (1.0 where it simply holds) times its `weight`."""

    feature: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        """Value times weight."""
        return self.value * self.weight


def parts(features: Mapping[str, float], rule_weight: float, weights: Weights) -> list[Part]:
    """What a worth is made of, the base first, then what adds or takes most. A rule that `weights` does not name is an
    own one: `rule_weight` times what those add.
    """
    made = (Part(*part) for part in _parts(features, rule_weight, weights))
    return [Part(BASE, 1.0, weights.of(BASE)), *sorted(made, key=lambda part: abs(part.adds), reverse=True)]


def _parts(features: Mapping[str, float], rule_weight: float, weights: Weights) -> Iterator[tuple[str, float, float]]:
    """Of each of `features` its name, value and weight."""
    for feature, value in features.items():
        if RULE_MARK in feature and feature not in weights.features:
            yield OWN_RULE, value * rule_weight, weights.of(OWN_RULE)
        else:
            yield feature, value, weights.of(feature)


def weighed(finding: Finding, weights: Weights | None) -> Finding:
    """`finding` with its worth; that of a kind without weights is its rule's weight."""
    if weights is None:
        return replace(finding, worth=finding.weight)
    features = finding.features or {finding.rule: 1.0}
    adds = [value * weight for _, value, weight in _parts(features, finding.weight, weights)]
    worth = sum(sorted(adds, key=abs, reverse=True), start=weights.of(BASE))  # as `parts` are added up
    return replace(finding, features=features, worth=round(worth, 4))


def weigh(fates: list[Fate], article: Article, issue: Issue, rules: RuleSet, cut: Cut,
          featured: Mapping[str, Featured]) -> list[Fate]:
    """`fates`, every finding that still stands with its features and worth.

    `featured` has, by kind, what finds the features of its candidates; else the rule's id is all there is.
    """
    result = [fate for fate in fates if fate.outcome != KEPT]
    for kind in rules.kinds:
        of_kind = [fate.finding for fate in fates if fate.outcome == KEPT and fate.finding.kind == kind]
        if of_kind:
            findings = featured.get(kind, _without_features)(of_kind, article, issue, rules, cut)
            result += [Fate(weighed(finding, rules.weights.get(kind)), KEPT) for finding in findings]
    return result


def worthy(fates: list[Fate], rules: RuleSet) -> list[Fate]:
    """`fates`; a finding that is worth less than its kind's least has fallen by it, as has one that is untold."""
    return [_judged(fate, rules.weights.get(fate.finding.kind)) for fate in fates]


def _without_features(findings: list[Finding], article: Article, issue: Issue, rules: RuleSet, cut: Cut,
                      ) -> list[Finding]:
    return findings


def _judged(fate: Fate, weights: Weights | None) -> Fate:
    worth = fate.finding.worth
    if fate.outcome == KEPT and UNTOLD in fate.finding.features:
        return Fate(fate.finding, UNTOLD, "the text does not tell whose it is, or when")
    if weights is None or fate.outcome != KEPT or worth >= weights.least:
        return fate
    return Fate(fate.finding, "worth", f"{worth:g} is less than {weights.least:g}")
