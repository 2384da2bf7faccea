"""What stands above a series that is asked in its sentence: what it is of, what it is called.

The texts of series_cues.txt hold for the shipped rules of lists.
"""

from __future__ import annotations

from collections.abc import Callable

from cards.finding.find import find_all
from cards.records import Article, Issue
from cards.rules.ruleset import RuleSet
from cards.writing.compose import compose
from cards.writing.drafts import Draft
from tests.cases import article_of, cases

Cut = Callable[[str], list[str]]


def series(article: Article, rules: RuleSet, cut: Cut) -> list[Draft]:
    """The drafts of `article` that ask for a list in its own sentence."""
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][article.number]
    drafts = compose(article, found.findings, rules, cut)
    return [draft for draft in drafts if draft.kind.name == "measure" and "topic" not in draft.text]


@cases("series_cues.txt")
def test_cue_of_a_series_says_what_it_is_of(given: str, expected: str, shipped: RuleSet, cut: Cut) -> None:
    assert [draft.cue for draft in series(article_of(given), shipped, cut)][-1] == expected


def test_what_counts_members_is_not_hidden(shipped: RuleSet, cut: Cut) -> None:
    told = "云岭作出三项重大决策：一是办好山区小学；二是修通环山公路；三是引来清泉活水。"
    [draft] = series(article_of(told), shipped, cut)
    assert draft.enumeration == ("办好山区小学", "修通环山公路", "引来清泉活水")
