"""juyao rules yield: texts, proposals and what is kept, rule by rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from cards.commands.trying.yielding import yields
from cards.records import UserError

RULES = """kind: list_of_own
rules:
  - name: first
    title: 甲，乙
    split: {match: '办好(?P<items>[^。]+)', at: '、'}
  - name: second
    title: 丙
    split: {match: '修好(?P<items>[^。]+)', at: '、'}
"""


def test_yield_counts_texts_proposals_and_what_is_kept(tmp_path: Path) -> None:
    own, texts = tmp_path / "own", tmp_path / "texts"
    own.mkdir()
    texts.mkdir()
    (own / "list_of_own.yaml").write_text(RULES, encoding="utf-8")
    (texts / "one.txt").write_text("云岭见闻\n\n今年办好学校、医院。明年办好园区、港口。\n", encoding="utf-8")
    (texts / "two.txt").write_text("青溪见闻\n\n今年办好书屋、戏台。\n", encoding="utf-8")
    found = yields(texts, (own,))
    of_own = {each.rule: (each.texts, each.proposals, each.kept) for each in found.rules if "of_own" in each.rule}
    assert of_own == {"list_of_own.first": (2, 3, 3), "list_of_own.second": (0, 0, 0)}
    assert (found.texts, found.unread) == (2, ())


def test_folder_without_a_text_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no text in it"):
        yields(tmp_path)
