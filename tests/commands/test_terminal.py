"""In a terminal: colours where they are wanted, examples in each help, ids that complete."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from cards.commands.cli import COMMANDS
from cards.commands.examples import EXAMPLES, OF_RULES
from cards.commands.program import exit_code

RED, YELLOW = "\x1b[31m", "\x1b[33m"
WIPED = "\r\x1b[K"
AMOUNTS = ["statistic.amount", "statistic.amount_range"]


def in_a_terminal(*arguments: str, code: int = 1, **variables: str) -> str:
    """What the command line leaves on a terminal: the line that tells how far it is, on a slow machine, is wiped."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | variables
    done = subprocess.run([sys.executable, "-m", "cards", *arguments], stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == code
    return said.rpartition(WIPED)[2]


def test_a_problem_stands_out_in_a_terminal_unless_colours_are_not_wanted():
    assert in_a_terminal("read", "nothing.txt").startswith(RED)
    assert "\x1b" not in in_a_terminal("read", "nothing.txt", NO_COLOR="1")
    assert "\x1b" not in in_a_terminal("--no-color", "read", "nothing.txt")


def test_warnings_stand_out_in_an_overview(tmp_path):
    (tmp_path / "综述.txt").write_text("云岭市工作综述\n\n全市技能人才总量达到62.4万人。\n", encoding="utf-8")
    command = ("build", str(tmp_path / "综述.txt"), "-o", str(tmp_path / "decks"))
    assert f"{YELLOW}  1 warning:\x1b[0m" in in_a_terminal(*command, code=0)
    assert "\x1b[3" not in in_a_terminal(*command, code=0, NO_COLOR="1")


def test_what_is_no_terminal_gets_no_colours():
    done = subprocess.run([sys.executable, "-m", "cards", "read", "nothing.txt"], capture_output=True, text=True)
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [*COMMANDS, *(f"rules {name}" for name in OF_RULES)])
def test_the_help_of_every_command_ends_with_two_examples(name, language, monkeypatch, capsys):
    monkeypatch.setenv("JUYAO_LANG", language)
    assert exit_code([*name.split(), "--help"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.rstrip().splitlines()[-2:]]
    assert lines == [*(EXAMPLES | {f"rules {rule}": both for rule, both in OF_RULES.items()})[name]]
    assert all(re.match(rf"juyao {name}\b", line) for line in lines)


def completed(*words: str) -> list[str]:
    """What bash is told when somebody asks for the rest of the last of `words`."""
    environment = os.environ | {"_JUYAO_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words),
                                "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run([sys.executable, "-m", "cards"], capture_output=True, text=True, env=environment, check=False)
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_commands_options_and_ids_of_rules_complete(tmp_path):
    assert completed("juyao", "re") == ["refresh", "read", "review"]
    assert completed("juyao", "review", "--ter") == ["--terminal"]
    ids = completed("juyao", "explain", "a.txt", "--rule", "statistic.am")
    assert "statistic.amount" in ids
    assert all(rule.startswith("statistic.am") for rule in ids)
    assert completed("juyao", "rules", "test", "statistic.amo") == AMOUNTS
    assert completed("juyao", "rules", "new", "statistic.amo") == AMOUNTS


def test_ids_of_own_rules_complete_where_their_folder_is_named(tmp_path, capsys):
    assert exit_code(["rules", "new", "meeting.day", "--rules", str(tmp_path)]) == 0
    assert completed("juyao", "rules", "test", "--rules", str(tmp_path), "meeting.") == ["meeting.day"]
    (tmp_path / "meeting.yaml").write_text("rules: 3\n", encoding="utf-8")
    assert completed("juyao", "rules", "test", "--rules", str(tmp_path), "statistic.amo") == AMOUNTS
