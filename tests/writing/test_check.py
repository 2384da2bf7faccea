"""The check before writing: a card that is broken, unfaithful or gives itself away is not written, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.anki.cloze import answers, front, standing_alone, strip
from cards.records import Fact, FactForm, Note, Span
from cards.rules.ruleset import RuleSet
from cards.text.spoken import words_of
from cards.writing.check import faults
from cards.writing.drafts import Draft
from tests.cases import REPEATABLE, notes_of

TITLE = "青溪县守护一江清水"
TEXT = "全市新建湿地32处，恢复河岸18公里"
CARD = "全市新建湿地{{c1::32处::多少处}}，恢复河岸{{c2::18公里::多少公里}}"
LIST = '<div class="topic">讲话提出三项举措</div><ol><li>{{c1::修好路}}</li><li>{{c1::通好水}}</li></ol>'
Make = Callable[..., Draft]


@pytest.fixture
def draft(rules: RuleSet) -> Make:
    def make(text: str = CARD, plain: tuple[str, ...] = (TEXT,), form: FactForm = "sentence", **more: Any) -> Draft:
        fact = Fact(form, "".join(plain))
        return Draft(rules.kinds["statistic"], "statistic.amount", fact, text, plain, Span(0, 0, 10), **more)
    return make


@pytest.mark.parametrize("changes", [
    {},
    {"text": LIST, "plain": ("修好路", "通好水"), "form": "list"},
    {"text": "A&amp;B公司新建湿地{{c1::32处}}，恢复河岸若干", "plain": ("A&B公司新建湿地32处，恢复河岸若干",)},
    {"text": "全市新建湿地{{c1::32处}}，另有旧湿地132处", "plain": ("全市新建湿地32处，另有旧湿地132处",)},
    {"text": "城乡居民收入比由{{c1::2.15}}降至{{c2::2.1}}，差距缩小",
     "plain": ("城乡居民收入比由2.15降至2.1，差距缩小",)},
    {"cue": "一、治水的主要成效"},
], ids=["figures", "a list", "an ampersand", "a longer number ends with it", "a longer number begins with it", "a cue"])
def test_sound_card_has_no_fault(changes: dict[str, Any], draft: Make) -> None:
    assert list(faults(draft(**changes), TITLE, {})) == []


@pytest.mark.parametrize(("changes", "fault"), [
    ({"text": TEXT}, "broken cloze markup"),
    ({"text": "全市新建湿地{{c1::32处，恢复河岸18公里"}, "broken cloze markup"),
    ({"text": "全市新建湿地{{c1::32处}}，恢复河岸{{c2::18公里"}, "broken cloze markup"),
    ({"text": CARD.replace("32", "33")}, "its text is not the source's text"),
    ({"text": CARD + "。"}, "its text is not the source's text"),
    ({"text": LIST, "plain": ("修好路", "通好水", "办好学"), "form": "list"}, "its text is not the source's text"),
    ({"text": LIST, "plain": ("通好水", "修好路"), "form": "list"}, "its text is not the source's text"),
    ({"text": "全市新建湿地{{c1::32处}}，32处湿地都已蓄水", "plain": ("全市新建湿地32处，32处湿地都已蓄水",)},
     "the answer “32处” stands in sight"),
    ({"text": "坚持{{c1::治山}}、{{c1::治水}}、{{c1::治林}}的统一，处理好治山、治水、治林关系",
      "plain": ("治山", "治水", "治林"), "form": "list"}, "its members stand in sight, side by side"),
    ({"cue": "全年恢复河岸18公里"}, "the answer “18公里” stands in sight"),
    ({"text": "全年{{c1::守护一江清水}}，成效明显，群众满意", "plain": ("全年守护一江清水，成效明显，群众满意",)},
     "the answer “守护一江清水” stands in the article's title"),
    ({"text": "共{{c1::32处}}，{{c2::18公里}}", "plain": ("共32处，18公里",)}, "nothing left to read"),
    ({"text": "全市各地各部门都要{{c1::" + "治" * 41 + "}}", "plain": ("全市各地各部门都要" + "治" * 41,)},
     "an answer is too long"),
], ids=["no cloze", "an open cloze", "a second open cloze", "another figure", "more text", "an item too few",
        "another order", "twice in the text", "a series said again", "in the cue", "in the title", "nothing to read",
        "a long answer"])
def test_fault_is_found(changes: dict[str, Any], fault: str, draft: Make) -> None:
    assert fault in list(faults(draft(**changes), TITLE, {}))


def test_same_question_with_another_answer_is_found(draft: Make) -> None:
    seen: dict[str, tuple[str, ...]] = {}
    other = {"text": "全市新建湿地{{c1::45处}}，恢复河岸{{c2::18公里}}", "plain": ("全市新建湿地45处，恢复河岸18公里",)}
    assert list(faults(draft(), TITLE, seen)) == []
    assert list(faults(draft(), TITLE, seen)) == []
    assert list(faults(draft(**other), TITLE, seen)) == ["another card has the same question with another answer"]


def test_card_that_is_not_written_is_reported_with_its_place(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    text = "全市新建湿地320处\n云岭市治水成效明显。\n云岭市共新建湿地320处，恢复河岸18公里。\n"
    notes, doubts = notes_of(text, rules, cut)
    assert not any("{{c1::320处" in note.fields[0] for note in notes[1])
    assert [str(doubt) for doubt in doubts] == [
        "article 1, paragraph 2, line 3: a 统计 card was not written: "
        "the answer “320处” stands in the article's title: 云岭市共新建湿地320处，恢复河岸18公里"]


def test_sentence_with_like_figures_makes_a_card(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    notes, doubts = notes_of("云岭市发展的新变化\n五年来，城乡居民收入比由2.15降至2.1，差距继续缩小。\n", rules, cut)
    assert [note.cards for note in notes[1]] == [1, 1]
    assert doubts == ()


@pytest.mark.parametrize(("text", "plain", "edges", "fault"), [
    ("全市新建湿地1{{c1::32处}}，恢复河岸若干", "全市新建湿地132处，恢复河岸若干", None, "a blank cuts a number"),
    ("全市新建湿地{{c1::13}}2处，恢复河岸若干", "全市新建湿地132处，恢复河岸若干", None, "a blank cuts a number"),
    ("城乡居民收入比降至2.{{c1::15}}，差距缩小", "城乡居民收入比降至2.15，差距缩小", None, "a blank cuts a number"),
    ("全市新建湿地{{c1::1}},320处，恢复河岸若干", "全市新建湿地1,320处，恢复河岸若干", None, "a blank cuts a number"),
    ("全市上下守护一江{{c1::清水向}}东流，成效明显", "全市上下守护一江清水向东流，成效明显", {0, 8, 10, 12},
     "a blank cuts a word"),
    ("全市上下都把生态叫作“{{c1::压舱石”}}，成效明显", "全市上下都把生态叫作“压舱石”，成效明显", None,
     "a bracket or quotation mark without its other half"),
    ("全市新建湿地{{c1::32处（含}}改建），恢复河岸若干", "全市新建湿地32处（含改建），恢复河岸若干", None,
     "a bracket or quotation mark without its other half"),
], ids=["a number's end", "a number's beginning", "a decimal", "thousands", "a word", "a quotation mark", "a bracket"])
def test_cut_in_the_wrong_place_is_found(
        text: str, plain: str, edges: set[int] | None, fault: str, draft: Make) -> None:
    places = None if edges is None else frozenset(edges)
    assert list(faults(draft(text=text, plain=(plain,)), TITLE, {}, places)) == [fault]


def test_what_the_source_left_unpaired_is_no_fault(draft: Make) -> None:
    text = "全市上下都说：“路通了，人来了，新建湿地{{c1::32处}}"
    assert list(faults(draft(text=text, plain=("全市上下都说：“路通了，人来了，新建湿地32处",)), TITLE, {})) == []


SCRAPS = [
    "云岭市", "全年", "新建湿地", "32处", "1,200户", "增长7.3%", "增长12.5%", "居全省第2位", "，",
    "，", "；", "。", "“", "”", "（", "）", "技能人才是产业升级的第一资源",
    "不是权宜之计，而是长久之策", "粮食安全关系国计民生", "只有尊重劳动，才能激发创造", "其中",
    "同比", "一是修好通村路；", "二是通好自来水；", "三是办好村小学。",
    "要坚持党建引领、坚持改革创新、坚持群众主体。", "\n", "{{c1::", "<b>"]


@REPEATABLE
@given(lines=some.lists(some.sampled_from(SCRAPS), min_size=4, max_size=40).map("".join))
def test_every_card_that_is_written_is_sound(
        lines: str, rules: RuleSet, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    """Whatever the text: nothing cut, nothing in sight, enough to read, the source's words, no question twice."""
    for rule_set in (rules, shipped):
        found, _ = notes_of(f"云岭见闻录\n{lines}\n", rule_set, cut)
        assert_sound(found.get(1, ()), rule_set)


def assert_sound(notes: tuple[Note, ...], rules: RuleSet) -> None:
    seen: dict[str, list[str]] = {}
    for note in notes:
        kind = rules.kinds[note.kind]
        for number, hidden in answers(note.fields[0]).items():
            shown = front(note.fields[0], number)
            assert seen.setdefault(shown, hidden) == hidden
            assert len(words_of(shown)) >= kind.readable
            for answer in hidden:
                assert len(answer) < 3 or not standing_alone(answer).search(shown + "\n" + strip(note.fields[1]))
                assert not note.fact.is_text or 0 < len(answer) <= kind.answer_longest
        if note.fact.is_text:
            assert strip(note.fields[0]) in note.fact.sentence
            assert not re.search(r"\d[.,]?\{\{c\d+::\d", note.fields[0])
            assert not re.search(r"(?<!\{c)\d(?:::[^}]*)?\}\}[.,]?\d", note.fields[0])
