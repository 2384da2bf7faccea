"""Rule folders: what is wrong with one is told all at once, with the place and the line; a later folder has its way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cards.records import UserError
from cards.rules.ruleset import Rule, RuleSet
from tests.cases import cases
from tests.rules.conftest import SMALL, Folder, complaint, load

AMOUNT = "  - {name: amount, title: 数量, match: '\\d+件'}\n"


def rule(rules: RuleSet, rule_id: str) -> Rule:
    return next(rule for rule in rules.rules if rule.id == rule_id)


def ids(rules: RuleSet) -> list[str]:
    return [rule.id for rule in rules.rules]


@cases("broken_rules.txt")
def test_fault_is_told_with_its_place_and_line(given: str, expected: str, folder: Folder) -> None:
    message = complaint(folder({"own.yaml": given}))
    assert [part for part in expected.splitlines() if part not in message] == [], message


def test_file_that_is_not_utf8(folder: Folder) -> None:
    where = folder({"own.yaml": "label: 统计\n".encode("gb18030"), "lexicon/unit.txt": "件\n".encode("utf-16")})
    message = complaint(where)
    assert f"{where / 'own.yaml'}:1:1: the rule file is not UTF-8 text" in message
    assert f"{where / 'lexicon' / 'unit.txt'}:1:1: the lexicon is not UTF-8 text" in message


def test_file_with_byte_order_mark_is_read(folder: Folder) -> None:
    own = folder({"own.yaml": b"\xef\xbb\xbf" + f"rules:\n{AMOUNT}".encode()})
    assert "own.amount" in ids(load(own))


def test_all_faults_of_all_files_are_told_together(folder: Folder) -> None:
    first = folder({"own.yaml": "labl: 统计\nrules:\n  - {name: a, title: 一, match: '(件'}\n  - {name: b}\n",
                    "more.yaml": "rules: many\n"})
    second = folder({"broken.yml": "rules: [\n", "own.yaml": f"rules:\n{AMOUNT}    weigt: 2\n"})
    message = complaint(first, second)
    places = (f"{first / 'own.yaml'}:1:", f"{first / 'own.yaml'}:3:", f"{first / 'own.yaml'}:4:",
              f"{first / 'more.yaml'}:1:", f"{second / 'broken.yml'}:", f"{second / 'own.yaml'}:")
    assert [place for place in places if place not in message] == [], message


def test_fault_in_a_key_of_a_shipped_file_names_the_file_it_stands_in(folder: Folder) -> None:
    own = folder({"statistic.yaml": "\nleaning: '(其中'\n"})
    message = complaint(own)
    assert f"{own / 'statistic.yaml'}:2:10:" in message
    assert "leaning: '(其中'" in message


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no-rules-here: no such rule folder"):
        load(tmp_path / "no-rules-here")


@pytest.mark.parametrize("leave", [
    lambda path: path.mkdir(),
    lambda path: path.symlink_to("user@host.1234"),
], ids=["a folder", "the lock of an open editor"])
def test_what_is_no_rule_file_does_not_stop_the_program(leave: Callable[[Path], None], folder: Folder) -> None:
    own = folder({"own.yaml": f"rules:\n{AMOUNT}"})
    leave(own / ".#own.yaml")
    with suppress(UserError):
        assert "own.amount" in ids(load(own))


def test_folder_adds_rules_behind_the_shipped_ones(folder: Folder, small: RuleSet) -> None:
    own = load(folder({"own.yaml": f"label: 我的\nrules:\n{AMOUNT}"}))
    assert ids(own) == [*ids(small), "own.amount"]
    assert rule(own, "own.amount").kind.label == "我的"


def test_later_folder_replaces_a_rule_by_its_id(folder: Folder, small: RuleSet) -> None:
    first = folder({"statistic.yaml": "rules:\n  - {name: percent, title: 一, match: '\\d+%', weight: 7}\n"})
    second = folder({"statistic.yaml": "rules:\n  - {name: percent, title: 二, match: '\\d+%'}\n"})
    assert rule(load(first), "statistic.percent").title == "一"
    replaced = load(first, second)
    assert (rule(replaced, "statistic.percent").title, rule(replaced, "statistic.percent").weight) == ("二", 1.0)
    assert ids(replaced) == ids(small)


def test_replaced_rule_keeps_what_the_shipped_file_says_of_its_kind(folder: Folder, small: RuleSet) -> None:
    own = load(folder({"statistic.yaml": "rules:\n  - {name: percent, title: 一, match: '\\d+%'}\n"}))
    assert own.kinds["statistic"].label == small.kinds["statistic"].label
    assert own.kinds["statistic"].show == small.kinds["statistic"].show


def test_new_file_of_a_shipped_kind_leaves_that_kind_as_it_is(folder: Folder, small: RuleSet) -> None:
    own = load(folder({"more.yaml": f"kind: statistic\nrules:\n{AMOUNT}"}))
    assert rule(own, "more.amount").kind.name == "statistic"
    kind, shipped = own.kinds["statistic"], small.kinds["statistic"]
    assert (kind.label, kind.show, kind.leaning is None) == (shipped.label, shipped.show, False)


def test_rule_is_switched_off(folder: Folder, small: RuleSet) -> None:
    own = load(folder({"statistic.yaml": "rules:\n  - {name: percent, off: true}\n"}))
    assert ids(own) == [rule_id for rule_id in ids(small) if rule_id != "statistic.percent"]


def test_rule_that_is_switched_off_later_is_gone_and_comes_back_with_a_later_folder(folder: Folder) -> None:
    off = "rules:\n  - {name: amount, title: 数量, match: '\\d+件', off: true}\n"
    first, second = folder({"own.yaml": f"rules:\n{AMOUNT}"}), folder({"own.yaml": off})
    assert "own.amount" not in ids(load(first, second))
    assert "own.amount" in ids(load(second, first))


def test_folder_adds_to_a_lexicon(folder: Folder, small: RuleSet) -> None:
    text = "\ufeff# what is counted here\r\n眼  # of springs\r\n\r\n 件 \r\n眼\r\n"
    own = load(folder({"lexicon/unit.txt": text}))
    assert own.lexicons["unit"] == (*small.lexicons["unit"], "眼")
    amount = rule(own, "statistic.amount").pattern.search("全县有温泉26眼。")
    assert amount is not None
    assert amount["hide"] == "26眼"


def test_folder_takes_an_entry_out_of_a_lexicon(folder: Folder) -> None:
    own = load(folder({"lexicon/unit.txt": "!人\n眼\n"}))
    assert own.lexicons["unit"] == ("件", "万人", "眼")


def test_piece_of_a_later_folder_is_used_by_the_shipped_rules(folder: Folder) -> None:
    own = load(folder({"own.yaml": "define: {number: '[甲乙]+'}\n"}))
    found = rule(own, "statistic.percent").pattern.search("增长甲乙%。")
    assert found is not None
    assert found["hide"] == "甲乙%"


@pytest.mark.parametrize("text", [
    "define:\n" + "".join(f"  p{i}: '{{p{i + 1}}}{{p{i + 1}}}'\n" for i in range(24)) + "  p24: 件\n"
    "rules:\n  - {name: a, title: 一, match: '{p0}'}\n",
    "a: &a [件, 件, 件, 件, 件, 件, 件, 件]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
], ids=["pieces that double", "aliases of aliases"])
def test_no_rule_file_takes_all_time_or_memory_to_load(text: str, folder: Folder) -> None:
    """Within ten seconds of the processor, wherever it takes one to start, and a gigabyte."""
    program = ("import resource, sys; from pathlib import Path; from cards.rules.loading import *\n"
               "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
               "resource.setrlimit(resource.RLIMIT_CPU, (10, 10))\n"
               "try: load_rules([Path(sys.argv[2])], base=Path(sys.argv[1]))\n"
               "except BrokenRulesError as error: print(error)\n")
    done = subprocess.run([sys.executable, "-c", program, SMALL, folder({"own.yaml": text})], check=False,
                          capture_output=True, text=True)
    assert "own.yaml:" in done.stdout, done.stderr[-300:]
