"""What a card says before its text: when and where its figures hold, what it leans on, its section.

The texts of cues.txt hold for the shipped rules of context and belong to them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from cards.finding.find import find_all
from cards.records import Issue, Span
from cards.rules.ruleset import RuleSet
from cards.writing.compose import compose
from cards.writing.cues import _tells, preceding
from tests.cases import article_of, cases


@cases("cues.txt")
def test_cue(given: str, expected: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    article, shipped = article_of(given), replace(shipped, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    figures = [draft for draft in compose(article, found.findings, shipped, cut) if draft.kind.name == "statistic"]
    shown = dict.fromkeys(f"{draft.cue} ¦ {draft.plain[0]}" for draft in figures)
    assert list(shown) == expected.split("\n")


@pytest.mark.parametrize(("said", "expected"), [
    ("商标注册平均审查周期压减至目前的4个月。", "2026年3月发表"),
    ("截至2025年底，商标注册平均审查周期压减至4个月。", ""),
    ("“十四五”时期，商标注册平均审查周期压减至4个月。", ""),
])
def test_a_figure_that_nothing_dates_says_when_its_article_appeared(
        said: str, expected: str, rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    article = replace(article_of(said), date="2026-03-18")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    assert [draft.cue for draft in compose(article, found.findings, rules, cut)] == [expected]


def test_a_long_sentence_before_is_cut_where_no_quotation_is() -> None:
    text = ("他在全县治水大会上说，要“抓紧时间把水渠修到每个村口，把水塘清到见底，让水流进每一块田地，打通水利的"
            "‘最后一公里’”，这话说到了大家的心里去，为全县指明了方向；他又说了三件事，同比增长9%。")
    span = Span(0, text.index("同比"), len(text))
    assert preceding(article_of(text), span) == "…这话说到了大家的心里去，为全县指明了方向；他又说了三件事，"


@pytest.mark.parametrize(("part", "answer", "told"), [
    ("坚持党对护林工作的领导", "坚持党的领导", True), ("坚持党对护林工作的领导", "坚持护林为先", False),
    ("2020年以来下降25.3%", "2025", False), ("到12.3亿元，增长5%", "12.5%", False),
])
def test_what_tells_an_answer_in_two_halves(part: str, answer: str, told: bool) -> None:
    assert _tells(part, answer) == told


def test_a_heading_that_says_the_answer_with_words_between_is_no_cue(shipped: RuleSet, cut: Callable[[str], list[str]],
                                                                     ) -> None:
    article = article_of("# 二、坚持党对护林工作的领导\n护林任务重、难度大，是一场大仗、硬仗，必须坚持党的领导。")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    drafts = [draft for draft in compose(article, found.findings, shipped, cut) if "{{c1::坚持党的领导" in draft.text]
    assert [draft.cue for draft in drafts] == [""]


@pytest.mark.parametrize(("before", "said"), [
    ("2024年是护林之年，是治水之年。", "县委认为，完成上述目标，林场必须做强，渠道必须修好，护林员是青溪的脊梁。"),
    ("青溪运动会刚刚闭幕。", "我们不仅是这场盛会的参与者，更是青溪发展的见证者。"),
    ("我们一定能够治好水。", "因为青溪的护林员经历了各种考验，护林员是青溪的脊梁，知道山林的根本。"),
    ("老站长始终牵挂青溪。", "2025年开春时节，再次来到青溪，指出护林员是青溪的脊梁。"),
])
def test_a_sentence_that_leans_on_the_one_before_has_it_as_its_cue(
        before: str, said: str, shipped: RuleSet, cut: Callable[[str], list[str]]) -> None:
    article, shipped = article_of(before + said), replace(shipped, weights={})
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    drafts = [draft for draft in compose(article, found.findings, shipped, cut) if draft.kind.name == "key_sentence"]
    [own] = [draft.cue for draft in drafts if draft.plain[0].startswith(said[:6])]
    assert before in own


def test_a_few_words_before_a_clause_are_shown_with_the_sentence_before_them() -> None:
    article = article_of("2024年是护林之年。县委认为，完成上述任务，林场必须做强。")
    start = article.paragraphs[0].text.index("完成")
    assert preceding(article, Span(0, start, start + 6)) == "2024年是护林之年。县委认为，"
