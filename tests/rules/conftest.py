"""What tests of rules share: rule folders made for the moment, over a small rule set instead of the shipped one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cards.rules.loading import BrokenRulesError, load_rules
from cards.rules.ruleset import RuleSet
from tests.cases import FIXTURES

SMALL = FIXTURES / "rules"
Folder = Callable[..., Path]


def load(*folders: Path, without: tuple[str, ...] = ()) -> RuleSet:
    """The small rule set, with `folders` over it."""
    return load_rules(folders, without, base=SMALL)


def complaint(*folders: Path) -> str:
    """What is said of faulty `folders`."""
    with pytest.raises(BrokenRulesError) as caught:
        load(*folders)
    return str(caught.value)


@pytest.fixture(scope="session")
def small() -> RuleSet:
    """The small rule set."""
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """`folder({name: content})` is a new rule folder with these files."""
    def make(files: dict[str, str | bytes]) -> Path:
        made = tmp_path / f"rules-{len(list(tmp_path.iterdir()))}"
        made.mkdir()
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return made
    return make
