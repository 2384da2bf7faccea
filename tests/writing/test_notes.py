"""Notes: one for each fact however many articles give it, each with its source, its tags and its place in the text.

Short texts have the stages' own rules, the sample the shipped ones.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from cards.anki.cloze import strip
from cards.reading import read_issue
from cards.records import Fact, Note
from cards.rules.ruleset import RuleSet
from tests.cases import notes_of

Cut = Callable[[str], list[str]]
ISSUE = """云岭学习参考
2026年第5期
2026年5月8日
目录
守护一江清水\t1
治水的三条经验\t3

守护一江清水
云岭市今年新建湿地32处，恢复河岸18公里。
第一，强化统筹协调。要完善规划，细化任务。
第二，压实各方工作责任。要分级负责，逐项落实。
第三，汇聚群众护水力量。要村村发动，户户参与。
（来源：《云岭学刊》2026年第4期）
治水的三条经验
这些经验来之不易。
第一，强化统筹协调。要完善规划，细化任务。
第二，压实各方工作责任。要分级负责，逐项落实。
第三，汇聚群众护水力量。要村村发动，户户参与。
一年来，青溪县退捕渔船85艘。
云岭市今年新建湿地 32 处，恢复河岸 18 公里。
（来源：云岭日报，2026-04-02）
"""
FIRST, SECOND = "《云岭学刊》2026年第4期 · 守护一江清水 · 云岭学习参考 2026-05", \
    "云岭日报，2026-04-02 · 治水的三条经验 · 云岭学习参考 2026-05"


def shown(note: Note) -> str:
    return strip(note.fields[0])


def test_fact_in_two_articles_is_one_note_with_both_sources(rules: RuleSet, cut: Cut) -> None:
    found, doubts = notes_of(ISSUE, rules, cut)
    first, second = ([note for note in found[number] if "湿地" in shown(note)] for number in (1, 2))
    assert first == second
    assert [note.fact.answer for note in first] == ["32处", "18公里"]
    for note in first:
        assert note.fields[4] == f"<p>{FIRST}</p><p>{SECOND}</p>"
        assert (note.home, note.articles, note.cards) == (1, (1, 2), 1)
    assert doubts == ()


def test_fact_in_one_article_has_its_source_only(rules: RuleSet, cut: Cut) -> None:
    found, _ = notes_of(ISSUE, rules, cut)
    boats = [note for note in found[2] if "渔船" in shown(note)]
    assert [(note.fields[4], note.home, note.articles) for note in boats] == [(f"<p>{SECOND}</p>", 2, (2,))]


def test_list_in_two_articles_is_one_note_for_the_whole_and_one_an_item(rules: RuleSet, cut: Cut) -> None:
    found, _ = notes_of(ISSUE, rules, cut)
    lists = [[note for note in found[number] if note.kind == "measure"] for number in (1, 2)]
    assert lists[0] == lists[1]
    items = ("强化统筹协调", "压实各方工作责任", "汇聚群众护水力量")
    assert [note.fact for note in lists[0]] == [
        Fact("list", items=items), *(Fact("item", answer=item, items=items) for item in items)]
    assert [note.cards for note in lists[0]] == [1, 1, 1, 1]


def test_list_in_another_order_in_another_article_is_the_same_list(rules: RuleSet, cut: Cut) -> None:
    text = """云岭学习参考
2026年第5期
目录
守护一江清水	1
治水的三条经验	3
守护一江清水
云岭县今年着力推动粗放发展向集约发展转变、单一业态向多元业态转变、传统管理向智慧管理转变。
治水的三条经验
水清了，岸绿了，人也来了。实现单一业态向多元业态转变、粗放发展向集约发展转变、传统管理向智慧管理转变。
"""
    found, _ = notes_of(text, rules, cut)
    lists = [[note for note in found[number] if note.kind == "measure"] for number in (1, 2)]
    assert {note.guid for note in lists[0]} == {note.guid for note in lists[1]}
    assert [(note.fact.form, note.fact.items[0]) for note in lists[0]] == [("list", "粗放发展向集约发展转变")]
    assert {note.articles for note in lists[0]} == {(1, 2)}


def test_part_of_a_longer_list_of_another_article_is_asked_for_as_a_whole_only(rules: RuleSet, cut: Cut) -> None:
    text = """云岭学习参考
