"""What a later issue repeats is the earlier note: the same text in both issues' packages, both sources named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cards.anki.face import face_of
from cards.anki.note_type import SOURCES, TEXT
from cards.record.packages import repacked
from cards.record.store import read_package
from tests.record.issues import Library

REPEATED = """全县干部要抓好以下三项工作。第一，强化统筹协调。第二，压实工作责任。第三，加大资金投入。
保护一江清水就是保护子孙后代的饭碗。
"""

@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def shown(note: Any) -> tuple[str, ...]:
    return tuple(note.fields[:5])


def test_a_repeated_fact_is_one_note_in_both_issues(library: Library, learner: Callable[[], Any]) -> None:
    library.build(3, f"{REPEATED}全县新建湿地32处，恢复河岸18公里。\n")
    library.build(4, f"全县新建水厂17座，铺设管网62公里。\n{REPEATED}")
    earlier, later = library.notes(3), library.notes(4)
    both = earlier.keys() & later.keys()
    assert {note.memory.fact.form for guid, note in earlier.items() if guid in both} == {"list", "item", "sentence"}
    for guid in both:
        assert shown(earlier[guid]) == shown(later[guid])
        assert "2026-03" in later[guid].fields[SOURCES]
        assert "2026-04" in later[guid].fields[SOURCES]
        assert {"期::2026-03", "期::2026-04"} <= set(earlier[guid].tags)
    for order in ((3, 4), (4, 3)):
        reader = learner()
        for number in order:
            assert "conflicting" not in reader.take(library.bundle(number))
        assert len(reader.notes) == len(earlier | later)


def test_the_issues_come_to_rest(library: Library) -> None:
    bodies = {3: f"{REPEATED}全县新建湿地32处，恢复河岸18公里。\n",
              4: f"全县新建水厂17座，铺设管网62公里。\n{REPEATED}"}
    for number in (3, 4):
        assert library.build(number, bodies[number])
    for number in (3, 4, 3, 4):
        assert library.build(number, bodies[number]) == []


def test_a_fact_that_leaves_one_issue_lives_on_in_the_other(library: Library) -> None:
    library.build(3, f"{REPEATED}全县新建湿地32处，恢复河岸18公里。\n")
    library.build(4, f"全县新建水厂17座，铺设管网62公里。\n{REPEATED}")
    [key] = [guid for guid, note in library.notes(4).items() if note.memory.kind == "key_sentence"]
    library.build(4, f"全县新建水厂17座，铺设管网62公里。\n{REPEATED.splitlines()[0]}\n")
    assert key not in library.notes(4)
    assert "2026-04" not in library.notes(3)[key].fields[SOURCES]
    assert not library.notes(3)[key].memory.retired


TRIPLE = "共建设施的参与者、共享成果的维护者、共治家园的贡献者"
IN_OTHER_SENTENCES = {
    3: f"全体居民都要始终做{TRIPLE}。\n全县新建湿地32处，恢复河岸18公里。\n",
    4: f"全县新建水厂17座，铺设管网62公里。\n"
       f"广大青年志愿者走进社区、扎根一线，用行动证明自己是{TRIPLE}，赢得群众点赞。\n",
}


def test_a_list_in_a_sentence_that_says_something_else_is_another_note(library: Library) -> None:
    for number in (3, 4, 3, 4):
        library.build(number, IN_OTHER_SENTENCES[number])
    assert not library.notes(3).keys() & library.notes(4).keys()
    for number, word in ((3, "始终做"), (4, "点赞")):
        [note] = [note for note in library.notes(number).values() if note.memory.fact.form == "list"]
        assert word in note.fields[TEXT]
        assert f"2026-{7 - number:02}" not in note.fields[SOURCES]
    for number in (3, 4):
        assert library.build(number, IN_OTHER_SENTENCES[number]) == []


def test_a_list_in_the_same_sentence_is_one_note(library: Library) -> None:
    sentence = IN_OTHER_SENTENCES[4].splitlines()[1]
    library.build(3, f"{sentence}\n全县新建湿地32处，恢复河岸18公里。\n")
    library.build(4, f"全县新建水厂17座，铺设管网62公里。\n{sentence.replace('走进社区', '走进村居')}\n")
    shared = library.notes(3).keys() & library.notes(4).keys()
    assert "list" in {library.notes(4)[guid].memory.fact.form for guid in shared}


def test_a_figure_of_another_issue_is_another_note(library: Library) -> None:
    for number in (3, 4):
        library.build(number, "全县新建湿地32处，恢复河岸18公里。\n全县新建水厂17座，铺设管网62公里。\n")
    assert not library.notes(3).keys() & library.notes(4).keys()


def test_packing_again_what_was_packed_gives_the_same_bytes(built: Any) -> None:
    for path in (*built.articles, *built.bundles):
        data, face = path.read_bytes(), face_of(built.folder / "face")
        assert repacked(path, data, read_package(data).notes, face).data == data
        assert repacked(path, data, {}, face) is None
