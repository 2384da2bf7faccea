"""juyao build"""

from __future__ import annotations

import datetime
from contextlib import closing
from pathlib import Path

import click

from cards.commands.clock import build_time
from cards.commands.ending import Ending
from cards.commands.options import DECISIONS, DECKS, DRY_RUN, EXECUTOR, FILE, FOLDER, JOBS, JSON, REPLACE, RULES
from cards.commands.progress import shown_progress
from cards.commands.reports.building import BuildReport
from cards.commands.saying import warn
from cards.library.building import Wanted, build_sources
from cards.library.own import rule_folders
from cards.library.workers import Jobs
from cards.record.pace import CARDS_A_DAY, Pace


@click.command("build")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=FILE)
@click.option("-o", "--output", type=FOLDER, default=DECKS, show_default=True, help="Folder for the decks.")
@RULES
@JSON
@DRY_RUN
@REPLACE
@click.option("--only", type=click.Choice(["重点", "拓展"]), help="Write only the notes of this level.")
@click.option("--all", "everything", is_flag=True, help="Also write what the budget of cards has no place for (拓展).")
@click.option("--exam", type=click.DateTime(["%Y-%m-%d"]), help="The day of an exam: the new cards a day it takes.")
@click.option("--new-per-day", type=click.IntRange(1, 999), default=CARDS_A_DAY, show_default=True,
              help="New cards a day, where there is no exam.")
@click.option("--record", "records", type=FILE, multiple=True, metavar="FILE",
              help="Earlier decks kept elsewhere, also as exported from Anki. Repeatable.")
@DECISIONS
@click.option("--tts", is_flag=True, help="Phones read the cards aloud.")
@JOBS
@EXECUTOR
@click.option("--unused", is_flag=True, help="Also list rules, exceptions and lexicon entries that matched nothing.")
def command(sources: tuple[Path, ...], output: Path, folders: tuple[Path, ...], as_json: bool, dry_run: bool,
            replace: bool, only: str | None, everything: bool, records: tuple[Path, ...], decisions: Path | None,
            tts: bool, unused: bool, exam: datetime.datetime | None, new_per_day: int, jobs: int | None,
            executor: str) -> Ending:
    """Build the decks of each SOURCE: one .apkg an article and one for the whole issue."""
    wanted = Wanted(output, rule_folders(output, folders), now=build_time(), only=only, tts=tts,
                    everything=everything, pace=Pace(new_per_day, exam.date() if exam else None), records=records,
                    dry_run=dry_run, decisions=decisions, replace=replace, jobs=Jobs(jobs, executor))
    report = BuildReport(output, dry_run, as_json, unused)
    with shown_progress() as progress, closing(build_sources(sources, wanted, warn, progress)) as outcomes:
        for outcome in outcomes:
            report.tell(outcome)
    return report.end()
