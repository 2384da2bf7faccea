"""What `juyao diff` does at the edges: read two shelves, print or write what differs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cards.commands.pages.diff import page
from cards.commands.report_changes import change_lines, changes_json
from cards.record.comparing import compare, shelf
from cards.record.disk import replace_file
from cards.records import UserError


def show_difference(old: Path, new: Path, *, as_json: bool, html: Path | None) -> None:
    """Print what changed from `old` to `new`, packages or folders; with `html`, write it to that file instead."""
    changes = compare(shelf(old), shelf(new))
    if html:
        try:
            replace_file(html, page(changes, f"{old.name} → {new.name}").encode())
        except OSError as error:
            raise UserError(f"{html}: can't be written: {error.strerror or error}") from None
        click.echo(str(html))
    elif as_json:
        click.echo(json.dumps({"old": str(old), "new": str(new), "decks": changes_json(changes)}, ensure_ascii=False,
                              indent=2))
    else:
        click.echo("\n".join(change_lines(changes)))
