"""What commands say: lines or an object on standard output, problems on standard error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cards.record.files import Written


def say(lines: Iterable[str]) -> None:
    """Print `lines`, if there are any."""
    if text := "\n".join(lines):
        click.echo(text)


def say_object(value: Any) -> None:
    """Print `value` as JSON for people and programs."""
    import json  # help comes fast without

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def warn(line: object) -> None:
    """Print `line` on standard error, with who speaks."""
    click.echo(f"juyao: {line}", err=True)


def warn_set_aside(written: Written) -> None:
    """Print what was found in the packages' places and set aside."""
    for old, new in written.aside:
        warn(f"{old}: was damaged, foreign or of another text; set aside as {new.name}")
