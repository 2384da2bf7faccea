"""Figures as records: of what, whose, when, how measured, whether it is so yet."""

from __future__ import annotations

import pytest

import cards
from cards.records import UserError


@pytest.mark.parametrize(("text", "expected"), [
    ("2025年，云岭市地区生产总值增长6%。", [("地区生产总值", "云岭市", "2025年", "growth", "actual", 6, "%")]),
    ("2025年，云岭市GDP达到1.2万亿元。", [("GDP", "云岭市", "2025年", "level", "actual", 1.2e12, "元")]),
    ("到2030年，青溪县粮食产量稳定在30万吨以上。", [("粮食产量", "青溪县", "2030年", "level", "aim", 3e5, "吨")]),
    ("2024年，青溪县原煤、原油产量分别达到7万吨、9万吨。",
     [("原煤产量", "青溪县", "2024年", "level", "actual", 7e4, "吨"),
      ("原油产量", "青溪县", "2024年", "level", "actual", 9e4, "吨")]),
    ("2024年，青溪县金融业、软件和信息服务业增加值分别增长9%、15%。",
     [("金融业增加值", "青溪县", "2024年", "growth", "actual", 9, "%"),
      ("软件和信息服务业增加值", "青溪县", "2024年", "growth", "actual", 15, "%")]),
    ("2024年，青溪县工业总产值增长6%、占全省比重提高到4%。",
     [("工业总产值", "青溪县", "2024年", "growth", "actual", 6, "%"),
      ("工业总产值占全省比重", "青溪县", "2024年", "share", "actual", 4, "%")]),
    ("2024年，云岭港吞吐量达到2亿吨。", [("吞吐量", "云岭港", "2024年", "level", "actual", 2e8, "吨")]),
    ("2024年，青溪县新建口袋公园47个。", [("新建口袋公园", "青溪县", "2024年", "count", "actual", 47, "个")]),
    ("2024年，青溪县城镇化率由52%提高到60%。",
     [("城镇化率", "青溪县", "", "level", "actual", 52, "%"),
      ("城镇化率", "青溪县", "2024年", "level", "actual", 60, "%")]),
    ("预计2026年，青溪县旅游收入有望突破30亿元。", [("旅游收入", "青溪县", "2026年", "level", "forecast", 3e9, "元")]),
])
def test_figures_of_a_text(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(figure.what, figure.whose, figure.when, figure.measure, figure.status, figure.value, figure.unit)
             for figure in cards.figures(text)]
    assert found == expected


def test_names_of_one_indicator_are_one() -> None:
    texts = ("2025年，云岭市地区生产总值增长6%。", "2025年，云岭市生产总值增长6%。", "2025年，云岭市GDP增长6%。")
    assert {figure.indicator for text in texts for figure in cards.figures(text)} == {"地区生产总值"}


def test_what_it_is_compared_with_is_told() -> None:
    [figure] = cards.figures("2025年，云岭市工业投资比上年增长6%。")
    assert (figure.than, figure.what) == ("比上年", "工业投资")


def test_a_text_without_words_is_an_error() -> None:
    with pytest.raises(UserError):
        cards.figures("")
