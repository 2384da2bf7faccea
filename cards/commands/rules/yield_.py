"""juyao rules yield"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.options import FOLDER, RULES
from cards.commands.progress import shown_progress
from cards.commands.reports.rules import yield_lines
from cards.commands.saying import say
from cards.commands.trying.yielding import yields


@click.command("yield")
@click.argument("folder", type=FOLDER)
@RULES
def command(folder: Path, folders: tuple[Path, ...]) -> None:
    """Count for each rule on how many texts of FOLDER it proposes something, and how much of that is kept."""
    with shown_progress() as progress:
        found = yields(folder, folders, progress)
    say(yield_lines(found))
