"""The whole way with texts nobody would write: always decks that are whole, or an error the user can mend."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards.anki.cloze import answers
from cards.build import Built, Settings, build_issue
from cards.records import UserError
from cards.rules.ruleset import RuleSet

PIECES = (
    "云岭市技能人才工作综述", "目 录", "2026 年 第 4 期", "\t3", "\n", "\n\n", "\f", "　", " ", "第一，", "第二，",
    "第三，", "一是", "二是", "（一）", "一、", "——", "“", "”", "（", "）", "《", "》", "。", "，", "；", "：", "！",
    "？", "增长12.5%", "由5%提高到6.3%", "达到21.8万人", "三分之二", "居全省第3位", "1958年", "“十四五”",
    "六方面举措", "四个到位", "技能是立业之本，重视技能就是重视未来。", "坚持党管人才", "必须坚持",
    "不是锦上添花，而是根基", "做实统筹谋划", "建强培养平台", "（来源：云岭日报，2026-03-06）",
    "※这是讲话的主要部分。", "{{c1::", "}}", "::", "<b>", "&amp;", "\x00", "\x1f", "\u200b", "𠮷", "e\u0301", "１２",
    "％", "…", "[sound:a.mp3]", "1", "0.", "%", "个", "万",
)
wild_texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def outcome(source: Path, content: bytes, rules: RuleSet, cut: Callable[[str], list[str]]) -> Built | str:
    """The work done on a file with `content`, or the line that says why there is none."""
    source.write_bytes(content)
    try:
        return build_issue(source, Settings(rules, cut, Path("/nowhere"), 1_773_835_200))
    except UserError as error:
        line = str(error)
    assert line.startswith(f"{source}: ")
    assert "\n" not in line
    return line


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(wild_texts, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_gives_whole_decks_or_a_clear_error(rules, cut, tmp_path_factory, text, encoding):
    work = outcome(tmp_path_factory.getbasetemp() / "期.txt", text.encode(encoding), rules, cut)
    if isinstance(work, str):
        return
    assert not any("not the source's text" in doubt.message or "markup" in doubt.message for doubt in work.doubts)
    for package in (*work.packages, work.bundle):
        archive = zipfile.ZipFile(BytesIO(package.data))
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(archive.read("collection.anki2"))
            rows = connection.execute("select id, guid, flds from notes").fetchall()
            cards = connection.execute("select nid, ord + 1 from cards").fetchall()
        assert len(rows) == len({guid for _, guid, _ in rows}) == package.notes
        assert len(cards) == package.cards
        for note_id, _, fields in rows:
            assert fields.count("\x1f") == 8
            assert {number for owner, number in cards if owner == note_id} == set(answers(fields.split("\x1f")[0]))


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_clear_error_or_decks(rules, cut, tmp_path_factory, content):
    assert outcome(tmp_path_factory.getbasetemp() / "坏.txt", content, rules, cut)
