"""Decisions files: read with every fault and its place, changed entry by entry, tidied; all else in them stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cards.library.decisions.changing import put, take_back, tidy
from cards.library.decisions.file import HEADER, read_decisions, standing
from cards.library.decisions.place import decisions_from, decisions_path, place_for
from cards.record.decisions import AGAIN, CORRECT, DROP, GONE, IN_FORCE, KEEP, Decision, Verdict
from cards.records import Issue, UserError

FILE = """\
# 青溪县的取舍

- id: AAAA-BBBB
  of: 新建湿地【32处】。   # 看过
  do: drop
# 下一条要再看
- id: CCCC-DDDD
  of: 青溪县恢复河岸【18公里】。
  do: correct
  cue: 青溪县 · 2025年
  hide: ['18公里']

- do: add
  of: 治水【先治人】。
  kind: 金句
# 末尾
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "decisions" / "2026-05.yaml"
    target.parent.mkdir()
    target.write_text(FILE, encoding="utf-8")
    return target


def test_a_file_says_what_is_decided_in_its_order(path: Path) -> None:
    first, second, third = read_decisions(path).entries
    assert (first.id, first.do, first.asks, first.line) == ("AAAA-BBBB", "drop", ("32处",), 3)
    assert (second.do, second.cue, second.hide, second.question) == ("correct", "青溪县 · 2025年", ("18公里",), None)
    assert (third.do, third.kind, third.asks) == ("add", "金句", ("先治人",))


@pytest.mark.parametrize(("entry", "line", "says"), [
    ("- id: AAAA-BBBC\n  do: kep\n", 2, "“do”: found “kep”; allowed: keep, drop"),
    ("- id: AAAA\n  do: keep\n", 1, "a card's 编号 looks like CBSR-QDDD"),
    ("- do: keep\n", 1, "the key “id” is missing"),
    ("- id: AAAA-BBBC\n  do: keep\n  cu: x\n", 3, "unknown key “cu”, did you mean “cue”?"),
    ("- id: AAAA-BBBC\n  do: drop\n  cue: x\n", 3, "“cue” does not go with do: drop"),
    ("- id: AAAA-BBBC\n  do: correct\n  cue: x\n", 1, "the key “of” is missing"),
    ("- id: AAAA-BBBC\n  of: 甲\n  do: correct\n", 1, "nothing is corrected"),
    ("- do: add\n  of: 治水先治人。\n  kind: 金句\n", 2, "nothing is hidden"),
    ("- do: add\n  of: 治水【先治人】。\n", 1, "the key “kind” is missing"),
    ("- id: [a\n  do: keep\n", 2, "not valid YAML"),
    ("- id: AAAA-BBBC\n  do: drop\n  level: 重点\n", 3, "“level” does not go with do: drop"),
])
def test_a_fault_is_a_line_with_its_place_and_the_other_entries_hold(
        path: Path, entry: str, line: int, says: str) -> None:
    path.write_text(FILE + entry, encoding="utf-8")
    read = read_decisions(path)
    assert len(read.entries) == 3
    [doubt] = read.doubts
    assert doubt.serious
    assert doubt.message.startswith(f"{path}:{FILE.count(chr(10)) + line}:")
    assert says in doubt.message


def test_a_card_is_decided_once(path: Path) -> None:
    path.write_text(FILE + "- id: aaaa-bbbb\n  do: keep\n", encoding="utf-8")
    read = read_decisions(path)
    assert [entry.do for entry in read.entries] == ["drop", "correct", "add"]
    assert "AAAA-BBBB is decided already in line 3" in read.doubts[0].message


def test_a_file_that_is_none_decides_nothing(path: Path) -> None:
    path.write_bytes("取舍".encode("gb18030"))
    read = read_decisions(path)
    assert read.entries == ()
    assert "is not UTF-8 text" in read.doubts[0].message
    assert read_decisions(path.with_name("none.yaml")).doubts == ()


