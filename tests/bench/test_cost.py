"""The cost of a build and of --help, as ratios measured in one run: see cost.py."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def cost() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cost", Path(__file__).with_name("cost.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_build_costs_little_more_than_its_bare_parts(cost):
    assert cost.build_ratio() <= 1.6


def test_help_comes_about_as_fast_as_click_itself(cost):
    assert cost.help_ratio() <= 2.5


def test_word_file_is_read_in_at_most_twice_the_bare_loop_of_python_docx(cost):
    assert cost.docx_ratio() <= 2


def test_a_refresh_costs_little_more_than_what_is_new(cost):
    one_new, nothing_new = cost.refresh_ratios()
    assert one_new <= 2
    assert nothing_new <= 5


def test_pdf_is_read_in_at_most_twice_pdftotext_and_an_interpreters_start(cost, shared):
    if shutil.which("pdftotext") is None and "CI" not in os.environ:
        pytest.skip("pdftotext is not here (on Debian: apt-get install poppler-utils)")
    assert cost.pdf_ratio(shared / "issues" / "2024-24.pdf") <= 1
