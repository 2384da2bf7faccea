"""Text that states nothing makes no cards of lists and sentences: a quiz, a sentence that trails off, what points away.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cards.finding.find import find_all
from cards.records import Issue
from cards.rules.ruleset import RuleSet
from tests.cases import article_of, growth

Cut = Callable[[str], list[str]]
LINEAR = 8  # times four times the size: linear is about four, quadratic sixteen
SERIES = "护林员从故事中获得启发、汲取力量、坚定信念"
DEFINED = "技能人才是产业升级的第一资源。"
POINTING = "护林员的故事正是这一政策的生动体现，护林不是权宜之计，而是长久之策。"


def found(text: str, rules: RuleSet, cut: Cut) -> set[tuple[str, str]]:
    """Of what is found of lists and sentences in `text` the kind, and what it fell by."""
    fates = find_all(Issue("云岭学习参考", "2026-05", "", (article_of(text),)), rules, cut)[0][1].fates
    return {(fate.finding.kind, fate.outcome) for fate in fates}


@pytest.mark.parametrize(("text", "kind", "falls"), [
    (f"{SERIES}。", "measure", False),
    (f"{SERIES}，……", "measure", True),
    (f"5、问题:{DEFINED}", "key_sentence", True),
    (f"问：怎样护林？{DEFINED}", "key_sentence", False),
    ("云岭、青溪、澄江、梅河和白石等5个县的水渠全部修通。", "statistic", True),
    ("云岭、青溪、澄江等12个县的水渠全部修通。", "statistic", False),
    ("云岭、青溪、白石分别建成水渠3条。", "statistic", False),
    ("云岭、青溪、澄江、梅河、白石等5万名林农受益。", "statistic", False),
])
def test_a_quiz_and_what_trails_off_state_nothing(text: str, kind: str, falls: bool, shipped: RuleSet, cut: Cut
                                                  ) -> None:
    assert ((kind, "unstated") in found(text, shipped, cut)) is falls


def test_figures_behind_a_long_series_are_read_in_time_in_proportion_to_it(shipped: RuleSet, cut: Cut) -> None:
    def read(size: int) -> None:
        found("湿地" * size + "，" + "云岭、青溪等9个县修渠5条，" * 20, shipped, cut)

    assert growth(read, 100) < LINEAR


@pytest.mark.parametrize(("text", "falls"), [(POINTING, True), (f"县里出台了护林员补助办法。{POINTING}", False)])
def test_a_sentence_that_points_at_what_is_not_there_is_none(text: str, falls: bool, shipped: RuleSet, cut: Cut
                                                             ) -> None:
    article = article_of(text)
    fates = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1].fates
    whys = {fate.why for fate in fates if fate.finding.context.of(article).startswith("护林员的")}
    assert ("it leans on what is not there" in whys) is falls