def test_one_entry_is_changed_and_all_else_stays(path: Path) -> None:
    put(path, [Decision(KEEP, "AAAA-BBBB", "新建湿地【32处】。", why="要: 背")])
    assert path.read_text(encoding="utf-8") == FILE.replace("  do: drop\n", "  do: keep\n  why: '要: 背'\n", 1)
    put(path, [Decision(DROP, "AAAA-BBBB", "新建湿地【32处】。")])
    assert path.read_text(encoding="utf-8") == FILE


def test_a_new_entry_stands_where_its_card_does(path: Path) -> None:
    order = ["AAAA-BBBB", "ZZZZ-2222", "CCCC-DDDD", "YYYY-2222"]
    put(path, [Decision(KEEP, "YYYY-2222"), Decision(KEEP, "ZZZZ-2222")], order)
    assert [entry.id for entry in read_decisions(path).entries] == [
        "AAAA-BBBB", "ZZZZ-2222", "CCCC-DDDD", "YYYY-2222", ""]
    put(path, [Decision(DROP, "BBBB-2222")], ["BBBB-2222", *order])
    assert path.read_text(encoding="utf-8").startswith("# 青溪县的取舍\n\n- id: BBBB-2222\n  do: drop\n- id: AAAA")


def test_what_is_taken_back_leaves_the_comments(path: Path) -> None:
    take_back(path, ["CCCC-DDDD"])
    left = path.read_text(encoding="utf-8")
    assert "CCCC" not in left
    assert all(comment in left for comment in ("# 青溪县的取舍", "# 看过", "# 下一条要再看", "# 末尾"))
    assert len(read_decisions(path).entries) == 2


def test_a_first_decision_makes_the_file_and_says_how_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "2026-05.yaml"
    put(path, [Decision(CORRECT, "AAAA-BBBB", "“甲”: {乙}【丙】#", mnemonic="", hide=("it's", "- 丁"))])
    assert path.read_text(encoding="utf-8").startswith(HEADER)
    [decision] = read_decisions(path).entries
    assert (decision.of, decision.mnemonic, decision.hide) == ("“甲”: {乙}【丙】#", "", ("it's", "- 丁"))


def test_a_file_with_stray_lines_is_not_written_over(path: Path) -> None:
    path.write_text("id: 甲\n" + FILE, encoding="utf-8")
    with pytest.raises(UserError, match="mend the file first"):
        put(path, [Decision(KEEP, "AAAA-BBBB")])
    assert path.read_text(encoding="utf-8").startswith("id: 甲\n")
    assert "found something else than an entry" in read_decisions(path).doubts[0].message


def test_tidying_puts_entries_in_order_and_what_left_the_source_at_the_end(path: Path) -> None:
    one, other, added = read_decisions(path).entries
    verdicts = [Verdict(one, GONE), Verdict(other, AGAIN), Verdict(added, IN_FORCE)]
    codes = {other.line: "CCCC-DDDD", added.line: "EEEE-2222"}
    assert tidy(path, verdicts, codes, ["EEEE-2222", "CCCC-DDDD"], "2026-11-28")
    assert path.read_text(encoding="utf-8") == """\
# 青溪县的取舍


- id: EEEE-2222
  do: add
  of: 治水【先治人】。
  kind: 金句
# 下一条要再看
- id: CCCC-DDDD
  of: 青溪县恢复河岸【18公里】。
  do: correct
  cue: 青溪县 · 2025年
  hide: ['18公里']
- id: AAAA-BBBB
  of: 新建湿地【32处】。   # 看过
  do: drop
  gone: '2026-11-28'
# 末尾
"""
    again = read_decisions(path).entries
    verdicts = [Verdict(decision, IN_FORCE) for decision in again]
    assert tidy(path, verdicts, {}, ["AAAA-BBBB", "EEEE-2222", "CCCC-DDDD"], "2026-12-01")
    assert [entry.id for entry in read_decisions(path).entries] == ["AAAA-BBBB", "EEEE-2222", "CCCC-DDDD"]
    assert "gone" not in path.read_text(encoding="utf-8")
    assert not tidy(path, [], {}, ["AAAA-BBBB", "EEEE-2222", "CCCC-DDDD"], "2026-12-01")


