"""What makes a figure worth a card: the features it has by the shipped rules, and what these come to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from cards.finding.figures import featured
from cards.finding.find import find_all
from cards.finding.proposing import propose
from cards.records import Issue
from cards.rules.ruleset import RuleSet
from tests.cases import article_of, rules_as_shipped

Cut = Callable[[str], list[str]]


def features(text: str, figure: str, rules: RuleSet, cut: Cut) -> set[str]:
    """The features of `figure` in an article."""
    article = article_of(text, title="云岭市2026年政府工作报告")
    found = [fate.finding for fate in propose(article, rules, {}) if fate.finding.kind == "statistic"]
    told = featured(found, article, Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)
    return set(next(finding.features for finding in told if finding.spans[0].of(article) == figure))


@pytest.mark.parametrize(("text", "figure", "has", "has_not"), [
    ("全市地区生产总值达到676亿元、增长5.5%。", "676亿元", {"headline_level", "first_indicator", "money"}, {"growth"}),
    ("全市地区生产总值达到676亿元、增长5.5%。", "5.5%", {"growth_behind_another", "first_indicator"}, {"level"}),
    ("新建口袋公园47个。", "47个", {"carried_out", "things"}, {"indicator", "level"}),
    ("推出47个项目。", "47个", {"thing_behind"}, {"level"}),
    ("城镇化率由52%提高到60%。", "52%", {"span_start"}, {"span_end"}),
    ("城镇化率由52%提高到60%。", "60%", {"span_end", "risen_to", "indicator_level"}, {"span_start"}),
    ("青溪县经济总量突破300亿元。", "300亿元", {"of_another_place"}, set()),
    ("云岭市经济总量突破300亿元。", "300亿元", set(), {"of_another_place"}),
    ("今年的主要预期目标是：工业投资增长8%。", "8%", {"aim"}, set()),
    ("全市地区生产总值达到676亿元，增长5.5%。", "5.5%", {"headline", "indicator"}, {"level"}),
    ("城乡居民收入分别增长5%、6%。", "6%", {"growth"}, {"behind_another"}),
    ("城镇新增就业5万人。", "5万人", {"indicator", "people", "indicator_people"}, set()),
    ("培训干部3万人。", "3万人", {"people"}, {"indicator_people"}),
    ("存款、广义货币、社会融资规模同比分别增长11.12%、11.83%和9.64%。", "9.64%", {"growth", "indicator"}, set()),
    ("经济总量超过6000亿元，实现历史性晋位，年均增速5.7%。", "5.7%", {"indicator", "headline"}, set()),
    ("工业投资增长5.5%，增速居全国第5位。", "第5位", {"position"}, {"growth"}),
    ("服务业增加值跨上3000亿元台阶。", "3000亿元", {"level", "reached"}, {"growth"}),
    ("对全国经济增长贡献率超过30%。", "30%", {"level", "rate"}, {"growth"}),
    ("会议提出5个方面的要求。", "5个", {"sides"}, set()),
    ("出席会议的委员有133人。", "133人", {"attended"}, set()),
    ("例如青溪镇开通热线3条，受理诉求350件。", "350件", {"of_a_case"}, set()),
    ("全村80户村民安全转移。", "80户", {"of_a_case"}, set()),
    ("林场发文350件。场长因此受到党内警告处分。", "350件", {"of_a_case"}, set()),
    ("全市发文350件。", "350件", set(), {"of_a_case"}),
    ("由主席团指定1名委员主持。", "1名", {"just_one"}, set()),
    ("小程序注册用户突破350万。", "350万", {"users"}, set()),
    ("规模以上工业增加值增长8%。", "8%", {"indicator"}, {"of_a_branch"}),
    ("茶产业增加值增长8%。", "8%", {"of_a_branch"}, set()),
    ("全市地区生产总值676亿元、增长5.5%。", "5.5%", {"first_indicator_growth"}, set()),
    ("单位地区生产总值能耗下降5.5%。", "5.5%", {"growth"}, {"first_indicator", "first_indicator_growth"}),
    ("中部地区生产总值676亿元、增长5.5%。", "5.5%", {"growth"}, {"first_indicator_growth"}),
    ("林地面积比例达到60%。", "60%", {"share"}, {"difference"}),
    ("林地比上年增加60亩。", "60亩", {"difference"}, set()),
])
def test_features(text: str, figure: str, has: set[str], has_not: set[str], shipped: RuleSet, cut: Cut) -> None:
    found = features(text, figure, shipped, cut)
    assert has <= found
    assert not has_not & found


def test_a_headline_figure_is_worth_more_than_a_count_of_things_done(cut: Cut) -> None:
    text = "全市地区生产总值达到676亿元。\n新建口袋公园47个，办理建议120件，举办活动38场。\n发放补贴的农户达到47户。"
    article = article_of(text, title="云岭市2026年政府工作报告")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules_as_shipped(), cut)[0][1]
    worth = {fate.finding.spans[0].of(article): fate.finding.worth
             for fate in found.fates if fate.finding.kind == "statistic"}
    assert max(worth, key=lambda figure: worth[figure]) == "676亿元"
    assert min(worth["47户"], worth["676亿元"]) > worth["38场"]


def test_how_many_people_there_are_is_asked_once(cut: Cut) -> None:
    text = "办事都要从六亿人口出发。\n谁都知道我国有六亿人口。\n全县有两万茶农。\n山里有两万茶农。"
    assert sorted(answered(text, cut)) == ["两万", "两万", "六亿"]


def test_figures_of_a_single_case_are_not_asked(cut: Cut) -> None:
    told = "青溪林场推出便民服务320项，检查企业50次。"
    guilty = f"{told}场长王某受到党内警告处分。"
    asked = [set(answered(text, cut)) for text in (told, guilty)]
    assert asked == [{"320项", "50次"}, set()]


def answered(text: str, cut: Cut) -> list[str]:
    """The figures of an article that cards ask for, by the shipped rules and weights."""
    article = article_of(text, title="云岭市通报")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules_as_shipped(), cut)[0][1]
    return [finding.spans[0].of(article) for finding in found.findings if finding.kind == "statistic"]


def outcomes(text: str, date: str, cut: Cut) -> dict[str, str]:
    """What became of the figures of an article: kept, or what they fell by."""
    article = replace(article_of(text), date=date)
    rules = replace(rules_as_shipped(), weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    return {fate.finding.spans[0].of(article): fate.outcome for fate in found.fates if fate.finding.kind == "statistic"}


@pytest.mark.parametrize(("text", "date", "expected"), [
    ("工业投资增长8%。湿地有32处。", "2024-07-19", {"8%": "untold", "32处": "kept"}),
    ("工业投资有望突破9亿元。", "2024-07-19", {"9亿元": "untold"}),
    ("到2030年，工业投资有望突破9亿元。", "2024-07-19", {"9亿元": "kept"}),
    ("2023年，工业投资增长8%。", "2024-07-19", {"8%": "kept"}),
    ("工业投资增长8%。湿地有32处。", "", {"8%": "kept", "32处": "kept"}),
    ("2023年，城镇化率由52%提高到60%。", "2024-07-19", {"52%": "untold", "60%": "kept"}),
    ("城镇化率由2019年的52%提高到2023年的60%。", "2024-07-19", {"52%": "kept", "60%": "kept"}),
    ("2023年，固定资产投资增长8%。\n固定资产投资增长6%。", "", {"8%": "kept", "6%": "untold"}),
    ("2023年，青溪县固定资产投资增长8%。\n2023年，固定资产投资增长6%。", "", {"8%": "kept", "6%": "untold"}),
])
def test_a_figure_that_nobody_could_answer_is_not_asked(
        text: str, date: str, expected: dict[str, str], cut: Cut) -> None:
    assert outcomes(text, date, cut) == expected


def test_of_a_span_the_end_is_asked(cut: Cut) -> None:
    article = article_of("全市城镇化率由52%提高到60%。", title="云岭市2026年政府工作报告")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules_as_shipped(), cut)[0][1]
    kept = [finding.spans[0].of(article) for finding in found.findings if finding.kind == "statistic"]
    assert kept == ["60%"]
