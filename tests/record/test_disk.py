"""The disk: a set of files is replaced whole or not at all, whatever moment a run ends at, and runs wait in line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cards.record.disk import JOURNAL, LOCK, finish, locked, replace_all, replace_file, unfinished
from cards.records import UserError

OLD = {Path("a/1/x.apkg"): b"old x", Path("a/1/y.apkg"): b"old y", Path("a/2/z.apkg"): b"foreign"}
NEW = {Path("a/1/x.apkg"): b"new x", Path("a/1/y.apkg"): b"new y", Path("a/2/z.apkg"): b"new z", Path("w"): b"w"}
OLD[Path("a/2/other.apkg")] = b"other"
ASIDE = {Path("a/2/z.apkg"): Path("a/2/z.aside-1.apkg"), Path("a/2/other.apkg"): Path("a/2/other.aside-3.apkg")}
WHOLE = {**NEW, Path("a/2/z.aside-1.apkg"): b"foreign", Path("a/2/other.aside-3.apkg"): b"other"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def held(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Stop(BaseException):
    """Stands for the end of the program at a system call."""


@pytest.mark.parametrize("at", range(24))
def test_a_set_stopped_at_any_call_is_the_old_or_completed(folder, monkeypatch, at):
    """The program ends at the `at`th call that changes the disk; nothing it would clean up is cleaned."""
    calls = iter(range(1000))

    def stopping(real):
        def call(*arguments, **options):
            if next(calls) >= at:
                raise Stop
            return real(*arguments, **options)
        return call

    with monkeypatch.context() as patch:
        for name in ("replace", "rename", "unlink", "mkdir", "fsync"):
            patch.setattr(os, name, stopping(getattr(os, name)))
        try:
            replace_all(folder, NEW, ASIDE)
        except Stop:
            stopped = True
        else:
            stopped = False
    assert not stopped or unfinished(folder) or held(folder) in (OLD, WHOLE)
    with locked(folder):
        pass
    assert held(folder) in (OLD, WHOLE)
    assert stopped or held(folder) == WHOLE
    with locked(folder):
        replace_all(folder, NEW, {})
    assert held(folder).items() >= NEW.items()
    assert not unfinished(folder)


@pytest.mark.parametrize("room", [0, 4, 5, 100, 1000])
def test_a_disk_that_is_full_leaves_the_old_files_and_no_other(folder, room):
    """Whichever file there is no more room for: the first package, the journal (300 bytes), the last package."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(OSError):
            replace_all(folder, {**NEW, Path("big"): bytes(5000)}, ASIDE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert held(folder) == OLD


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../b", "C:/b", "..\\b"])
def test_a_journal_that_leads_elsewhere_is_set_aside(folder, name):
    (folder / JOURNAL).write_text(json.dumps([["a/1/x.apkg", name]]))
    lines: list[str] = []
    with locked(folder, lines.append):
        assert not (folder / JOURNAL).exists()
    [line] = lines
    assert "outside" in line
    assert (folder / "a/1/x.apkg").read_bytes() == b"old x"


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "[[]]", '[["a"]]', "\x00", "[" * 100_000, '[[1, 2]]'])
def test_a_damaged_journal_is_set_aside_with_a_line(folder, text):
    (folder / JOURNAL).write_text(text)
    lines: list[str] = []
    with locked(folder, lines.append):
        pass
    assert lines == [line for line in lines if str(folder / JOURNAL) in line and "set aside as" in line] != []
    assert held(folder) == OLD | {Path(".juyao-journal.aside-1.json"): text.encode()}
    with locked(folder, lines.append):
        pass
    assert len(lines) == 1


def test_a_journal_that_is_a_pipe_is_set_aside(folder):
    os.mkfifo(folder / JOURNAL)
    lines: list[str] = []
    finish(folder, lines.append)
    assert "a device or a pipe" in lines[0]
    assert not unfinished(folder)


def test_a_lock_and_a_folder_made_for_it_leave_nothing(tmp_path):
    with locked(tmp_path / "a" / "b"):
        assert unfinished(tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()
    with locked(tmp_path / "a" / "b"):
        replace_file(tmp_path / "a" / "b" / "c", b"1")
    assert held(tmp_path) == {Path("a/b/c"): b"1"}


def test_a_lock_where_no_folder_can_be_is_a_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="can't be written"), locked(tmp_path / "file" / "decks"):
        pass


def test_a_second_run_says_that_it_waits_and_then_goes_on(tmp_path):
    told, order = [], []

    def second() -> None:
        with locked(tmp_path / "decks", told.append):
            order.append("second")

    with locked(tmp_path / "decks"):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(1.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert told == [f"waiting for another run in {tmp_path / 'decks'}"]


def test_many_runs_at_once_never_hold_the_folder_together(tmp_path):
    """Each process adds one to a number in a file, forty times; none is lost although the lock file comes and goes."""
    program = ("import sys; from pathlib import Path; from cards.record.disk import locked\n"
               "folder = Path(sys.argv[1])\n"
               "for _ in range(40):\n"
               "    with locked(folder):\n"
               "        count = folder / 'count'\n"
               "        count.write_text(str(int(count.read_text() if count.exists() else 0) + 1))\n")
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "decks")]) for _ in range(4)]
    assert [each.wait(600) for each in running] == [0] * 4
    assert (tmp_path / "decks" / "count").read_text() == "160"
    assert not (tmp_path / "decks" / LOCK).exists()
