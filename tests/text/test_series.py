"""Series of members built alike: where the first begins and the last ends, and what they cost."""

from __future__ import annotations

import re

import pytest

from cards.rules.kinds.heads import trim
from cards.rules.kinds.members import wording_of
from cards.rules.ruleset import RuleSet
from cards.text.members import Joints
from cards.text.series import Wording
from cards.text.units import same_first, same_last
from tests.cases import cases, growth

NOTHING = re.compile("(?!)")
JOINTS = Joints(re.compile("和"), ("的",), NOTHING, NOTHING, (), (), frozenset({"强化"}), NOTHING, ())
COUNTED = re.compile("(?<!“)两[大个件项]")
LINEAR = 8  # times four times the size: linear is about four, quadratic sixteen


def pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text), 2)]


@pytest.mark.parametrize("made", [
    lambda size: "湿地水渠" * size + "，强化统筹，强化责任，强化保障",
    lambda size: "湿地水渠" * size + "、强化统筹、强化责任、强化保障",
    lambda size: "强化统筹，强化责任，强化保障，" + "湿地水渠" * size,
    lambda size: "湿地，强化统筹，强化责任，强化保障，" * size])
def test_a_clause_of_any_length_is_read_in_time_in_proportion_to_it(made) -> None:
    def read(size: int) -> None:
        wording = Wording(made(size), pairs, JOINTS)
        assert list(wording.parts()) or list(wording.clauses(same_first))

    assert growth(read, 400) < LINEAR


@pytest.mark.parametrize("made", [
    lambda size: "清运垃圾和管护水渠两件小事" * size,
    lambda size: "“清运垃圾”" * size + "和管护水渠两件小事",
    lambda size: "清运、" * size + "管护两件小事" * size])
def test_pairs_of_any_text_are_read_in_time_in_proportion_to_it(made) -> None:
    def read(size: int) -> None:
        text = made(size)
        list(Wording(text, pairs, JOINTS).pairs([two.start() for two in COUNTED.finditer(text)]))

    assert growth(read, 400) < LINEAR


@cases("series.txt")
def test_series_of_parts(given: str, expected: str, rules: RuleSet) -> None:
    wording = wording_of(given, rules.lexicons)
    found = [" | ".join(given[slice(*trim(given, *member))] for member in series) for series in wording.parts()]
    assert found == expected.splitlines()


@cases("pairs.txt")
def test_pairs_before_words_that_count_two(given: str, expected: str, rules: RuleSet) -> None:
    counted = [two.start() for two in COUNTED.finditer(given)]
    found = wording_of(given, rules.lexicons).pairs(counted)
    assert [" | ".join(given[slice(*member)] for member in pair) for pair in found] == expected.splitlines()


@pytest.mark.parametrize(("behind", "is_member"), [
    ("发展林区运输和旅店", True),
    ("改善村民的生活", False),
    ("发展林区运输旅店和通往各个乡镇的公路建设", False)])
def test_a_last_clause_that_holds_a_word_of_all_others_is_one(behind: str, is_member: bool, rules: RuleSet) -> None:
    text = f"县里做强林区果业，做优林区茶业，做大林区药业，{behind}。"
    [series] = wording_of(text, rules.lexicons).clauses(same_last)
    assert [text[slice(*member)] for member in series][3:] == [behind] * is_member


def test_no_clause_of_a_series_begins_within_a_word_that_leads_members_in(rules: RuleSet) -> None:
    text = "林场的变化，特别是去年以来的变化，是护林人的功劳，是造林人的功劳。"
    assert list(wording_of(text, rules.lexicons).clauses(same_first)) == []
