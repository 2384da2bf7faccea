"""The check before writing: a card that is broken, unfaithful or gives itself away is not written, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cards.engine.ruleset import RuleSet
from cards.records import Span
from cards.writing.check import faults
from cards.writing.drafts import Draft
from tests.cases import notes_of

TITLE = "青溪县守护一江清水"
TEXT = "全市新建湿地32处，恢复河岸18公里"
CARD = "全市新建湿地{{c1::32处::多少处}}，恢复河岸{{c2::18公里::多少公里}}"
LIST = '<div class="topic">讲话提出三项举措</div><ol><li>{{c1::修好路}}</li><li>{{c1::通好水}}</li></ol>'
Make = Callable[..., Draft]


@pytest.fixture
def draft(rules: RuleSet) -> Make:
    def make(text: str = CARD, plain: tuple[str, ...] = (TEXT,), words: str = "text", **more: Any) -> Draft:
        return Draft(rules.kinds["statistic"], "statistic.amount", (words, *plain), text, plain, Span(0, 0, 10), **more)
    return make


@pytest.mark.parametrize("changes", [
    {},
    {"text": LIST, "plain": ("修好路", "通好水"), "words": "whole"},
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
    ({"text": LIST, "plain": ("修好路", "通好水", "办好学"), "words": "whole"}, "its text is not the source's text"),
    ({"text": LIST, "plain": ("通好水", "修好路"), "words": "whole"}, "its text is not the source's text"),
    ({"text": "全市新建湿地{{c1::32处}}，32处湿地都已蓄水", "plain": ("全市新建湿地32处，32处湿地都已蓄水",)},
     "the answer “32处” stands in sight"),
    ({"cue": "全年恢复河岸18公里"}, "the answer “18公里” stands in sight"),
    ({"text": "全年{{c1::守护一江清水}}，成效明显，群众满意", "plain": ("全年守护一江清水，成效明显，群众满意",)},
     "the answer “守护一江清水” stands in the article's title"),
    ({"text": "共{{c1::32处}}，{{c2::18公里}}", "plain": ("共32处，18公里",)}, "nothing left to read"),
    ({"text": "全市各地各部门都要{{c1::" + "治" * 41 + "}}", "plain": ("全市各地各部门都要" + "治" * 41,)},
     "an answer is too long"),
], ids=["no cloze", "an open cloze", "a second open cloze", "another figure", "more text", "an item too few",
        "another order", "twice in the text", "in the cue", "in the title", "nothing to read", "a long answer"])
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
    assert not any("320处" in note.fields[0] for note in notes[1])
    assert [str(each) for each in doubts] == [
        "article 1, paragraph 2, line 3: a 统计 card was not written: "
        "the answer “320处” stands in the article's title: 云岭市共新建湿地320处，恢复河岸18公里"]


def test_sentence_with_like_figures_makes_a_card(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    notes, doubts = notes_of("云岭市发展的新变化\n五年来，城乡居民收入比由2.15降至2.1，差距继续缩小。\n", rules, cut)
    assert [note.cards for note in notes[1]] == [2]
    assert doubts == ()
