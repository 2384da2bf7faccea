"""Compiled patterns are kept between runs, and whatever stands in their file is no danger."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import regex

from cards.rules import compiled
from cards.rules.compiled import KeptPatterns
from cards.rules.loading import load_rules

LISTS = {"unit": ("万件", "件")}
VALUE = r"\d+(?P<unit>\L<unit>)"


def saved(file: Path) -> Path:
    kept = KeptPatterns(file)
    kept.compile(VALUE, LISTS)
    kept.save()
    return file


def test_a_kept_pattern_finds_what_it_found_and_is_not_compiled_again(tmp_path, monkeypatch):
    file = saved(tmp_path / "patterns.cache")
    monkeypatch.setattr(compiled.regex, "compile", lambda *_, **__: pytest.fail("compiled again"))
    pattern = KeptPatterns(file).compile(VALUE, LISTS)
    assert pattern.search("达到12万件")["unit"] == "万件"


def test_another_list_of_words_is_another_pattern(tmp_path):
    kept = KeptPatterns(saved(tmp_path / "patterns.cache"))
    assert kept.compile(VALUE, {"unit": ("项",)}).search("共12项")["unit"] == "项"


@pytest.mark.parametrize("damage", ["empty", "cut", "noise", "other", "code"])
def test_a_damaged_or_foreign_file_holds_nothing(tmp_path, damage):
    file = saved(tmp_path / "patterns.cache")
    whole = file.read_bytes()
    file.write_bytes({
        "empty": b"", "cut": whole[: len(whole) // 2], "noise": bytes(range(256)) * 4,
        "other": pickle.dumps((("another release",), {(VALUE, ()): regex.compile("x")})),
        "code": pickle.dumps((compiled.MAKER, print)),
    }[damage])
    assert KeptPatterns(file).compile(VALUE, LISTS).search("达到12万件")["unit"] == "万件"


def test_rules_load_where_no_cache_can_be_kept(tmp_path, monkeypatch):
    (tmp_path / "no folder").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no folder"))
    assert load_rules().rules


def test_rules_of_ones_own_are_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = tmp_path / "rules"
    own.mkdir()
    load_rules((own,))
    assert not (tmp_path / "cache").exists()
    load_rules()
    assert (tmp_path / "cache" / "juyao" / "patterns.cache").is_file()
