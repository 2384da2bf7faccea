"""The log of bugs: each is added with its date; a log that has grown large begins anew."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from cards import __version__

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000  # bytes


def keep_bug(traceback: str) -> Path | str:
    """Add `traceback` to the log and return the log's path; where that can't be written, print it and say so."""
    from cards.text.cache import cache_folder

    path = cache_folder() / "bug.log"
    head = f"==== {time.strftime('%Y-%m-%d %H:%M:%S')}, juyao {__version__}, Python {sys.version.split()[0]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "a" if path.is_file() and path.stat().st_size < LARGEST else "w"
        with path.open(mode, encoding="utf-8", errors="replace") as log:
            log.write(f"{head}\n{traceback}\n")
    except OSError:
        click.echo(traceback, err=True)
        return "the lines above"
    return path
