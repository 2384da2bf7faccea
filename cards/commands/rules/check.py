"""juyao rules check"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.options import FOLDER
from cards.commands.reports.rules import checked_lines
from cards.commands.saying import say
from cards.commands.trying.checking import check_rules


@click.command("check")
@click.argument("folder", required=False, type=FOLDER)
def command(folder: Path | None) -> None:
    """Check the shipped rules and those in FOLDER: keys, patterns, examples; all faults at once."""
    say(checked_lines(check_rules(folder)))
