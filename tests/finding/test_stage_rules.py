"""The rules that tests of finding and writing bring along do what their examples say, as shipped ones must."""

from __future__ import annotations

from collections.abc import Callable

from cards.commands.trying.examples import run_examples
from cards.rules.ruleset import RuleSet


def test_examples_hold(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    outcomes = list(run_examples(rules, cut))
    assert {rule.id for rule in rules.rules} == {outcome.rule for outcome in outcomes}
    assert [(outcome.rule, outcome.got) for outcome in outcomes if outcome.got != outcome.expected] == []
