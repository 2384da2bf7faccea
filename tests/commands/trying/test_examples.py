"""The examples in the rule files: every one holds, and every rule shows what it finds and what it must not find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cards.commands.trying.examples import run_examples
from cards.rules.loading import load_rules
from cards.rules.ruleset import Rule, RuleSet
from tests.cases import rules_as_shipped

SHIPPED = rules_as_shipped()


@pytest.mark.parametrize("rule", SHIPPED.rules, ids=lambda rule: rule.id)
def test_examples_hold(rule: Rule, rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    outcomes = list(run_examples(rules, cut, (rule.id,)))
    assert [outcome.got for outcome in outcomes] == [outcome.expected for outcome in outcomes]


@pytest.mark.parametrize("rule", SHIPPED.rules, ids=lambda rule: rule.id)
def test_rule_shows_what_it_finds_and_what_it_must_not_find(rule: Rule) -> None:
    assert {example.hits for example in rule.examples} == {True, False}


def test_example_that_does_not_hold_is_told_with_what_came_of_it(
        tmp_path: Path, cut: Callable[[str], list[str]]) -> None:
    (tmp_path / "own.yaml").write_text(r"""
rules:
  - name: amount
    title: 数量
    match: '\d+件'
    examples:
      - {text: 全市办结实事12件。, card: '全市办结实事{{c1::12件}}。'}
      - {text: 全市办结实事15件。, card: none}
      - {text: 全市办结实事若干件。, card: '全市办结实事{{c1::若干件}}。'}
""", encoding="utf-8")
    outcomes = run_examples(load_rules([tmp_path]), cut, ("own.amount",))
    told = {outcome.example.line: (outcome.holds, outcome.got) for outcome in outcomes}
    assert told == {7: (True, ("全市办结实事{{c1::12件}}。",)), 8: (False, ("全市办结实事{{c1::15件}}。",)),
                    9: (False, ())}


def test_examples_of_only_the_rules_asked_for_are_run(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    outcomes = run_examples(rules, cut, ("statistic.percent", "tidy.and_for_han"))
    assert {outcome.rule for outcome in outcomes} == {"statistic.percent", "tidy.and_for_han"}
