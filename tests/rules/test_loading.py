"""Rule folders: what is wrong with one is told all at once, with the place and the line; a later folder has its way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.records import UserError
from cards.rules.loading import BrokenRulesError, load_rules, shipped_rules
from cards.rules.ruleset import Rule, RuleSet
from tests.cases import REPEATABLE, cases

AMOUNT = "  - {name: amount, title: 数量, match: '\\d+件'}\n"
SHIPPED = {path.name: path.read_bytes() for path in sorted(shipped_rules().glob("*.yaml"))}
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """`folder({name: content})` is a new rule folder with these files."""
    def make(files: dict[str, str | bytes]) -> Path:
        made = tmp_path / str(len(list(tmp_path.iterdir())))
        (made / "lexicon").mkdir(parents=True)
        for name, content in files.items():
            (made / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return made
    return make


def complaint(*folders: Path) -> str:
    with pytest.raises(BrokenRulesError) as caught:
        load_rules(folders)
    return str(caught.value)


def rule(rules: RuleSet, rule_id: str) -> Rule:
    return next(each for each in rules.rules if each.id == rule_id)


def ids(rules: RuleSet) -> list[str]:
    return [each.id for each in rules.rules]


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
    assert "own.amount" in ids(load_rules([own]))


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
        load_rules([tmp_path / "no-rules-here"])


@pytest.mark.parametrize("leave", [
    lambda path: path.mkdir(),
    lambda path: path.symlink_to("user@host.1234"),
], ids=["a folder", "the lock of an open editor"])
def test_what_is_no_rule_file_does_not_stop_the_program(leave: Callable[[Path], None], folder: Folder) -> None:
    own = folder({"own.yaml": f"rules:\n{AMOUNT}"})
    leave(own / ".#own.yaml")
    with suppress(UserError):
        assert "own.amount" in ids(load_rules([own]))


def test_folder_adds_rules_behind_the_shipped_ones(folder: Folder, rules: RuleSet) -> None:
    own = load_rules([folder({"own.yaml": f"label: 我的\nrules:\n{AMOUNT}"})])
    assert ids(own) == [*ids(rules), "own.amount"]
    assert rule(own, "own.amount").kind.label == "我的"


def test_later_folder_replaces_a_rule_by_its_id(folder: Folder, rules: RuleSet) -> None:
    first = folder({"statistic.yaml": "rules:\n  - {name: percent, title: 一, match: '\\d+%', weight: 7}\n"})
    second = folder({"statistic.yaml": "rules:\n  - {name: percent, title: 二, match: '\\d+%'}\n"})
    assert rule(load_rules([first]), "statistic.percent").title == "一"
    replaced = load_rules([first, second])
    assert (rule(replaced, "statistic.percent").title, rule(replaced, "statistic.percent").weight) == ("二", 1.0)
    assert ids(replaced) == ids(rules)


def test_replaced_rule_keeps_what_the_shipped_file_says_of_its_kind(folder: Folder, rules: RuleSet) -> None:
    own = load_rules([folder({"statistic.yaml": "rules:\n  - {name: percent, title: 一, match: '\\d+%'}\n"})])
    assert own.kinds["statistic"].label == rules.kinds["statistic"].label
    assert own.kinds["statistic"].show == rules.kinds["statistic"].show


def test_new_file_of_a_shipped_kind_leaves_that_kind_as_it_is(folder: Folder, rules: RuleSet) -> None:
    own = load_rules([folder({"more.yaml": f"kind: statistic\nrules:\n{AMOUNT}"})])
    assert rule(own, "more.amount").kind.name == "statistic"
    kind, shipped = own.kinds["statistic"], rules.kinds["statistic"]
    assert (kind.label, kind.show, kind.leaning is None) == (shipped.label, shipped.show, False)


def test_rule_is_switched_off(folder: Folder, rules: RuleSet) -> None:
    own = load_rules([folder({"statistic.yaml": "rules:\n  - {name: percent, off: true}\n"})])
    assert ids(own) == [each for each in ids(rules) if each != "statistic.percent"]


def test_rule_that_is_switched_off_later_is_gone_and_comes_back_with_a_later_folder(folder: Folder) -> None:
    off = "rules:\n  - {name: amount, title: 数量, match: '\\d+件', off: true}\n"
    first, second = folder({"own.yaml": f"rules:\n{AMOUNT}"}), folder({"own.yaml": off})
    assert "own.amount" not in ids(load_rules([first, second]))
    assert "own.amount" in ids(load_rules([second, first]))


def test_folder_adds_to_a_lexicon(folder: Folder, rules: RuleSet) -> None:
    text = "\ufeff# what is counted here\r\n眼  # of springs\r\n\r\n 件 \r\n眼\r\n"
    own = load_rules([folder({"lexicon/unit.txt": text})])
    assert own.lexicons["unit"] == (*rules.lexicons["unit"], "眼")
    amount = rule(own, "statistic.amount").pattern.search("全县有温泉26眼。")
    assert amount is not None
    assert amount["hide"] == "26眼"


def test_folder_takes_an_entry_out_of_a_lexicon(folder: Folder, rules: RuleSet) -> None:
    own = load_rules([folder({"lexicon/set_phrase.txt": "!十四五\n三张清单\n"})])
    assert own.lexicons["set_phrase"] == (*(each for each in rules.lexicons["set_phrase"] if each != "十四五"),
                                          "三张清单")


def test_piece_of_a_later_folder_is_used_by_the_shipped_rules(folder: Folder) -> None:
    own = load_rules([folder({"own.yaml": "define: {number: '[甲乙]+'}\n"})])
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
    program = ("import resource, sys; from pathlib import Path; from cards.rules.loading import *\n"
               "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
               "try: load_rules([Path(sys.argv[1])])\n"
               "except BrokenRulesError as error: print(error)\n")
    done = subprocess.run([sys.executable, "-c", program, folder({"own.yaml": text})], timeout=3, check=False,
                          capture_output=True, text=True)
    assert "own.yaml:" in done.stdout, done.stderr[-300:]


SNIPPETS = [*"{}[]()'\"\\|*+?&!%@`#:-,\t\n\0\xff", "{number}", "(?P<hide>", "{unit", "\\p{", "\\g<", "(?", "- ", ": ",
            "&a ", "*a", "<<: ", "!!python/object ", "off: true", "examples:", "nan", "-1", "第", "\ud7ff"]


@some.composite
def mutated(draw: some.DrawFn) -> tuple[str, bytes]:
    """A shipped rule file with a few bytes or lines changed."""
    name = draw(some.sampled_from(sorted(SHIPPED)))
    content = SHIPPED[name]
    for _ in range(draw(some.integers(1, 4))):
        at = draw(some.integers(0, len(content)))
        how = draw(some.sampled_from(("cut", "put", "byte", "end", "drop line", "double line", "move line")))
        if how == "cut":
            content = content[:at] + content[at + draw(some.integers(1, 12)):]
        elif how == "put":
            content = content[:at] + draw(some.sampled_from(SNIPPETS)).encode() + content[at:]
        elif how == "byte":
            content = content[:at] + draw(some.binary(min_size=1, max_size=1)) + content[at + 1:]
        elif how == "end":
            content = content[:at]
        else:
            lines = content.split(b"\n")
            line = lines.pop(at % len(lines))
            again = {"drop line": 0, "double line": 2, "move line": 1}[how]
            to = draw(some.integers(0, len(lines))) if how == "move line" else at % (len(lines) + 1)
            content = b"\n".join([*lines[:to], *[line] * again, *lines[to:]])
    return name, content


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules")


@REPEATABLE
@given(file=mutated())
def test_damaged_rule_file_loads_or_is_told(file: tuple[str, bytes], workshop: Path) -> None:
    path = workshop / file[0]
    path.write_bytes(file[1])
    told = ""
    try:
        load_rules([workshop])
    except UserError as error:
        told = str(error)
    finally:
        path.unlink()
    assert not told or f"{path}:" in told
