"""Compiled patterns are kept between runs, and whatever stands in their file is no danger."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cards.rules import assembling, compiled, loading
from cards.rules.compiled import MAKER, NAME, KeptPatterns
from cards.rules.loading import load_rules
from cards.text.cache import cache_folder, write_cached
from tests.rules.conftest import SMALL

LISTS = {"unit": ("万件", "件")}
VALUE = r"\d+(?P<unit>\L<unit>)"
LOAD = "from cards.rules.loading import load_rules; print(len(load_rules().rules))"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, which holds the pattern VALUE."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = KeptPatterns()
    kept.compile(VALUE, LISTS)
    kept.save()
    return cache_folder()


def test_a_kept_pattern_finds_what_it_found_and_is_not_compiled_again(monkeypatch):
    monkeypatch.setattr(compiled.regex, "compile", lambda *_, **__: pytest.fail("compiled again"))
    pattern = KeptPatterns.read().compile(VALUE, LISTS)[0]
    assert pattern.search("达到12万件")["unit"] == "万件"


def test_another_list_of_words_is_another_pattern():
    assert KeptPatterns.read().compile(VALUE, {"unit": ("项",)})[0].search("共12项")["unit"] == "项"


@pytest.mark.parametrize("data", [pickle.dumps(print), b"(" * 100_000 + b".", pickle.dumps("a text"), b""])
def test_a_file_that_somebody_made_holds_nothing(data):
    write_cached(NAME, data, MAKER)
    assert KeptPatterns.read().compile(VALUE, LISTS)[0].search("达到12万件")["unit"] == "万件"


def test_a_flipped_bit_in_the_kept_patterns_kills_no_run(folder):
    """A damaged pattern's code is run by regex without a check, and the process may end by a signal."""
    load_rules()
    whole = (folder / NAME).read_bytes()
    for bit in (75, 8_075, len(whole) * 4, len(whole) * 8 - 4_000):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        (folder / NAME).write_bytes(flipped)
        assert KeptPatterns.read().compile(VALUE, LISTS)[0].search("达到12万件")["unit"] == "万件"
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(len(load_rules().rules)))


def test_rules_of_ones_own_are_not_kept(folder, tmp_path, monkeypatch):
    """The small rule set stands in for the shipped one."""
    for module in (loading, assembling):
        monkeypatch.setattr(module, "shipped_rules", lambda: SMALL)
    own = tmp_path / "rules"
    own.mkdir()
    before = (folder / NAME).read_bytes()
    load_rules((own,))
    assert (folder / NAME).read_bytes() == before
    load_rules()
    assert (folder / NAME).read_bytes() != before
