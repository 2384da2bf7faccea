"""juyao preview"""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from cards.commands.clock import build_time
from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.options import DECKS, FOLDER, PAGE, RULES
from cards.commands.pages.gathering import gather
from cards.commands.pages.preview import write_page
from cards.commands.saying import say, warn
from cards.library.own import rule_folders


@click.command("preview")
@click.argument("given", metavar="SOURCE|DECK", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", type=PAGE, metavar="FILE",
              help="The page to write; without it, one in a new temporary folder.")
@click.option("--decks", type=FOLDER, default=DECKS, show_default=True,
              help="The folder a build of SOURCE would write to: the rules/ and face/ in it count too.")
@RULES
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def command(given: Path, output: Path | None, decks: Path, folders: tuple[Path, ...], no_open: bool) -> Ending:
    """Show every card on one page, as a phone does: of SOURCE, built in memory, or of a DECK or a folder of decks."""
    gathered = gather(given, decks, rule_folders(decks, folders), now=build_time())
    for line in gathered.passed:
        warn(line)
    ending = worst(map(tell_failure, gathered.failed))
    if gathered.cards:
        page = write_page(output, gathered.cards, given.stem)
        say([f"{len(gathered.cards)} card{'' if len(gathered.cards) == 1 else 's'}: {page}"])
        if not no_open and not webbrowser.open(page.resolve().as_uri()):
            warn("no browser was found; open the file yourself")
    return ending
