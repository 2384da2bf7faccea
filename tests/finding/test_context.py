"""Whose and when a figure is, by the shipped rules of context: texts that say it in their title, heading or opening."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from cards.finding.context import Context, context_of
from cards.finding.find import find_all
from cards.records import Issue, Span
from cards.rules.ruleset import RuleSet
from tests.cases import article_of

REPORT = """\
# 一、2025年工作回顾
一年来，我们扩大内需。全市地区生产总值增长6.1%。
# （一）着力稳外贸
进出口总额增长7.1%。
# 二、2026年重点工作
今年发展的主要预期目标是：工业投资增长8.1%。
# （一）扩大内需
粮食产量稳定在9.1万吨以上。
"""
TWO_LOOKS_BACK = """\
# 一、“十四五”时期和2025年工作回顾
“十四五”时期是极不平凡的五年。
城镇化率达到60%。
各位代表，刚刚过去的2025年，我们扩大内需。
进出口总额增长7.1%。
"""
AIMS_OF_A_PLAN = """\
——推动水利发展，促进水土相宜。坚持节水优先，加强水源治理，加快推进渠道建设，渠道覆盖率达到24.1%。
——增进护林福祉，推动林农增收。加强护林站建设，着力办好护林员培训，护林补助提高到650元。
——统筹治水护林，建设更高水平的水利体系。加强水源保护，强化渠道安全，严守18万亩水田红线。
展望未来，我们有信心完成“十四五”规划目标任务，奋力谱写新篇章。
# 三、2021年重点工作
粮食产量保持在13万吨以上。
"""
BULLETINS = ("2024年云岭市国民经济和社会发展统计公报\n全年地区生产总值增长6.1%。\n"
             "2023年青溪县国民经济和社会发展统计公报\n全年地区生产总值增长7.1%。")


def context(text: str, shown: str, rules: RuleSet, title: str = "云岭见闻", date: str = "",
            source: str = "") -> Context:
    """The context of the words `shown` in an article."""
    article = replace(article_of(text, title=title, source=source), date=date)
    at = next(paragraph for paragraph in article.paragraphs if shown in paragraph.text)
    start = at.text.index(shown)
    return context_of(article, Span(at.index, start, start + len(shown)), rules)


@pytest.mark.parametrize(("shown", "when", "aim"), [
    ("全市地区生产总值增长6.1%", "2025年", False),
    ("进出口总额增长7.1%", "2025年", False),
    ("工业投资增长8.1%", "2026年目标", True),
    ("粮食产量稳定在9.1万吨以上", "2026年目标", True),
])
def test_a_report_looks_back_on_one_year_and_ahead_on_the_next(
        shown: str, when: str, aim: bool, shipped: RuleSet) -> None:
    found = context(REPORT, shown, shipped, "云岭市2026年政府工作报告", "2026-01-20")
    assert (found.whose, found.when, found.aim) == ("云岭市", when, aim)


@pytest.mark.parametrize(("shown", "when"), [("城镇化率达到60%", "“十四五”时期"), ("进出口总额增长7.1%", "2025年")])
def test_a_report_looks_back_on_a_plan_and_then_on_a_year(shown: str, when: str, shipped: RuleSet) -> None:
    assert context(TWO_LOOKS_BACK, shown, shipped, "云岭市2026年政府工作报告", "2026-01-20").when == when


@pytest.mark.parametrize(("shown", "when"), [
    ("渠道覆盖率达到24.1%", "“十四五”时期目标"), ("护林补助提高到650元", "“十四五”时期目标"),
    ("粮食产量保持在13万吨以上", "2021年目标"),
])
def test_what_stands_before_the_tasks_of_a_year_and_is_to_be_done_is_of_the_plan(
        shown: str, when: str, shipped: RuleSet) -> None:
    assert context(AIMS_OF_A_PLAN, shown, shipped, "青溪县政府工作报告（2021年）（节选三）").when == when


def test_what_was_done_before_the_tasks_of_a_year_is_of_no_plan_ahead(shipped: RuleSet) -> None:
    text = ("渠道覆盖率提高到24.1%，建成水库三座，水利工程取得突破，累计修渠320公里，圆满完成修渠任务。\n"
            "完成了“十三五”规划，做好了“十四五”规划编制。\n# 二、2021年重点工作\n粮食产量保持在13万吨以上。")
    assert context(text, "渠道覆盖率提高到24.1%", shipped, "青溪县政府工作报告（2021年）").when == "2020年"


@pytest.mark.parametrize(("title", "date", "text", "shown", "when"), [
    ("云岭市2026年政府工作报告", "2026-01-20", "一年来，新建湿地32处。", "新建湿地32处", "2025年"),
    ("二〇一八年国务院政府工作报告", "2018-03-22", "五年来，新建湿地32处。", "新建湿地32处", "2013—2017年"),
    ("云岭见闻", "2024-07-19", "去年，新建湿地32处。", "新建湿地32处", "2023年"),
    ("云岭见闻", "2024-07-19", "目前，湿地有32处。", "湿地有32处", "2024年7月"),
    ("云岭见闻", "2024-07-19", "1926年11月，水利会成立。如今，展厅里有文物32件。", "展厅里有文物32件", "2024年7月"),
    ("云岭见闻", "2024-07-19", "40年来，新建湿地32处。", "新建湿地32处", "40年来（至2024年）"),
    ("云岭见闻", "2024-07-19", "收入从2010年的2亿元增至2019年的9亿元，年均增长20%。", "年均增长20%", "2010—2019年"),
    ("云岭见闻", "2024-07-19", "收入从2010年的2亿元增至2019年的9亿元，居全省第5位。", "居全省第5位", "2019年"),
    ("云岭见闻", "2024-07-19", "近5年收入增加，从2015年的2亿元增至2020年的9亿元，年增幅均超过27%。", "年增幅均超过27%",
     "2015—2020年"),
    ("云岭见闻", "2024-07-19", "近5年收入增加3倍，从2015年的2亿元增至2020年的9亿元。", "近5年收入增加3倍",
     "2015—2020年"),
    ("云岭见闻", "2024-07-19", "目前，建议已收到9条，“十四五”以来，县里不断完善政策。在护林方面，补助提高到9元。",
     "补助提高到9元", "“十四五”以来"),
    ("2022年云岭市统计公报", "2023-02-24", "年末常住人口86万人。", "年末常住人口86万人", "2022年末"),
    # the caption of a picture in the text
    ("云岭见闻", "2024-07-19", "2026年3月6日，县长在青溪作报告。青溪日报记者 何渠/摄护林增收。恢复河岸18公里。",
     "恢复河岸18公里", "2024年7月发表"),
    # what one of several items opens with, what stands before all of them, statistics
    ("云岭见闻", "2024-07-19", "一是护林。2021年，造林1万亩。二是治水。恢复河岸18公里。", "恢复河岸18公里",
     "2024年7月发表"),
    ("云岭见闻", "2024-07-19", "2021年，工作有进展。一是护林。造林1万亩。二是治水。恢复河岸18公里。", "恢复河岸18公里",
     "2021年"),
    ("云岭见闻", "2024-07-19", "2021年，一是护林。造林1万亩。二是治水。恢复河岸18公里。", "恢复河岸18公里", "2021年"),
    ("云岭见闻", "2024-07-19", "一是护林。统计显示，2021年造林1万亩。二是治水。恢复河岸18公里。", "恢复河岸18公里",
     "2021年"),
    # a mean of several years, which none of them nor a month is
    ("云岭见闻", "2024-07-19", "目前，湿地有32处。工业投资年均增长9%。", "工业投资年均增长9%", ""),
    ("云岭见闻", "2024-07-19", "2023年，新建湿地32处。恢复河岸18公里。", "恢复河岸18公里", "2023年"),
    ("云岭见闻", "2024-07-19", "2023年是开局之年。恢复河岸18公里。", "恢复河岸18公里", "2024年7月发表"),
    ("云岭见闻", "2024-07-19", "记者了解到，今年1—6月，收入超9亿元。其中，出口增长7%。", "出口增长7%", "2024年1—6月"),
    ("云岭见闻", "2024-07-19", "去年上半年出口好转，出口增长7%。", "出口增长7%", "2023年上半年"),
    ("云岭见闻", "2024-07-19", "据统计，2023年出口9亿元。其中，县里出口增长7%。", "出口增长7%", "2023年"),
    ("云岭见闻", "2024-07-19", "二季度出口增长2%，但三季度又放缓至1%。", "三季度又放缓至1%", "2024年三季度"),
    ("云岭见闻", "2024-07-19", "今年以来渠水充足。2月、5月分别开闸，累计放水2亿吨。", "累计放水2亿吨", "2024年7月发表"),
    ("云岭见闻", "2024-07-19", "1984年，水利会成立。21世纪前十几年，水位下降，渠道最短时9公里。", "渠道最短时9公里",
     "21世纪前十几年"),
    ("云岭见闻", "", "五年来，新建湿地32处。", "新建湿地32处", "五年来"),
    ("云岭见闻", "", "一年多来，新建湿地32处。恢复河岸18公里。", "恢复河岸18公里", "一年多来"),
    ("云岭见闻", "2024-07-19", "2019、2020年共投入资金9亿元，新建湿地32处。", "新建湿地32处", "2019、2020年"),
    ("云岭见闻", "2024-07-19", "一九五八、一九五九年共投入9亿元，新建湿地32处。", "新建湿地32处",
     "一九五八、一九五九年"),
    ("云岭见闻", "1997-09-12", "展望下世纪，目标是，十年里茶园翻一番。", "十年里茶园翻一番", "下世纪目标"),
    # nothing is aimed at in a year that has passed
    ("云岭见闻", "1997-09-12", "1901年以来修渠三次，即：\n其一开渠，其二筑坝。\n目标是茶园翻一番。", "茶园翻一番",
     "目标"),
    # what a report says is to come is of its year, not of the one it looks back on
    ("青溪县政府工作报告（1979年）", "", "修渠有进展。全县将用3亿元建设渠道。", "全县将用3亿元建设渠道",
     "1979年"),
    ("青溪县政府工作报告（1979年）", "", "职工住宅竣工面积可达3万平方米。", "竣工面积可达3万平方米", "1979年"),
    # a meeting at which work is assigned is told of what was done too
    # a heading may look back on years that it counts, a sum is of those it names
    ("青溪县政府工作报告（2003年）", "", "# 五年来，护林事业取得进展\n新建湿地32处。", "新建湿地32处", "1998—2002年"),
    ("青溪县政府工作报告（2003年）", "", "五年全县共完成造林32万亩，新建湿地32处。", "新建湿地32处", "1998—2002年"),
    ("青溪县2025年政府工作报告（重点工作）", "", "县里已设立4亿元护林基金。", "县里已设立4亿元护林基金", "2024年"),
    ("在护林工作部署会议上的讲话", "", "30多个村以书信方式向护林员表示慰问。", "30多个村以书信方式", ""),
    ("云岭见闻", "", "2020年不平凡。2035年远景目标已定，2035年再看。到2030年，收入翻番。", "收入翻番", "2030年目标"),
    ("云岭见闻", "2024-07-19", "刚刚过去的2023年，工作好于预期。出口增长7%。", "出口增长7%", "2023年"),
    ("云岭见闻", "2024-07-19", "估计到2030年人口占四成。有研究称，收入有望突破9亿元。", "收入有望突破9亿元", "2030年"),
    ("云岭见闻", "2024-07-19", "2006年以来，收入翻番。收入有望突破9亿元。", "收入有望突破9亿元", "2024年7月发表"),
    ("云岭见闻", "2024-07-19", "未来5至10年，收入翻番。收入有望突破9亿元。", "收入有望突破9亿元", "未来5至10年"),
    ("云岭见闻", "2024-07-19", "2016—2020年，收入年均增长6%。", "收入年均增长6%", "2016—2020年"),
    ("云岭见闻", "", "从一九九二年到一九九六年，收入增长6%。", "收入增长6%", "从一九九二年到一九九六年"),
    ("云岭见闻", "2024-07-19", "到“十四五”期末，收入翻番。", "收入翻番", "到“十四五”期末目标"),
    ("云岭见闻", "2024-07-19", "到2027年，转型取得成效。力争收入达到9亿元。", "力争收入达到9亿元", "2027年目标"),
    ("云岭见闻", "2024-07-19", "到2027年，转型取得成效。出口增长7%。", "出口增长7%", "2024年7月发表"),
    ("云岭见闻", "2027-07-19", "到“十四五”期末，收入翻番。", "收入翻番", "到“十四五”期末"),
    ("云岭见闻", "1998-07-19", "“九五”期间，收入翻番。", "收入翻番", "“九五”期间"),
    ("云岭市2026年政府工作报告（重点工作）", "2026-01-20", "年均浓度控制在29微克以下。", "年均浓度控制在29微克以下",
     "2026年目标"),
    ("云岭市2026年政府工作报告（重点工作）", "2026-01-20", "“十五五”时期，收入翻番，人口增长1%。", "人口增长1%",
     "“十五五”时期目标"),
])
def test_words_of_time_are_dated(title: str, date: str, text: str, shown: str, when: str, shipped: RuleSet) -> None:
    assert context(text, shown, shipped, title, date).when == when


@pytest.mark.parametrize(("shown", "whose", "when"), [
    ("地区生产总值增长6.1%", "云岭市", "2024年"), ("地区生产总值增长7.1%", "青溪县", "2023年"),
])
def test_a_second_bulletin_in_one_file_starts_anew(shown: str, whose: str, when: str, shipped: RuleSet) -> None:
    found = context(BULLETINS, shown, shipped)
    assert (found.whose, found.when) == (whose, when)


@pytest.mark.parametrize(("text", "shown", "whose", "says"), [
    ("青溪县经济总量突破300亿元，工业投资增长9%；服务业增长5%。", "工业投资增长9%", "青溪县", False),
    ("青溪县经济总量突破300亿元，工业投资增长9%；服务业增长5%。", "服务业增长5%", "云岭省", False),
    ("青溪县经济总量突破300亿元。服务业增长5%。", "服务业增长5%", "云岭省", False),
    ("青溪县经济总量突破300亿元，宜宾经济总量突破90亿元。", "宜宾经济总量突破90亿元", "宜宾", True),
    ("全省社会消费品零售总额增长5.1%。", "全省社会消费品零售总额增长5.1%", "云岭省", False),
    ("全球贸易额突破9万亿元；服务业增长5%。", "服务业增长5%", "全球", False),
    ("支持青溪县加快发展，茶叶产量突破800吨。", "茶叶产量突破800吨", "云岭省", False),
    ("云岭市、青溪县、清河县排名前三，绿化率超过60%。", "绿化率超过60%", "云岭市、青溪县、清河县", False),
    ("美国、日本和中国优势明显，份额分别为31%、23%、20%。", "份额分别为31%、23%、20%", "美国、日本和中国", False),
    ("圣保罗有20多万华商。", "圣保罗有20多万华商", "圣保罗", True),
    ("预估未来五年全球贸易规模增长50%。", "预估未来五年全球贸易规模增长50%", "全球", True),
    ("国际大豆价格收于412.5美元/吨，较上年末上涨5%。", "国际大豆价格收于412.5美元/吨", "国际", True),
    ("国际大豆价格收于412.5美元/吨，较上年末上涨5%。", "较上年末上涨5%", "国际", False),
    ("日本银行收紧政策，将购买规模降至3万亿日元。", "将购买规模降至3万亿日元", "日本", False),
    ("全省国际航线收费价格下降5%。", "全省国际航线收费价格下降5%", "云岭省", False),
])
def test_a_place_governs_its_own_part_of_a_sentence(
        text: str, shown: str, whose: str, says: bool, shipped: RuleSet) -> None:
    found = context(text, shown, shipped, "云岭省2026年政府工作报告")
    assert (found.whose, found.says_whose) == (whose, says)


def test_a_time_named_behind_a_figure_is_not_its_own(shipped: RuleSet) -> None:
    text = "2019年，云岭市出口占比提高到23%，预计2040年将提升到50%。"
    article = article_of(text)
    span, at = Span(0, text.index("出口"), len(text) - 1), text.index("23%")
    assert context_of(article, span, shipped, at).when == "2019年"
    assert context_of(article, span, shipped, text.index("50%")).says_when


def test_what_all_people_have_is_no_firms_figure(shipped: RuleSet) -> None:
    found = context("高水平医院加力建设，人均预期寿命超过80岁。", "人均预期寿命超过80岁", shipped, "云岭市政府工作报告")
    assert (found.whose, found.body) == ("云岭市", "")


@pytest.mark.parametrize(("text", "shown", "when", "whose"), [
    ("# 2025年工作回顾\n湖体水质30年来首次达标，水质优良率超84%。", "水质优良率超84%", "2025年", "云岭市"),
    ("# 2025年工作回顾\n茶农收入从2021年的2万元升到3万元。", "茶农收入从2021年的2万元升到3万元", "2025年", "云岭市"),
    ("# 2025年工作回顾\n中国茶科所基地建成，茶园达到30万亩。", "茶园达到30万亩", "2025年", "云岭市"),
    ("目前，茶园有百分之四十没有恢复。", "茶园有百分之四十没有恢复", "2026年", "云岭市"),
    ("# 2025年工作回顾\n2021年到2025年，茶价由2元增到3元。茶园达到30万亩。", "茶园达到30万亩", "2025年", "云岭市"),
    ("# 2025年工作回顾\n近五年茶叶产量年均增速超过7%，茶园达到30万亩。", "茶园达到30万亩", "2025年", "云岭市"),
    ("# 2025年工作回顾\n过去五年，茶叶产量年均增速超过7%，建成茶园30万亩。", "建成茶园30万亩", "2021—2025年", "云岭市"),
    ("# 2025年工作回顾\n12月，茶价为2元；茶园达到30万亩。", "茶园达到30万亩", "2025年12月", "云岭市"),
    ("3月下旬以来，茶园开展活动9场。", "茶园开展活动9场", "2025年3月下旬以来", "云岭市")])
def test_what_is_said_beside_a_figure_is_not_its_own(
        text: str, shown: str, when: str, whose: str, shipped: RuleSet) -> None:
    found = context(text, shown, shipped, "云岭市政府工作报告（2026年）")
    assert (found.when, found.whose) == (when, whose)


def test_points_behind_an_aim_are_no_aim(shipped: RuleSet) -> None:
    text = "发展目标是：全市茶园达到30万亩。同时，明确了“六个坚持”的基本原则。"
    assert not context(text, "明确了“六个坚持”的基本原则", shipped, "云岭市茶产业规划").aim
    assert context(text, "全市茶园达到30万亩", shipped, "云岭市茶产业规划").aim


DONE = "（{}）全年新建茶园30万亩，水库全部建成蓄水，茶农收入明显提高，通村公路提前完成，群众得到了实惠。"
TO_DO = "（{}）加快茶园建设，建设标准茶园50万亩。推动茶旅融合，支持茶农办好合作社，持续提升茶叶品质。"


@pytest.mark.parametrize(("done", "to_do"), [(3, 3), (0, 4)])
def test_a_yearly_report_turns_where_its_words_do(done: int, to_do: int, shipped: RuleSet) -> None:
    """No heading says so: a report may call its part after a slogan, and an excerpt begins anywhere."""
    paragraphs = [DONE.format(at + 1) for at in range(done)] + [TO_DO.format(at + 1) for at in range(to_do)]
    article = article_of("\n".join(paragraphs), title="云岭市政府工作报告（2026年）")
    told = [context_of(article, Span(at, 3, 30), shipped).when for at in range(done + to_do)]
    assert told == ["2025年"] * done + ["2026年目标"] * to_do


def test_a_yearly_report_that_has_come_to_its_tasks_looks_back_no_more(shipped: RuleSet) -> None:
    text = ("# 一、2025年工作回顾\n新建茶园30万亩。\n# 二、2026年重点任务\n建设茶园50万亩。\n"
            "# 三、建设人民满意的政府\n办好实事20件。")
    article = article_of(text, title="云岭市政府工作报告（2026年）")
    body = [paragraph for paragraph in article.paragraphs if paragraph.role == "body"]
    told = [context_of(article, Span(each.index, 0, len(each.text)), shipped).when for each in body]
    assert told == ["2025年", "2026年目标", "2026年目标"]


def test_a_yearly_mean_is_of_the_years_told_not_of_one(shipped: RuleSet) -> None:
    text = "# 一、2025年和“十四五”时期工作回顾\n茶叶产值年均增长6%。茶农收入增长7%。"
    title = "云岭市政府工作报告（2026年）"
    told = [context(text, clause, shipped, title).when for clause in ("茶叶产值年均增长6%", "茶农收入增长7%")]
    assert told == ["“十四五”时期", "2025年"]


@pytest.mark.parametrize(("shown", "body"), [("从业人员41人，营业收入9亿元", "水文机构"), ("湖泊3处", "")])
def test_what_institutions_have_is_of_those_that_were_counted(shown: str, body: str, shipped: RuleSet) -> None:
    text = f"2023年末，全市共有水文机构54个，{shown}。"
    assert context(text, shown, shipped, "云岭市2023年统计公报").body == body


def test_what_funds_come_to_is_of_those_that_were_counted(shipped: RuleSet) -> None:
    text = "2023年末，绿色护林基金存续12只，贷款余额9亿元。茶农贷款余额3亿元。"
    assert context(text, "贷款余额9亿元", shipped, "云岭市2023年统计公报").body == "绿色护林基金"
    assert context(text, "茶农贷款余额3亿元", shipped, "云岭市2023年统计公报").body == ""


@pytest.mark.parametrize(("text", "shown", "whose", "body"), [
    ("三级医院向基层投放50%号源，转诊量增长90%。", "转诊量增长90%", "云岭市", "三级医院"),
    ("三级医院向基层投放50%号源，护理中心实现全覆盖，电子病历增长9%。", "电子病历增长9%", "云岭市", ""),
    ("三级医院向基层投放50%号源，70%的卫生室实现统一管理。", "70%的卫生室实现统一管理", "云岭市", ""),
    ("商业银行贷款增长50%，金融系统向企业让利15亿元。", "金融系统向企业让利15亿元", "云岭市", ""),
    ("东江新区龙头作用更加突出，市属国企利润增长9%，研发投入增长8%。", "研发投入增长8%", "云岭市", "市属国企"),
    ("东江新区龙头作用更加突出，市属国企利润增长9%，民营经营主体超17万户。", "民营经营主体超17万户", "云岭市", ""),
    ("云岭港拓展服务功能，社保应用场景更加丰富，互认事项超200项。", "互认事项超200项", "云岭市", ""),
    ("中小企业贷款增长9%，全市贷款余额达到9亿元。", "全市贷款余额达到9亿元", "云岭市", ""),
    ("科技型企业增长3倍，每万人发明专利拥有量增长1.8倍。", "每万人发明专利拥有量增长1.8倍", "云岭市", ""),
    ("加力清理拖欠中小企业账款，民间投资增长6%。", "民间投资增长6%", "云岭市", ""),
])
def test_a_clause_with_bodies_of_its_own_ends_what_is_of_those_before(
        text: str, shown: str, whose: str, body: str, shipped: RuleSet) -> None:
    found = context(text, shown, shipped, "云岭市政府工作报告（2026年）")
    assert (found.whose, found.body) == (whose, body)


@pytest.mark.parametrize(("text", "body"), [
    ("全国渔民的子女人数增长得很快。上半年小学生有3万人，中学生2万人。", "渔民"),
    ("全国渔民的子女人数增长得很快，也上了学。上半年全国小学生有3万人，中学生2万人。", ""),
    ("全国林场的数目达到9座。小学生有3万人，中学生2万人。", ""),
])
def test_what_a_group_has_is_of_that_group(text: str, body: str, shipped: RuleSet) -> None:
    assert context(text, "中学生2万人", shipped, "政府工作报告").body == body


def test_what_a_year_brings_in_is_not_of_its_end(shipped: RuleSet) -> None:
    text = "截至2023年末，全市有效水权3项。水文机构54个，从业人员41人，营业收入9亿元。"
    assert context(text, "营业收入9亿元", shipped).when == "2023年"
    assert context(text, "从业人员41人", shipped).when == "截至2023年末"
    assert context(text, "营业收入9亿元", shipped).body == "水文机构"


def test_the_day_of_the_news_is_not_the_month_of_a_figure(shipped: RuleSet) -> None:
    text = "水文协会今天（12月3日）公布，11月份水文景气指数为51%。"
    assert context(text, text[:-1], shipped, "水文景气指数扩张", "2025-12-03").when == "2025年11月份"


def test_a_yearly_report_is_of_the_year_it_names(shipped: RuleSet) -> None:
    text = "灌溉面积达到9万亩。近5年蓄水量增长3%。"
    title, date = "云岭水文发展报告（2021年）", "2022-07"
    assert context(text, "近5年蓄水量增长3%", shipped, title, date).when == "2017—2021年"
    assert context(text, "灌溉面积达到9万亩", shipped, title, date).when == "2021年"


BULLETIN_WITH_NOTES = """\
全市新建湿地32处，投资增长9%。
注：
1.本公报的数为初步统计数。
2.从2011年起，水库统计口径由500万立方米调整为2000万立方米以上。
"""


BULLETIN_WITH_SOURCES = """\
全市新建湿地32处，投资增长9%。
# 资料来源：
本公报中水库数据来自云岭市水务局，涉及水库12座、山塘数据来自青溪县水务局。
"""


TWO_REVIEWS_IN_ONE = """\
# 一、2025年和“十四五”时期工作回顾
2025年是不平凡的一年。一是扩大内需。
出口增长7%。
各位代表！经过接续奋斗，规划任务完成。五年来，我们扩大内需。
新建湿地32处。
"""


@pytest.mark.parametrize(("shown", "when"), [("出口增长7%", "2025年"), ("新建湿地32处", "“十四五”时期")])
def test_a_review_of_five_years_begins_where_the_audience_is_spoken_to(
        shown: str, when: str, shipped: RuleSet) -> None:
    assert context(TWO_REVIEWS_IN_ONE, shown, shipped, "云岭市2026年政府工作报告", "2026-01-20").when == when


@pytest.mark.parametrize(("told", "year", "when"), [
    ("五年来，", "刚刚过去的2022年，我们扩大内需。", "2018—2022年"),
    ("", "刚刚过去的2025年，是“十四五”收官之年。", "“十四五”时期"),
    ("", "刚刚过去的2024年，我们扩大内需。", ""),
    ("", "2024年，我们扩大内需。", "2024年"),
    ("2024年，", "刚刚过去的2024年，我们扩大内需。", "2024年"),
])
def test_what_stands_before_the_year_that_has_just_passed_is_not_of_that_year(
        told: str, year: str, when: str, shipped: RuleSet) -> None:
    """An excerpt may begin in the middle of the review, without its heading."""
    text = f"——农业更强。新建湿地32处。\n{told}我们办好实事20件。\n{year}\n出口增长7%。"
    [named] = re.findall("\\d{4}", year)
    title = f"云岭市政府工作报告（{int(named) + 1}年）"
    assert context(text, "新建湿地32处", shipped, title).when == when
    assert context(text, "出口增长7%", shipped, title).when == f"{named}年"


@pytest.mark.parametrize("text", [BULLETIN_WITH_NOTES, BULLETIN_WITH_SOURCES])
def test_a_note_under_a_text_is_of_no_card(text: str, shipped: RuleSet) -> None:
    article = article_of(text, title="2024年云岭市统计公报")
    found, _ = find_all(Issue("", "", "", (article,)), shipped, cut=list)
    assert {finding.context.paragraph for finding in found[1].findings} == {0}


def test_firms_keep_their_figure(shipped: RuleSet) -> None:
    found = context("市属国企实现利润100亿元，研发投入增长12.4%。", "研发投入增长12.4%", shipped, "云岭市政府工作报告")
    assert (found.whose, found.body) == ("云岭市", "市属国企")


def test_what_a_nations_organ_has_is_of_that_organ(shipped: RuleSet) -> None:
    text = "国务院组成部门减少到29个，内设机构精简四分之一。"
    assert context(text, "内设机构精简四分之一", shipped, "政府工作报告（2003年）").body == "国务院"


@pytest.mark.parametrize(("title", "source", "text", "whose"), [
    ("推动高质量发展", "四川日报，2026-02-10", "全省工业投资增长9%。", "四川"),
    ("“十四五”现代物流发展规划", "国办发〔2022〕17号", "社会物流总额超过300万亿元。", "全国"),
    ("以开放赢得未来", "经济日报", "我国市场很大。服务业占比超过50%。", "我国"),
    ("全国工作会议在北京举行", "新华社", "投资增长9%。", "全国"),
    ("云岭见闻", "", "投资增长9%。", ""),
    ("基层见闻", "", "成都、成都、成都各一，重庆、重庆、北京、天津、上海、山西、河北各一。全市都好。投资增长9%。", ""),
    ("百年接力", "", "中国青年有理想。全校师生办好事。全校党团日活动3次。", ""),
    ("百年接力", "", "我国市场很大，中国青年有理想，我国前景光明。全校师生办好事。全校党团日活动3次。", "我国"),
    ("基层见闻", "", "成都、成都、成都各有一处。全市都好。投资增长9%。", "成都"),
    ("护林专家表示高市长的话不对", "", "投资增长9%。", ""),
    ("云岭资料", "", "本白皮书重点围绕云岭市水源地的建设，提出办法。我国湖泊很多。投资增长9%。", "云岭市"),
    ("云岭资料", "", "本报告结合云岭市、青溪县的实际，提出办法。我国湖泊很多。投资增长9%。", "我国"),
    ("新疆：护林增收 云南：治水有方", "", "投资增长9%。", ""),
    ("河边旧闻（考古中国）", "青溪日报", "水利会成立。文物共32件。", ""),
    ("护林论坛在中国林业大学举行", "青溪日报", "中国林业大学主办。文物共32件。", ""),
    ("优良作风，中国共产党为什么能", "青溪日报", "党员带头。文物共32件。", ""),
    ("河边旧闻", "青溪日报", "古渠是研究我国水利的材料。文物共32件。", ""),
    ("水利部门对老挝进行友好访问", "青溪日报", "中国水利向好，中国水库很多。双方办了活动9场。", ""),
    ("政府工作报告（2015年）", "", "我国水利向好，我国水库很多。投资增长9%。", "全国"),
    ("2024年中国水利报告", "", "我国水利向好。水利会预测2025年全球经济增速为3%。", "全球"),
])
def test_whose_the_document_is(title: str, source: str, text: str, whose: str, shipped: RuleSet) -> None:
    shown = next(sentence for sentence in text.rstrip("。").split("。") if any(map(str.isdigit, sentence)))
    assert context(text, shown, shipped, title, source=source).whose == whose


UNTITLED = """\
各位代表：
现在，我代表{government}，向大会报告政府工作，请予审议。
# 一、2025年和今年以来工作回顾
去年，我们扩大内需。工业投资增长6.1%。
# 二、今年发展主要目标和下一阶段工作总体部署
今年要新建湿地32处。
"""


@pytest.mark.parametrize(("title", "government", "whose"), [
    ("资料之七", "国务院", "全国"), ("资料之七", "青溪县人民政府", "青溪县"),
    ("政府工作报告", "青溪县人民政府", "青溪县"),
])
def test_a_report_without_a_title_says_whose_it_is_and_of_which_year(
        title: str, government: str, whose: str, shipped: RuleSet) -> None:
    text = UNTITLED.format(government=government)
    done = context(text, "工业投资增长6.1%", shipped, title)
    assert (done.whose, done.when) == (whose, "2025年")
    assert context(text, "今年要新建湿地32处", shipped, title).when == "2026年目标"


@pytest.mark.parametrize(("text", "shown", "when"), [
    ("继续执行去年出台的护林政策，新增补助约5亿元。", "新增补助约5亿元", "2025年"),
    ("落实2021年由县里印发的护林办法，新建林场3座。", "新建林场3座", "2025年"),
    ("去年新增的补助达到5亿元，新建林场3座。", "新建林场3座", "2024年"),
    ("加快建设2021年启动的补林工程，新建林场3座。", "新建林场3座", "2025年"),
    ("2021年印发的护林办法提出，每县新建林场3座。", "每县新建林场3座", "2021年"),
    ("2021年出台12项护林政策，新建林场3座。", "新建林场3座", "2021年"),
    ("2021年印发的《护林办法》提出，每县新建林场3座。", "每县新建林场3座", "2021年《护林办法》"),
])
def test_when_a_policy_was_made_does_not_date_what_it_does(
        text: str, shown: str, when: str, shipped: RuleSet) -> None:
    assert context(text, shown, shipped, "2025年云岭市统计公报", "2025-12-20").when == when


@pytest.mark.parametrize(("date", "text", "shown", "when", "aim"), [
    ("2020-05-22", "今明两年培训茶农3500人次以上。", "培训茶农3500人次以上", "2020—2021年", False),
    ("2020-05-22", "今明两年茶园目标是达到30万亩。", "茶园目标是达到30万亩", "2020—2021年目标", True),
    ("2020-05-22", "明后两年，培训茶农3500人次以上。", "培训茶农3500人次以上", "2021—2022年", False),
    ("2020-05-22", "今明后三年，培训茶农3500人次以上。", "培训茶农3500人次以上", "2020—2022年", False),
    ("", "今明两年，培训茶农3500人次以上。", "培训茶农3500人次以上", "今明两年", False),
])
def test_two_years_together_are_not_one(
        date: str, text: str, shown: str, when: str, aim: bool, shipped: RuleSet) -> None:
    found = context(text, shown, shipped, date=date)
    assert (found.when, found.aim) == (when, aim)


TASKS = "# 今年重点任务\n{}"


@pytest.mark.parametrize(("text", "aim"), [
    ("今年茶园已达到30万亩", False), ("茶园已经超过30万亩", False),
    ("茶园达到30万亩", True), ("完善已有的茶园30万亩", True),
    ("目前，全市有茶园30万亩", False), ("目前茶园20万亩，到2030年茶园达到30万亩", True),
])
def test_what_is_so_already_is_no_aim(text: str, aim: bool, shipped: RuleSet) -> None:
    assert context(TASKS.format(f"{text}。"), text, shipped, "云岭市2026年政府工作报告", "2026-01-20").aim == aim


def test_time_that_has_passed_is_no_figure(shipped: RuleSet) -> None:
    article = article_of("今年已过去近5个月，茶园达到30万亩。", title="云岭见闻")
    found, _ = find_all(Issue("", "", "", (article,)), shipped, cut=list)
    told = [span.of(article) for finding in found[1].findings for span in finding.spans]
    assert "30万亩" in told
    assert "5个月" not in told


@pytest.mark.parametrize(("text", "shown", "whose"), [
    ("2024年，澜江水权交易所成交量6.2万吨，增长49%；成交额34.7亿元。", "成交额34.7亿元", "澜江水权交易所"),
    ("2024年，上海水权交易所成交量6.2万吨，增长49%；成交额34.7亿元。", "成交量6.2万吨", "上海水权交易所"),
    ("2024年，上海水权交易所成交量6.2万吨，增长49%；茶园达到30万亩。", "茶园达到30万亩", "全国"),
    ("上海水权交易所成交量6.2万吨。成交额34.7亿元。", "成交额34.7亿元", "全国"),
    ("上海水权交易所上市公司28家、总市值8.6亿元，落地水利基金35支。", "落地水利基金35支", "全国"),
    ("上海水权交易所上市公司28家，总市值8.6亿元，比上年增加3亿元。", "比上年增加3亿元", "上海水权交易所"),
    ("设立上海水权交易所，成交额34.7亿元。", "成交额34.7亿元", "全国"),
    ("澜之茗2024年线上渠道实现营业收入25.8亿元，增长19%。", "澜之茗2024年线上渠道实现营业收入25.8亿元", "澜之茗"),
    ("澜之茗2024年线上渠道实现营业收入25.8亿元，增长19%。", "增长19%", "澜之茗"),
    ("青溪科技于2024年3月推出新品32种，增长19%。", "增长19%", "青溪科技"),
    ("如澜之茗2024年线上渠道实现营业收入25.8亿元，增长19%。", "增长19%", "澜之茗"),
    ("上海银行2024年实现净利润25.8亿元，增长19%。", "增长19%", "上海银行"),
    ("商业银行2024年实现净利润25.8亿元，增长19%。", "增长19%", "全国"),
    ("茶叶产量2024年达到25万吨，增长19%。", "增长19%", "全国"),
    ("农村居民2024年人均纯收入2.1万元，增长19%。", "增长19%", "全国"),
    ("预计2024年茶叶产量25万吨，增长19%。", "增长19%", "全国"),
    ("办公室部署2024年重点任务25项，增长19%。", "增长19%", "全国"),
])
def test_a_body_that_is_named_has_its_figures(text: str, shown: str, whose: str, shipped: RuleSet) -> None:
    assert context(text, shown, shipped, "2024年全国统计公报").whose == whose


@pytest.mark.parametrize(("title", "source", "text", "shown", "whose"), [
    ("山西水文走访记", "", "据介绍，圣保罗是巴西大港。这里聚集了近200家船厂。", "这里聚集了近200家船厂", "圣保罗"),
    ("山西水文走访记", "", "据介绍，圣保罗是巴西最大的港口。船厂有近200家。", "船厂有近200家", "山西"),
    ("山西水文走访记", "", "青溪县是最大的茶乡。这里聚集了近200家茶厂。", "这里聚集了近200家茶厂", "山西"),
    ("全国水文大会", "", "据法国水务部门统计，9日上午水位升到631厘米。", "9日上午水位升到631厘米", "法国"),
    ("全国水文大会", "", "法国水文公司宣布，9日全国水库蓄水量为15%。", "9日全国水库蓄水量为15%", "法国"),
    ("全国水文大会", "", "法国水文公司宣布，我国水库蓄水量为15%。", "我国水库蓄水量为15%", "我国"),
    ("全国水文大会", "", "大会上说，对法国出口增长31%。", "对法国出口增长31%", "全国"),
    ("全国水文大会", "", "据法国水务部门统计，水位很高。茶园达到30万亩。", "茶园达到30万亩", "全国"),
    ("法国全国水文大会再开", "新华网", "河水猛涨。水位达到631厘米。", "水位达到631厘米", ""),
    ("全国水文大会", "", "水库达到9座，亚洲最大的水库蓄水631万吨。", "亚洲最大的水库蓄水631万吨", "全国"),
    ("云岭市水文年报", "", "水文很重要。近年来全球洪水频发。2021年6月，9万名船员受到影响。", "9万名船员受到影响", ""),
    ("云岭市水文年报", "", "近年来全球洪水频发。全市积极应对。转移船员9万名。", "转移船员9万名", "云岭市"),
    ("云岭市水文年报", "", "面对全球洪水频发的形势，2021年6月，转移船员9万名。", "转移船员9万名", "云岭市"),
    ("云岭市水文年报", "", "全球示范水库增至10座。转移船员9万名。", "转移船员9万名", "云岭市"),
    ("云岭市水文年报", "", "近年来全球洪水频发。\n2021年6月，9万名船员受到影响。", "9万名船员受到影响", "云岭市"),
])
def test_what_is_told_of_elsewhere_is_not_of_the_documents_place(
        title: str, source: str, text: str, shown: str, whose: str, shipped: RuleSet) -> None:
    assert context(text, shown, shipped, title, source=source).whose == whose


@pytest.mark.parametrize(("text", "shown", "when"), [
    ("今年拟安排护林赤字1.6亿元，赤字率从去年的2.1%提高到2.3%。其中，县级赤字5亿元。", "县级赤字5亿元", "2015年"),
    ("今年的护林经费一律削减10%，县里的购置费按上年实际数额核减20%。", "购置费按上年实际数额核减20%", "2015年"),
    ("第一个五年计划期间，县里治水投资总额为93亿元。", "县里治水投资总额为93亿元", "第一个五年计划期间"),
    ("改革开放以来，县里种树400万亩；这些年，治水支出占比约为1.3%。", "治水支出占比约为1.3%", "这些年（至2014年）"),
])
def test_a_yearly_report_dates_by_the_nearest_time_that_is_no_measure(
        text: str, shown: str, when: str, shipped: RuleSet) -> None:
    assert context(text, shown, shipped, "青溪县政府工作报告（2015年）（节选二）").when == when


@pytest.mark.parametrize(("shown", "when"), [
    ("水质达标率达到21%", "“十五五”时期目标"), ("工业投资增长8.1%", "2026年目标")])
def test_what_is_to_be_done_in_a_plan_stands_before_what_is_to_be_done_in_its_first_year(
        shown: str, when: str, shipped: RuleSet) -> None:
    text = ("# 二、“十五五”时期目标任务和2026年工作安排\n《纲要（草案）》明确了指标：水质达标率达到21%。\n"
            "今年是“十五五”开局之年。\n主要预期目标是：工业投资增长8.1%。")
    assert context(text, shown, shipped, "青溪县政府工作报告（2026年）").when == when


def test_what_is_done_with_money_left_over_from_last_year_is_no_aim_of_this_year(shipped: RuleSet) -> None:
    text = "# 二、2015年主要任务\n合理安排超收收入。去年县财政超收72亿元。超收收入用于护林。同时，拟增加护林基金3亿元。"
    found = context(text, "拟增加护林基金3亿元", shipped, "青溪县政府工作报告（2015年）")
    assert found.when == "2014年"


def test_a_plan_of_a_year_is_of_that_year(shipped: RuleSet) -> None:
    text = "一九五九年计划要求茶叶增产百分之四十"
    found = context(f"{text}。", text, shipped, "青溪县政府工作报告（1959年）")
    assert (found.when, found.says_when) == ("一九五九年", True)
