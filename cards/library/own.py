"""What of one's own lies in or beside a folder of decks without being named: a juyao.yaml, a folder rules/."""

from __future__ import annotations

from pathlib import Path

FILE = "juyao.yaml"  # what makes a folder a deck library


def rule_folders(decks: Path, named: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """The folders of own rules that a build into the folder `decks` takes: rules/ in it, if there is one, and over that
    those that were `named`.
    """
    beside = decks / "rules"
    return (beside, *named) if beside.is_dir() else named
