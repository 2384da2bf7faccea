"""Writing packages: what stands in their places, names the disk won't have, times that are none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.commands.program import exit_code

LONG = "云" * 120  # 360 bytes: more than a file's name may have


@pytest.fixture
def copied(built, tmp_path) -> Path:
    """A copy of the sample's decks, to build over."""
    return Path(shutil.copytree(built.folder, tmp_path / "copied"))


def link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**12)


@pytest.mark.parametrize("making", [os.mkfifo, Path.mkdir, link_to_device, sparse],
                         ids=["pipe", "folder", "device", "a terabyte"])
def test_what_is_no_file_in_a_packages_place_is_set_aside(
        copied, sample, capsys, making: Callable[[Path], None]) -> None:
    whole = {path: path.read_bytes() for path in copied.rglob("*.apkg")}
    for place in sorted(whole)[:2]:
        place.unlink()
        making(place)
    assert exit_code(["build", str(sample), "-o", str(copied)]) == 0
    assert {path: path.read_bytes() for path in whole} == whole
    assert len(list(copied.rglob("*.aside-1.apkg"))) == 2
    assert capsys.readouterr().err.count("set aside as") == 2


def test_a_record_that_is_no_file_is_a_line(sample, tmp_path, capsys) -> None:
    os.mkfifo(tmp_path / "x.apkg")
    assert exit_code(["build", str(sample), "-o", str(tmp_path / "out"), "--record", str(tmp_path / "x.apkg")]) == 1
    assert "x.apkg: can't be read: no file but" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [
    ["build", "{sample}", "-o", LONG], ["build", "{sample}", "-o", LONG, "--dry-run"], ["build", LONG],
    ["build", "{sample}", "--record", LONG], ["build", "{sample}", "--rules", LONG], ["read", LONG], ["preview", LONG],
    ["preview", "{sample}", "-o", LONG, "--no-open"], ["diff", LONG, LONG]])
def test_a_name_the_disk_wont_have_is_a_line(arguments, sample, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code([argument.format(sample=sample) for argument in arguments]) in (1, 2)
    assert LONG in capsys.readouterr().err


@pytest.mark.parametrize("value", ["-5", "soon", "1e5", "253402272000", "9" * 30, "١٢٣"])
def test_a_time_that_is_none_is_a_line(value, sample, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert exit_code(["build", str(sample), "-o", str(tmp_path / "out")]) == 1
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_article_or_an_issue_called_collection_gets_another_name(build, tmp_path) -> None:
    """AnkiDroid replaces the whole collection of a learner who opens collection.apkg."""
    text = "截至2025年底，全市技能人才总量达到62.4万人。保护一江清水就是保护子孙后代的饭碗。\n"
    for name in ("collection", "Collection"):
        source = tmp_path / f"{name}.txt"
        source.write_text(f"{name}\n\n{text}", encoding="utf-8")
        assert build(tmp_path / "decks", source).bundles
    names = {path.name.casefold() for path in (tmp_path / "decks").rglob("*.apkg")}
    assert names
    assert "collection.apkg" not in names
