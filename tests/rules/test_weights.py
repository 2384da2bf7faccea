"""weights.yaml: later folders say only what differs; every fault is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cards.rules.loading import BrokenRulesError, load_rules

SHIPPED = """\
statistic:
  budget: {core: 1.5, all: 5}
  least: -1
  weights: {base: -1.2, headline: 0.8}
"""


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "weights.yaml").write_text(text, encoding="utf-8")
    return path


def test_a_later_folder_changes_one_weight_and_leaves_the_rest(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", SHIPPED)
    own = folder(tmp_path / "own", "statistic:\n  budget: {all: 8}\n  weights: {headline: 2}\n")
    weights = load_rules([first, own]).weights["statistic"]
    assert weights.features["headline"] == 2.0
    assert weights.of("base") == -1.2
    assert weights.budget is not None
    assert (weights.budget.core, weights.budget.most, weights.least) == (1.5, 8.0, -1.0)


@pytest.mark.parametrize(("text", "said"), [
    ("statistic: {leest: 1}\n", "unknown key “leest”, did you mean “least”?"),
    ("statistic: {weights: {headline: much}}\n", "“weights”: found “much”, a number is wanted"),
    ("statistic: {budget: {all: -1}}\n", "must be at least 0"),
    ("statistik: {least: 1}\n", "there is no kind “statistik”"),
    ("- statistic\n", "a weights file is a mapping of kinds"),
])
def test_a_fault_is_told_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenRulesError) as raised:
        load_rules([folder(tmp_path / "own", text)])
    assert said in str(raised.value)
    assert "weights.yaml:1:" in str(raised.value)
