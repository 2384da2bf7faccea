"""juyao init"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.language import told_comments
from cards.commands.options import FOLDER
from cards.commands.saying import say
from cards.library.starting import start_library


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
def command(folder: Path) -> None:
    """Make a deck library in DIR (default: here): a juyao.yaml with every setting explained."""
    made = start_library(folder, told_comments)
    say(f"made {path}" for path in made)
    say([f"next: look into it, put issues where it says, and run: juyao refresh {folder}"])
