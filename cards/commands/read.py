"""juyao read"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.ending import Ending
from cards.commands.options import DECKS_OF_A_BUILD, JSON, RULES, SOURCE
from cards.commands.progress import shown_progress
from cards.commands.reports.outline import OutlineReport
from cards.library.own import rule_folders
from cards.library.reading import read_sources


@click.command("read")
@SOURCE
@DECKS_OF_A_BUILD
@RULES
@click.option("--text", is_flag=True, help="Every paragraph with its place, as cleaned.")
@JSON
def command(source: Path, output: Path, folders: tuple[Path, ...], text: bool, as_json: bool) -> Ending:
    """Say what was understood of SOURCE: publication, issue, articles, sections, paragraphs, warnings."""
    report = OutlineReport(text, as_json, several=source.is_dir())
    with shown_progress() as progress:
        for read in read_sources(source, rule_folders(output, folders), progress):
            report.tell(read)
    return report.end()
