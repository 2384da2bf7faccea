"""What a key sentence's card hides: whole words, of a length one can recall, that carry the meaning.

The texts of fitting.txt, and those with the fixture `shipped`, hold for the shipped rules of key sentences and belong
to them; the rest is of the stage and has rules of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as some

from cards.anki.cloze import answers
from cards.finding.find import find_all
from cards.records import Finding, Issue
from cards.rules.ruleset import RuleSet
from cards.text.words import word_cutter
from cards.writing.compose import compose
from tests.cases import REPEATABLE, article_of, cases, stage_rules

QUIET = re.compile(r"<[^>]*>")
Cut = Callable[[str], list[str]]
RULES = stage_rules()
SCRAPS = [
    "技能人才", "是", "产业升级的", "第一资源", "不仅是", "更是", "，", "只有", "尊重劳动", "才能", "激发创造活力",
    "关系", "国家发展大局", "不是", "而是", "从", "资源大市", "向", "人才强市", "转变", "、", "“", "”", "的",
    "关键在于", "2026年", "全市上下团结奋斗的生动实践"]


@cases("fitting.txt")
def test_key_sentence_hides(given: str, expected: str, shipped: RuleSet, cut: Cut) -> None:
    article = article_of(given)
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    drafts = compose(article, found.findings, shipped, cut)
    texts = [draft.text for draft in drafts if draft.kind.name == "key_sentence"]
    assert [QUIET.sub("", text) for text in texts] == expected.split("\n")


def test_who_speaks_is_the_cue_of_a_long_sentence(rules: RuleSet, cut: Cut) -> None:
    speaker = "市委主要负责同志在全市第三次产教融合工作推进会上强调"
    said = "产教融合是推动先进制造业长远发展的内在要求，必须久久为功、持续用力，推动专业跟着产业走。"
    article = article_of(f"{speaker}，{said}")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    [draft] = [draft for draft in compose(article, found.findings, rules, cut) if draft.kind.name == "key_sentence"]
    assert draft.cue == speaker
    assert speaker not in draft.text


def test_where_news_comes_from_is_no_part_of_who_speaks(shipped: RuleSet, cut: Cut) -> None:
    speaker = "云岭市委主要负责同志在全市第三次产教融合工作推进会上强调"
    said = "产教融合是推动先进制造业长远发展的内在要求，必须久久为功、持续用力，推动专业跟着产业走，让更多人受益。"
    article = article_of(f"本报青溪7月3日电 （记者江清）{speaker}，{said}")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    cues = [draft.cue for draft in compose(article, found.findings, shipped, cut) if draft.kind.name == "key_sentence"]
    assert cues == [speaker]


def test_the_end_of_a_sentence_that_is_not_asked_is_set_apart(rules: RuleSet, cut: Cut) -> None:
    end = "，引导学校与企业同向而行，把课堂搬进车间、把论文写在产线上，久久为功。"
    article = article_of(f"产教融合是制造强市的必由之路{end}")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    [draft] = compose(article, found.findings, rules, cut)
    asked, _, apart = draft.text.partition('<span class="rest">')
    assert asked.endswith("产教融合是{{c1::制造强市的必由之路::什么}}")
    assert apart == f"{end}</span></div>"


def test_what_always_holds_has_no_year_above_it(rules: RuleSet, cut: Cut) -> None:
    article = article_of("2026年上半年，我市各项工作有序推进。产教融合是制造强市的必由之路。")
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    assert [draft.cue for draft in compose(article, found.findings, rules, cut)] == [""]


def test_what_an_earlier_sentence_asks_is_not_asked_again(shipped: RuleSet, cut: Cut) -> None:
    told = "各部门只有严格依法管护，才能留住城市记忆。" + "天气晴好。" * 100
    again = "乡村旅游的道理一样，只有严格依法管护，才能让山里的村子吸引八方来客。"
    article = article_of(f"{told}{again}" + "天气晴好。" * 300)
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), shipped, cut)[0][1]
    asked = [answers(draft.text) for draft in compose(article, found.findings, shipped, cut)
             if draft.kind.name == "key_sentence"]
    assert asked == [{1: ["严格依法管护"]}]


def test_what_an_article_keeps_saying_is_not_asked(rules: RuleSet, cut: Cut) -> None:
    refrain = "".join(f"{who}都要尊重技能劳动。" for who in ("企业", "学校", "社会"))
    told = f"只有尊重技能劳动，才能留住能工巧匠。{refrain}"
    article = article_of(told + "天气晴好。" * 100)
    found = find_all(Issue("云岭学习参考", "2026-05", "", (article,)), rules, cut)[0][1]
    [draft] = [draft for draft in compose(article, found.findings, rules, cut) if draft.kind.name == "key_sentence"]
    assert answers(draft.text) == {1: ["留住能工巧匠"]}


@pytest.fixture(scope="module")
def words() -> Cut:
    return word_cutter(RULES.lexicons["domain_words"])


def blanks_of(text: str, words: Cut) -> list[Finding]:
    issue = Issue("云岭学习参考", "2026-05", "", (article_of(text, title="技能人才"),))
    return [finding for finding in find_all(issue, RULES, words)[0][1].findings if finding.kind == "key_sentence"]


@REPEATABLE
@given_any(scraps=some.lists(some.sampled_from(SCRAPS), min_size=3, max_size=20))
def test_blanks_are_whole_words_few_and_short(scraps: list[str], words: Cut) -> None:
    text = "".join(scraps) + "。"
    article = article_of(text)
    edges = {0}
    for word in words(text):
        edges.add(max(edges) + len(word))
    for finding in blanks_of(text, words):
        assert 1 <= len(finding.blanks) <= 3
        for blank in finding.blanks:
            assert {blank.span.start, blank.span.end} <= edges
            assert 2 <= len(blank.span.of(article)) <= 12
            assert blank.span.of(article) not in "技能人才"
