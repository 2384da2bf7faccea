"""What commands say: lines or an object on standard output, problems on standard error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cards.commands.language import told

if TYPE_CHECKING:
    from cards.record.files import Written


_below: list[Callable[[], None]] = []  # what makes room for a line, where something stands below


@contextmanager
def above(make_room: Callable[[], None]) -> Iterator[None]:
    """Meanwhile lines stand above what `make_room` takes away."""
    _below.append(make_room)
    try:
        yield
    finally:
        _below.remove(make_room)


def _make_room() -> None:
    for make_room in _below:
        make_room()


class Notice(str):
    """A line that a person should not miss: it stands out in a terminal."""

    __slots__ = ()


def say(lines: Iterable[str]) -> None:
    """Print `lines`, if there are any."""
    if text := "\n".join(map(_told, lines)):
        show(text)


def _told(line: str) -> str:
    return click.style(told(line), fg="yellow") if isinstance(line, Notice) else told(line)


def show(text: str) -> None:
    """Print `text` as it is, whatever the user's language: what goes into a file."""
    _make_room()
    click.echo(text)


def say_object(value: Any) -> None:
    """Print `value` as JSON for people and programs."""
    import json  # help comes fast without

    show(json.dumps(value, ensure_ascii=False, indent=2))


def warn(line: object) -> None:
    """Print `line` on standard error, with who speaks: in red, where that is a terminal and colours are wanted."""
    _make_room()
    who = click.style("juyao:", fg="red", bold=True)
    click.echo(f"{who} {told(str(line))}", err=True, color=False if os.environ.get("NO_COLOR") else None)


def warn_set_aside(written: Written) -> None:
    """Print what was found in the packages' places and set aside."""
    for old, new in written.aside:
        warn(f"{old}: was damaged, foreign or of another text; set aside as {new.name}")
