"""`cards.quantities(text)`: every number with its unit, where it stands and what it is worth; what is no quantity gives
nothing.

The cases are our own; what they expect of numerals is what the field's suites expect (Recognizers-Text, Specs/Number).
"""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import cards
from cards.rules.loading import load_rules
from tests.cases import REPEATABLE, cases, growth

FRAGMENTS = (
    "6400个", "36.5公里", "1,250,000元", "３６．５", "62.4万人", "一万三", "三千二百五", "壹佰伍拾", "廿五",
    "5亿1万4千", "百分之22", "百分之三点五", "-3.2%", "6.5‰", "3.4个百分点", "三分之二", "1/3", "三成半",
    "翻两番", "31.6倍", "第12位", "首位", "2.1∶1", "5%—6%", "28微克/立方米", "三元五角", "近", "超", "余",
    "多", "左右", "几", "数", "半", "零", "点", "负", "-", "一心一意", "一系列", "“十四五”", "PM2.5", "5G",
    "2025年3月5日", "二〇二五年", "年", "月", "个", "的", "分之", "成", "倍", "万", "亿", "十", "一", "7", "0",
    ".", ",", "，", "。", "/", "：", " ", "\n", "云岭市", "a",
)
texts = some.lists(some.sampled_from(FRAGMENTS), max_size=16).map("".join)


@cases("quantities.txt")
def test_quantities_of(given: str, expected: str) -> None:
    """`expected` is a line for each quantity: text | value | unit | form; none where there is no quantity."""
    found = [f"{each.text} | {each.value} | {each.unit} | {each.form}" for each in cards.quantities(given)]
    assert found == expected.splitlines()


@pytest.mark.parametrize(("text", "worths"), [
    ("产值翻一番。", {(1, "番"), (2, "倍"), (100, "%")}),
    ("产值翻两番。", {(2, "番"), (4, "倍"), (300, "%")}),
], ids=["once", "twice"])
def test_doubling_is_not_taken_for_a_multiple(text: str, worths: set[tuple[float, str]]) -> None:
    [found] = cards.quantities(text)
    assert (found.value, found.unit) in worths


@pytest.mark.parametrize("text", [
    "慰问数百人。", "慰问几百人。", "走访几十家企业。", "走访上百家企业。", "投入数十万元。", "来了三四个人。",
    "来了七八十人。", "用了两三年。", "好几千人参加。",
])
def test_vague_number_is_worth_no_number(text: str) -> None:
    """It is given with the value None, or not at all."""
    assert {each.value for each in cards.quantities(text)} <= {None}


@pytest.mark.parametrize("text", ["气温零下5摄氏度。", "最低零下12℃。"])
def test_below_zero_is_no_zero(text: str) -> None:
    assert 0 not in [each.value for each in cards.quantities(text)]


def test_places_are_those_of_the_text() -> None:
    text = "云岭市新增企业近300家，增长三成，\n居全省第2位。"
    assert [(each.start, each.end, each.text) for each in cards.quantities(text)] \
        == [(8, 12, "300家"), (15, 17, "三成"), (22, 25, "第2位")]


@REPEATABLE
@given(text=texts)
def test_quantities_are_stretches_of_the_text_in_order_and_apart(text: str) -> None:
    found = cards.quantities(text)
    assert [each.text for each in found] == [text[each.start : each.end] for each in found]
    assert all(each.start < each.end for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@REPEATABLE
@given(text=texts)
def test_value_is_a_number_or_none_and_form_is_named(text: str) -> None:
    for each in cards.quantities(text):
        assert each.value is None or math.isfinite(each.value)
        assert each.form


@REPEATABLE
@given(before=texts, after=texts)
def test_a_paragraph_counts_the_same_beside_others(before: str, after: str) -> None:
    paragraph = "云岭市新增企业近300家，增长三成。"
    at = len(before) + 2
    inside = [(each.text, each.value) for each in cards.quantities(f"{before}\n\n{paragraph}\n\n{after}")
              if at <= each.start < at + len(paragraph)]
    assert inside == [("300家", 300), ("三成", 30)]


@pytest.mark.parametrize("text", [
    f"编号{'1' * 400}", f"编号{'1' * 400}件", f"第{'9' * 400}位", f"{'1' * 400}%", "1/0", "0分之一", "零分之三",
    f"{'九' * 400}件", f"1{'亿' * 60}",
], ids=["digits", "amount", "rank", "per cent", "by nought", "by 0", "by a spelled 0", "spelled", "scales"])
def test_number_beyond_all_measure_is_no_bug(text: str) -> None:
    """It is given with its value, with none, or not at all."""
    assert all(each.value is None or math.isfinite(each.value) for each in cards.quantities(text))


@pytest.mark.bench
def test_time_grows_with_the_length_of_the_text() -> None:
    paragraph = "云岭市技能人才总量达到62.4万人，其中高技能人才21.8万人，增长三成半，居全省第2位。一心一意谋发展。\n"
    assert len(cards.quantities(paragraph * 1000)) == 4000
    assert growth(lambda count: cards.quantities(paragraph * count), 50) < 8


def test_own_rules_say_what_a_quantity_is(tmp_path: Path) -> None:
    (tmp_path / "quantity.yaml").write_text("""
rules:
  - {name: dozen, title: 打, match: '(?P<part>{any_number})打', form: amount, value: '{part}', times: 12, unit: 个,
     weight: 9}
""", encoding="utf-8")
    text = "采购三打，增长7.3%。"
    assert [(each.text, each.value, each.unit) for each in cards.quantities(text, load_rules([tmp_path]))] \
        == [("三打", 36, "个"), ("7.3%", 7.3, "%")]
    assert [each.text for each in cards.quantities(text)] == ["三", "7.3%"]
