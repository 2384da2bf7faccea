"""The line that shows how far a run is."""

from __future__ import annotations

import sys

import pytest

from cards.commands import saying
from cards.commands.progress import Line, fitting, shown_progress
from cards.library.progress import UNSEEN


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
    line.expect(2, reading=True)
    clock.now = 3
    line.at("2026-01.txt")
    assert "read: 0/2, ? left" in capsys.readouterr().err
    with saying.above(line.clear):
        saying.say(["new: 2026-01.txt"])
    told = capsys.readouterr()
    assert (told.out, told.err) == ("new: 2026-01.txt\n", "\r\033[K")


def test_where_nobody_looks_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with shown_progress() as progress:
        assert progress is UNSEEN


@pytest.mark.parametrize(("text", "columns", "shown"), [
    ("2026-01.txt", 20, "2026-01.txt"), ("2026-01.txt", 4, "2026"), ("学习参考", 5, "学习"), ("学习", 4, "学习"),
])
def test_it_never_takes_two_lines(text, columns, shown):
    assert fitting(text, columns) == shown
