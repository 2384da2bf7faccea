"""The command `juyao`: the names of its commands. Each lives in the module of its name, imported when asked for."""

from __future__ import annotations

import os

import click

from cards import __version__
from cards.commands.examples import EXAMPLES
from cards.commands.lazy import LazyGroup

COMMANDS = {
    "build": "Build the decks of each SOURCE: one .apkg an article and one for the whole issue.",
    "init": "Make a deck library in DIR: a juyao.yaml with every setting explained.",
    "status": "Say which issues of LIBRARY are known, new, changed, broken or gone.",
    "refresh": "Build the new and changed issues of LIBRARY.",
    "read": "Say what was understood of SOURCE: publication, issue, articles, sections, warnings.",
    "facts": "List the figures of SOURCE: whose, when, of what, how measured, the value.",
    "explain": "Say for each sentence which rules matched, which finding won and what the others fell by.",
    "preview": "Show every card of SOURCE or DECK on one page, as a phone does.",
    "review": "Decide about cards in the browser: keep, drop, level, correct, add.",
    "site": "Write a site of the decks of LIBRARY for learners' phones: download, preview, help, QR codes.",
    "serve": "Show that site on the local network, with a QR code in the terminal.",
    "push": "Put the decks of LIBRARY into your own account on AnkiWeb or another Anki sync server.",
    "diff": "Say what changed from OLD to NEW, two .apkg files or folders of them.",
    "learn": "Fit the weights to what readers of texts want: what is found on texts left out of the fit.",
    "rules": "Check, try and write rule files.",
}


def in_one_colour(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Have nothing coloured where that is `wanted`."""
    if wanted or os.environ.get("NO_COLOR"):
        ctx.color = False


@click.group("juyao", cls=LazyGroup, package="cards.commands", commands=COMMANDS, examples=EXAMPLES,
             context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="juyao")
@click.option("--no-color", is_flag=True, expose_value=False, callback=in_one_colour, is_eager=True,
              help="No colours, as where NO_COLOR is set.")
def main() -> None:
    """Turn the issues of a newsletter into Anki cloze decks, as rule files say."""
