"""A library with decks, its site, and a phone to look at it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from generated import issue_text
from sites import NOON, nobody

from cards.commands.pages.site.update import update_site


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patterns: Callable[[Path], None]) -> Path:
    folder = tmp_path / "cache"
    patterns(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def three_issues(build: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decks of three issues; the second was corrected a day after it was built."""
    folder = tmp_path_factory.mktemp("shelf")
    for number in (1, 2, 3):
        (folder / f"2026-{number:02}.txt").write_text(issue_text(number), encoding="utf-8")
    second = folder / "2026-02.txt"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", str(NOON))
        build(folder / "decks", *sorted(folder.glob("*.txt")))
        environment.setenv("SOURCE_DATE_EPOCH", str(NOON + 86_400))
        text = second.read_text(encoding="utf-8")
        parts = text.split("\n\n")
        gone = next(part for part in parts if "持之以恒" in part)
        corrected = text.replace("队伍20支", "队伍22支").replace(gone, "会议还作了其他安排。", 1)
        second.write_text(corrected, encoding="utf-8")
        build(folder / "decks", second)
    return folder


@pytest.fixture
def decks(three_issues: Path, tmp_path: Path) -> Path:
    """A copy of these decks of a test's own."""
    return shutil.copytree(three_issues / "decks", tmp_path / "decks")


@pytest.fixture(scope="module")
def site(three_issues: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the three issues as it stands at https://cards.example.org/juyao/."""
    folder = tmp_path_factory.mktemp("web") / "site"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        update_site(three_issues / "decks", folder, "https://cards.example.org/juyao", nobody)
    return folder
