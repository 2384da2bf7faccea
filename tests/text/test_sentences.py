"""Sentences: they make their paragraph up again, each at its place, and no quotation is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.reading import read_text
from cards.rules.ruleset import RuleSet
from cards.text.sentences import is_later_item, past_mark, split_sentences
from tests.cases import REPEATABLE

SCRAPS = [*"云岭青溪水3。！？?!…；，：“”‘’（）《》() \u3000", "湿地", "2.5", "村支书说：“", "。”", "！”"]


@pytest.mark.parametrize("text", [
    "全市新建湿地32处。|青溪县先行先试！|效果如何？|群众说了算……|还要再努力",
    "村支书说：“路通了。日子就活了。”|大家都点头。",
    "他问：“水清不清？岸绿不绿？”|大家齐声说：“清！绿！”",
    "会议审议了《守护一江清水？——云岭答卷》和年度计划。|随后散会。",
    "各地（如青溪县。白石村除外）都已开工。|进度不一。",
    "“路通了，日子就活了。|大家都点头。",
    "真的吗？！|真的。",
    "增长2.5%。|比上年高0.3个百分点。",
    "第一句。　|第二句。 |",
], ids=["ends", "a quotation", "two quotations", "a title", "a bracket", "a quotation that never closes", "two marks",
        "decimal points", "space between"])
def test_paragraph_is_cut_where_sentences_end(text: str) -> None:
    expected = [part.strip() for part in text.split("|") if part.strip()]
    assert [each.text for each in split_sentences(text.replace("|", ""))] == expected


@REPEATABLE
@given(text=some.lists(some.sampled_from(SCRAPS), max_size=40).map("".join))
def test_sentences_make_the_paragraph_up_again(text: str) -> None:
    at = 0
    for sentence in split_sentences(text):
        assert sentence.text
        assert sentence.text == sentence.text.strip()
        assert text[sentence.start:sentence.end] == sentence.text
        assert not text[at:sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()


def test_sentences_of_an_issue_know_their_places(rules: RuleSet) -> None:
    text = ("青溪县守护一江清水\n　　全市新建湿地 32 处。 恢复河岸18公里！“清！绿！”群众说。\n"
            "云岭市已经开工，各县区也都按照要求制定了方案、落实了资金、排出了工期，进度过\n半。青溪县也是。")
    article = read_text(text, "2026-05", rules).articles[0]
    for paragraph in article.paragraphs:
        assert [paragraph.text[each.start:each.end] for each in paragraph.sentences] \
            == [each.text for each in paragraph.sentences]
    assert [[each.text[-6:] for each in paragraph.sentences] for paragraph in article.paragraphs] \
        == [["湿地32处。", "岸18公里！", "“清！绿！”", "群众说。"], ["，进度过半。", "青溪县也是。"]]


@pytest.mark.parametrize(("text", "left"), [
    ("②修渠", "修渠"), ("九、修渠", "修渠"), ("（三）修渠", "修渠"),
    ("——修渠", "修渠"), ("3.修渠", "修渠"), ("3.5公里渠", "3.5公里渠"), ("一、二、三产业", "一、二、三产业"),
    ("二人修渠", "二人修渠"), ("修渠", "修渠")])
def test_what_marks_an_item(text: str, left: str) -> None:
    assert text[past_mark(text):] == left


@pytest.mark.parametrize(("text", "later"), [
    ("（八）推进改革", True), ("二、修渠", True), ("②护林", True), ("12. 修渠", True), ("十一、修渠", True),
    ("一、修渠", False), ("（一）推进改革", False), ("1. 修渠", False), ("①护林", False), ("修渠", False),
    ("——修渠", False), ("", False),
])
def test_mark_of_a_later_item_is_told_from_that_of_the_first(text: str, later: bool) -> None:
    assert is_later_item(text) == later
