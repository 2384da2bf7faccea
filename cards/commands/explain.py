"""juyao explain"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.completing import rule_ids
from cards.commands.options import DECKS_OF_A_BUILD, RULES, SOURCE
from cards.commands.progress import shown_progress
from cards.commands.reports.explained import explained_lines
from cards.commands.saying import say
from cards.commands.trying.explaining import explain_source
from cards.library.own import rule_folders
from cards.library.progress import READ


@click.command("explain")
@SOURCE
@DECKS_OF_A_BUILD
@RULES
@click.option("--rule", "rule_id", metavar="ID", shell_complete=rule_ids, help="Only what this rule did.")
@click.option("--sentence", default="", metavar="TEXT", help="Only the sentences that hold TEXT.")
def command(source: Path, output: Path, folders: tuple[Path, ...], rule_id: str | None, sentence: str) -> None:
    """Say for each sentence which rules matched, which finding won and what the others fell by."""
    with shown_progress() as progress:
        progress.expect(1, READ)
        progress.at(source.name)
        explained = explain_source(source, output, rule_folders(output, folders), rule_id, sentence)
    for sentence_told in explained.sentences:
        say(explained_lines(sentence_told, explained.rules))
    explained.raise_problem()
