"""A refresh killed at any moment, and several at once: the library ends as if nothing had happened, byte for byte.

JUYAO_KILLS says how often a run is killed (default: 4; 200 for a thorough look).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cards.record.disk import locked

KILLS = int(os.environ.get("JUYAO_KILLS", "4"))
HANGS = 600  # seconds after which a run is taken to hang, however busy the machine is


@pytest.fixture
def before(shelf):
    """A library with two issues built; then one is corrected, and two come new."""
    library = shelf("before", 1, 2)
    library.refresh()
    library.issue(1, 站点130个="站点131个", 持之以恒="驰而不息")
    library.issue(3)
    library.issue(4)
    return library


def copied(library, name: str):
    """A copy of `library`; its cache is another's, so every issue is looked at anew, unless the same name was there."""
    root = library.root.with_name(name)
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(library.root, root)
    return type(library)(root)


def written(root: Path) -> bool:
    """Whether a run has begun to write."""
    return next(root.glob("decks/*/*/.juyao-*"), None) is not None


def test_a_refresh_killed_at_any_moment_is_completed_by_the_next(before):
    whole = copied(before, "whole")
    begun = time.perf_counter()
    whole.start().communicate(timeout=HANGS)
    lasts = time.perf_counter() - begun
    chance = random.Random(KILLS)
    killed = tried = 0
    while killed < KILLS:
        tried += 1
        library = copied(before, "killed")
        begun = time.perf_counter()
        running = library.start()
        if tried % 2:  # any moment; else one while it writes
            time.sleep(chance.uniform(0, lasts))
        else:
            while running.poll() is None and not written(library.root):
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.03))
        if running.poll() is not None:
            lasts = time.perf_counter() - begun
        running.send_signal(signal.SIGKILL)
        killed += running.wait(HANGS) == -signal.SIGKILL
        running.communicate()
        assert library.refresh().code == 0
        assert library.files == whole.files, f"try {tried}"
        assert library.refresh().last.startswith("nothing to do")
        assert tried < 5 * KILLS + 20


def test_two_refreshes_at_once_do_the_work_of_one(before):
    whole = copied(before, "whole")
    whole.refresh()
    for _ in range(max(2, KILLS // 20)):
        library = copied(before, "shared")
        running = [library.start() for _ in range(2)]
        told = [each.communicate(timeout=HANGS) for each in running]
        assert [each.returncode for each in running] == [0, 0]
        assert library.files == whole.files
        waits = f"juyao: waiting for another run in {library.root}/decks"
        assert all(set(err.splitlines()) <= {waits} for _, err in told)
        last = [out.splitlines()[-1] for out, _ in told]
        assert [line for line in last if line == "nothing to do: 4 issues, all as they were"]


def test_build_and_refresh_wait_for_each_other(before, tmp_path):
    library = copied(before, "held")
    with locked(library.root / "decks"):
        running = library.start()
        assert running.stderr.readline() == f"juyao: waiting for another run in {library.root}/decks\n"
        assert running.poll() is None
        assert not written(library.root)
    _, err = running.communicate(timeout=HANGS)
    assert (running.returncode, err) == (0, "")


def test_ctrl_c_is_130_and_leaves_decks_whole(before):
    whole = copied(before, "whole")
    whole.refresh()
    library, stopped = before, None
    for _ in range(60):
        library = copied(before, "stopped")
        running = library.start()
        while running.poll() is None and not written(library.root):
            time.sleep(0.001)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=HANGS)
        if running.returncode:  # else it was done before the signal came, which shows nothing
            stopped = (running.returncode, err.strip())
            break
    assert stopped == (130, "juyao: stopped; decks on disk are whole")
    assert library.refresh().code == 0
    assert library.files == whole.files


def test_ctrl_c_over_a_package_that_is_half_written_is_no_bug(shelf, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    library = shelf("half", 1)
    monkeypatch.setattr("zipfile._get_compressor", interrupted)  # it is made between a file's head and its bytes
    ran = library.refresh()
    assert (ran.code, ran.err.strip()) == (130, "juyao: stopped; decks on disk are whole")


def test_a_full_disk_is_one_line_and_leaves_the_decks(before, tmp_path):
    """The size of a file is bounded for the process: it fails as on a full disk, without filling one."""
    library = copied(before, "full")
    decks = library.packages
    program = ("import resource, signal, sys; from cards.commands.program import exit_code; "
               "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
               "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); sys.exit(exit_code(['refresh', sys.argv[1]]))")
    done = subprocess.run([sys.executable, "-c", program, str(library.root)], capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "can't be written: File too large; earlier decks are as they were" in done.stderr
    assert library.packages == decks
    assert library.refresh().code == 0
