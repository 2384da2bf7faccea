"""juyao site"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.ending import Ending
from cards.commands.options import FOLDER, LIBRARY
from cards.commands.pages.site.update import update_site
from cards.commands.pages.site.wanted import wanted_site
from cards.commands.progress import shown_progress
from cards.commands.reports.site import site_lines
from cards.commands.saying import say, warn


@click.command("site")
@LIBRARY
@click.option("-o", "--output", type=FOLDER, help="Folder of the site; default: what juyao.yaml says, else site.")
@click.option("--url", metavar="ADDRESS", help="Where the site will stand, for its QR codes and its feed.")
def command(library: Path, output: Path | None, url: str | None) -> Ending:
    """Write a site of the decks of LIBRARY (default: here) for learners' phones: download, preview, help, QR codes."""
    wanted = wanted_site(library, output, url)
    with shown_progress() as progress:
        updated = update_site(wanted.decks, wanted.folder, wanted.url, warn, progress)
    for line in updated.problems:
        warn(line)
    say(site_lines(wanted, updated))
    return Ending.PROBLEMS if updated.problems else Ending.DONE
