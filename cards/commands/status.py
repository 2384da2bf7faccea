"""juyao status"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.options import JSON, LIBRARY
from cards.commands.reports.library import status_json, status_lines
from cards.commands.saying import say, say_object, warn
from cards.library.cache import read_cache
from cards.library.looking import look_at
from cards.library.settings import read_library


@click.command("status")
@LIBRARY
@JSON
def command(library: Path, as_json: bool) -> None:
    """Say which issues of LIBRARY (default: here) are known, new, changed, broken or gone."""
    cache = read_cache(library)
    seen = look_at(read_library(library), cache)
    if as_json:
        say_object(status_json(library, seen))
        return
    for line in (*cache.problems, *seen.problems, *seen.passed):
        warn(line)
    say(status_lines(seen))
