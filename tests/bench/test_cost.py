"""What juyao costs, as ratios to its bare parts, measured in one run: see cost.py."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.bench

TRIES = 3


def assert_at_most(limit: float, measure: Callable[[], float]) -> None:
    """One of three measures is within `limit`: another program's busy minute makes none of ours slow."""
    ratios: list[float] = []
    while len(ratios) < TRIES and not any(ratio <= limit for ratio in ratios):
        ratios.append(round(measure(), 2))
    assert min(ratios) <= limit, f"measured {ratios}"


@pytest.fixture(scope="module")
def cost() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cost", Path(__file__).with_name("cost.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def library(cost: ModuleType) -> Iterator[Path]:
    with cost.library(cost.ISSUES) as root:
        yield root


def test_a_build_costs_little_more_than_its_bare_parts(cost):
    assert_at_most(1.4, cost.build_ratio)  # 1.26 to 1.28, on a busy machine too; 0.9 is the aim


def test_a_build_without_any_cache_costs_little_more_than_its_bare_parts(cost):
    assert_at_most(2.8, cost.cold_ratio)  # 2.2 to 2.6; 1.5 is the aim


def test_many_texts_cost_few_times_cutting_them(cost):
    assert_at_most(18, cost.corpus_ratio)  # 10.4 to 16.4, as the machine is; 3 is the aim


def test_help_comes_about_as_fast_as_click_itself(cost):
    assert_at_most(1.8, cost.help_ratio)


def test_the_rules_examples_run_in_the_time_of_four_builds_of_jiebas_dictionary(cost):
    assert_at_most(4, cost.examples_ratio)


def test_word_file_is_read_in_at_most_twice_the_bare_loop_of_python_docx(cost):
    assert_at_most(2, cost.docx_ratio)


def test_a_refresh_costs_little_more_than_what_is_new(cost, library):
    assert_at_most(2, lambda: cost.one_new_ratio(library))


def test_a_refresh_with_nothing_new_costs_next_to_nothing(cost, library):
    assert_at_most(5, lambda: cost.nothing_new_ratio(library))


def test_pdf_is_read_in_at_most_twice_pdftotext_and_an_interpreters_start(cost, shared):
    if shutil.which("pdftotext") is None and "CI" not in os.environ:
        pytest.skip("pdftotext is not here (on Debian: apt-get install poppler-utils)")
    assert_at_most(1, lambda: cost.pdf_ratio(shared / "issues" / "2024-24.pdf"))
