"""The program: its streams, its catch-all, and the one place that turns what happened into an exit code.

0 done, 1 the user can mend it, 2 usage, 3 a bug, 130 Ctrl-C.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn

import click

from cards.commands.ending import Ending
from cards.commands.language import speak
from cards.commands.saying import warn
from cards.commands.streams import in_utf8, kept_open, watched

FEW_COLLECTIONS = 200_000  # new objects until the next look for garbage: a run makes many and keeps most
MENDABLE, BUG, STOPPED = 1, 3, 130


def run() -> None:
    """Run the command line and exit."""
    in_utf8()
    kept_open()
    gc.set_threshold(FEW_COLLECTIONS)
    _leave(exit_code())


def _leave(code: int) -> NoReturn:
    """End the process. To take apart what it made, object by object, is a thirtieth of what a small issue costs: where
    no thread is at work, and nobody measures, the system takes it back at once.
    """
    if threading.active_count() > 1 or sys.getprofile() is not None:
        gc.freeze()  # the end looks for garbage once more, among half a million words of a dictionary
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or there is none: `watched` has told
            stream.flush()
    os._exit(code)


def exit_code(arguments: list[str] | None = None) -> int:
    """Run the command line with `arguments` (default: the program's) and return the exit code."""
    with watched() as output:
        code = _code(arguments)
        lost = output.lost
        if lost is None or isinstance(lost, BrokenPipeError):  # `juyao … | head`: who reads has enough
            return code
        warn(f"standard output can't be written: {lost.strerror or lost}; what was built is on disk")
        return max(code, MENDABLE)


def _code(arguments: list[str] | None) -> int:
    """The exit code, but for a standard output that takes nothing."""
    from cards.commands.cli import main
    from cards.commands.lazy import in_users_language

    speak()
    try:
        ended = in_users_language(main).main(arguments, prog_name="juyao", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        warn("stopped; decks on disk are whole")
        return STOPPED
    except Exception as error:
        return _failed(error)
    return int(ended.value) if isinstance(ended, Ending) else 0


def _failed(error: Exception) -> int:
    """The exit code of a run that `error`, which is being handled, ended. What only this needs is imported here: help
    comes fast without.
    """
    from cards.errors import UserError

    if isinstance(error, UserError):
        warn(error)
        return MENDABLE
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        warn(f"{error.filename}: can't be used: {error.strerror}; give it a shorter name")
        return MENDABLE
    return _bug()


def _bug() -> int:
    """Keep the traceback of what is being handled, and say where."""
    from traceback import format_exc

    from cards.commands.bugs import keep_bug

    warn(f"a bug in juyao; please report it with {keep_bug(format_exc())}")
    return BUG
