"""Series without a mark between the members: what is one, what only repeats a character, and what it costs."""

from __future__ import annotations

import pytest

from cards.rules.kinds.members import joints_of, wording_of
from cards.rules.ruleset import RuleSet
from cards.text.unmarked import repeating, unmarked
from tests.cases import cases, growth

LINEAR = 8  # times four times the size: linear is about four, quadratic sixteen


@cases("unmarked.txt")
def test_series_without_marks(given: str, expected: str, rules: RuleSet) -> None:
    places, bars = wording_of(given, rules.lexicons).places, joints_of(rules.lexicons).bars
    series = unmarked(given, repeating(given), places, bars)
    found = [" | ".join(given[slice(*member)] for member in members) for members in series]
    assert found == expected.splitlines()


@pytest.mark.parametrize("made", ["抓实抓细抓好", "湿地水渠山林河道"])
def test_a_clause_of_any_length_is_read_in_time_in_proportion_to_it(made: str) -> None:
    def read(size: int) -> None:
        text = made * size
        list(unmarked(text, repeating(text), range(len(text)), frozenset()))

    assert growth(read, 400) < LINEAR
