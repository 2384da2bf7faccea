"""Series of members built alike: what they cost."""

from __future__ import annotations

import re

import pytest
from cases import growth

from cards.text.series import Joints, Wording, same_first

NOTHING = re.compile("(?!)")
JOINTS = Joints(re.compile("和"), ("的",), NOTHING, NOTHING, (), frozenset({"强化"}), ())
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
        wording = Wording.of(made(size), pairs, JOINTS)
        assert list(wording.parts()) or list(wording.clauses(same_first))

    assert growth(read, 400) < LINEAR
