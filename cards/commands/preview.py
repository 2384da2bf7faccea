"""juyao preview"""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import Struct

from cards.commands.clock import build_time
from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.options import DECISIONS, DECKS, FOLDER, PAGE, RULES
from cards.commands.pages.gathering import gather, packages_in
from cards.commands.pages.preview import write_page, written
from cards.commands.progress import shown_progress
from cards.commands.saying import say, warn
from cards.library.outcomes import Failed


@click.command("preview")
@click.argument("given", metavar="SOURCE|DECK", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", type=PAGE, metavar="FILE",
              help="The page to write; without it, one in a new temporary folder.")
@click.option("--decks", type=FOLDER, default=DECKS, show_default=True,
              help="The folder a build of SOURCE would write to: the rules/ and face/ in it count too.")
@RULES
@DECISIONS
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def command(given: Path, output: Path | None, decks: Path, folders: tuple[Path, ...], decisions: Path | None,
            no_open: bool) -> Ending:
    """Show every card on one page, as a phone does: of SOURCE, built in memory, or of a DECK or a folder of decks.

    On the page of a SOURCE you can decide about its cards too, and download what you decided; `juyao review` writes it.
    """
    packages = packages_in(given)
    page = _of_decks(packages, given, output) if packages else _of_sources(given, decks, folders, decisions, output)
    ending = worst(map(tell_failure, page.failed))
    if page.target is not None:
        say([f"{page.cards} card{'' if page.cards == 1 else 's'}: {page.target}"])
        if not no_open and not webbrowser.open(page.target.resolve().as_uri()):
            warn("no browser was found; open the file yourself")
    return ending


class _Page(Struct, frozen=True):
    """The page that was written, None for none, how many cards it shows, and what gave none."""

    target: Path | None
    cards: int
    failed: Sequence[Failed]


def _of_decks(packages: list[Path], given: Path, output: Path | None) -> _Page:
    with shown_progress() as progress:
        gathered = gather(packages, progress)
    target = write_page(output, gathered.cards, given.stem) if gathered.cards else None
    failed = gathered.failed if target or gathered.failed else [_nothing(given)]
    return _Page(target, len(gathered.cards), failed)


def _of_sources(given: Path, decks: Path, folders: tuple[Path, ...], decisions: Path | None, output: Path | None,
                ) -> _Page:
    """The page of sources, built in memory, on which somebody can decide about the cards."""
    from cards.commands.reviewing.desk import Desk
    from cards.commands.reviewing.page import review_page, shown_cards, title_of
    from cards.library.reviews import open_reviews

    with shown_progress() as progress:
        opened = open_reviews(given, decks, folders, decisions, build_time(), progress)
    for line in opened.passed:
        warn(line)
    cards = shown_cards(opened.reviews)
    if not cards:
        return _Page(None, 0, opened.failed or [_nothing(given)])
    target = written(output, review_page(Desk(opened.reviews, opened.named), title_of(opened.reviews)), given.stem)
    return _Page(target, cards, opened.failed)


def _nothing(given: Path) -> Failed:
    return Failed(f"{given}: no cards to show; nothing to learn was found in it")
