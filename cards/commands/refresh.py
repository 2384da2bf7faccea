"""juyao refresh"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from msgspec import structs

from cards.commands.clock import build_time
from cards.commands.ending import Ending, worst
from cards.commands.keeping import keep_account, keep_site
from cards.commands.options import DRY_RUN, EXECUTOR, JOBS, JSON, LIBRARY, REPLACE
from cards.commands.progress import shown_progress
from cards.commands.reports.library import RefreshReport
from cards.commands.saying import warn
from cards.library.refresh import Refresh
from cards.library.settings import WINS, read_library


@click.command("refresh")
@LIBRARY
@JSON
@DRY_RUN
@click.option("-q", "--quiet", is_flag=True, help="Print nothing when there is nothing to do.")
@REPLACE
@click.option("-v", "--verbose", is_flag=True, help="Print the overview of each issue, as `juyao build` does.")
@JOBS
@EXECUTOR
def command(library: Path, as_json: bool, dry_run: bool, quiet: bool, replace: bool, verbose: bool, jobs: int | None,
            executor: str) -> Ending:
    """Build the new and changed issues of LIBRARY (default: here)."""
    settings = read_library(library)
    if replace:
        settings = structs.replace(settings, newest=WINS)
    with shown_progress() as progress:
        refresh = Refresh(settings, build_time(), dry_run, warn, jobs, executor, progress)
        report = RefreshReport(refresh, as_json, quiet, verbose)
        with closing(refresh.steps()) as steps:
            for step in steps:
                report.tell(step)
    kept = (keep(refresh.library, dry_run, silent=as_json) for keep in (keep_site, keep_account))
    return worst([report.end(), *kept])
