"""A cluster of Dask's on this machine, two worker processes: the bytes are those of one process, whatever happens."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from generated import issue_text

if TYPE_CHECKING:
    from distributed import LocalCluster

pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own

ISSUES = 12


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    from distributed import LocalCluster  # half a second, in each process that collects tests

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made:
        yield made


@pytest.fixture
def library(shelf):
    """Small issues, and a rule of one's own, which no worker has on its disk."""
    def make(name: str):
        made = shelf(name)
        for number in range(1, ISSUES + 1):
            made.put(f"issues/{number:02}.txt", issue_text(number, articles=1))
        made.put("decks/rules/motto.yaml", RULE)
        return made
    return make


RULE = """kind: motto
label: 口号
rules:
  - name: slogan
    title: 口号
    match: '(?P<hide>久久为功)'
    examples:
      - {text: 持之以恒、久久为功。, card: '持之以恒、{{c1::久久为功}}。'}
      - {text: 今年没有口号。, card: none}
"""


@pytest.fixture
def one(library):
    """The library as this process alone builds it."""
    made = library("one")
    assert made.refresh().code == 0
    return made


def test_a_cluster_gives_the_bytes_of_one_process_also_where_a_worker_is_killed(library, one, cluster):
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    plain, killed = library("plain"), library("killed")
    assert plain.refresh("--executor", address).last == f"{ISSUES} new, 0 as they were"
    assert plain.packages == one.packages
    killing = threading.Thread(target=kill_one, args=(cluster, killed.root))
    killing.start()
    ran = killed.refresh("--executor", address)
    killing.join()
    assert (ran.code, ran.last) == (0, f"{ISSUES} new, 0 as they were")
    assert killed.packages == one.packages


def kill_one(cluster: LocalCluster, root: Path) -> None:
    """Kill a worker process when the first decks are there."""
    while next(root.glob("decks/*/*/*.apkg"), None) is None:
        time.sleep(0.01)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)


@pytest.mark.parametrize(("address", "told"), [
    ("127.0.0.1:1", "--executor: found “127.0.0.1:1”; a cluster is named dask://HOST:PORT"),
    ("dask://127.0.0.1:1", "dask://127.0.0.1:1: no scheduler answers: "),
])
def test_a_cluster_that_is_not_there_is_a_line(shelf, address, told, monkeypatch):
    monkeypatch.setattr("cards.library.cluster.PATIENCE", 1)
    library = shelf("library", 1)
    ran = library.refresh("--executor", address)
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith(f"juyao: {told}")
    assert not (library.root / "decks").exists()


def test_a_worker_with_other_rules_is_a_line(shelf, cluster, monkeypatch):
    monkeypatch.setattr("cards.library.cluster.program", lambda: str(os.getpid()))  # which is another in each process
    ran = shelf("library", 1).refresh("--executor", cluster.scheduler_address.replace("tcp://", "dask://"))
    assert ran.code == 1
    assert "another version of juyao or its rules on " in ran.err
