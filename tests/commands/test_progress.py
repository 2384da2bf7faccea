"""The line that shows how far a run is."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from cards.commands import progress, saying
from cards.commands.program import exit_code
from cards.commands.progress import Line, fitting, shown_progress
from cards.library.progress import BUILT, FETCHED, FITTED, PUSHED, READ, SHOWN, UNSEEN


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_shown_from_the_third_second_on_and_gone_at_the_end(capsys):
    clock = Clock()
    line = Line(clock)
    line.expect(4)
    line.at("2026-01.txt")
    clock.now = 1.9
    line.done(3000)
    assert capsys.readouterr().err == ""
    clock.now = 2.1
    line.at("2026-02.txt")
    shown = capsys.readouterr().err
    assert shown.startswith("\r\033[K#####")
    assert "built: 1/4, " in shown
    assert " characters/s, " in shown
    assert shown.endswith(" left · 2026-02.txt")
    clock.now = 2.15
    line.done(3000)
    assert capsys.readouterr().err == ""  # not a look for each of many small issues
    line.end()
    assert capsys.readouterr().err == "\r\033[K"
    line.end()
    assert capsys.readouterr().err == ""


def test_lines_stand_above_it(capsys):
    clock = Clock()
    line = Line(clock)
    line.expect(2, READ)
    clock.now = 3
    line.at("2026-01.txt")
    assert "read: 0/2, ? left" in capsys.readouterr().err
    with saying.above(line.clear):
        saying.say(["new: 2026-01.txt"])
    told = capsys.readouterr()
    assert (told.out, told.err) == ("new: 2026-01.txt\n", "\r\033[K")


def test_where_nobody_looks_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with shown_progress() as line:
        assert line is UNSEEN


@pytest.mark.parametrize(("text", "columns", "shown"), [
    ("2026-01.txt", 20, "2026-01.txt"), ("2026-01.txt", 4, "2026"), ("学习参考", 5, "学习"), ("学习", 4, "学习"),
])
def test_it_never_takes_two_lines(text, columns, shown):
    assert fitting(text, columns) == shown


@pytest.mark.parametrize("what", [BUILT, FETCHED, FITTED, PUSHED, READ, SHOWN])
def test_it_speaks_the_language_of_its_reader(what, monkeypatch):
    monkeypatch.setenv("JUYAO_LANG", "zh_CN")
    line = Line(Clock())
    line.expect(4, what)
    assert re.fullmatch(r"[#-]+ [\u4e00-\u9fff]{2}：0/4，还要 \? · ", line.line(80))


TEXT = """云岭市人才工作综述

截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人。
"""
READER = {"title": "云岭市人才工作综述", "genre": "news", "paragraphs": TEXT.split("\n\n")[1:], "keys": [], "lists": [],
          "figures": [{"p": 0, "start": 14, "value": "62.4万人", "votes": 2}]}


@pytest.fixture(scope="module")
def things(build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a text, its decks, and what a reader wants of it."""
    folder = tmp_path_factory.mktemp("things")
    (folder / "texts").mkdir()
    source = folder / "texts" / "综述.txt"
    source.write_text(TEXT, encoding="utf-8")
    build(folder / "decks", source)
    (folder / "reader.json").write_text(json.dumps(READER), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("command", "said"), [
    ("read {0}/texts", "read: 0/1, ? left · 综述.txt"),
    ("facts {0}/texts", "read: 0/1, ? left · 综述.txt"),
    ("explain {0}/texts/综述.txt", "read: 0/1, ? left · 综述.txt"),
    ("rules yield {0}/texts", "read: 0/1, ? left · 综述.txt"),
    ("preview {0}/texts --no-open -o {1}", "read: 0/1, ? left · 综述.txt"),
    ("preview {0}/decks --no-open -o {1}", "shown: 1/2, "),
    ("review {0}/texts --json", "read: 0/1, ? left · 综述.txt"),
    ("diff {0}/decks {0}/decks", "read: 1/2, "),
    ("site {0} -o {1}", "shown: 0/1, ? left · "),
    ("learn {0}/reader.json", "fitted: 0/3, ? left · "),
    ("build {0}/texts -o {1}", "built: 0/1, ? left · 综述.txt"),
])
@pytest.mark.parametrize("terminal", [True, False])
def test_long_work_tells_how_far_it_is_where_somebody_looks(
        command, said, terminal, things, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "OFTEN", 0.0)
    capsys.readouterr()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    arguments = command.format(things, tmp_path / "new.html").split()
    assert exit_code(arguments) == 0
    assert (said in capsys.readouterr().err) is terminal


def test_one_long_text_tells_that_it_lasts(monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.01)
    monkeypatch.setattr(progress, "OFTEN", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with shown_progress() as line:
        line.expect(1)
        line.at("2026-01.txt")
        before = capsys.readouterr().err
        shown = ""
        while not shown:  # nothing is told meanwhile
            shown = capsys.readouterr().err
    assert before.endswith("2026-01.txt")
    assert shown.endswith("2026-01.txt")
