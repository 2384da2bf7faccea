"""juyao push"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.ending import Ending
from cards.commands.language import told
from cards.commands.options import LIBRARY
from cards.commands.pages.site.wanted import wanted_site
from cards.commands.progress import shown_progress
from cards.commands.saying import say, warn
from cards.library.pushing import ANKIWEB, Login, Pushed, push


@click.command("push")
@LIBRARY
@click.option("--server", metavar="ADDRESS", default="", help="The sync server; default: the last one, else AnkiWeb.")
def command(library: Path, server: str) -> Ending:
    """Put the decks of LIBRARY (default: here) into your own account on AnkiWeb or another Anki sync server."""
    with shown_progress() as progress:
        pushed = push(wanted_site(library).decks, lambda: asked(server), server, progress)
    return tell_pushed(pushed)


def asked(server: str) -> Login:
    """The login, as the user types it."""
    endpoint = server or ANKIWEB
    name = click.prompt(told(f"Account at {endpoint}"))
    return Login(name, click.prompt(told("Password"), hide_input=True), endpoint)


def tell_pushed(pushed: Pushed, silent: bool = False) -> Ending:
    """Say what a push did, unless `silent`, and what the account did not take."""
    if not silent:
        say([f"pushed: {pushed.new} new, {pushed.updated} corrected" if pushed.files else "pushed: all as it was"])
    if not pushed.refused:
        return Ending.DONE
    warn(f"{pushed.refused} of the account's notes are not corrected: their note type has other fields on a device, so "
         "Anki updates none of them; take that back there, then open the .apkg in Anki with “Update notes: Always”")
    return Ending.PROBLEMS
