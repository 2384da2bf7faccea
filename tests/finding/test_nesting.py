"""Lists in lists: each is one of its own, and the outer one's items end before the inner list begins."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from cards.rules.ruleset import RuleSet
from tests.cases import notes_of

TITLE = "青溪县治水综述\n\n"


def recited(text: str, rules: RuleSet, cut: Callable[[str], list[str]]) -> list[list[str]]:
    """The items of each whole enumeration that a build of `text` asks for."""
    [made] = notes_of(TITLE + text, rules, cut)[0].values()
    return [re.findall(r"\{\{c1::(.*?)\}\}", note.fields[0]) for note in made if note.fact.form == "list"]


@pytest.mark.parametrize(("text", "lists"), [
    ("青溪县采取两项措施。一是完善制度，包括：第一，建立河长制度；第二，建立巡查制度；第三，建立考核制度。"
     "二是加大投入，包括：首先，新建泵站；其次，疏浚河道；最后，加固堤防。",
     [["完善制度", "加大投入"], ["建立河长制度", "建立巡查制度", "建立考核制度"],
      ["新建泵站", "疏浚河道", "加固堤防"]]),
    ("一、完善工作机制\n\n（一）建立河长制度。层层压实责任。\n\n（二）建立巡查制度。及时发现问题。\n\n"
     "二、加大资金投入\n\n（一）新建一批泵站。\n\n（二）疏浚主要河道。\n",
     [["完善工作机制", "加大资金投入"], ["建立河长制度", "建立巡查制度"], ["新建一批泵站", "疏浚主要河道"]]),
], ids=["in one paragraph, announced with a colon", "over paragraphs, by headings"])
def test_inner_and_outer_lists_are_both_found(text: str, lists: list[list[str]], rules: RuleSet,
                                              cut: Callable[[str], list[str]]) -> None:
    assert sorted(recited(text, rules, cut)) == sorted(lists)


def test_two_readings_of_one_list_are_not_nested(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    text = "青溪县提出三项措施：第一，建立河长制度；第二，建立巡查制度；第三，建立考核制度。\n"
    assert recited(text, rules, cut) == [["建立河长制度", "建立巡查制度", "建立考核制度"]]
