"""The README's commands for Windows: cmd and PowerShell both take them as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
TABLE = [line.split("|")[2:4] for line in README.splitlines() if line.startswith(("| 安装 |", "| 制作示例 |"))]
WINDOWS = [command for _, windows in TABLE for command in re.findall(r"`([^`]+)`", windows)]


def test_both_commands_are_there_for_both_systems() -> None:
    assert len(TABLE) == 2
    assert len(WINDOWS) == 3  # setting up is two commands there: PowerShell 5 knows no &&


@pytest.mark.parametrize("command", WINDOWS)
def test_a_command_needs_neither_shells_own_signs(command: str) -> None:
    assert not set(command) & set("'$%^&;|<>()")
    assert command.count('"') % 2 == 0
    for path in re.findall(r"\S*[/\\]\S*", command):
        assert "/" not in path
