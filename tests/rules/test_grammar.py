"""What rules of the kind quantity read is read once, and `quantity` selects from it."""

from __future__ import annotations

import pytest

from cards.rules.loading import BrokenRulesError, load_rules
from cards.rules.pieces import OverrunError
from tests.cases import article_of
from tests.rules.conftest import Folder

GRAMMAR = """
define:
  number: '\\d+(?:\\.\\d+)?'
rules:
  - {name: date, title: 日期, match: '{number}月{number}日', weight: 5}
  - {name: amount, title: 数量, match: '{number}(?P<what>件|户)', form: amount, value: '{number}', weight: 3}
  - {name: percent, title: 百分比, match: '{number}%', form: percent, value: '{number}', weight: 3}
  - {name: number, title: 数, match: '{number}', form: number, value: '{number}'}
"""
TEXT = "全市3月5日办结12件，退回3件，增长5%—6%，新增8—9户，剩7。"


@pytest.mark.parametrize(("selection", "found"), [
    ("{form: amount}", ["12件", "3件", "9户"]),
    ("{form: [amount, percent]}", ["12件", "3件", "5%", "6%", "9户"]),
    ("{form: amount, fits: '^\\d\\d'}", ["12件"]),
    ("{form: amount, after: '退回|新增8—'}", ["3件", "9户"]),
    ("{form: amount, after: '(?<!办结)'}", ["3件", "9户"]),
    ("{form: amount, before: '，退'}", ["12件"]),
    ("{form: amount, before: '(?!，退)'}", ["3件", "9户"]),
    ("{form: percent, range: '—'}", ["5%—6%"]),
    ("{form: [percent, amount], range: '—'}", ["5%—6%", "8—9户"]),
    ("{form: date}", []),
    ("{fits: '7'}", ["7"]),
], ids=["form", "forms", "words", "behind", "not behind", "before", "not before", "range", "bare end", "none", "any"])
def test_quantities_are_selected(selection: str, found: list[str], folder: Folder) -> None:
    """A range begins with a bare number or one of the same form; what is read without a form is no quantity."""
    rules = load_rules(base=folder({"quantity.yaml": GRAMMAR, "statistic.yaml": f"""
rules:
  - {{name: one, title: 一, quantity: {selection}}}
"""}))
    article = article_of(TEXT)
    [rule] = rules.of("statistic")
    assert [span.of(article) for match in rule.find(article) for span in match.spans] == found


def test_hint_is_filled_by_the_rule_that_read_the_quantity(folder: Folder) -> None:
    rules = load_rules(base=folder({"quantity.yaml": GRAMMAR, "statistic.yaml": """
rules:
  - {name: one, title: 一, quantity: {form: amount}, hint: '多少{what}', unless: ['退回{number}']}
"""}))
    [rule] = rules.of("statistic")
    assert [match.filled(rule.hint) for match in rule.find(article_of(TEXT))] == ["多少件", "多少户"]


def test_what_stands_before_a_text_that_takes_too_long_is_found(folder: Folder) -> None:
    slow = "  - {name: slow, title: 慢, match: '(?:a|aa)+[^a]{number}页', form: pages, value: '{number}'}\n"
    rules = load_rules(base=folder({"quantity.yaml": GRAMMAR + slow, "statistic.yaml": """
rules:
  - {name: one, title: 一, quantity: {form: amount}}
"""}))
    article = article_of(f"办结12件。退回3件。编号{'a' * 60}，，共3页。新增9户。")
    [rule] = rules.of("statistic")
    found: list[str] = []
    with pytest.raises(OverrunError, match="ran longer than"):
        found += (span.of(article) for match in rule.find(article) for span in match.spans)
    assert found == ["12件", "3件"]


def test_hint_with_a_name_that_no_rule_reads_is_a_fault(folder: Folder) -> None:
    with pytest.raises(BrokenRulesError, match=r"no piece or group \{whose\}"):
        load_rules(base=folder({"quantity.yaml": GRAMMAR, "statistic.yaml": """
rules:
  - {name: one, title: 一, quantity: {form: amount}, hint: '{whose}'}
"""}))


def test_a_switched_off_rule_reads_nothing(folder: Folder) -> None:
    rules = load_rules(base=folder({"quantity.yaml": GRAMMAR.replace("form: percent,", "form: percent, off: true,")}))
    assert [reading.form for reading in rules.grammar.read("增长5%。")] == ["number"]
