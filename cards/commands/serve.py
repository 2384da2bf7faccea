"""juyao serve"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.options import LIBRARY
from cards.commands.pages.site.codes import lines
from cards.commands.pages.site.renewing import Renewal
from cards.commands.pages.site.serving import EVERYWHERE, SiteServer
from cards.commands.pages.site.wanted import served_folder, wanted_site
from cards.commands.progress import shown_progress
from cards.commands.saying import say, warn


@click.command("serve")
@LIBRARY
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="The port; 0: any that is free.")
@click.option("--host", metavar="ADDRESS", default=EVERYWHERE, show_default=True,
              help="The address to listen at; 127.0.0.1: this machine only.")
def command(library: Path, port: int, host: str) -> None:
    """Show the site of LIBRARY (default: here) on the local network, with a QR code to scan, until Ctrl-C."""
    decks = wanted_site(library).decks
    with SiteServer(host, port) as server:
        site = Renewal(decks, served_folder(decks), server.address, warn)
        with shown_progress() as progress:
            site.first(progress)
        server.show(site.folder, site.renew)
        say(click.style(line, fg="black", bg="bright_white") for line in lines(server.address))
        say([f"{server.address}  (Ctrl-C stops)"])
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say(["stopped"])
