"""The one place that turns what happened into an exit code.

0 done, 1 the user can mend it, 2 usage, 3 a bug, 130 Ctrl-C (design, section 7).
"""

from __future__ import annotations

import gc
import sys
import traceback
from pathlib import Path

import click

from cards.records import UserError

FEW_COLLECTIONS = 200_000  # new objects until the next look for garbage: a run makes many and keeps most


def run() -> None:
    """Run the command line and exit."""
    gc.set_threshold(FEW_COLLECTIONS)
    sys.exit(exit_code())


def exit_code(arguments: list[str] | None = None) -> int:
    """Run the command line with `arguments` (default: the program's) and return the exit code."""
    from cards.commands.cli import main

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        main.main(arguments, prog_name="juyao", standalone_mode=False)
    except UserError as error:
        click.echo(f"juyao: {error}", err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("juyao: stopped; decks on disk are whole", err=True)
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except Exception:
        click.echo(f"juyao: a bug in juyao; please report it with {_log()}", err=True)
        return 3
    return 0


def _log() -> Path | str:
    """Write the traceback to a log file and return its path; where that can't be done, print it and say so."""
    from cards.text.cache import cache_folder

    text = traceback.format_exc()
    path = cache_folder() / "bug.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError:
        click.echo(text, err=True)
        return "the lines above"
    return path
