"""In a terminal: colours where they are wanted, examples in each help, ids that complete."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import click
import pytest

from cards.commands.cli import COMMANDS, main
from cards.commands.completing import rule_ids
from cards.commands.examples import EXAMPLES

RED = "\x1b[31m"


def in_a_terminal(*arguments: str, **variables: str) -> str:
    """What the command line says on a terminal."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | variables
    done = subprocess.run([sys.executable, "-m", "cards", *arguments], stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 1
    return said


def test_a_problem_stands_out_in_a_terminal_unless_colours_are_not_wanted():
    assert in_a_terminal("read", "nothing.txt").startswith(RED)
    assert "\x1b" not in in_a_terminal("read", "nothing.txt", NO_COLOR="1")
    assert "\x1b" not in in_a_terminal("--no-color", "read", "nothing.txt")


def test_what_is_no_terminal_gets_no_colours():
    done = subprocess.run([sys.executable, "-m", "cards", "read", "nothing.txt"], capture_output=True, text=True)
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_ends_with_two_examples(name):
    command = main.get_command(click.Context(main), name)
    shown = command.get_help(click.Context(command, info_name=name))
    lines = [line.strip() for line in shown.rstrip().splitlines()[-2:]]
    assert lines == [*EXAMPLES[name]]
    assert all(re.match(rf"juyao {name}\b", line) for line in lines)


def test_ids_of_rules_complete():
    command = main.get_command(click.Context(main), "explain")
    found = [item.value for item in rule_ids(click.Context(command), command.params[0], "statistic.")]
    assert found
    assert all(rule.startswith("statistic.") for rule in found)
