"""Settings of one's own beside the shipped ones: a list is extended, a pattern may be, and what replaces is told."""

from __future__ import annotations

from pathlib import Path

from cards.rules.ruleset import Kind
from cards.writing.asking import asked
from tests.rules.conftest import Folder, complaint, load

TITLE, OWN_TITLE = "抓好两方面工作", "抓好有关工作"


def measure(own: Path) -> Kind:
    return load(own).kinds["measure"]


def test_own_entry_of_a_list_comes_before_the_shipped_ones(folder: Folder) -> None:
    kind = measure(folder({"measure.yaml": "ask:\n  - {match: 有关工作, becomes: 哪些工作}\n"}))
    assert asked(OWN_TITLE, kind) == "抓好哪些工作"
    assert asked(TITLE, kind) == "抓好哪几方面工作"


def test_list_with_replace_drops_the_shipped_entries(folder: Folder) -> None:
    kind = measure(folder({"measure.yaml": "ask:\n  - replace: true\n  - {match: 有关工作, becomes: 哪些工作}\n"}))
    assert asked(OWN_TITLE, kind) == "抓好哪些工作"
    assert asked(TITLE, kind) == TITLE


def test_pattern_under_add_matches_beside_the_shipped_one(folder: Folder) -> None:
    own = folder({"key_sentence.yaml": "select:\n  never: {add: '高度重视'}\n",
                  "measure.yaml": "open_end: {add: 以及}\n"})
    kinds = load(own).kinds
    never = kinds["key_sentence"].selection.never
    assert [bool(never.search(text)) for text in ("贯彻落实", "高度重视", "创新")] == [True, True, False]
    assert [bool(kinds["measure"].open_end.match(text)) for text in ("等", "以及", "和")] == [True, True, False]
    assert load(own).notes == ()


def test_added_patterns_of_two_folders_match_all(folder: Folder) -> None:
    first = folder({"measure.yaml": "sums_up: {add: 那是}\n"})
    second = folder({"measure.yaml": "sums_up: {add: 都是}\n"})
    sums_up = load(first, second).kinds["measure"].sums_up
    assert [bool(sums_up.match(text)) for text in ("这就是", "那是", "都是", "是")] == [True, True, True, False]


def test_groups_of_an_added_pattern_serve_as_the_shipped_ones(folder: Folder) -> None:
    stated = measure(folder({"measure.yaml": "stated: {add: '(?P<topic>几件实事)'}\n"})).stated
    topics = [stated.search(text)["topic"] for text in ("办好几件实事", "提出两方面举措")]
    assert topics == ["几件实事", "提出两方面举措"]


def test_plain_pattern_replaces_the_shipped_one_and_a_note_says_so(folder: Folder) -> None:
    own = folder({"key_sentence.yaml": "label: 好句\nselect:\n  never: '高度重视'\n"})
    rules = load(own)
    never = rules.kinds["key_sentence"].selection.never
    assert [bool(never.search(text)) for text in ("贯彻落实", "高度重视")] == [False, True]
    assert rules.notes == (f"{own / 'key_sentence.yaml'}:3: note: `never` replaces the earlier pattern; "
                           "never: {add: '…'} would add to it",)


def test_table_of_settings_is_laid_over_key_by_key(folder: Folder) -> None:
    selection = load(folder({"key_sentence.yaml": "select: {least: 3}\n"})).kinds["key_sentence"].selection
    assert (selection.least, selection.per_thousand, selection.never is None) == (3, 20, False)


def test_fault_in_an_added_pattern_is_told_where_it_stands(folder: Folder) -> None:
    own = folder({"measure.yaml": "label: 举措\nsums_up: {add: '(那是'}\n"})
    assert f"{own / 'measure.yaml'}:2:16: missing )" in complaint(own)


def test_the_shipped_blanks_leave_as_much_to_read_as_the_check_asks_for(rules):
    selecting = [kind for kind in rules.kinds.values() if kind.selection]
    assert selecting
    assert all(kind.selection.readable >= kind.readable for kind in selecting)
