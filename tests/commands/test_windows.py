"""The README's commands for Windows: cmd and PowerShell both take them as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
STEPS = ("| 安装 |", "| 制作示例 |", "| 传到手机 |")
TABLE = [line.split("|")[2:4] for line in README.splitlines() if line.startswith(STEPS)]
WINDOWS = [command for _, windows in TABLE for command in re.findall(r"`([^`]+)`", windows)]
INSTALLING = re.findall(r"`((?:pipx|uv|pip) [^`]*install [^`]*)`", README.partition("\n---\n")[0])


def test_every_way_to_install_names_this_folder_or_one_with_the_wheel() -> None:
    """No index of packages has juyao: by its name alone it is not found, or another's is."""
    assert len(INSTALLING) >= 4
    assert all('".[all]"' in command or "--find-links" in command for command in INSTALLING if "juyao" in command)


def test_both_commands_are_there_for_both_systems() -> None:
    assert len(TABLE) == 3  # setting up, building, showing
    assert len(WINDOWS) == 4  # setting up is two commands there: PowerShell 5 knows no &&


@pytest.mark.parametrize("command", [*WINDOWS, *INSTALLING])
def test_a_command_needs_neither_shells_own_signs(command: str) -> None:
    assert not set(command) & set("'$%^&;|<>()")
    assert command.count('"') % 2 == 0
    for path in re.findall(r"\S*[/\\]\S*", command):
        assert "/" not in path
