"""No front all but says its answer: the clause that does is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from cards.anki.cloze import front
from cards.finding.find import find_all
from cards.records import Issue
from cards.rules.ruleset import RuleSet
from cards.writing.compose import compose
from tests.cases import article_of


@pytest.mark.parametrize(("text", "answer", "left_out"), [
    ("截至2025年，云岭市有效专利达到401.5万件，成为首个突破400万件的城市。", "401.5万件", "400万件"),
    ("截至2025年，云岭市有效专利达到401.5万件，成为首个突破400万件的城市。", "400万件", "401.5万件"),
])
def test_a_milestone_and_what_passed_it_are_asked_apart(
        text: str, answer: str, left_out: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    article, rules = article_of(text), replace(shipped, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    draft = next(draft for draft in compose(article, found.findings, rules, cut) if draft.fact.answer == answer)
    assert left_out not in front(draft.text, 1)
    assert "云岭市" in front(draft.text, 1) + draft.cue


def test_figures_that_are_only_near_one_another_stay_together(
        shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    article, rules = article_of("2025年，云岭市工业投资增长5.4%，同比提高5.5%。"), replace(shipped, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    assert any("5.5%" in draft.plain[0] for draft in compose(article, found.findings, rules, cut)
               if draft.fact.answer == "5.4%")
