"""A figure that is given once more, in much the same words, is asked once (of the shipped rules)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from cards.anki.cloze import strip
from cards.finding.find import find_all
from cards.records import Article, Issue, Note
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import RuleSet
from cards.writing.notes import write_notes
from tests.cases import article_of


def asking(articles: tuple[Article, ...], answer: str, rules: RuleSet, cut: Callable[[str], list[str]]) -> list[Note]:
    """The notes of an issue that ask for `answer`, in its order."""
    issue, rules = Issue("云岭学习参考", "2026-05", "", articles), replace(rules, weights={})
    written = write_notes(issue, find_all(issue, rules, cut)[0], rules, cut)
    every = {note.guid: note for of_article in written.every.values() for note in of_article}
    return [note for note in every.values() if note.fact.answer == answer]


def shown(text: str, answer: str, rules: RuleSet, cut: Callable[[str], list[str]]) -> list[str]:
    """What the notes of a report show that ask for `answer`, in the order of the text."""
    article = article_of(text, title="云岭市2026年政府工作报告")
    return [strip(note.fields[0]) for note in asking((article,), answer, rules, cut)]


@pytest.mark.parametrize(("other", "notes"), [
    ("2025年，云岭市茶叶全产业链总产值达到15.3亿元，占农业产值的比重达到12.7%。", 1),
    ("2024年，云岭市茶叶全产业链总产值达到15.3亿元，占农业产值的比重达到12.7%。", 2),
])
def test_figure_of_two_articles_is_one_note_with_both_sources(
        other: str, notes: int, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    first = article_of("2025年，云岭市茶叶全产业链总产值达到15.3亿元。", 1, "茶叶增收")
    found = asking((first, article_of(other, 2, "茶乡新貌")), "15.3亿元", shipped, cut)
    assert [note.articles for note in found] == ([(1, 2)] if notes == 1 else [(1,), (2,)])


AIMS = "今年发展的主要预期目标是：农产品价格涨幅控制在2.8%左右；新培训护林员3.6万人以上。"


@pytest.mark.parametrize(("again", "answer"), [
    ("提出农产品价格涨幅控制在2.8%左右，主要是考虑了去年涨价的影响。", "2.8%"),
    ("新培训护林员3.6万人以上的目标，考虑了各村缺人的实际。", "3.6万人"),
])
def test_figure_that_is_spoken_of_again_is_asked_where_it_is_given(
        again: str, answer: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    [only] = shown(f"{AIMS}\n{again}", answer, shipped, cut)
    assert only in AIMS


@pytest.mark.parametrize(("one", "other"), [
    ("巡山队预备人员不少于在岗人数的20%。", "防火队预备人员不少于在岗人数的20%。"),
    ("2024年，城镇新增就业4.5万人。", "2025年，城镇新增就业4.5万人。"),
    ("2025年，青溪县城镇新增就业4.5万人。", "2025年，澄江县城镇新增就业4.5万人。"),
])
def test_the_same_figure_of_another_thing_time_or_place_is_another(
        one: str, other: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    answer = "20%" if "20%" in one else "4.5万人"
    assert len(shown(f"{one}\n{other}", answer, shipped, cut)) == 2


def test_a_pattern_that_takes_too_long_to_tell_a_figure_costs_no_card(
        shipped: RuleSet, cut: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    def overruns(*_: object) -> None:
        raise OverrunError("a pattern ran longer than a rule may", "context.period")

    monkeypatch.setattr("cards.writing.compose.figure_at", overruns)
    assert shown("2025年，云岭市茶叶全产业链总产值达到15.3亿元。", "15.3亿元", shipped, cut) != []
