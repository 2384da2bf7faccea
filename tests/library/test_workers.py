"""Workers: whoever does the work, the results are the same and in order; one that dies is one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cards.analysing import Source, Terms
from cards.library.outcomes import Failed
from cards.library.progress import UNSEEN
from cards.library.workers import Crew, Here, Jobs, crew, worth

NO_TERMS = Terms((), "")
HANGS = 600  # seconds after which a run is taken to hang, however busy the machine is


def counted(source: Source, terms: Terms) -> int:
    """A work: how many bytes a source has. It dies over one that says so: always, or the first time."""
    if source.data == b"always":
        os._exit(9)
    if source.data.startswith(b"/"):
        flag = Path(source.data.decode())
        if not flag.exists():
            flag.touch()
            os._exit(9)
    return len(source.data)


def sources(*contents: bytes) -> list[Source]:
    return [Source(Path(f"{number}.txt"), content) for number, content in enumerate(contents, 1)]


def results(jobs: int, given: list[Source | Failed]) -> list[int | Failed]:
    with crew(Jobs(jobs), [1] * len(given), UNSEEN) as workers:
        assert isinstance(workers, Crew if jobs > 1 else Here)
        return list(workers.each(counted, given, NO_TERMS))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_sources(jobs):
    broken = Failed("2.txt: can't be read")
    given = sources(*(b"x" * number for number in range(1, 31)))
    expected = [*range(1, 31)]
    assert results(jobs, [*given[:1], broken, *given[1:]]) == [*expected[:1], broken, *expected[1:]]


def test_a_worker_that_dies_is_one_sources_line_and_the_rest_goes_on():
    given = sources(b"a", b"bb", b"always", *[b"cc"] * 12, b"always")
    told = results(2, given)
    lines = [f"{number}.txt: the process that was at it ended (out of memory, or killed); the other sources are built"
             for number in (3, 16)]
    assert told == [1, 2, Failed(lines[0]), *[2] * 12, Failed(lines[1])]


def test_a_worker_that_was_killed_once_costs_nothing(tmp_path):
    flag = str(tmp_path / "killed").encode()
    assert results(2, sources(b"a", flag, *[b"cc"] * 12)) == [1, len(flag), *[2] * 12]


@pytest.mark.parametrize(("jobs", "sizes", "workers"), [
    (None, [3_000], 1), (None, [], 1), (4, [3_000], 1), (4, [3_000] * 3, 3), (1, [3_000] * 100, 1),
])
def test_small_work_starts_no_processes(jobs, sizes, workers):
    assert worth(jobs, sizes) == workers


def test_much_work_starts_as_many_processes_as_there_are_cores(monkeypatch):
    monkeypatch.setattr("cards.library.workers.cores", lambda: 8)
    assert [worth(None, [3_000] * count) for count in (4, 8, 20, 100)] == [1, 2, 5, 8]
    assert worth(None, [30_000_000] * 2) == 2


def test_many_jobs_give_the_bytes_of_one(shelf):
    one, two = (shelf(name, *range(1, 4)) for name in ("one", "two"))
    for library in (one, two):
        library.put("issues/broken.txt", "")
        library.put("rules/own.yaml", "kind: measure\n")
    told = [library.refresh("--jobs", str(jobs)) for jobs, library in ((1, one), (2, two))]
    assert [each.code for each in told] == [1, 1]
    assert told[0].out.splitlines() == told[1].out.splitlines()
    assert told[0].err.replace("/one/", "/two/") == told[1].err
    assert one.packages == two.packages
    assert len(one.packages) == 3 * 3


def test_a_build_of_many_sources_gives_the_bytes_of_one_job(shelf, juyao, tmp_path):
    library = shelf("library", 1, 2, 3)
    library.put("issues/2026-04.docx", b"no docx")
    library.put("issues/2026-04.txt", library.issue(3).read_text().replace("第 3 期", "第 4 期"))
    told = [juyao("build", library.root / "issues", "-o", tmp_path / f"decks{jobs}", "--jobs", jobs) for jobs in (1, 2)]
    assert told[0].out.replace("decks1", "decks2") == told[1].out
    assert told[0].err == told[1].err
    assert told[0].code == told[1].code == 0
    packages = [{path.relative_to(tmp_path / f"decks{jobs}"): path.read_bytes()
                 for path in (tmp_path / f"decks{jobs}").rglob("*.apkg")} for jobs in (1, 2)]
    assert packages[0] == packages[1]
    assert packages[0]


def children(parent: int) -> list[int]:
    """The processes that `parent` started and that run."""
    running = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [pid for pid in running if status(pid)[1:2] == [str(parent)]]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_when_a_run_is_stopped_its_processes_end_too(shelf, sent):
    library = shelf("stopped", *range(1, 25))
    running = subprocess.Popen([sys.executable, "-m", "cards", "refresh", str(library.root), "--jobs", "2"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    first = running.stdout.readline()
    begun = children(running.pid)
    assert first.startswith("new: ")
    assert len(begun) >= 2
    os.killpg(running.pid, sent) if sent == signal.SIGINT else running.kill()
    _, err = running.communicate(timeout=HANGS)
    if sent == signal.SIGINT:
        assert (running.returncode, err) == (130, "\njuyao: stopped; decks on disk are whole\n")
    until = time.monotonic() + HANGS
    while any(map(is_running, begun)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in begun if is_running(pid)] == []
    for issue in sorted((library.root / "issues").iterdir())[2:]:  # most were only there to be under way
        issue.unlink()
    assert library.refresh().code == 0


def is_running(pid: int) -> bool:
    """Whether a process runs; one that is only waited for does not."""
    return status(pid)[:1] not in ([], ["Z"])


def status(pid: int) -> list[str]:
    """What Linux says of a process: its state, its parent …; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
