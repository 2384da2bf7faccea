"""juyao review"""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any

import click

from cards.commands.clock import build_time
from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.language import told_comments
from cards.commands.options import DECISIONS, DECKS_OF_A_BUILD, FILE, JSON, RULES
from cards.commands.pages.templating import template
from cards.commands.progress import shown_progress
from cards.commands.reviewing.desk import Desk
from cards.commands.reviewing.machine import review_json
from cards.commands.reviewing.page import review_page, state_json, title_of
from cards.commands.reviewing.server import ReviewServer
from cards.commands.reviewing.terminal import ask_all
from cards.commands.saying import say, say_object, show, warn
from cards.library.reviews import Opened, open_reviews
from cards.records import UserError


@click.command("review")
@click.argument("given", metavar="SOURCE|LIBRARY", type=click.Path(path_type=Path))
@DECKS_OF_A_BUILD
@RULES
@DECISIONS
@click.option("--terminal", is_flag=True, help="Ask card by card in the terminal: y keeps, n drops, s skips, b goes "
                                               "back, q quits.")
@JSON
@click.option("--from", "export", type=FILE, metavar="FILE",
              help="Propose decisions from what a learner changed, suspended, flagged or deleted: an export from Anki.")
@click.option("--tidy", is_flag=True, help="Put the files of decisions in order; what left the source goes to the end.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port of the page; default: a free one.")
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def command(given: Path, output: Path, folders: tuple[Path, ...], decisions: Path | None, terminal: bool, as_json: bool,
            export: Path | None, tidy: bool, port: int, no_open: bool) -> Ending:
    """Decide about cards in the browser: keep, drop, level, correct, add. What is decided stands in decisions/."""
    with shown_progress() as progress:
        opened = open_reviews(given, output, folders, decisions, build_time(), progress)
    ending = worst(map(tell_failure, opened.failed))
    if not opened.reviews:
        return ending
    desk = Desk(opened.reviews, opened.named)
    faults = [doubt for review in opened.reviews for doubt in review.decisions.doubts]
    for doubt in faults:
        warn(doubt)
    if faults:
        ending = worst([ending, Ending.PROBLEMS])
    if as_json:
        say_object(review_json(opened.reviews, desk))
    elif export is not None:
        show("\n".join(map(told_comments, _proposals(opened, export))))
    elif tidy:
        say(_tidied(opened, desk))
    elif terminal:
        say(ask_all(desk))
    else:
        _serve(desk, port, no_open)
    return ending


def _proposals(opened: Opened, export: Path) -> list[str]:
    from cards.library.learners import proposals

    return list(proposals(opened.reviews, export))


def _tidied(opened: Opened, desk: Desk) -> list[str]:
    from cards.commands.clock import today
    from cards.library.reviews import tidied

    return [tidied(review, desk.path(review), today()) for review in opened.reviews]


def _server(port: int, *answers: Any) -> ReviewServer:
    try:
        return ReviewServer(port, *answers)
    except OSError as error:
        raise UserError(f"port {port} can't be had: {error.strerror or error}; give --port another one") from None


def _serve(desk: Desk, port: int, no_open: bool) -> None:
    """Show the page until Ctrl-C. Raises UserError where the port is taken, or the template library is missing."""
    template("preview.html")
    with _server(port, lambda address: review_page(desk, title_of(desk.reviews), address),
                      lambda: state_json(desk, desk.state()), desk.decide, desk.version) as server:
        say([f"{server.address}", "Ctrl-C ends it; what is decided stands in", *(f"  {path}" for path in desk.paths)])
        if not no_open and not webbrowser.open(server.address):
            warn("no browser was found; open the address yourself")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say(["ended; `juyao build` or `juyao refresh` makes the decks"])
