"""juyao rules new"""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from cards.commands.completing import rule_ids
from cards.commands.language import told_comments
from cards.commands.options import FOLDER
from cards.commands.saying import say, show
from cards.commands.trying.adding import add_rule, new_rule


@click.command("new")
@click.argument("rule_id", metavar="ID", shell_complete=rule_ids)
@click.option("--rules", "folder", type=FOLDER, help="Add it to its file in this folder instead of printing it.")
def command(rule_id: str, folder: Path | None) -> None:
    """Write the skeleton of a new rule ID (file.name, like meeting.day) with examples to fill."""
    if folder is None:
        show(new_rule(rule_id, told_comments).rstrip("\n"))
        return
    path = add_rule(rule_id, folder, told_comments)
    next_step = f"juyao rules test {rule_id} --rules {shlex.quote(str(folder))}"
    say([f"{path}: {rule_id} is there to be changed; then: {next_step}"])
