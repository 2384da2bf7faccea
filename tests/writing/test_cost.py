"""What writing costs: a sentence four times as long takes about four times as long, whatever it says."""

from __future__ import annotations

from cards.rules.ruleset import RuleSet
from tests.cases import growth, notes_of

LINEAR = 8  # at most, on four times the size: quadratic time is 16


def test_one_figure_again_and_again_in_a_sentence(rules: RuleSet, cut) -> None:
    def build(times: int) -> None:
        notes_of(f"云岭工作综述\n截至2025年底，各县收入分别增长{'、'.join(['4.2%'] * times)}。\n", rules, cut)

    assert growth(build, 200) < LINEAR