def test_a_thousand_decisions_are_read_and_changed_in_time_in_proportion(tmp_path: Path) -> None:
    from tests.cases import growth

    path = tmp_path / "2026-05.yaml"

    def work(size: int) -> None:
        lines = "".join(f"- id: {number:04}-AAAA\n  do: keep\n" for number in range(size))
        path.write_text(lines.replace("0", "Z").replace("1", "Y").replace("8", "X").replace("9", "W"), encoding="utf-8")
        standing(path)
        put(path, [Decision(DROP, "ZZZZ-AAAA")])

    assert growth(work, 500) < 8


def test_decisions_lie_beside_the_library_or_the_source(tmp_path: Path) -> None:
    source = tmp_path / "issues" / "2026-05.txt"
    source.parent.mkdir()
    assert place_for(source) == source.parent / "decisions"
    (tmp_path / "juyao.yaml").write_text("sources: [{folder: issues}]\ndecisions: word\n", encoding="utf-8")
    assert place_for(source) == tmp_path / "word"
    assert place_for(source, tmp_path / "x.yaml") == tmp_path / "x.yaml"
    assert decisions_path(tmp_path, "学习", "2026-05") == tmp_path / "2026-05.yaml"
    (tmp_path / "学习").mkdir()
    assert decisions_path(tmp_path, "学习", "2026-05") == tmp_path / "学习" / "2026-05.yaml"


@pytest.mark.parametrize("place", ["decisions", "x.yaml"])
def test_decisions_that_can_not_be_reached_are_told(tmp_path: Path, place: str) -> None:
    if place == "decisions":
        (tmp_path / place).write_text("", encoding="utf-8")  # a file where the folder ought to be
    else:
        (tmp_path / place).symlink_to(place)
    read = decisions_from(tmp_path / place, must_be=False)
    [doubt] = read(tmp_path / "2026-05.txt", Issue("学习", "2026-05", "", ())).doubts
    assert doubt.serious


INSIDE = """\
- id: AAAA-BBBB
  # 第一次看
  of: 新建湿地【32处】。
  do: drop  # 太细
  # 问过王老师
  why: '太小 #1'  # 他也这样说
  # 再问一次
- id: CCCC-DDDD
  do: keep
"""
COMMENTS = ("# 第一次看", "# 太细", "# 问过王老师", "# 他也这样说", "# 再问一次")


@pytest.mark.parametrize("decision", [
    Decision(KEEP, "AAAA-BBBB", "新建湿地【32处】。"), Decision(DROP, "AAAA-BBBB", "湿地【32处】。", why="太小 #1"),
    Decision(CORRECT, "AAAA-BBBB", "新建湿地【32处】。", question="湿地【32处】", cue="a", why="好"),
])
def test_comments_within_an_entry_stay_whatever_changes(path: Path, decision: Decision) -> None:
    path.write_text(INSIDE, encoding="utf-8")
    put(path, [decision])
    text = path.read_text(encoding="utf-8")
    assert [comment for comment in COMMENTS if comment not in text] == []
    assert read_decisions(path).entries[0] == Decision(**{
        name: getattr(decision, name) for name in ("do", "id", "of", "question", "cue", "why")}, line=1)
    assert read_decisions(path).doubts == ()


def test_comments_within_an_entry_stay_when_it_is_tidied_or_taken_back(path: Path) -> None:
    path.write_text(INSIDE, encoding="utf-8")
    one, other = read_decisions(path).entries
    tidy(path, [Verdict(one, GONE), Verdict(other, IN_FORCE)], {one.line: "AAAA-2222"}, ["CCCC-DDDD"], "2026-11-28")
    text = path.read_text(encoding="utf-8")
    assert [comment for comment in COMMENTS if comment not in text] == []
    assert [entry.id for entry in read_decisions(path).entries] == ["CCCC-DDDD", "AAAA-2222"]
    take_back(path, ["AAAA-2222"])
    text = path.read_text(encoding="utf-8")
    assert [comment for comment in COMMENTS if comment not in text] == []
    assert [entry.id for entry in read_decisions(path).entries] == ["CCCC-DDDD"]
