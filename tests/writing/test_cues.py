"""What a card says before its text: when and where its figures hold, what it leans on, its section."""

from __future__ import annotations

from collections.abc import Callable

from cards.engine.ruleset import RuleSet
from cards.finding import find_all
from cards.records import Issue
from cards.writing.compose import compose
from tests.cases import article_of, cases


@cases("cues.txt")
def test_cue(given: str, expected: str, rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    article = article_of(given)
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    figures = [draft for draft in compose(article, found.findings, rules, cut) if draft.kind.name == "statistic"]
    assert [f"{draft.cue} ¦ {draft.plain[0]}" for draft in figures] == expected.split("\n")
