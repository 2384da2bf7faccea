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
    ("2024年，云岭市城乡居民收入分别达到6万元、3万元，增长4%、5%。",
     [("城镇居民收入", "云岭市", "2024年", "level", "actual", 6e4, "元"),
      ("农村居民收入", "云岭市", "2024年", "level", "actual", 3e4, "元"),
      ("城镇居民收入", "云岭市", "2024年", "growth", "actual", 4, "%"),
      ("农村居民收入", "云岭市", "2024年", "growth", "actual", 5, "%")]),
    ("2021—2025年，云岭市工业投资年均增长6%。",
     [("工业投资", "云岭市", "2021—2025年", "yearly_growth", "actual", 6, "%")]),
    ("2024年，云岭市工业投资增长6%，高于全省平均水平2个百分点。",
     [("工业投资", "云岭市", "2024年", "growth", "actual", 6, "%"),
      ("工业投资", "云岭市", "2024年", "difference", "actual", 2, "个百分点")]),
    ("2022年，云岭市在校生1600人，是2017年的2倍；五年内毕业研究生310人。",
     [("在校生", "云岭市", "2022年", "level", "actual", 1600, "人"),
      ("在校生", "云岭市", "2022年", "level", "actual", 2, "倍"),
      ("五年内毕业研究生", "云岭市", "2022年", "level", "actual", 310, "人")]),
    ("一九五八年是丰年。一九五二年，青溪县的钢产量是三百万吨，到一九五八年就增加到八百万吨。一九五八年已经过去。",
     [("钢产量", "青溪县", "一九五二年", "level", "actual", 3e6, "吨"),
      ("钢产量", "青溪县", "一九五八年", "level", "actual", 8e6, "吨")]),
    ("青溪县居民收入，由2019年的2万元增加到2024年的3万元，平均每年增长8%。",
     [("居民收入", "青溪县", "2019年", "level", "actual", 2e4, "元"),
      ("居民收入", "青溪县", "2024年", "level", "actual", 3e4, "元"),
      ("居民收入", "青溪县", "2019—2024年", "yearly_growth", "actual", 8, "%")]),
    ("2024年，青溪县居民收入达到3万元，扣除价格因素，比上年增长5%；农民的纯收入，全县平均每人达到2万元。",
     [("居民收入", "青溪县", "2024年", "level", "actual", 3e4, "元"),
      ("居民收入", "青溪县", "2024年", "growth", "actual", 5, "%"),
      ("农民的纯收入", "青溪县", "2024年", "level", "actual", 2e4, "元")]),
    ("2016—2020年，青溪县城镇化率由52%提高到60%，压减审批事项30%。",
     [("城镇化率", "青溪县", "", "level", "actual", 52, "%"),
      ("城镇化率", "青溪县", "2020年", "level", "actual", 60, "%"),
      ("压减审批事项", "青溪县", "2016—2020年", "growth", "actual", 30, "%")]),
    ("2024年，云岭港集装箱吞吐量达到500万标准箱，连续16年排名全国第一。",
     [("集装箱吞吐量", "云岭港", "2024年", "level", "actual", 5e6, "标准箱"),
      ("集装箱吞吐量", "云岭港", "2024年", "level", "actual", 16, "年"),
      ("集装箱吞吐量", "云岭港", "2024年", "rank", "actual", 1, "")]),
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


def test_a_share_is_of_what_its_sentence_names_before() -> None:
    text = "2022年，青溪县的研发经费，从2017年的5亿元增加到11亿元，占全县生产总值的比重提高到1.1%。"
    assert [figure.what for figure in cards.figures(text)][-1] == "研发经费占全县生产总值的比重"


def test_names_of_one_indicator_are_one() -> None:
    texts = ("2025年，云岭市地区生产总值增长6%。", "2025年，云岭市生产总值增长6%。", "2025年，云岭市GDP增长6%。")
    assert {figure.indicator for text in texts for figure in cards.figures(text)} == {"地区生产总值"}


def test_what_it_is_compared_with_is_told() -> None:
    [figure] = cards.figures("2025年，云岭市工业投资比上年增长6%。")
    assert (figure.than, figure.what) == ("比上年", "工业投资")


def test_a_text_without_words_is_an_error() -> None:
    with pytest.raises(UserError):
        cards.figures("")
