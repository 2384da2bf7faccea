"""The READMEs of the code: every file and folder they send a reader to is there, and every room has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CARDS = Path(__file__).resolve().parents[2] / "cards"
READMES = sorted(CARDS.rglob("README.md"))
PLACE = re.compile(r"`([\w./]+(?:\.py|\.yaml|/))`")


@pytest.mark.parametrize("readme", READMES, ids=[path.parent.name for path in READMES])
def test_every_place_that_is_named_is_there(readme: Path) -> None:
    missing = [place for place in PLACE.findall(readme.read_text(encoding="utf-8"))
               if not any((folder / place).exists() for folder in (readme.parent, CARDS, CARDS.parent))]
    own = ("face.yaml", "juyao.yaml", "rules/", "face/", "decks/", "downloads/", "issues/")  # of a library, not of ours
    assert [place for place in missing if place not in own and not list(readme.parent.rglob(place))] == []


def test_the_map_says_where_at_least_fifteen_changes_belong() -> None:
    _, table = (CARDS / "README.md").read_text(encoding="utf-8").split("| to change … |")
    assert len(re.findall(r"^\| (?!-)", table, flags=re.MULTILINE)) >= 15


def test_the_map_names_every_room() -> None:
    rooms = {path.name for path in CARDS.iterdir() if (path / "__init__.py").exists() and path.name != "shipped_rules"}
    named = set(re.findall(r"^\| `(\w+)/` \|", (CARDS / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named == rooms
