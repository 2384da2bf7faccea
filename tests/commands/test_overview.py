"""The overview of a build tells what there is to learn from what is only kept for those who have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cards.commands.language import told
from cards.commands.reports.building import issue_json, made_line, overview
from tests.record.issues import Library

FACTS = ("2025年，青溪县新建湿地32处。", "2025年，青溪县恢复河岸18公里。", "2025年，青溪县种树5万棵。")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three figures were in the decks; one is left in the text."""
    library = Library(tmp_path)
    library.build(3, "\n".join(FACTS))
    library.build(3, FACTS[0])
    return library


def lines(library: Library) -> list[str]:
    return list(overview(library.work, [], library.folder, False))


def test_an_issue_that_lost_nothing_says_nothing_of_retired_notes(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.build(3, "\n".join(FACTS))
    assert "  all: 3 notes, 3 cards" in lines(library)
    assert "retired" not in made_line(library.work)


def test_retired_notes_are_told_apart_from_those_to_be_learned(library: Library) -> None:
    said = lines(library)
    assert said[2] == "     1 note, 1 card: 统计 1; 2 more retired"
    assert "  all: 1 note, 1 card; 2 more retired" in said
    assert made_line(library.work) == "1 note, 1 card; 2 more retired, 1 warning (-v shows them)"


def test_an_issue_of_which_all_is_retired_says_so(library: Library) -> None:
    library.build(3, "会议开了一天。")
    said = lines(library)
    assert said[2] == "     0 notes, 0 cards; 3 more retired"
    assert "  all: 0 notes, 0 cards; 3 more retired" in said


def test_they_are_told_apart_in_chinese(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUYAO_LANG", "zh_CN")
    said = [told(line) for line in lines(library)]
    assert said[2] == "     1 条笔记，1 张卡片：统计 1；另有停用笔记 2 条"
    assert "  合计：1 条笔记，1 张卡片；另有停用笔记 2 条" in said
    assert told(made_line(library.work)) == "1 条笔记，1 张卡片；另有停用笔记 2 条，1 条提醒（用 -v 查看）"


def test_the_object_says_how_many_of_the_notes_are_retired(library: Library) -> None:
    [article] = issue_json(library.work, library.folder)["articles"]
    assert (article["notes"], article["retired"]) == (3, 2)
