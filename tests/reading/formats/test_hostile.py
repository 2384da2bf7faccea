"""A damaged or hostile text takes the whole of reading neither long nor much memory."""

from __future__ import annotations

import pytest

from tests.reading.fuzzing import LARGE, PARAGRAPH, PARAGRAPHS, SLOW, Cost, costs, whole

TRIES = 3  # before a text is said to take long: a busy machine is no failure
BYTES_A_BYTE = 30  # of memory that a byte of a long text may take
SENTENCE = "云岭市新建湿地32处。"
HOSTILE = {
    "an open bracket": lambda: "（" + SENTENCE * 200_000,
    "lines that never end": lambda: "云岭市新建湿地32处，\n" * 40_000,
    "contents of everything": lambda: "目录\n" + "".join(f"水源地{at}\t{at % 999}\n" for at in range(15_000)),
    "titles like each other": lambda: "目录\n" + "守护一江清水清水岸绿\t1\n" * 900 + "清守护一江水岸清\n" * 40_000,
    "contents without numbers": lambda: "目录\n" + "".join(f"水源地{at}\n" for at in range(12_000)) * 2,
    "headings": lambda: "一、总体要求\n" * 25_000,
    "short lines": lambda: "甲\n" * 40_000,
    "figures": lambda: "1" * 4_000_000,
    "sentences up to the limit": lambda: f"{SENTENCE}\n" * 40_000,
    "a text of 30 MB": lambda: "云" * 9_990_000,
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cost]:
    found: dict[str, Cost] = {}
    for _ in range(TRIES):
        slow = [name for name in HOSTILE if name not in found or found[name].times >= SLOW]
        if slow:
            files = {name: HOSTILE[name]().encode() for name in slow}
            folder = tmp_path_factory.mktemp("hostile")
            found |= costs(files, f"{PARAGRAPH}\n".encode() * PARAGRAPHS, whole, folder)
    return found


@pytest.mark.bench
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_neither_long_nor_much(name: str, measured: dict[str, Cost]) -> None:
    cost = measured[name]
    assert "Error" not in cost.said
    assert cost.times < SLOW
    assert cost.peak < LARGE + BYTES_A_BYTE * cost.size
