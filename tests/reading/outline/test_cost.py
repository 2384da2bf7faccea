"""What reading costs: a source twice as long takes about twice as long, also where it is no text that anybody wrote."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cards.reading import read_text
from cards.rules.ruleset import RuleSet

MOST = 3.0  # times what half the source takes; quadratic time is 4
TRIES = 5
TITLE = "青溪县守护一江清水\n"


def doubled_characters(length: int) -> str:
    """A paragraph that doubles a character everywhere, each time another one."""
    words = (chr(0x4E00 + at * 7 % 20_000) + chr(0x4E00 + at * 13 % 20_000) * 2 for at in range(length // 3))
    return TITLE + "".join(words)


def nearly_a_title(length: int) -> str:
    """A title that the body says with one character more."""
    return f"目录\n{'长' * length}\t1\n{'长' * (length + 1)}\n全市新建湿地32处。\n"


def contents_of_nothing(length: int) -> str:
    """Contents of which no entry stands in the body, whose lines are all alike."""
    entries = "".join(f"第{at}处水源地调查报告\t{at}\n" for at in range(400))
    return f"目录\n{entries}" + "".join(f"{at}号水源地调查报告摘要\n" for at in range(length // 12))


def one_paragraph(length: int) -> str:
    return TITLE + "全市新建湿地32处，恢复河岸18公里。" * (length // 20)


@pytest.mark.parametrize(("source", "length"), [
    (doubled_characters, 20_000), (nearly_a_title, 4_000), (one_paragraph, 40_000),
    (contents_of_nothing, 100_000)])
def test_twice_the_source_takes_about_twice_as_long(source: Callable[[int], str], length: int, rules: RuleSet) -> None:
    ratios = []
    for _ in range(TRIES):
        ratios.append(seconds(source(2 * length), rules) / seconds(source(length), rules))
        if ratios[-1] < MOST:
            return
    assert min(ratios) < MOST


def seconds(text: str, rules: RuleSet) -> float:
    """The processor's time that reading takes."""
    began = time.process_time()
    read_text(text, "2026-05", rules)
    return time.process_time() - began
