"""The oldest and the newest Anki that juyao promises: imported, studied, refreshed in an environment of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.anki.versions import NEWEST, OLDEST, editions, learned, wrong


@pytest.fixture(scope="module")
def both(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return editions(tmp_path_factory.mktemp("editions"), sample)


@pytest.mark.parametrize("version", [OLDEST, NEWEST], ids=["oldest", "newest"])
def test_an_edition_and_its_correction_reach_a_learner(version: str, both: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = both
    result = learned(version, tmp_path, first, second)
    assert wrong(result.told, first.read_bytes(), second.read_bytes()) == []
