"""The cache: what was kept comes back whole or not at all, and no state of the disk stops a run."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from cards.text.cache import cache_folder, read_cached, write_cached

NAME, MAKER, DATA = "words.cache", "juyao 1", "数据".encode() * 1000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return cache_folder()


def test_what_was_kept_comes_back(folder):
    write_cached(NAME, DATA, MAKER)
    assert read_cached(NAME, MAKER) == DATA
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_what_another_version_kept_does_not_come_back_and_is_replaced():
    write_cached(NAME, DATA, "juyao 0")
    assert read_cached(NAME, MAKER) is None
    write_cached(NAME, b"new", MAKER)
    assert read_cached(NAME, MAKER) == b"new"


def test_no_flipped_bit_and_no_cut_is_taken_for_data(folder):
    write_cached(NAME, b"data", MAKER)
    whole = (folder / NAME).read_bytes()
    for bit in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        (folder / NAME).write_bytes(flipped)
        assert read_cached(NAME, MAKER) is None
    for length in range(len(whole)):
        (folder / NAME).write_bytes(whole[:length])
        assert read_cached(NAME, MAKER) is None


def _folder_in_its_place(path: Path) -> None:
    (path / "inside").mkdir(parents=True)


def _file_for_the_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


def _pipe_that_nobody_fills(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("obstacle", [_folder_in_its_place, _file_for_the_folder, _pipe_that_nobody_fills])
def test_whatever_is_in_the_way_there_is_no_error(folder, obstacle):
    folder.mkdir(parents=True)
    obstacle(folder / NAME)
    assert read_cached(NAME, MAKER) is None
    write_cached(NAME, DATA, MAKER)
    assert not list(folder.parent.rglob("*.tmp"))


def test_a_full_disk_leaves_what_was_kept_before_and_no_temporary_file(folder):
    write_cached(NAME, b"old", MAKER)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(DATA) // 2, usual[1]))
    try:
        write_cached(NAME, DATA, MAKER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert [path.name for path in folder.iterdir()] == [NAME]
    assert read_cached(NAME, MAKER) == b"old"


def test_what_a_killed_run_left_goes_with_the_next(folder):
    folder.mkdir(parents=True)
    (folder / f".{NAME}-x1y2.tmp").write_bytes(DATA)
    write_cached(NAME, DATA, MAKER)
    assert [path.name for path in folder.iterdir()] == [NAME]
