"""Cloze text: what is hidden comes back as it was, and no text of a source can act as markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from cards.anki.cloze import BACKSLASH, CLOZE, answers, front, hide, strip
from tests.cases import REPEATABLE

SCRAPS = [
    "{{c1::", "{{c2::云岭}}", "}}", "}", "{", "{{", "::", ":", "<script>alert(1)</script>", "<", ">", "<div>", "</div>",
    "&", "&amp;", "&#123;", "&lt", "\"", "'", "[sound:x.mp3]", "[latex]", "\\", "\\(", "\\]", "{{hint:正文}}", "\n",
    " ", "云", "岭市", "3处", "5%", ";"]
HINTS = ["", "多少处", "百分之几", "a::b", "{{c9::x}}", "<b>", "}}", ":", "&amp;"]
Blanks = list[tuple[int, int, int, str]]


@some.composite
def hidden(draw: some.DrawFn) -> tuple[str, Blanks]:
    """A text and blanks in it that do not touch, numbered from 1; the same number may stand twice."""
    text = draw(some.one_of(some.lists(some.sampled_from(SCRAPS), min_size=1, max_size=14).map("".join),
                            some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)))
    edges = sorted(draw(some.sets(some.integers(0, len(text)), max_size=8)))
    return text, [(start, end, draw(some.integers(1, 3)), draw(some.sampled_from(HINTS)))
                  for start, end in zip(edges[::2], edges[1::2], strict=False)]


@REPEATABLE
@given(case=hidden())
@example(case=("比分3:", [(2, 4, 1, "多少")]))
@example(case=(":云岭", [(0, 1, 1, "")]))
def test_what_is_hidden_comes_back(case: tuple[str, Blanks]) -> None:
    text, blanks = case
    assert strip(hide(text, blanks)) == text


@REPEATABLE
@given(case=hidden())
def test_each_blank_is_one_cloze_with_its_answer(case: tuple[str, Blanks]) -> None:
    text, blanks = case
    field = hide(text, blanks)
    expected: dict[int, list[str]] = {}
    for start, end, number, _ in blanks:
        expected.setdefault(number, []).append(text[start:end])
    assert answers(field) == expected
    assert len(CLOZE.findall(field)) == len(blanks)


@REPEATABLE
@given(case=hidden())
def test_no_markup_of_the_source_survives(case: tuple[str, Blanks]) -> None:
    text, blanks = case
    field = hide(text, blanks)
    assert field.count("{{") == field.count("}}") == len(blanks)
    assert len(re.findall(r"\{\{c\d+::", field)) == len(blanks)
    outside = re.sub(r"\{\{c\d+::|\}\}", "|", field).replace(BACKSLASH, "")
    assert [mark for mark in ("<", ">", "{", "}", "[sound:", "[latex]", "\\") if mark in outside] == []
    assert outside.count("::") == len([blank for blank in blanks if blank[3]])


@REPEATABLE
@given(case=hidden())
def test_question_shows_all_but_its_own_blanks(case: tuple[str, Blanks]) -> None:
    text, blanks = case
    for number in {blank[2] for blank in blanks}:
        shown, at = "", 0
        for start, end, _, _ in (blank for blank in blanks if blank[2] == number):
            shown, at = shown + text[at:start] + "…", end
        assert front(hide(text, blanks), number) == shown + text[at:]


@pytest.mark.parametrize(("text", "blanks", "field"), [
    ("全市新建湿地32处。", [(6, 9, 1, "多少处")], "全市新建湿地{{c1::32处::多少处}}。"),
    ("32处湿地，其中大湿地32处。", [(0, 3, 1, ""), (11, 14, 1, "")], "{{c1::32处}}湿地，其中大湿地{{c1::32处}}。"),
    ("A&B公司<云岭>增长5%", [(10, 12, 2, "")], "A&amp;B公司&lt;云岭&gt;增{{c2::长5}}%"),
], ids=["hint", "one number twice", "escapes"])
def test_field_as_anki_gets_it(text: str, blanks: Blanks, field: str) -> None:
    assert hide(text, blanks) == field
