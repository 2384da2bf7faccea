"""juyao diff"""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import click

from cards.commands.options import FILE, JSON, PAGE
from cards.commands.pages.diff import write_page
from cards.commands.progress import shown_progress
from cards.commands.reports.changes import change_lines, changes_json
from cards.commands.saying import say, say_object
from cards.library.progress import READ, followed
from cards.record.comparing import compare, packages_at, shelf


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@JSON
@click.option("--html", type=PAGE, metavar="FILE", help="Write a page instead.")
def command(old: Path, new: Path, as_json: bool, html: Path | None) -> None:
    """Say what changed from OLD to NEW, two .apkg files or folders of them: notes, and the words in each."""
    with shown_progress() as progress:
        before, after = (shelf(followed(packages_at(path), progress, READ, attrgetter("name"))) for path in (old, new))
    changes = compare(before, after)
    if html:
        write_page(html, changes, title=f"{old.name} → {new.name}")
        say([str(html)])
    elif as_json:
        say_object({"old": str(old), "new": str(new), "decks": changes_json(changes)})
    else:
        say(change_lines(changes))
