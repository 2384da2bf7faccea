"""What lies in a rule folder and is not read, or does nothing, is named: a teacher thinks that it is read."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Folder, load

RULE = "rules:\n  - {name: amount, title: 数量, match: '\\d+件'}\n"


@pytest.mark.parametrize(("name", "told"), [
    ("own.yaml.txt", "own.yaml.txt (a rule file's name ends in .yaml or .yml)"),
    ("own.YAML", "own.YAML (a rule file's name ends in .yaml or .yml)"),
    ("rules.json", "rules.json (a rule file's name ends in .yaml or .yml)"),
    ("table.csv", "table.csv (a rule file's name ends in .yaml or .yml)"),
    ("unit.txt", "unit.txt (a lexicon stands in the folder lexicon)"),
    ("old/own.yaml", "old (rule files stand in the folder itself, lexicons in its folder lexicon)"),
    ("lexicon/unit.csv", "lexicon/unit.csv (a lexicon's name ends in .txt)"),
    ("lexicon/more/unit.txt", "lexicon/more (a lexicon's name ends in .txt)"),
])
def test_what_is_not_read_is_named(name: str, told: str, folder: Folder) -> None:
    own = folder({"own.yml": RULE, name: RULE})
    assert load(own).warnings == (f"{own}: not read: {told}",)


def test_all_that_is_not_read_for_one_reason_is_one_line(folder: Folder) -> None:
    own = folder({"a.csv": "", "b.csv": "", "c.txt": "件"})
    assert [warning.count("\n") for warning in load(own).warnings] == [0, 0]
    assert f"{own}: not read: a.csv, b.csv (" in load(own).warnings[0]


@pytest.mark.parametrize("name", ["own.yaml", "own.yml", "schema.json", "README.md", ".own.yaml.swp", "own.yaml~",
                                  "lexicon/unit.txt", "lexicon/.DS_Store"])
def test_what_belongs_there_is_no_warning(name: str, folder: Folder) -> None:
    assert load(folder({name: RULE if "yaml" in name else ""})).warnings == ()


def test_lexicon_that_nothing_names_is_told(folder: Folder) -> None:
    own = folder({"lexicon/unti.txt": "眼\n", "lexicon/unit.txt": "眼\n"})
    assert load(own).warnings == (
        f"{own / 'lexicon' / 'unti.txt'}: does nothing: no pattern or setting names a lexicon “unti”",)


@pytest.mark.parametrize("content", [
    "rules:\n  - {name: a, title: 一, match: '{springs}'}\n",
    "define: {spring: '\\d+{springs}'}\n",
    "select: {weak: springs}\n",
    "rules:\n  - {name: a, title: 一, list: {item: '{springs}是(?P<head>.+)', sequence: springs}}\n",
])
def test_lexicon_that_own_rules_name_is_no_warning(content: str, folder: Folder) -> None:
    assert load(folder({"own.yaml": content, "lexicon/springs.txt": "眼\n"})).warnings == ()


def test_lexicon_of_a_kind_that_is_left_out_is_no_warning(folder: Folder) -> None:
    own = folder({"quantity.yaml": "rules:\n  - {name: a, title: 一, match: '\\d+{springs}'}\n",
                  "lexicon/springs.txt": "眼\n"})
    assert load(own, without=("quantity",)).warnings == ()


def test_entry_that_takes_nothing_out_is_told(folder: Folder) -> None:
    own = folder({"lexicon/unit.txt": "!人\n!口人\n"})
    assert load(own).warnings == (f"{own / 'lexicon' / 'unit.txt'}: “!口人” takes nothing out: the list has no “口人”",)
