"""juyao facts"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.ending import Ending
from cards.commands.options import DECKS_OF_A_BUILD, RULES, SOURCE
from cards.commands.progress import shown_progress
from cards.commands.reports.figures import FigureReport
from cards.library.own import rule_folders
from cards.library.reading import read_sources
from cards.rules.loading import load_rules


@click.command("facts")
@SOURCE
@DECKS_OF_A_BUILD
@RULES
@click.option("--csv", "form", flag_value="csv", help="Print a table for a spreadsheet.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
def command(source: Path, output: Path, folders: tuple[Path, ...], form: str | None) -> Ending:
    """List the figures of SOURCE: whose, when, of what, how measured, whether it is so yet, the value, where it stands.
    """
    own = rule_folders(output, folders)
    report = FigureReport(load_rules(own), form or "lines")
    with shown_progress() as progress:
        for read in read_sources(source, own, progress):
            report.tell(read)
    return report.end()
