"""Notes under tables and texts, as a page wrapped them."""

from __future__ import annotations

import pytest

from cards.reading import read_text
from cards.reading.lines import Line
from cards.reading.outline.notes import with_whole_notes
from cards.reading.outline_rules import Outline
from cards.rules.ruleset import RuleSet

FIRST = "注：①水源地面积是指年末各县水源地划定的面积，不含正在申报的水源地面积"
SECOND = "和湿地。②水文站不含村里的水位点。"
THIRD = "③湿地按调查结果计算。"
TEXT = "云岭市把水源地保护作为头等大事。"
SOURCE = "数据来源：云岭市水务局、云岭市统计局、云岭市自然资源局、青溪县水文站"


@pytest.mark.parametrize(("lines", "column", "noted"), [
    ([FIRST, SECOND, THIRD, TEXT], 60, 3),
    ([SOURCE, "和村里的水位点。", TEXT], 60, 2),
    ([FIRST, SECOND], 0, 1),
    (["注：面积为年末数", TEXT], 60, 1),
])
def test_a_note_goes_on_with_the_lines_that_a_page_wrapped(
        lines: list[str], column: int, noted: int, rules: RuleSet) -> None:
    given = [Line(text, at + 1, role="" if at else "remark") for at, text in enumerate(lines)]
    made = with_whole_notes(given, column, Outline(rules))
    assert [line.role for line in made] == ["remark"] * noted + [""] * (len(lines) - noted)


def test_a_footnote_under_a_text_is_a_remark(rules: RuleSet) -> None:
    note = "⁷ 水文站覆盖率按照各乡镇的水文站数量测算。"
    article = read_text(f"守护一江清水\n水文站覆盖全部乡镇⁷。\n{note}\n{TEXT}\n", "x", rules).articles[0]
    assert [paragraph.text for paragraph in article.paragraphs if paragraph.role == "remark"] == [note]
