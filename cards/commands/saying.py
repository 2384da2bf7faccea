"""What commands say: lines or an object on standard output, problems on standard error."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from cards.commands.language import told

if TYPE_CHECKING:
    from cards.record.files import Written


def say(lines: Iterable[str]) -> None:
    """Print `lines`, if there are any."""
    if text := "\n".join(map(told, lines)):
        click.echo(text)


def show(text: str) -> None:
    """Print `text` as it is, whatever the user's language: what goes into a file."""
    click.echo(text)


def say_object(value: Any) -> None:
    """Print `value` as JSON for people and programs."""
    import json  # help comes fast without

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def warn(line: object) -> None:
    """Print `line` on standard error, with who speaks: in red, where that is a terminal and colours are wanted."""
    who = click.style("juyao:", fg="red", bold=True)
    click.echo(f"{who} {told(str(line))}", err=True, color=False if os.environ.get("NO_COLOR") else None)


def warn_set_aside(written: Written) -> None:
    """Print what was found in the packages' places and set aside."""
    for old, new in written.aside:
        warn(f"{old}: was damaged, foreign or of another text; set aside as {new.name}")