2026年第5期
目录
守护一江清水	1
治水的三条经验	3
守护一江清水
云岭县今年大力发展以专利为支撑的创新型经济、以商标为支撑的品牌经济、以版权为支撑的文化产业。
治水的三条经验
水清了，岸绿了，人也来了。大力发展以专利为支撑的创新型经济、以商标为支撑的品牌经济、以版权为支撑的文化产业、以数据为支撑的数字经济。
"""
    found, _ = notes_of(text, rules, cut)
    lists = [[note.fact.form for note in found[number] if note.kind == "measure"] for number in (1, 2)]
    assert lists == [["list"], ["list", "item", "item", "item", "item"]]


def test_items_with_the_same_head_in_one_article_are_notes_of_their_own(rules: RuleSet, cut: Cut) -> None:
    text = """青溪县守护一江清水
第一，强化统筹协调。要完善规划，细化任务。
第二，压实各方工作责任。要分级负责，逐项落实。
第三，汇聚群众护水力量。要村村发动，户户参与。
第四，用好数字治水平台。要一网统管，实时预警。
村里也有一套办法。
一是强化统筹协调；二是办好民生实事；三是修好便民路。
"""
    items = [note for note in notes_of(text, rules, cut)[0][1]
             if (note.fact.form, note.fact.answer) == ("item", "强化统筹协调")]
    assert len(items) == 2
    assert items[0].guid != items[1].guid
    assert "4项" in shown(items[0])
    assert "3项" in shown(items[1])


def test_item_shows_the_one_before_it_and_none_after(rules: RuleSet, cut: Cut) -> None:
    text = "青溪县守护一江清水\n全县提出三项举措。\n第一，修好通村路。\n第二，通好自来水。\n第三，办好村小学。\n"
    items = [note for note in notes_of(text, rules, cut)[0][1] if note.fact.form == "item"]
    assert [("通好自来水" in note.fields[0], "办好村小学" in note.fields[0]) for note in items] \
        == [(False, False), (True, False), (True, True)]
    assert ["{{c1::" + note.fact.answer + "}}" in note.fields[0] for note in items] == [True] * 3


def test_notes_stand_in_the_order_of_the_text(sample: Path, shipped: RuleSet, cut: Cut) -> None:
    issue = read_issue(sample, shipped)
    found, _ = notes_of(sample.read_text(encoding="utf-8"), shipped, cut)
    for article in issue.articles:
        whole = "\n".join(paragraph.text for paragraph in article.paragraphs)
        places = [whole.find(shown(note)) for note in found[article.number]
                  if note.fact.is_text and article.number == note.home]
        assert -1 not in places
        assert places == sorted(places)


def test_every_text_is_the_sources_own(sample: Path, shipped: RuleSet, cut: Cut) -> None:
    issue = read_issue(sample, shipped)
    found, _ = notes_of(sample.read_text(encoding="utf-8"), shipped, cut)
    whole = "\n".join(paragraph.text for article in issue.articles for paragraph in article.paragraphs)
    for article in issue.articles:
        facts = [note.fact for note in found[article.number]]
        words = [part for fact in facts for part in (fact.answer, *fact.items)]
        texts = [note for note in found[article.number] if note.fact.is_text]
        assert [part for part in words if part not in whole] == []
        assert [note.fact for note in texts if shown(note) not in note.fact.sentence] == []


def test_back_shows_the_paragraph_a_text_comes_from(sample: Path, shipped: RuleSet, cut: Cut) -> None:
    issue = read_issue(sample, shipped)
    for article in issue.articles:
        paragraphs = [paragraph.text for paragraph in article.paragraphs]
        for note in notes_of(sample.read_text(encoding="utf-8"), shipped, cut)[0][article.number]:
            if note.fact.is_text and note.home == article.number:
                assert any(strip(note.fields[2]).strip("…") in paragraph for paragraph in paragraphs)
                assert f"<mark>{shown(note)}</mark>" in note.fields[2]


def test_tags(rules: RuleSet, cut: Cut) -> None:
    found, _ = notes_of(ISSUE, rules, cut)
    water = next(note for note in found[1] if "湿地" in shown(note))
    assert water.tags == ("举要::统计", "期::2026-05", "规则::statistic.amount", "重点")


def essential(found: dict[int, tuple[Note, ...]], kind: str, number: int = 1) -> list[bool]:
    return ["重点" in note.tags for note in found[number] if note.kind == kind and note.home == number]


def test_a_quarter_of_each_kind_without_weights_is_essential(sample: Path, shipped: RuleSet, cut: Cut) -> None:
    found, _ = notes_of(sample.read_text(encoding="utf-8"), replace(shipped, weights={}), cut)
    for number in found:
        for kind in ("statistic", "key_sentence"):
            mine = essential(found, kind, number)
            assert len(mine) <= 4 * sum(mine) < len(mine) + 4 * 5  # the answers of one text go together: up to five


def test_an_enumeration_is_essential_as_a_whole_or_not_at_all(sample: Path, shipped: RuleSet, cut: Cut) -> None:
    found, _ = notes_of(sample.read_text(encoding="utf-8"), shipped, cut)
    assert any(essential(found, "measure", number) for number in found)
    for notes in found.values():
        wholes = [note for note in notes if note.fact.form == "list"]
        for whole in wholes:
            items = [note for note in notes if note.enumeration == whole.enumeration]
            assert {"重点" in note.tags for note in [whole, *items]} == {"重点" in whole.tags}


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0), (0.25, 1), (0.5, 2), (1.0, 3)])
def test_share_of_the_essential_is_the_rule_files_to_set(share: float, expected: int, rules: RuleSet, cut: Cut) -> None:
    kinds = {**rules.kinds, "statistic": replace(rules.kinds["statistic"], essential=share)}
    rules = replace(rules, kinds=kinds)
    text = "青溪县守护一江清水\n全县全年新建大小湿地32处。\n沿江恢复自然河岸线共18公里。\n全县一年共退捕渔船85艘。\n"
    assert sum(essential(notes_of(text, rules, cut)[0], "statistic")) == expected


def test_markup_in_a_source_is_text_in_every_field(rules: RuleSet, cut: Cut) -> None:
    text = ("守护<b>一江</b>清水 {{c1::云岭}}\n一、治水<i>成效</i> {{c2::明显}}\n"
            "云岭<script>市今年</script>新建湿地32处{{c3::甲}}，恢复河岸18公里。\n"
            "第一，强化<u>统筹</u>{{c4::协调}}。\n第二，压实“责任&lt;”::再三。\n（来源：<a>云岭</a>日报{{c5::一}}）\n")
    found, _ = notes_of(text, rules, cut)
    assert {note.kind for note in found[1]} >= {"statistic", "measure"}
    marks = ("<b>", "<i>", "<u>", "<a>", "<script", "{{c3", "{{c4", "{{c5", "{{c2::明显", "{{c1::云岭}}")
    assert [(mark, field) for note in found[1] for field in note.fields for mark in marks if mark in field] == []
    water = next(note for note in found[1] if "湿地" in shown(note))
    assert shown(water).startswith("云岭<script>市今年</script>新建湿地32处{{c3::甲}}")
    assert water.cards == 1


def test_article_without_facts_has_no_notes(rules: RuleSet, cut: Cut) -> None:
    assert notes_of("守护一江清水\n村民说，水清了。\n", rules, cut) == ({1: ()}, ())


@pytest.mark.parametrize("quoting", [
    "省委书记指出，绿水青山不是装点门面的盆景，而是群众增收的靠山。",
    "我们体会到，“绿水青山不是装点门面的盆景，而是群众增收的靠山”，这句话说到了心坎上。",
], ids=["as a sentence of its own", "inside a longer one"])
def test_sentence_another_article_quotes_is_one_note_that_says_where(quoting: str, rules: RuleSet, cut: Cut) -> None:
    text = ("云岭学习参考\n2026年第5期\n目录\n守护一江清水\t1\n治水的三条经验\t3\n守护一江清水\n"
            f"绿水青山不是装点门面的盆景，而是群众增收的靠山。\n治水的三条经验\n{quoting}\n")
    found, _ = notes_of(text, rules, cut)
    sentences = {note.guid: note for notes in found.values() for note in notes if "靠山" in shown(note)}
    assert [(note.fact.sentence, note.articles) for note in sentences.values()] == [
        ("绿水青山不是装点门面的盆景，而是群众增收的靠山。", (1, 2))]
    assert "治水的三条经验" in next(iter(sentences.values())).fields[4]


def test_last_years_figure_and_this_years_aim_are_told_apart(rules: RuleSet, cut: Cut) -> None:
    """The same question with another answer begins with its sentence, which says which year is meant."""
    text = ("云岭市政府工作报告\n过去一年，城镇新增就业5.2万人，固定资产投资增长7.5%，群众得到更多实惠。\n"
            "今年的主要目标是：生产总值增长6%左右；固定资产投资增长7%；居民收入稳步提高。\n")
    found, doubts = notes_of(text, rules, cut)
    asked = [shown(note) for note in found[1] if note.kind == "statistic" and "7%" in note.fields[0]]
    assert len(asked) == 1
    assert "今年的主要目标是" in asked[0]
    assert doubts == ()


def test_article_with_a_longer_list_does_not_retell_the_shorter_one(rules: RuleSet, cut: Cut) -> None:
    three = "大力发展以专利为支撑的创新型经济、以商标为支撑的品牌经济、以数据为支撑的数字经济，培育新动能。"
    four = three.replace("、以数据", "、以地理标志为支撑的特色经济、以数据")
    notes, _ = notes_of(ISSUE.replace("这些经验来之不易。", four).replace("第一，", three + "\n第一，", 1), rules, cut)
    found = {note.fact.items: note.articles for of_article in notes.values() for note in of_article
             if note.fact.form == "list" and note.fact.items[0] == "以专利为支撑的创新型经济"}
    assert {len(heads): articles for heads, articles in found.items()} == {3: (1,), 4: (2,)}


def test_figures_that_make_a_sentence_worth_knowing_are_asked_once_under_both_kinds(rules: RuleSet, cut: Cut) -> None:
    found, _ = notes_of("云岭去年成绩单\n全市实现地区生产总值5236.8亿元，增长6.2%，总量居全省第3位。\n", rules, cut)
    assert [(note.kind, note.fact.answer) for note in found[1]] == [
        ("statistic", "5236.8亿元"), ("statistic", "6.2%"), ("statistic", "第3位")]
    assert any({"举要::统计", "举要::金句", "重点"} <= set(note.tags) for note in found[1])


def test_figure_that_a_sentence_asks_in_most_of_its_words_is_asked_once(shipped: RuleSet, cut: Cut) -> None:
    found, _ = notes_of(
        "云岭市2026年政府工作报告\n\n打通山口交通要道，建成4座跨河桥梁、新增通车里程26公里，总里程达318公里、列全省第2位；"
        "修整37口乡村水井，饮水水质明显好转；加大水源巡查力度，各乡新聘巡查员620名；完成14项引水工程，疏浚16条老渠，"
        "渠首加固如期竣工；山乡自来水普及率从71.3%提高到82.9%，群众用水更加方便，村容村貌大为改观。\n", shipped, cut)
    [tags] = [note.tags for note in found[1] if "::318公里::" in note.fields[0]]
    assert {"举要::统计", "举要::金句"} <= set(tags)


@pytest.mark.parametrize(("title", "named"), [
    ("全县护林办法", "《全县护林办法》"), ("《护林办法》解读", "《护林办法》解读")])
def test_list_that_two_articles_give_names_the_one_whose_words_it_is_asked_in(
        title: str, named: str, shipped: RuleSet, cut: Cut) -> None:
    issue = f"""云岭学习参考
2026年第5期
2026年5月8日
目录
{title}\t1
让护林员有奔头\t3

{title}
进一步完善护林员考核办法，真正把守得住山林、治得了虫害、说得清家底的护林员选出来。
让护林员有奔头
对护林员最大的鼓励是用好人。《办法》提出要把守得住山林、治得了虫害、说得清家底的护林员选出来，决不亏待肯吃苦的人。
"""
    of_any_worth = {**shipped.weights, "measure": replace(shipped.weights["measure"], least=-9.0)}
    found, _ = notes_of(issue, replace(shipped, weights=of_any_worth), cut)
    first, second = ([note for note in found[number] if "山林" in "".join(note.fact.items)] for number in (1, 2))
    assert first == second
    [note] = first
    assert note.fields[1].split(" · ")[0] == named
