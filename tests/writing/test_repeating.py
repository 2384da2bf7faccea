"""A figure that an article gives once more, in much the same words, is asked once (of the shipped rules)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from cards.finding.find import find_all
from cards.records import Issue
from cards.rules.ruleset import RuleSet
from cards.writing.compose import compose
from tests.cases import article_of


def shown(text: str, answer: str, rules: RuleSet, cut: Callable[[str], list[str]]) -> list[str]:
    """What the drafts of a report show that ask for `answer`, in the order of the text."""
    article, rules = article_of(text, title="云岭市2026年政府工作报告"), replace(rules, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    return [draft.plain[0] for draft in compose(article, found.findings, rules, cut) if draft.fact.answer == answer]


AIMS = "今年发展的主要预期目标是：农产品价格涨幅控制在2.8%左右；城镇新增就业4.5万人以上。"


@pytest.mark.parametrize(("again", "answer"), [
    ("提出农产品价格涨幅控制在2.8%左右，主要是考虑了去年涨价的影响。", "2.8%"),
    ("城镇新增就业4.5万人以上的目标，体现了就业优先。", "4.5万人"),
])
def test_figure_that_is_spoken_of_again_is_asked_where_it_is_given(
        again: str, answer: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    [only] = shown(f"{AIMS}\n{again}", answer, shipped, cut)
    assert only in AIMS


@pytest.mark.parametrize(("one", "other"), [
    ("护林代表候选人的差额不少于应选人数的20%。", "护林委员候选人的差额不少于应选人数的20%。"),
    ("2024年，城镇新增就业4.5万人。", "2025年，城镇新增就业4.5万人。"),
    ("2025年，青溪县城镇新增就业4.5万人。", "2025年，澄江县城镇新增就业4.5万人。"),
])
def test_the_same_figure_of_another_thing_time_or_place_is_another(
        one: str, other: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    answer = "20%" if "20%" in one else "4.5万人"
    assert len(shown(f"{one}\n{other}", answer, shipped, cut)) == 2
