"""Weighing: features and weights make a worth; the least and the budget decide what becomes of a candidate."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from cards.finding.find import find_all
from cards.finding.weighing import parts, weighed
from cards.records import Finding, Note, Span
from cards.rules.ruleset import RuleSet
from cards.rules.weights import Budget, Weights
from cards.writing.notes import write_notes
from tests.cases import notes_of, read_text

Cut = Callable[[str], list[str]]
TEXT = "云岭市工作\n" + "".join(
    f"云岭市推进第{number}批建设工程，全年新建公园{number}{number}座。\n" for number in range(2, 10))
CANDIDATE = Finding("statistic", "statistic.amount", Span(0, 0, 9), Span(0, 0, 9), weight=2.0,
                    features={"statistic.amount": 1.0, "headline": 0.5})


def weights(**features: float) -> Weights:
    return Weights(budget=Budget(core=2.0, most=5.0), features=features)


def of_statistics(found: dict[int, tuple[Note, ...]]) -> list[Note]:
    return [note for notes in found.values() for note in notes if note.kind == "statistic"]


def test_worth_is_the_base_and_every_feature_times_its_weight() -> None:
    heavy = Weights(features={"base": -1.0, "statistic.amount": 0.25, "headline": 3.0})
    assert weighed(CANDIDATE, heavy).worth == 0.75


def test_a_rule_that_the_weights_do_not_name_adds_its_own_weight() -> None:
    assert weighed(CANDIDATE, weights(base=-1.0, own_rule=3.0)).worth == 5.0
    assert [part.feature for part in parts(CANDIDATE.features, 2.0, weights(own_rule=3.0))][:2] == ["base", "own_rule"]


def test_without_weights_a_rule_s_weight_is_all() -> None:
    assert weighed(CANDIDATE, None).worth == 2.0


def test_what_is_worth_too_little_makes_no_card(rules: RuleSet, cut: Cut) -> None:
    strict = replace(rules, weights={"statistic": Weights(least=99.0)})
    assert of_statistics(notes_of(TEXT, rules, cut)[0])
    assert not of_statistics(notes_of(TEXT, strict, cut)[0])


def test_the_budget_takes_the_best_and_says_what_it_left_out(rules: RuleSet, cut: Cut) -> None:
    issue = read_text(TEXT, "2026-05", rules)
    length = sum(len(paragraph.text) for paragraph in issue.articles[0].paragraphs)
    three = Budget(core=1.1 / length * 1000, most=3.1 / length * 1000)
    few = replace(rules, weights={"statistic": Weights(budget=three, least=-9.0)})
    found = find_all(issue, few, cut)[0]
    written = write_notes(issue, found, few, cut)
    notes = of_statistics(written.notes)
    assert len(notes) == 3
    assert sum("重点" in note.tags for note in notes) == 1
    assert len(written.left_out) == 5
    assert "the article's 3 cards" in written.left_out[0].why
    everything = of_statistics(write_notes(issue, found, few, cut, everything=True).notes)
    assert len(everything) == 8
    assert {note.guid for note in notes} < {note.guid for note in everything}
