"""Lists: what their features tell, which of two stands, and how they are asked; by the shipped rules."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from cards.anki.cloze import strip
from cards.finding.enumerations import MEANINGS
from cards.finding.find import find_all
from cards.records import Article, Finding, Issue
from cards.rules.ruleset import RuleSet
from cards.writing.compose import compose
from cards.writing.drafts import Draft
from tests.cases import article_of, rules_as_shipped

Cut = Callable[[str], list[str]]
BLANK = re.compile(r"\{\{c\d+::(.*?)\}\}")


@pytest.fixture(scope="module")
def shipped() -> RuleSet:
    """The shipped rules with their weights, which say what a list is worth."""
    return rules_as_shipped()


def found_in(article: Article, rules: RuleSet, cut: Cut) -> tuple[Finding, ...]:
    found, _ = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)
    return tuple(finding for finding in found[article.number].findings if finding.items)


def lists(text: str, rules: RuleSet, cut: Cut) -> list[Draft]:
    article = article_of(text)
    return [draft for draft in compose(article, found_in(article, rules, cut), rules, cut)
            if draft.fact.form == "list"]


def asked(text: str, rules: RuleSet, cut: Cut) -> list[str]:
    """What each list shows, its members in 【】."""
    return [strip(BLANK.sub(r"【\1】", draft.text)) for draft in lists(text, rules, cut)]


def test_series_is_asked_in_its_own_sentence(shipped: RuleSet, cut: Cut) -> None:
    text = "全乡主题教育的总要求是守规矩、担责任、找差距、抓落实。"
    assert asked(text, shipped, cut) == ["全乡主题教育的总要求是【守规矩】、【担责任】、【找差距】、【抓落实】。"]
    [draft] = lists(text, shipped, cut)
    assert draft.fact.items == ("守规矩", "担责任", "找差距", "抓落实")


def test_series_with_a_member_that_says_nothing_is_none(shipped: RuleSet, cut: Cut) -> None:
    assert asked("云岭市坚持“一江清水”、“”、“两岸青山”、山水同治，全面推进治水。", shipped, cut) == []


def test_words_that_stand_in_a_row_are_worth_less_than_a_series_built_alike(shipped: RuleSet, cut: Cut) -> None:
    def worth(text: str) -> float:
        article = article_of(text)
        found, _ = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)
        return max(fate.finding.worth for fate in found[1].fates if fate.finding.items)

    alike = worth("要形成能者上、优者奖、庸者下、劣者汰的导向。")
    assert alike > worth("全市工业、农业和服务业企业增长较快。") + 1
    assert alike > worth("新增企业17家、园区9个、专业合作社6家等。") + 1


def test_count_that_a_finished_sentence_states_is_no_title(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 去年工作回顾\n去年，县里八件实事全部办结。\n"
            "（一）产业更强了。园区满了。\n（二）乡村更美了。垃圾少了。\n（三）日子更好了。收入多了。")
    assert not any("八件" in shown for shown in asked(text, shipped, cut))


def test_count_of_another_number_is_no_title(shipped: RuleSet, cut: Cut) -> None:
    text = "县里提出打造六个高地。\n第一，产业迈上新台阶。园区满了。\n第二，乡村迈上新台阶。垃圾少了。"
    assert not any("六个高地" in shown for shown in asked(text, shipped, cut))


def test_number_inside_a_word_is_no_count(shipped: RuleSet, cut: Cut) -> None:
    text = "# 学习党的二十大精神\n第一，学深悟透。要逐段学。\n第二，学以致用。要天天用。"
    assert not any("哪二十" in shown or "二十哪" in shown for shown in asked(text, shipped, cut))


def test_announced_count_that_agrees_is_the_title(shipped: RuleSet, cut: Cut) -> None:
    text = "县里今年重点抓好以下三项工作。\n第一，修好村路。\n第二，通好水电。\n第三，办好学校。"
    assert any(shown.startswith("县里今年重点抓好哪三项工作（共3项）") for shown in asked(text, shipped, cut))


def test_items_run_in_and_on_their_own_line_are_one_list(shipped: RuleSet, cut: Cut) -> None:
    text = "# 申报条件\n（一）在本市登记两年以上；（二）近三年信用良好；\n（三）有专职人员和固定场所。"
    assert ("在本市登记两年以上", "近三年信用良好", "有专职人员和固定场所") in [
        draft.plain for draft in lists(text, shipped, cut)]


def test_items_that_other_paragraphs_part_are_one_list(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 怎样治水\n第一，把牢方向。\n方向错了，越治越乱。\n第二，守住底线。\n底线破了，前功尽弃。\n"
            "第三，汇聚力量。\n力量散了，一事无成。")
    assert ("把牢方向", "守住底线", "汇聚力量") in [draft.plain for draft in lists(text, shipped, cut)]


def test_numbers_that_run_on_through_chapters_make_a_list_a_chapter(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 第一章 建强县域产业\n（一）办好产业园区。园区要满。\n（二）引进龙头企业。企业要强。\n"
            "# 第二章 留住乡村人才\n（三）办好乡村学校。学校要近。\n（四）关心乡村教师。教师要稳。")
    found = [draft.plain for draft in lists(text, shipped, cut)]
    assert ("办好产业园区", "引进龙头企业") in found
    assert ("办好乡村学校", "关心乡村教师") in found
    assert not any(len(plain) == 4 for plain in found)


def test_numbers_beyond_thirty_go_on_and_make_no_list_over_all_chapters(shipped: RuleSet, cut: Cut) -> None:
    towns = ("梨花", "松山", "白石", "青溪", "澄江", "桃源", "竹林")
    works = ("办好{}园区", "修好{}公路", "建好{}学校", "管好{}河道", "种好{}茶园")
    items = [work.format(town) for town in towns for work in works]
    numbers = (*"一二三四五六七八九十", *("十" + digit for digit in "一二三四五六七八九"), "二十",
               *("二十" + digit for digit in "一二三四五六七八九"), "三十", *("三十" + digit for digit in "一二三四五"))
    lines = [f"（{number}）{item}。年底要见效。" for number, item in zip(numbers, items, strict=True)]
    chapters = [f"# {number}、{town}镇\n" + "\n".join(lines[at * 5 : at * 5 + 5])
                for at, (number, town) in enumerate(zip(numbers, towns, strict=False))]
    found = [draft.plain for draft in lists("\n".join(chapters), shipped, cut)]
    assert tuple(items[30:]) in found
    assert not any(len(plain) > 7 for plain in found)
    assert not lists("\n".join(lines), shipped, cut)


def test_series_inside_an_item_is_a_list_of_its_own(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 怎样办学\n第一，办好乡村学校。要做到有人教、有书读、有饭吃、有床睡。\n"
            "第二，关心乡村教师。要稳住队伍。\n第三，守护乡村孩子。要家校同心。")
    found = [draft.plain for draft in lists(text, shipped, cut)]
    assert ("办好乡村学校", "关心乡村教师", "守护乡村孩子") in found
    assert ("有人教", "有书读", "有饭吃", "有床睡") in found


def test_many_members_are_asked_in_two_groups_of_one_note(shipped: RuleSet, cut: Cut) -> None:
    text = "乡里的干部一年到头坚持走村入户、问计于民、察看实情、解决难题、回访群众、公开结果、接受监督、长期坚持。"
    [draft] = lists(text, shipped, cut)
    numbers = re.findall(r"\{\{c(\d)::", draft.text)
    assert numbers == ["1"] * 4 + ["2"] * 4


def test_every_feature_has_a_meaning(shipped: RuleSet, cut: Cut) -> None:
    text = "要形成能者上、优者奖、庸者下、劣者汰的导向。\n第一，修好村路。\n第二，通好水电。"
    named = {name for finding in found_in(article_of(text), shipped, cut) for name in finding.features}
    assert {name for name in named if "." not in name} <= set(MEANINGS)


def test_no_member_begins_or_ends_inside_a_word(shipped: RuleSet, cut: Cut) -> None:
    [shown] = asked("县里建立健全招商引资服务机制、项目落地服务机制、企业诉求服务机制，群众很满意。", shipped, cut)
    assert "建立健全【招商引资服务机制】" in shown


def test_series_is_called_only_what_its_text_calls_it(shipped: RuleSet, cut: Cut) -> None:
    series = "县里的干部这些年来一直注重群众意识、责任意识、实干意识、廉洁意识。"
    assert [draft.cue for draft in lists(series, shipped, cut)] == ["都以“意识”结尾"]
    named = series + "人人都说四个意识记得牢。"
    assert [draft.cue for draft in lists(named, shipped, cut)] == ["四个意识"]


def test_series_is_shown_without_a_comma_at_its_end(shipped: RuleSet, cut: Cut) -> None:
    text = "云岭县的干部一年到头坚持走村入户、察看实情、解决难题、回访群众，" + "村里的老人逢人就说这样的干部多了，" * 6
    [shown] = asked(text + "大家都很高兴。", shipped, cut)
    assert shown.endswith("【回访群众】")


def test_who_came_who_is_thanked_and_names_of_projects_are_no_lists(shipped: RuleSet, cut: Cut) -> None:
    for text in ("县委书记、县长、各镇书记参加会议。", "我代表县政府，向全县工人、全县农民、全县教师表示感谢！",
                 "加快建设云岭铁路、青溪铁路、白石铁路等重点项目。"):
        assert lists(text, shipped, cut) == []


def test_title_is_no_sentence_that_tells_something_of_its_own(shipped: RuleSet, cut: Cut) -> None:
    text = "去年，云岭县粮食产量达到12万吨。第一，修好村里的道路。第二，通好村里的水电。第三，办好村里的学校。"
    assert lists(text, shipped, cut) == []


def test_items_with_a_mark_and_items_without_one_are_no_list(shipped: RuleSet, cut: Cut) -> None:
    text = ("# 怎样办学\n一是坚持立德树人。学校要稳。\n坚持教书育人。教师要好。\n三是坚持就近入学。学校要近。\n"
            "坚持公平入学。机会要均等。")
    assert not any(len(draft.plain) == 4 for draft in lists(text, shipped, cut))


def test_series_told_of_as_one_is_worth_a_card(shipped: RuleSet, cut: Cut) -> None:
    told = "云岭县的乡村治理坚持村民的参与、干部带头、依法办事{}。"
    assert [draft.plain for draft in lists(told.format("有机统一"), shipped, cut)] == [("参与", "干部带头", "依法办事")]
    assert lists(told.format("，县里很重视"), shipped, cut) == []


def test_what_a_verb_acts_on_is_no_item_among_clauses_that_begin_alike(shipped: RuleSet, cut: Cut) -> None:
    told = "加快改善县城道路，县城面貌焕然一新，县城人口继续增加，县城商贸日益繁荣。"
    assert not any("县城道路" in draft.plain for draft in lists(told, shipped, cut))


def test_of_two_lists_of_paragraphs_the_one_with_all_items_stands(shipped: RuleSet, cut: Cut) -> None:
    heads = ("推进林业转型升级", "培育壮大新兴果业", "提升山区旅游品质", "举全县之力发展茶业", "推动茶旅深度融合")
    behind = "要办好园区、引进企业、带动农户，年内见到成效。各乡镇都要拿出办法，把责任落实到人，一项一项抓好落实。"
    told = "# 今年怎样做强山区产业\n" + "\n".join(f"{head}。{behind}" for head in heads)
    assert heads in [draft.plain for draft in lists(told, shipped, cut)]


@pytest.mark.parametrize(("text", "is_list"), [
    ("茶园面积扩大530亩；茶叶产量增加620吨；茶农收入提高710元。", False),
    ("今年的目标是：茶园面积扩大530亩以上；茶叶产量增加620吨左右；茶农收入提高710元以上。", True)])
def test_figures_that_are_so_already_are_asked_one_by_one(text: str, is_list: bool, shipped: RuleSet, cut: Cut) -> None:
    assert bool(lists(text, shipped, cut)) is is_list


@pytest.mark.parametrize("text", [
    "到2031年茶园面积达到530亩；到2033年茶叶产量达到620吨；到2035年茶农收入达到710元。",
    "县里的摸底从3月5日开始；各乡的核对从4月10日开始；全县的公示从6月20日开始。"])
def test_aims_and_days_are_no_figures_that_are_so_already(text: str, shipped: RuleSet, cut: Cut) -> None:
    fates = find_all(Issue("云岭学习参考", "2026-05", "", (article_of(text),)), shipped, cut)[0][1].fates
    listed = [fate.finding for fate in fates if fate.finding.items]
    assert listed
    assert not any("each_a_figure" in finding.features for finding in listed)
