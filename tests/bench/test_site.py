"""What a site of 200 issues costs where nothing, or one issue, is new."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.cost import seconds

ISSUES, TRIES = 200, 3
LIMIT = 5  # 2.4 measured
CLICK = (sys.executable, "-c", "import click")

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def shelf(build: Callable, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decks of an issue under 200 numbers."""
    root = tmp_path_factory.mktemp("shelf")
    built = build(root / "first", sample).bundles[0].parent
    for number in range(1, ISSUES + 1):
        folder = root / "decks" / built.parent.name / f"20{number // 24 + 10}-{number % 24 + 1:02}"
        folder.mkdir(parents=True)
        shutil.copy(built / "2026-03.apkg", folder / f"{folder.name}.apkg")
        for article in sorted(built.glob("0*.apkg")):
            shutil.copy(article, folder)
    shutil.rmtree(root / "first")
    return root


def test_nothing_new_costs_few_times_importing_click(shelf):
    command = (sys.executable, "-m", "cards", "site", str(shelf))
    seconds(command)
    ratios: list[float] = []
    while len(ratios) < TRIES and not any(ratio <= LIMIT for ratio in ratios):
        ratios.append(round(min(seconds(command) for _ in range(5)) / min(seconds(CLICK) for _ in range(5)), 2))
    assert min(ratios) <= LIMIT, f"measured {ratios}"
