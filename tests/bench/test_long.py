"""What a long source costs: four times the text takes about four times as long, as one article and as many."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cards.build import analyse, prepared
from cards.reading import read_text
from tests.cases import growth

sys.path.insert(0, str(Path(__file__).parent))
from long import KINDS

pytestmark = pytest.mark.bench

LENGTH, LINEAR = 75_000, 6  # times at most, on four times the text; 4.1 to 4.6 measured


@pytest.mark.parametrize("kind", ["one", "issue"])
def test_reading_finding_and_writing_grow_with_the_text(kind: str) -> None:
    settings = prepared((), Path("decks"), 0)
    texts = {length: KINDS[kind](length) for length in (LENGTH // 4, LENGTH, 4 * LENGTH)}

    def work(length: int) -> None:
        analyse(Path("2026-03.txt"), read_text(texts[length], "2026-03", settings.rules), settings)

    assert growth(work, LENGTH) < LINEAR
