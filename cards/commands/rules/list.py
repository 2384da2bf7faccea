"""juyao rules list"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.options import RULES
from cards.commands.reports.rules import rule_lines
from cards.commands.saying import say
from cards.rules.loading import load_rules


@click.command("list")
@RULES
def command(folders: tuple[Path, ...]) -> None:
    """List every rule: on or off, id, number of examples, file, title."""
    say(rule_lines(load_rules(folders)))
