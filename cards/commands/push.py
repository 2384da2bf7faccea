"""juyao push"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.language import told
from cards.commands.options import LIBRARY
from cards.commands.pages.site.wanted import wanted_site
from cards.commands.progress import shown_progress
from cards.commands.saying import say
from cards.library.pushing import ANKIWEB, Login, Pushed, push


@click.command("push")
@LIBRARY
@click.option("--server", metavar="ADDRESS", default="", help="The sync server; default: the last one, else AnkiWeb.")
def command(library: Path, server: str) -> None:
    """Put the decks of LIBRARY (default: here) into your own account on AnkiWeb or another Anki sync server."""
    with shown_progress() as progress:
        pushed = push(wanted_site(library).decks, lambda: asked(server), server, progress)
    say([pushed_line(pushed)])


def asked(server: str) -> Login:
    """The login, as the user types it."""
    endpoint = server or ANKIWEB
    name = click.prompt(told(f"Account at {endpoint}"))
    return Login(name, click.prompt(told("Password"), hide_input=True), endpoint)


def pushed_line(pushed: Pushed) -> str:
    """What a push did."""
    if not pushed.files:
        return "pushed: all as it was"
    return f"pushed: {pushed.new} new, {pushed.updated} corrected"
