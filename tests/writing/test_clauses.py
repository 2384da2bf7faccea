"""How a sentence full of figures is cut: each blank on one card, nothing cut in two, enough left to read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as some

from cards.rules.ruleset import RuleSet
from cards.text.sentences import PAIRS
from cards.writing.clauses import clause_groups
from tests.cases import REPEATABLE, cases, stage_rules

STATISTIC = stage_rules().kinds["statistic"]
BLANK = re.compile(r"\[(.*?)\]")
NUMBER = re.compile(r"\d+(?:[,.：]\d+)*")
SCRAPS = [
    "全市新建湿地", "同比增长", "其中", "这一做法", "“路通、水净”", "《守护一江清水，建设美丽云岭》", "“水清，岸绿",
    "（含开发区，以下简称新区）", "共1,200户", "从2：1到3，", "，", "，", "；", "：", "、", "。", "[3处]", "[1,200人]",
    "[86.5公里，首次]", "[5%]", "[首位]"]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of `marked`, and where its [blanks] are."""
    blanks = [(match.start() - 2 * at, match.end() - 2 * at - 2) for at, match in enumerate(BLANK.finditer(marked))]
    return BLANK.sub(r"\1", marked), blanks


def remarked(text: str, start: int, end: int, blanks: list[tuple[int, int]]) -> str:
    for first, last in reversed([blank for blank in blanks if start <= blank[0] and blank[1] <= end]):
        text = f"{text[:first]}[{text[first:last]}]{text[last:]}"
        end += 2
    return text[start:end]


@cases("clauses.txt")
def test_sentence_is_cut(given: str, expected: str) -> None:
    text, blanks = unmarked(given)
    assert [remarked(text, *group, blanks) for group in clause_groups(text, blanks, STATISTIC)] == expected.split("\n")


@REPEATABLE
@given(marked=some.lists(some.sampled_from(SCRAPS), min_size=1, max_size=24).map("".join))
def test_every_blank_is_whole_on_one_card(marked: str) -> None:
    text, blanks = unmarked(marked)
    groups = clause_groups(text, blanks, STATISTIC)
    for first, last in blanks:
        assert len([group for group in groups if group[0] <= first and last <= group[1]]) == 1, (text, groups)


@REPEATABLE
@given(marked=some.lists(some.sampled_from(SCRAPS), min_size=1, max_size=24).map("".join))
def test_no_card_begins_or_ends_inside_a_number_or_a_quotation(marked: str) -> None:
    text, blanks = unmarked(marked)
    at = 0
    for start, end in clause_groups(text, blanks, STATISTIC):
        assert at <= start < end
        for number in NUMBER.finditer(text):
            assert not number.start() < start < number.end()
            assert not number.start() < end < number.end()
        quoted = [opening for opening, closing in PAIRS.items()
                  if text.count(opening) == text.count(closing) and text[start:end].count(opening)
                  != text[start:end].count(closing)]
        assert quoted == []
        at = end


def test_a_sum_is_shown_with_what_is_added_up(shipped: RuleSet) -> None:
    """The shipped rules: 加上… goes on with the clause before it."""
    text, blanks = unmarked("分步推开林权改革，累计减免超过[2亿元]，加上清理收费等措施，共减轻林农负担[3亿多元]。")
    groups = clause_groups(text, blanks, shipped.kinds["statistic"])
    assert all("减免" in text[start:end] for start, end in groups if "加上" in text[start:end])


def test_what_or_goes_on_with_is_shown_with_what_it_denies(shipped: RuleSet) -> None:
    """The shipped rules: without 不得 the clause with 或者 would say the opposite."""
    text, blanks = unmarked("各乡镇不得强制要求林农设立网点，或者以本地注册作为申请[林权登记]、[采伐许可]的前提条件。")
    groups = clause_groups(text, blanks, shipped.kinds["measure"])
    assert all("不得" in text[start:end] for start, end in groups)
