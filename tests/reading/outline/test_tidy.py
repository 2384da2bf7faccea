"""Tidying: what conversion damaged is mended, everything else stays; what is only doubtful is pointed at."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.reading import read_text
from cards.reading.outline.tidy import Tidier
from cards.rules.ruleset import RuleSet
from tests.cases import REPEATABLE, rules_as_shipped

SCRAPS = [*"云岭青溪０５９7％%．.，。“”（）： \t\u00a0\u3000\n-", " and ",
          "and", "PCT ", " A 股", "  ", "2026 年", "增长 5"]
TIDY = Tidier(rules_as_shipped())


@pytest.mark.parametrize(("damaged", "mended"), [
    ("截至 2026 年底 ， 全市 湿地达到 32 处 。", "截至2026年底，全市 湿地达到32处。"),
    ("到２０２６年增长１２．５％。", "到2026年增长12.5%。"),
    ("源头 and 支流一起治理", "源头和支流一起治理"),
    ("引进 R and D 人才", "引进R and D人才"),
    ("守护一江清水 建设美丽云岭", "守护一江清水 建设美丽云岭"),
    ("全市新建湿地32处。", "全市新建湿地32处。"),
    ("占比 12.71%， “十四五”以来", "占比12.71%，“十四五”以来"),
], ids=["spaces", "full width", "and", "and in English", "a space between titles", "sound", "before a quotation"])
def test_text_is_mended(damaged: str, mended: str) -> None:
    assert TIDY(damaged) == mended


def essence(text: str) -> str:
    """What a reader reads: no spaces, one width, 和 for and."""
    return "".join(unicodedata.normalize("NFKC", text).replace("and", "和").split())


@REPEATABLE
@given(text=some.lists(some.sampled_from(SCRAPS), max_size=30).map("".join))
def test_tidying_drops_no_word_and_leaves_nothing_to_tidy(text: str) -> None:
    assert essence(TIDY(text)) == essence(text)
    assert TIDY(TIDY(text)) == TIDY(text)


def test_doubtful_spot_is_reported_with_its_place_and_left_alone(rules: RuleSet) -> None:
    text = "青溪县守护一江清水\n云岭市先行先试。\n要紧紧密结合群众需求，稳步推进。\n"
    issue = read_text(text, "2026-05", rules)
    assert issue.articles[0].paragraphs[1].text == "要紧紧密结合群众需求，稳步推进。"
    doubts = [str(each) for each in issue.doubts]
    assert any(each.startswith("article 1, paragraph 2, line 3: ") and "紧紧密结合" in each for each in doubts), doubts


def test_sound_text_raises_no_doubt(rules: RuleSet) -> None:
    text = "青溪县守护一江清水\n要紧紧依靠群众，为了了解民情，常到村里走走。\n（来源：云岭日报，2026-04-02）\n"
    assert read_text(text, "2026-05", rules).doubts == ()


def test_a_character_doubled_in_a_word_that_the_text_says_often_is_reported(rules: RuleSet) -> None:
    often = "推动水源保护。水源清。护水源。爱水源。"
    head, source = f"青溪县守护一江清水\n{often}\n", "\n（来源：云岭日报）\n"
    read = read_text(f"{head}要带动水水源保护工作。人民民主。{source}", "2026-05", rules)
    assert [str(doubt) for doubt in read.doubts] == [
        "article 1, paragraph 2, line 3: doubled character: 要带动水水源保护工"]
    assert read_text(f"{head}要爱水水乡。水源在山水水源地。{source}", "2026-05", rules).doubts == ()
