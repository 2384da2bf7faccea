"""What the cards of an enumeration ask, what they show before it, and what stands on their backs.

The texts of topics.txt hold for the shipped rules of lists and how these word their titles, and belong to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as some
from msgspec.structs import replace

from cards.anki.cloze import answers, strip
from cards.finding.find import find_all
from cards.records import Article, Fact, Issue, Item, Span
from cards.rules.ruleset import RuleSet
from cards.writing.asking import asked as rephrased
from cards.writing.compose import compose
from cards.writing.drafts import Draft
from cards.writing.mnemonic import mnemonic
from cards.writing.reciting import recited
from cards.writing.topics import NO_TOPIC
from tests.cases import REPEATABLE, article_of, cases, notes_of

Cut = Callable[[str], list[str]]
TOPIC = re.compile(r'<div class="topic">(.*?)</div>')
NESTED = """# 去年工作回顾
一年来，主要做了以下工作：
一是着力扩内需稳增长。扩大投资稳增长，开工一批项目。扶持企业稳增长，兑现一批奖补。畅通物流稳增长，打通一批堵点。
二是着力抓创新促转型。成果不断涌现，企业满意。
"""


def measures(article: Article, rules: RuleSet, cut: Cut) -> list[Draft]:
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][article.number]
    return [draft for draft in compose(article, found.findings, rules, cut) if draft.kind.name == "measure"]


def wholes(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.fact.form == "list"]


def titles(drafts: list[Draft]) -> list[str]:
    return [strip(found[1]) for draft in drafts if (found := TOPIC.search(draft.text))]


def of_any_worth(rules: RuleSet) -> RuleSet:
    """`rules`, of which lists of any worth become cards."""
    return replace(rules, weights={**rules.weights, "measure": replace(rules.weights["measure"], least=-9.0)})


@cases("topics.txt")
def test_title_asks_for_the_list_in_the_words_of_the_text(
        given: str, expected: str, shipped: RuleSet, cut: Cut) -> None:
    assert expected in titles(wholes(measures(article_of(given), of_any_worth(shipped), cut)))


def test_a_list_says_when_it_is_where_the_sentence_that_titles_it_opens_with_that(shipped: RuleSet, cut: Cut) -> None:
    told = ("2031年，随着县里的林场一家一家改制、林农的山林一户一户登记，全县的林业管理办法从统一派工转向分户承包，"
            "护林站也进行了三项改革。一是把护林员编进各村。二是把工钱算到各户。三是把果树分给各组。")
    [draft] = wholes(measures(article_of(told), of_any_worth(shipped), cut))
    assert draft.cue == "2031年"


def test_a_bare_year_titles_nothing(shipped: RuleSet, cut: Cut) -> None:
    told = "2031年，稻谷收割三万亩；茶叶采摘五千亩；竹笋挖取八千亩。"
    assert titles(wholes(measures(article_of(told), of_any_worth(shipped), cut))) == []


def test_aspects_without_what_is_said_of_them_are_no_list(shipped: RuleSet, cut: Cut) -> None:
    told = ("全县的护林工作走在前列。从规模来看，林场有三十个，林工有两千多人，都住在山上。从速度来看，造林面积"
            "一年比一年大，比邻县都快。从效益来看，林农的收入翻了一番，家家盖了新房。")
    assert titles(wholes(measures(article_of(told), of_any_worth(shipped), cut))) == []


def test_paragraphs_are_not_all_of_a_text_where_others_open_as_they_do(shipped: RuleSet, cut: Cut) -> None:
    told = "加强防霜设备。县里补贴一半，装了风机。\n推广抗寒品种。育苗二十万株。\n完善茶农保险。保费由县里出。\n"
    others = "茶园多在山上。那里风大，霜也来得早。\n茶农都不懂行。他们只能看着茶树冻死。\n"
    assert titles(wholes(measures(article_of(told), shipped, cut))) == ["云岭见闻：提出哪些举措（共3项）"]
    by_verb = replace(shipped, every=tuple(rule for rule in shipped.every if rule.id != "measure.paragraphs_clause"))
    assert titles(wholes(measures(article_of(others + told), by_verb, cut))) == []


def test_nested_list_names_the_item_it_is_a_part_of(rules: RuleSet, cut: Cut) -> None:
    drafts = measures(article_of(NESTED), rules, cut)
    inner = [draft for draft in drafts if "扩大投资稳增长" in draft.enumeration]
    assert {draft.cue for draft in inner} == {"一年来，主要做了以下工作 · 着力扩内需稳增长"}
    assert {draft.cue for draft in drafts if draft not in inner} == {"去年工作回顾"}


def test_part_of_an_item_is_called_by_the_item_not_by_the_sentence_before(rules: RuleSet, cut: Cut) -> None:
    told = ("第一，把牢治水方向。要从沿岸群众的日常生活出发谋划各项治水举措。"
            "一方面，要管好排污口。另一方面，要护好饮水源。\n"
            "第二，守住治水底线。要常抓不懈。")
    inner = [draft for draft in wholes(measures(article_of(told), rules, cut)) if "管好排污口" in draft.enumeration]
    assert titles(inner) == ["把牢治水方向：哪两方面（共2项）"]


def test_of_two_lists_with_one_title_the_worthier_has_it(shipped: RuleSet, cut: Cut) -> None:
    told = ("青溪县全面开展治水行动。疏浚城区河道，清理淤泥十二万方，恢复水面两百多亩，坚决打好河道清淤攻坚战。"
            "封堵沿河排口，改造管网三十多公里，建成泵站五座，坚决打好排口截污攻坚战。"
            "加固沿河堤岸，修复护坡二十公里，栽种柳树六千株，坚决打好堤岸加固攻坚战。"
            "层层压实责任，各镇按月上门查看并且通报进度，年底由县里逐一验收。"
            "广泛发动群众，聘请三百多名义务巡河员，设立十二处公开投诉点。")
    drafts = wholes(measures(article_of(told), shipped, cut))
    assert [draft.enumeration[0] for draft in drafts] == ["坚决打好河道清淤攻坚战"]
    assert titles(drafts) == ["青溪县全面开展治水行动（共3项）"]


def test_long_list_is_asked_for_in_groups_of_one_note(rules: RuleSet, cut: Cut) -> None:
    kinds = {**rules.kinds, "measure": replace(rules.kinds["measure"], whole_most=4)}
    lines = [f"{number}. 办好第{number}件惠民实事。" for number in range(1, 11)]
    drafts = measures(article_of("\n".join(lines)), replace(rules, kinds=kinds), cut)
    [whole] = wholes(drafts)
    assert {number: len(hidden) for number, hidden in answers(whole.text).items()} == {1: 4, 2: 4, 3: 2}
    assert len([draft for draft in drafts if draft.fact.form == "item"]) == 10


def test_back_of_an_item_is_its_own_paragraph_or_marks_it_in_the_sentence(rules: RuleSet, cut: Cut) -> None:
    lines = ["第一，修好通村公路。今年修路八十公里。", "第二，通好山区自来水。今年通水十二个村。",
             "第三，办好乡镇寄宿学校。今年新建三所。"]
    own = measures(article_of("\n".join(lines)), rules, cut)
    assert [draft.extra for draft in own if draft.fact.form == "item"] == lines
    shared = measures(article_of("做好今年工作，坚持稳字当头，坚持创新驱动，坚持民生为本。"), rules, cut)
    assert "<mark>坚持创新驱动</mark>，坚持民生" in next(
        draft.extra for draft in shared if (draft.fact.form, draft.fact.answer) == ("item", "坚持创新驱动"))


def test_back_of_a_whole_list_marks_its_items(rules: RuleSet, cut: Cut) -> None:
    [whole] = wholes(measures(article_of("做好今年工作，坚持稳字当头，坚持创新驱动，坚持民生为本。"), rules, cut))
    assert whole.extra == ("做好今年工作，<mark>坚持稳字当头</mark>，<mark>坚持创新驱动</mark>，"
                           "<mark>坚持民生为本</mark>。")


def test_title_without_a_subject_gets_the_articles(rules: RuleSet, cut: Cut) -> None:
    told = "技能人才工作很重要。" * 5 + ("也要清醒看到不足，主要表现为：总量仍然偏少；"
                                        "培训内容和岗位需求之间仍然存在脱节现象，部分实训设备比较陈旧；企业参与不够。")
    drafts = measures(article_of(told, title="全面加强技能人才工作 夯实根基"), rules, cut)
    assert titles(wholes(drafts)) == ["技能人才工作还存在哪些不足（共3项）"]
    items = [draft.text for draft in drafts if draft.fact.form == "item"]
    assert ['<span class="rest">，部分实训设备比较陈旧</span>' in text for text in items] == [False, True, False]


def test_list_that_is_one_glance_has_no_cards_item_by_item(rules: RuleSet, cut: Cut) -> None:
    drafts = measures(article_of("落实责任、政策、帮扶、监管“四个不摘”要求，守住底线。"), rules, cut)
    assert [draft.fact for draft in drafts] == [Fact("list", items=("责任", "政策", "帮扶", "监管"))]


def test_list_of_two_has_no_cards_item_by_item(rules: RuleSet, cut: Cut) -> None:
    told = "第一，强化全市统筹协调。要完善规划。\n第二，压实各方工作责任。要逐项落实。"
    assert [draft.fact.form for draft in measures(article_of(told), rules, cut)] == ["list"]


def test_questions_of_a_review_sheet_are_no_list(shipped: RuleSet, cut: Cut) -> None:
    sheet = ("1.什么是护林？\n护林是山区的根本。\n2.护林员的任务是什么？\n巡山和防火。\n"
             "3.如何认识护林的意义？\n没有山林就没有水。\n")
    answers_of_it = sheet.replace("什么是护林？", "护林为本。").replace("护林员的任务是什么？", "巡山防火。").replace(
        "如何认识护林的意义？", "以林养水。")
    lists = [titles(wholes(measures(article_of(text), of_any_worth(shipped), cut))) for text in (sheet, answers_of_it)]
    assert [len(of_text) for of_text in lists] == [0, 1]


def test_item_of_an_unfinished_list_says_so(rules: RuleSet, cut: Cut) -> None:
    text = "也要看到困难和问题：产业层次偏低；部分企业经营困难；公共服务仍有短板；等等。"
    drafts = measures(article_of(text), rules, cut)
    assert titles([draft for draft in drafts if draft.fact.form == "item"])[-1].endswith("（第3项／文中举出3项）")


def test_form_that_says_nothing_else_takes_no_title_from_the_sentence_before(rules: RuleSet, cut: Cut) -> None:
    text = ("# 大兴调研之风\n全县上下要迎难而上。要扎根基层，真心实意问计群众；要扎进现场，一针一线摸清底数；"
            "要扎下身子，一件一件解决难题。\n"
            "会场里掌声响了起来。要带头学习，争做求知的引领者；带头实干，争做创业的引领者；带头廉洁，争做清风的引领者。\n")
    assert not any("掌声" in title or "迎难" in title for title in titles(measures(article_of(text), rules, cut)))


def test_end_of_another_part_is_no_title_of_the_parts_below_it(shipped: RuleSet, cut: Cut) -> None:
    text = ("扶持林农有三条措施：\n"
            "（一）提高补助比例。逐年提高林农的造林补助。\n（二）做好政策衔接。新老补助不重复发放。\n"
            "（三）加强资金管理。严格核定每片林子的造林成本支出。\n"
            "（一）加强组织领导。各乡镇要把林业改革摆上重要日程。\n（二）强化考核监督。县里每年开展一次考核。")
    drafts = measures(article_of(text), shipped, cut)
    assert drafts
    assert not any("造林成本" in title for title in titles(drafts))


def test_what_somebody_did_well_is_no_title_of_the_paragraphs_below_it(shipped: RuleSet, cut: Cut) -> None:
    text = ("五年来，山区改革取得重大进展，林业新体制初步建立，林地确权完成。公有林场在改革中壮大。林场主业更加突出。"
            "林场债务逐年减少。林场在护林、造林、育苗方面发挥了重要作用。\n"
            "林产市场建设全面展开。交易越来越活跃。\n林业金融改革继续深化。贷款越来越方便。\n"
            "林区保障体系基本确立。参保的人越来越多。")
    weights = replace(shipped.weights["measure"], least=-9.0)
    rules = replace(shipped, weights={**shipped.weights, "measure": weights})
    assert not any("重要作用" in title for title in titles(measures(article_of(text), rules, cut)))


def test_items_are_recited_without_function_words_and_without_their_shared_subject(rules: RuleSet, cut: Cut) -> None:
    text = ("信用制度作为市场的基础，其本身蕴含着三个重要机制。首先，信用制度是一种新型的约束机制。"
            "其次，信用制度是一种长效的激励机制。最后，信用制度还是一种有效的市场机制。")
    plain = wholes(measures(article_of(text), rules, cut))[0].plain
    assert plain == ("新型的约束机制", "长效的激励机制", "有效的市场机制")
    text = "一方面，要平衡好保护与发展。另一方面，我们也要多推出便民措施。"
    assert wholes(measures(article_of(text), rules, cut))[0].plain == ("平衡好保护与发展", "多推出便民措施")
    text = "第一，要素保障更加有力。用地有了着落。\n第二，要害部位更加安全。事故少了三成。"
    assert wholes(measures(article_of(text), rules, cut))[0].plain == ("要素保障更加有力", "要害部位更加安全")


def test_list_with_an_item_that_says_nothing_by_itself_is_not_asked_under_a_title(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 山区护林的三点做法\n第一，这样的林子最容易起火。要勤清杂草。\n第二，林区路口设卡检查。要登记进山人员。\n"
            "第三，护林队伍日夜巡山。要备好工具。")
    assert not titles(measures(article_of(text), shipped, cut))


def test_some_sentences_of_a_paragraph_that_share_no_word_are_not_asked(shipped: RuleSet, cut: Cut) -> None:
    text = ("推动茶叶市场稳定发展。完善山区电商交易制度。茶农的收入有了保障。完备果品检验标准体系。"
            "外地客商越来越多。完成冷链集散中心建设。")
    assert not wholes(measures(article_of(text), shipped, cut))
    shared = text.replace("完善", "健全").replace("完备", "健全").replace("完成", "健全")
    assert [draft.cue for draft in wholes(measures(article_of(shared), shipped, cut))] in ([], ["三个健全"])


def test_parts_of_a_whole_text_are_asked_as_its_parts(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 一、摸清山林家底\n要逐山登记。村村建档。\n# 二、管住林区火源\n要设卡检查。人人有责。\n"
            "# 三、种好荒山荒坡\n要选好树种。年年补种。")
    asked = titles(wholes(measures(article_of(text, title="护好青山"), shipped, cut)))
    assert asked == ["护好青山：全文分哪三部分（共3项）"]


@pytest.mark.parametrize("text", [
    # the same numbers run twice: no list of them is the whole
    "（一）摸清山林家底。要逐山登记。\n（二）管住林区火源。要设卡检查。\n（三）种好荒山荒坡。要选好树种。\n"
    "（一）备足防火器材。要列出清单。\n（二）修好林区道路。要年年养护。\n（三）办好护林夜校。要人人到课。",
    # the first chapter has no heading
    "# 第二章 管住林区火源\n要设卡检查。人人有责。\n# 第三章 种好荒山荒坡\n要选好树种。年年补种。\n"
    "# 第四章 修好山区水渠\n要清好河道。年年补修。",
])
def test_some_parts_of_a_text_are_not_asked_as_all(text: str, shipped: RuleSet, cut: Cut) -> None:
    asked = titles(wholes(measures(article_of(text, title="护好青山"), shipped, cut)))
    assert not [title for title in asked if "全文" in title]


def test_series_behind_a_semicolon_is_shown_without_the_end_of_the_part_before(shipped: RuleSet, cut: Cut) -> None:
    text = ("及时接续转换两项直达山区林农的补贴政策工具，推出普惠林农贷款阶段性减息政策；"
            "并行实施良种补贴工具和护林装备专项贷款，创设实施育苗试验、虫害防治、山火预警、木材加工专项贷款。")
    shown = [strip(draft.text) for draft in measures(article_of(text), shipped, cut)]
    assert [words[:8] for words in shown] == ["并行实施良种补贴"]


def test_series_with_little_beside_it_is_shown_in_all_of_its_sentence(shipped: RuleSet, cut: Cut) -> None:
    text = ("在护林经费增加较多、树苗供应充裕、山火多年未发、虫害程度较轻的条件下，全县补种树苗既可以利用闲置荒坡，"
            "又可以增加林农收入。")
    shown = [strip(draft.text) for draft in measures(article_of(text), shipped, cut)]
    assert shown
    assert all(words.endswith("又可以增加林农收入。") for words in shown)


def test_text_is_not_asked_for_parts_that_nobody_recites(shipped: RuleSet, cut: Cut) -> None:
    long = ("全县各级护林组织应当加强对山林火情和虫害情况的日常巡查与综合研判"
            "并且在规定的期限以内向县护林委员会如实报告各项情况")
    parts = ["护好山林", "修好水渠", long, "办好学校"]

    def asked(parts: list[str]) -> list[str]:
        lines = (f"{number}、{part}。各乡都要行动。" for number, part in zip("一二三四", parts, strict=True))
        found = measures(article_of("\n".join(lines), title="云岭决议"), of_any_worth(shipped), cut)
        return [title for title in titles(wholes(found)) if "全文" in title]

    assert asked([*parts[:2], "种好树苗", parts[3]])
    assert not asked(parts)


def test_excerpt_is_not_asked_for_the_parts_of_the_whole_text(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 一、护好山林\n要逐山登记。村村建档。\n# 二、修好水渠\n要清好河道。年年补修。\n"
            "# 三、办好学校\n要选好老师。人人有责。")
    [asked] = titles(wholes(measures(article_of(text, title="云岭规划（节选）"), shipped, cut)))
    assert asked == "云岭规划（节选）：分哪三部分（共3项）"


def test_aim_with_two_figures_is_recited_with_both(shipped: RuleSet, cut: Cut) -> None:
    text = ("今年全县护林工作的主要预期目标是：造林面积增长5%左右；全县山火发生率控制在1%以内，新增专职护林员300人；"
            "林农收入增长2%左右；林农收入增长与山林增长同步；木材产量9万方以上。")
    [draft] = wholes(measures(article_of(text), shipped, cut))
    assert "全县山火发生率控制在1%以内，新增专职护林员300人" in draft.enumeration


def test_item_is_not_recited_with_the_next_one(rules: RuleSet) -> None:
    text = "粮食产量增长5%，茶叶产量增长6%；果品产量增长7%。"
    article = article_of(text)
    places = [(text.index(name), text.index(name) + 8) for name in ("粮食", "茶叶", "果品")]
    items = tuple(Item(Span(0, *place), Span(0, *place), Span(0, *place)) for place in places)
    found = recited(items, NO_TOPIC, rules.kinds["measure"], article, rules)
    assert [item.head.of(article) for item in found] == [text[start:end] for start, end in places]


def test_words_that_say_not_only_are_a_lexicons(rules: RuleSet) -> None:
    text = "不光利于护林，反倒利于治水；不光利于修路，反倒利于用电。"
    article = article_of(text)
    places = [(text.index(name) - 4, text.index(name) + 2) for name in ("护林", "修路")]
    items = tuple(Item(Span(0, *place), Span(0, *place), Span(0, *place)) for place in places)
    own = replace(rules, lexicons={**rules.lexicons, "not_only": ("不光",), "but_also": ("反倒",)})
    found = recited(items, NO_TOPIC, rules.kinds["measure"], article, own)
    assert [item.head.of(article) for item in found] == text.rstrip("。").split("；")


def test_what_is_so_not_only_is_recited_with_the_other_half(shipped: RuleSet, cut: Cut) -> None:
    text = ("县里坚持把护林放在首位，不仅有利于释放全县山林的增收潜力，而且有利于各村共享林下产业；"
            "不仅有利于推动全县治水工作走深走实，而且将影响下游各县的用水；不仅有利于留住山里的年轻人，而且有利于引来山外的客人。")
    [heads] = {draft.enumeration for draft in wholes(measures(article_of(text), of_any_worth(shipped), cut))}
    assert heads[0] == "不仅有利于释放全县山林的增收潜力，而且有利于各村共享林下产业"


def test_item_that_is_recited_in_part_says_so_where_others_are_whole(shipped: RuleSet, cut: Cut) -> None:
    text = ("全县今年护林的主要任务有：山林管护制度得到根本性改善，护林员的待遇稳步提高，林农的日子越过越好；"
            "山火和虫害明显减少；林下产业初具规模；全县山林常绿常青。")
    [draft] = wholes(measures(article_of(text), of_any_worth(shipped), cut))
    items = re.findall("<li>(.*?)</li>", draft.text)
    assert [item.endswith("}}…") for item in items] == [True, False, False, False]


def test_field_is_recited_without_the_words_around_it(shipped: RuleSet, cut: Cut) -> None:
    text = ("《办法》明确了护林工作的任务。在巡山守护方面，要逐山逐沟登记造册，一村一名护林员。"
            "在病虫防治方面，要请专家每年来看两次。在补种补植方面，要用好本地的树苗，谁种谁有。")
    shown = [draft.enumeration for draft in wholes(measures(article_of(text), of_any_worth(shipped), cut))]
    assert ("巡山守护", "病虫防治", "补种补植") in shown


def test_more_chapters_than_one_recites_are_not_of_the_sentence_before_the_first(shipped: RuleSet, cut: Cut) -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"]
    works = ["摸清山林家底", "管住林区火源", "种好荒山荒坡", "修好山区水渠", "护好古树名木", "办好林区学校",
             "建好护林队伍", "用好林业资金", "做强山茶产业", "拓宽销售门路", "守牢防汛底线", "清好河道淤泥",
             "搞好林权改革", "办好林业夜校", "管好山区运输"]
    chapters = "\n".join(f"# {number}、{work}\n要选好人手。" for number, work in zip(numbers, works, strict=True))
    text = ("青溪县护林已走过百年。全体护林员务必不怕吃苦、早出晚归，务必看好火源、守好山林，务必管好水渠、修好道路，"
            "坚定信心，增强本领，写好山区更加美好的新篇章，让山里的孩子都有书读。\n" + chapters)
    asked = titles(measures(article_of(text, title="护好青山"), shipped, cut))
    assert not [title for title in asked if "务必" in title]


def test_chapters_that_run_on_through_all_volumes_are_not_of_the_first(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 第一篇\n# 一、摸清山林家底\n要逐山登记。村村建档。\n# 二、管住林区火源\n要设卡检查。人人有责。\n"
            "# 第二篇\n# 三、种好荒山荒坡\n要选好树种。年年补种。\n# 四、修好山区水渠\n要清好河道。年年补修。")
    asked = titles(wholes(measures(article_of(text, title="护好青山"), shipped, cut)))
    assert asked == ["护好青山：全文分哪四部分（共4项）"]


def test_volumes_are_of_the_whole_text_and_not_of_the_summary_before_them(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 内容摘要\n今年全县新建林场三座，修渠八十公里，村民都很满意。\n"
            "# 第一部分 摸清山林家底\n要逐山登记。村村建档。\n"
            "# 第二部分 管住林区火源\n要设卡检查。人人有责。\n# 第三部分 种好荒山荒坡\n要选好树种。年年补种。")
    [draft] = wholes(measures(article_of(text, title="护好青山"), shipped, cut))
    assert titles([draft]) == ["护好青山：全文分哪三部分（共3项）"]
    assert draft.plain == ("摸清山林家底", "管住林区火源", "种好荒山荒坡")


def test_headings_under_another_are_parts_of_that(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 一、2025年工作回顾\n去年山林更绿了。\n# 二、2026年重点工作\n去年植树300公顷。\n今年要植树500公顷。\n"
            "# （一）摸清山林家底\n要逐山登记。村村建档。\n# （二）管住林区火源\n要设卡检查。人人有责。\n"
            "# （三）种好荒山荒坡\n要选好树种。年年补种。")
    asked = titles(wholes(measures(article_of(text, title="云岭县护林工作报告"), shipped, cut)))
    assert asked == ["2026年重点工作（共3项）"]


def test_a_name_that_goes_on_with_and_is_not_told_by_half(shipped: RuleSet, cut: Cut) -> None:
    text = "大宗木材储备设施以及农村林业、高山林业、应急林业、城郊林业等专业林业和民生保障领域林业存在短板。"
    assert [draft.cue for draft in wholes(measures(article_of(text), shipped, cut))] == ["都以“林业”结尾"]


def test_two_parts_or_later_ones_are_not_all_of_a_text(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 二、摸清山林家底\n要逐山登记。村村建档。\n# 三、管住林区火源\n要设卡检查。人人有责。\n"
            "# 四、种好荒山荒坡\n要选好树种。年年补种。")
    two = text.replace("二、", "一、").replace("三、", "二、")[: text.index("# 四")]
    for excerpt in (text, two):
        asked = titles(wholes(measures(article_of(excerpt, title="护好青山"), shipped, cut)))
        assert not any("全文" in title for title in asked)


def test_heading_over_paragraphs_is_their_title_not_the_sentence_that_happens_to_stand_before(
        shipped: RuleSet, cut: Cut) -> None:
    text = ("# 护林的三项措施\n我们要让山里的孩子都有书读，让茶农的日子一年比一年红火。\n"
            "第一，勤清林下杂草。要逐片清理。\n第二，林区路口设卡。要登记进山人员。\n第三，组建护林队伍。要备好工具。")
    asked = titles(wholes(measures(article_of(text, title="护好青山"), shipped, cut)))
    assert [title for title in asked if "书读" in title] == []
    assert len(asked) == 1
    assert "护林的" in asked[0]


def test_clause_that_only_leads_up_to_the_next_is_shown_with_it(shipped: RuleSet, cut: Cut) -> None:
    text = ("全市建立护林工作年度报告制度，由各乡镇护林站在每年年底以前汇总全年巡山的各项记录并逐级上报核对，"
            "通过综合分析山林防火、山林防虫、山林防盗工作中的薄弱环节，定期向市人民代表大会报告并提出建议，"
            "让山林常绿常青，让茶农的日子一年比一年红火。")
    drafts = [draft for draft in measures(article_of(text), shipped, cut) if "山林防虫" in draft.plain]
    assert [("定期向市人民代表大会报告" in draft.text, "红火" in draft.text) for draft in drafts] == [(True, False)]


def test_condition_is_shown_with_what_holds_under_it(shipped: RuleSet, cut: Cut) -> None:
    text = ("只有办好护林队伍建设这件大事，实现巡护有人、设备有钱、道路有路、水源有管，才能守住全县的青山，"
            "让山里的孩子在家门口读书，让山外的客人年年都来走一走，为全县长远发展留下一片绿水青山，"
            "把这份家底一代一代传下去，并且越攒越厚实。")
    shown = [strip(draft.text) for draft in measures(article_of(text), shipped, cut) if "设备有钱" in draft.plain]
    assert shown
    assert all("才能守住全县的青山" in words for words in shown)


def test_clause_that_says_nothing_without_the_next_is_shown_with_it(shipped: RuleSet, cut: Cut) -> None:
    text = ("《办法》的实施，对理顺全县各乡镇护林站多年来没有理顺的管护关系、解决好群众反映的突出问题，"
            "提高全县护林工作的科学化、制度化、规范化水平，具有十分重要的意义，各乡镇要抓紧学习，"
            "让山林常绿常青，让茶农的日子一年比一年红火。")
    [draft] = [draft for draft in measures(article_of(text), shipped, cut) if "科学化" in draft.plain]
    assert ("十分重要的意义" in draft.text, "红火" in draft.text) == (True, False)


def test_what_all_members_hold_is_a_whole_word_of_each(shipped: RuleSet, cut: Cut) -> None:
    text = "立足云岭实际，科学把握新发展阶段、深入贯彻新发展理念、加快构建新发展格局，让群众的日子越过越好。"
    cues = [draft.cue for draft in measures(article_of(text), shipped, cut)]
    assert not any("“新发”" in cue for cue in cues)


def test_what_is_told_from_the_day_of_the_article_says_when_that_was(shipped: RuleSet, cut: Cut) -> None:
    text = "会议确定，明年治水工作抓好三项重点任务：一是修好河堤；二是疏通水渠；三是补种树苗。"
    article = replace(article_of(text, title="全市治水工作会议"), date="2025-12-11")
    assert [draft.cue for draft in wholes(measures(article, shipped, cut))] == ["2025年12月"]
    dated = replace(article, title="2025年全市治水工作会议")
    assert [draft.cue for draft in wholes(measures(dated, shipped, cut))] == [""]


def test_openings_far_below_a_heading_are_not_asked_as_all_of_its_section(shipped: RuleSet, cut: Cut) -> None:
    opened = "全市巡山护林。护林员每天走三十里山路。\n山里的路难走。雨天更难。\n护林站建在半山腰。站里住着四个人。\n"
    items = ("登记古树名木，建好护林台账。一树一档。\n登记进山人员，建好检查台账。一人一卡。\n"
             "登记林区火情，建好报告台账。一事一报。\n")
    asked = titles(wholes(measures(article_of(f"# 护林工作回顾\n{opened}{items}"), shipped, cut)))
    assert not any("护林工作回顾" in title for title in asked)


def test_subject_that_the_title_ends_with_is_not_recited(rules: RuleSet, cut: Cut) -> None:
    lines = ["坚持解放思想，首创百项改革举措。", "坚持扩大开放，结交百座友好城市。", "奋力发展产业，引来千家企业落户。"]
    whole = wholes(measures(article_of("\n".join(f"——30年来，云岭{line}" for line in lines)), rules, cut))
    assert titles(whole) == ["30年来，云岭是怎样做的（共3项）"]
    assert [draft.plain for draft in whole] == [tuple(line.rstrip("。") for line in lines)]


def test_list_that_a_later_article_announces_takes_its_title(rules: RuleSet, cut: Cut) -> None:
    items = "第一，强化统筹协调。要完善规划。\n第二，压实工作责任。要分级负责。\n第三，加大资金投入。要专款专用。\n"
    text = (f"云岭学习参考\n2026年第5期\n目录\n守护一江清水\t1\n治水的三条经验\t3\n守护一江清水\n"
            f"水清了，岸绿了，人也来了。\n{items}治水的三条经验\n一、怎样治水\n全市提出三方面举措。\n{items}")
    found, _ = notes_of(text, rules, cut)
    whole = next(note for note in found[1] if note.fact.form == "list")
    assert "全市提出哪三方面举措（共3项）" in strip(whole.fields[0])
    assert whole.articles == (1, 2)
    assert whole.fields[1] == "", "a section of the other article is no cue for what is at home here"


def test_two_items_need_no_mnemonic_and_a_word_is_not_cut_for_one(rules: RuleSet, cut: Cut) -> None:
    skips = rules.kinds["measure"].mnemonic_skips
    assert mnemonic(["加强顶层设计", "提高法治化水平"], skips, cut) == []
    assert mnemonic(["多边", "周边", "双边"], skips, cut) == ["多", "周", "双"]
    assert mnemonic(["积极性", "主动性", "创造性"], skips, cut) == ["积", "主", "创"]
    assert mnemonic(["定责", "定时", "定标", "定人"], skips, cut) == ["责", "时", "标", "人"]
    assert mnemonic(["劳模精神", "劳动精神", "工匠精神"], skips, cut)[0] != "精"
    assert "以" not in mnemonic(["以学促研", "以研促查", "以查促改"], skips, cut)
    assert mnemonic(["尊崇宪法", "学习宪法", "维护宪法"], skips | {"维护"}, cut)[2] == "维"
    assert not {"仍", "还"} & set(mnemonic(["仍存在短板", "还是有差距", "仍需努力"], skips, cut))


def test_of_the_words_that_a_mnemonic_may_pass_over_it_takes_the_longest(cut: Cut) -> None:
    openings = ["甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", "东南西北上下左右"]
    skips = frozenset(opening[:length] for opening in openings for length in range(2, 9))
    heads = [opening + rest for opening, rest in zip(openings, ["建桥", "修路", "植树"], strict=True)]
    assert mnemonic(heads, skips, cut) == ["建", "修", "植"]


def test_mnemonic_calls_by_its_name_what_has_one(rules: RuleSet, cut: Cut) -> None:
    heads = ["“拼”的精神", "“抢”的劲头", "“实”的作风"]
    assert mnemonic(heads, rules.kinds["measure"].mnemonic_skips, cut) == ["拼", "抢", "实"]


def test_mnemonic_passes_over_what_the_title_says(rules: RuleSet, cut: Cut) -> None:
    heads = ["坚持经济特区法治先行", "坚持经济特区开放先行", "践行绿色发展理念"]
    assert mnemonic(heads, rules.kinds["measure"].mnemonic_skips, cut, "经济特区发展的经验") == ["法", "开", "绿"]


def test_mnemonic_passes_over_what_all_measures_say(rules: RuleSet, cut: Cut) -> None:
    skips = rules.kinds["measure"].mnemonic_skips
    heads = ["加强技能培训工作顶层设计", "提高技能培训工作法治化水平", "强化技能培训全链条管理"]
    assert mnemonic(heads, skips, cut) == ["顶", "法", "全"]


@REPEATABLE
@given_any(heads=some.lists(some.sampled_from(
    ["加强顶层设计", "加强设计", "强化顶层管理", "管理责任", "责任", "，", "A股", "推进改革", "改革", "改革开放"]),
    min_size=3, max_size=6, unique=True))
def test_mnemonic_has_a_character_of_each_item(heads: list[str]) -> None:
    found = mnemonic(heads, frozenset({"加强", "强化", "推进"}), lambda text: re.findall("..?", text))
    assert len(found) == len(heads)
    assert all(character in head for character, head in zip(found, heads, strict=True))


def test_no_item_is_hidden_in_pieces(rules: RuleSet, cut: Cut) -> None:
    for draft in measures(article_of(NESTED), rules, cut):
        assert list(draft.plain) == [answer for group in answers(draft.text).values() for answer in group]


def test_heading_that_asks_is_not_said_twice(shipped: RuleSet, cut: Cut) -> None:
    text = "16.云岭林场的历史地位是什么？\n①是山区护林的第一个林场；\n②是全县绿化的开篇之作；\n③是林农增收的主要依靠"
    [whole] = wholes(measures(article_of(text), shipped, cut))
    assert titles([whole]) == ["云岭林场的历史地位是什么（共3项）"]
    assert whole.cue == ""


def test_item_that_opens_with_a_year_says_more_than_that(shipped: RuleSet, cut: Cut) -> None:
    text = ("4.云岭林场是怎样办起来的？\n①1958年，县里在《护林工作通知》中第一次提出了办好一个示范林场的设想："
            "即由林农自己来办。\n②依靠：林农\n③前途：集体林业")
    weights = replace(shipped.weights["measure"], least=-9.0)
    rules = replace(shipped, weights={**shipped.weights, "measure": weights})
    [whole] = wholes(measures(article_of(text), rules, cut))
    assert whole.enumeration[0].startswith("1958年，县里在《护林工作通知》中第一次提出")


SECTION = ("# 全面强化护林支撑\n发挥林场人才优势。{0}\n建设共享苗圃基地。{0}\n增强山区防火能力。{0}\n"
           "做优护林服务生态。{0}\n一体推进林业教育。{0}")
MORE = "全县新办林校两所，培训技工三百名，群众都说办得好。"


def test_heading_is_no_title_of_some_of_the_paragraphs_under_it(shipped: RuleSet, cut: Cut) -> None:
    """Those that begin with a verb are a list, but the section has more of the same form."""
    asked = {(title, len(draft.enumeration))
             for draft in wholes(measures(article_of(SECTION.format(MORE)), shipped, cut)) for title in titles([draft])}
    assert not [title for title, items in asked if "护林支撑" in title and items < 5]


def test_opening_is_no_title_of_a_series_in_one_of_several_sentences(shipped: RuleSet, cut: Cut) -> None:
    text = ("持续激发消费潜力。办好山货节庆，扩大茶旅消费。大力发展首发经济、演艺经济和赛事经济。"
            "丰富夜游体验，办好灯会。")
    asked = titles(wholes(measures(article_of(text), shipped, cut)))
    assert not [title for title in asked if "消费潜力" in title]


def test_who_says_our_county_is_named(shipped: RuleSet, cut: Cut) -> None:
    """The sentence before is let go with what ties to it, and 全县 is told whose it is."""
    text = ("云岭县护林工作成效明显。\n云岭县的林场越办越好。\n"
            "但是，全县林场底子薄、林农负担重、巡山人手少、防火设备旧等问题较为突出，形势依然严峻。")
    article = article_of(text, title="护好青山", source="云岭县日报")
    [draft] = [draft for draft in measures(article, shipped, cut) if "林农负担重" in draft.plain]
    assert draft.cue.startswith("云岭县")
    assert strip(draft.text).startswith("全县林场底子薄")


def test_points_under_a_heading_are_not_the_parts_of_the_text(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 5.林场改革的主要内容是什么？\n政治上依靠林农，建立林农说了算的管护组织。\n经济上分三步走：\n"
            "①把林权交给林农，是林场改革的主要内容。\n②把收益交给林农，是林场改革的应有之义。\n③保护护林工商业。")
    assert not [title for title in titles(wholes(measures(article_of(text), shipped, cut))) if "全文" in title]


def test_some_openings_of_long_sentences_are_not_asked_as_all(shipped: RuleSet, cut: Cut) -> None:
    long = "延长茶叶链条，提升茶园价值，通过保底分红让茶农分享收益"
    told = f"全面开发茶园多种功能，{long}。高水平办好茶叶加工厂，{long}。重点解决鲜叶销售难题，{long}。"
    more = "对利用闲置茶房办民宿的实行备案管理。发展山乡共享茶园、创意茶艺、特色茶文化产业。"
    asked = titles(wholes(measures(article_of(f"构建茶旅融合体系。{told}{more}"), shipped, cut)))
    assert not [title for title in asked if "茶旅融合" in title]


@pytest.mark.parametrize("text", [
    "# 一、2025年工作回顾\n过去一年，我们主要做了以下工作：\n# （一）全力护好山林\n新建林场三座。\n"
    "# （二）聚力修好水渠\n修渠86公里。",
    "# 一、过去五年工作回顾\n五年来，全市走过不平凡的历程。我们主要做了以下工作：\n"
    "（一）坚持护林为要，着力守好山林防线。五年新建林场三座。\n（二）坚持治水为先，着力修好山区水渠。五年修渠86公里。",
], ids=["headings", "numbered paragraphs"])
def test_the_last_two_of_a_text_are_not_said_to_be_all(text: str, shipped: RuleSet, cut: Cut) -> None:
    told = titles(wholes(measures(article_of(text, title="云岭市政府工作报告"), shipped, cut)))
    assert told
    assert not [title for title in told if "共2项" in title]


def test_what_all_items_share_does_not_end_with_a_preposition(shipped: RuleSet, cut: Cut) -> None:
    text = ("3.山区护林制度的形成条件是什么？\n①山区护林制度是在深刻把握全县山情林情的基础上形成的；\n"
            "②山区护林制度是在深入总结多年护林经验的基础上形成的；\n③山区护林制度是在借鉴邻县护林做法的基础上形成的")
    [whole] = wholes(measures(article_of(text), shipped, cut))
    assert [head[0] for head in whole.enumeration] == ["在", "在", "在"]


def test_part_of_an_item_is_not_asked_as_all_that_its_heading_asks_for(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 3.山区护林制度的形成条件是什么？\n①山区护林制度是在深刻把握全县山情林情的基础上形成的；\n"
            "②山区护林制度是在深入总结多年护林经验的基础上形成的；\n"
            "③山区护林制度是在深刻分析山区形势、顺应林业发展趋势、借鉴邻县护林经验的基础上形成的")
    [series] = [draft for draft in measures(article_of(text), shipped, cut) if "顺应林业发展趋势" in draft.plain]
    assert series.cue.startswith("山区护林制度的形成条件是什么（第3项／共3项）")


def test_headings_of_a_word_or_two_are_asked_as_parts(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 一、护林站的作用\n# （一）制度供给\n守好山林，造福子孙。\n# （二）技术供给\n坚持生态优先。\n"
            "# （三）人才供给\n到2030年，山林常绿。\n# 二、重点任务\n# （一）建强护林队伍\n配齐护林员。\n"
            "# （二）修好防火通道\n通到每片林。\n# （三）完善巡山制度\n每日一巡。")
    told = titles(wholes(measures(article_of(text, title="云岭县护林规划"), shipped, cut)))
    assert "护林站的作用：分哪三部分（共3项）" in told
    assert not [title for title in told if "重点任务" in title and "部分" in title]


def test_by_what_something_is_done_is_shown_with_what_that_is(shipped: RuleSet, cut: Cut) -> None:
    text = ("全市各级护林组织要按照护林条例和山林管护责任书的规定，通过听取专项工作汇报或者开展入户走访、现场查看、"
            "随机抽查、暗访督查，组织座谈会、问卷调查、约谈等方式，督促和支持各乡镇护好山林，及时补种树苗，"
            "让山林常绿常青，让茶农的日子一年比一年红火。")
    [draft] = [draft for draft in measures(article_of(text), shipped, cut) if "入户走访" in draft.plain]
    assert ("督促和支持" in draft.text, "红火" in draft.text) == (True, False)


def test_words_pointed_at_that_the_series_shows_itself_are_no_cue(shipped: RuleSet, cut: Cut) -> None:
    damaged = article_of("林。这政发展规律、山林主规律和共规律的认识")
    [draft] = measures(damaged, of_any_worth(shipped), cut)
    assert "林" not in draft.cue


@pytest.mark.parametrize(("said", "behind"), [
    ("健全与林农常来常往的沟通机制，综合运用补贴、贷款、保险等方式，帮林农渡过难关", "帮林农渡过难关"),
    ("特别是各村支书，既要带领大家一起定好山界、选好树种、看好林子，又要做到重大火情亲自上山", "亲自上山"),
    ("实践证明，通过村规民约守住老树、守住水源、守住山口，并请大家互相监督，保住了一方水土", "保住了一方水土"),
    ("在护林员大会、护林夜校和护林节的基础上，县里提出要办好护林学校", "要办好护林学校"),
], ids=["by what", "not only", "goes on", "on what grounds"])
def test_clause_that_only_leads_up_to_another_is_shown_with_it(said: str, behind: str, shipped: RuleSet, cut: Cut,
                                                               ) -> None:
    far = "这件事全县各乡镇都要从去年冬天的火灾中吸取教训，挨家挨户讲清楚，一个山头一个山头查明白，一个路口一个路口守好"
    article = article_of(f"{said}，{far}，{far}。")
    [shown] = [strip(draft.text) for draft in measures(article, of_any_worth(shipped), cut)]
    assert (behind in shown, "火灾" in shown) == (True, False)


def test_meeting_that_is_held_again_and_again_is_dated(shipped: RuleSet, cut: Cut) -> None:
    text = "会议强调，全县要引导村民从小掌握护林知识、树立护林意识、养成护林习惯。"
    read = article_of(text, title="传达学习全省护林工作会议精神", source="云岭县日报")
    article = replace(read, date="2025-12-11")
    [draft] = measures(article, shipped, cut)
    assert draft.cue.startswith("云岭县 · 2025年12月")


def test_number_of_a_congress_is_not_asked_for(shipped: RuleSet) -> None:
    kind = shipped.kinds["measure"]
    for title in ("深入学习贯彻党的十九大精神", "学习党的二十大精神", "县里出台了第二批清单"):
        assert rephrased(title, kind) == title
    assert rephrased("县里抓好三项工作", kind) == "县里抓好哪三项工作"


def test_what_happens_to_those_who_do_something_is_shown_with_that(shipped: RuleSet, cut: Cut) -> None:
    text = ("对山林资源保护、饮用水源安全、国有林场管护、林地流转出让等领域负有监管职责的单位失职失责的行为，"
            "致使集体受损的，依法提出护林建议并督促整改，让山林常绿常青，让茶农的日子一年比一年红火，"
            "让山乡的孩子都能在家门口看到青山绿水。")
    [draft] = [draft for draft in measures(article_of(text), shipped, cut) if "饮用水源安全" in draft.plain]
    assert ("依法提出护林建议" in draft.text, "红火" in draft.text) == (True, False)


def test_a_clause_that_says_especially_is_shown_with_what_it_goes_on_from(shipped: RuleSet, cut: Cut) -> None:
    text = ("一年来，全县各乡各村的党员干部翻山越岭、走村串户，一家一家上门听林农讲心里话，"
            "切实解决林农最关心的实际问题，特别是解决林农看病难、上学难、行路难、用电难等操心事，"
            "把好事办到每一户人家的门口，林农的获得感、幸福感、安全感明显提升。")
    [draft] = [draft for draft in measures(article_of(text), shipped, cut) if "幸福感" in draft.plain]
    assert strip(draft.text).startswith("切实解决林农最关心的实际问题，特别是")


def test_some_of_the_paragraphs_below_a_number_are_not_asked_as_all(shipped: RuleSet, cut: Cut) -> None:
    below = ("加强巡山护林，配齐护林员。一村一人，一月一训。\n推进林区修路，方便进山。今年修路八十公里。\n"
             "发展林下种养，带动增收。药材面积翻了一番。\n")
    text = f"（三）完善山区林业体系，增强发展后劲。坚持先护后用。\n{below}道路还要再修。各乡都要出力。\n（四）治水。"
    assert not [title for title in titles(wholes(measures(article_of(text), shipped, cut))) if "林业体系" in title]


def test_series_that_few_words_lead_up_to_is_shown_with_the_sentence_before(shipped: RuleSet, cut: Cut) -> None:
    told = ("青溪县去年修了路。路通了，车多了。各乡都来了客人，山里热闹起来了。"
            "青溪县山区和林区之间也有矛盾。这种矛盾包括耕地和林地之间的矛盾，修路和护林之间的矛盾，"
            "旅游和防火之间的矛盾，采伐和育林之间的矛盾。县里正在逐一化解。")
    asked = [strip(draft.text) for draft in measures(article_of(told), shipped, cut) if len(draft.plain) == 4]
    assert asked
    assert all("青溪县山区和林区之间也有矛盾。" in text for text in asked)


LEADS = (("守好山林", 1), ("修好山口水渠", 2), ("办好山乡学校", 1))


@pytest.mark.parametrize(("behind", "is_asked"), [(2, True), (4, False)])
def test_short_sentences_that_lead_up_to_others_are_not_asked_where_much_more_stands_behind_the_last(
        behind: int, is_asked: bool, shipped: RuleSet, cut: Cut) -> None:
    told = "建设好青山绿水。" + "".join(f"{lead}。" + "各乡都派出了年轻的护林员，每月进山巡护十几天。" * texts
                                    for lead, texts in (*LEADS, ("种好村口茶园", behind)))
    asked = titles(wholes(measures(article_of(told), of_any_worth(shipped), cut)))
    assert any("青山绿水" in title for title in asked) is is_asked


@pytest.mark.parametrize("series", [
    "坚持奉行多树种、少采伐、勤补种、广育苗的方针。",
    "这是县里带头护林的结果，是林场多年造林的结果，是各乡村民守山的结果。"])
def test_a_series_that_hardly_more_is_said_behind_is_shown_with_the_sentence_before(
        series: str, shipped: RuleSet, cut: Cut) -> None:
    told = f"青溪县去年修了路。路通了，车多了。山里的用水有了保障，山林也一年比一年好。{series}"
    asked = [strip(draft.text) for draft in wholes(measures(article_of(told), of_any_worth(shipped), cut))]
    assert any("山里的用水有了保障，山林也一年比一年好。" in text for text in asked)


def test_a_title_that_only_says_numbers_is_no_cue_of_what_stands_below(shipped: RuleSet, cut: Cut) -> None:
    told = ("（十一）加强护林。护林有哪些经验教训？第一，把护林与种茶结合起来。第二，从各村实际出发定好办法。"
            "第三，坚持开门护林多学多看。\n"
            "（十二）修好水渠。水渠要修到村口。\n（十三）扩种茶树。茶树要种到山腰。")
    drafts = wholes(measures(article_of(told), shipped, cut))
    assert titles(drafts)[0].startswith("云岭见闻：（十一）至（十三）各是什么")
    assert [draft.cue for draft in drafts] == ["", ""]
