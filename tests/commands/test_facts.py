"""`juyao facts`: the figures of a source as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands.test_read import juyao

TEXT = "云岭市2025年统计公报\n全年地区生产总值676.5亿元，比上年增长5.5%。\n年末常住人口86.4万人。\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "bulletin.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_line_a_figure(source: Path) -> None:
    ran = juyao("facts", source)
    assert ran.code == 0
    assert "云岭市 · 2025年 · 地区生产总值 · level · actual: 676.5亿元  (article 1, paragraph 1, line 2)" in ran.out


def test_a_table_for_a_spreadsheet(source: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(juyao("facts", source, "--csv").out)))
    assert [(row["what"], row["measure"], row["when"], row["value"], row["unit"]) for row in rows] == [
        ("地区生产总值", "level", "2025年", "67650000000", "元"), ("地区生产总值", "growth", "2025年", "5.5", "%"),
        ("常住人口", "level", "2025年末", "864000", "人")]
    assert {row["whose"] for row in rows} == {"云岭市"}


def test_json_is_the_same_by_names(source: Path) -> None:
    first, growth, _ = json.loads(juyao("facts", source, "--json").out)
    assert (first["indicator"], growth["than"], growth["article"]) == ("地区生产总值", "比上年", 1)


def test_a_source_that_is_none_is_told(tmp_path: Path) -> None:
    ran = juyao("facts", tmp_path / "none.txt")
    assert (ran.code, ran.out) == (1, "")
    assert "none.txt" in ran.err
