"""Paragraphs that a page break cut are rejoined, and nothing else is."""

from __future__ import annotations

import pytest

from cards.reading import read_text
from cards.reading.lines import Joint, Line, rejoin
from cards.rules.ruleset import RuleSet
from tests.cases import cases

TITLE = "青溪县守护一江清水\n"
CUT = "云岭市把水源地保护作为头等大事，坚持上下游一起抓、左右岸一起治，恢复河"


@cases("rejoin.txt")
def test_paragraphs(given: str, expected: str, rules: RuleSet) -> None:
    article = read_text(TITLE + given.replace("<page>", "\f"), "2026-05", rules).articles[0]
    mark = {"heading": "# "}
    assert [mark.get(each.role, "") + each.text for each in article.paragraphs] == expected.splitlines()


def test_each_paragraph_knows_its_line_and_page(rules: RuleSet) -> None:
    text = TITLE + f"\n{CUT}\n1\n\f岸18公里。\n青溪县推进数字乡村建设。\n\f村民办事不出村。\n"
    article = read_text(text, "2026-05", rules).articles[0]
    places = [(each.text, each.line, each.page) for each in article.paragraphs]
    assert places == [(f"{CUT}岸18公里。", 3, 1), ("青溪县推进数字乡村建设。", 6, 2),
                      ("村民办事不出村。", 7, 3)]


def test_source_without_pages_has_none(rules: RuleSet) -> None:
    article = read_text(TITLE + "全市新建湿地32处。\n", "2026-05", rules).articles[0]
    assert [(each.line, each.page) for each in article.paragraphs] == [(2, None)]


def test_rejoining_is_reported(rules: RuleSet) -> None:
    text = TITLE + CUT + "\n岸18公里，投放\n鱼苗200万尾。\n"
    doubts = [str(each) for each in read_text(text, "2026-05", rules).doubts]
    assert "article 1: paragraphs rejoined over page breaks: 2" in doubts


def test_character_on_both_sides_of_a_page_break_is_reported(rules: RuleSet) -> None:
    text = TITLE + CUT + "\n河岸18公里。\n"
    issue = read_text(text, "2026-05", rules)
    assert issue.articles[0].paragraphs[0].text == CUT + "河岸18公里。"
    assert "article 1, paragraph 1, line 2: a character on both sides of a page break: 河河" \
        in [str(each) for each in issue.doubts]


@pytest.mark.parametrize(("reaches", "counted", "paragraphs"), [(True, True, 1), (True, False, 2), (False, True, 2)])
def test_a_full_line_goes_on_counting_where_the_paragraph_has_counted(
        reaches: bool, counted: bool, paragraphs: int) -> None:
    lines = [Line("一是管好水库。二是", 1), Line("修好水渠。", 2), Line("三是建湿地。", 3)]
    joints = [Joint(full=True, counted=counted), Joint(reaches=reaches), Joint(begins=True, counts=True)]
    assert len(rejoin(lines, joints)) == paragraphs
