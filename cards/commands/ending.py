"""How a command ended; program.py alone turns it into an exit code."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

from cards.commands.bugs import keep_bug
from cards.commands.saying import warn

if TYPE_CHECKING:
    from cards.library.outcomes import Failed


class Ending(Enum):
    """DONE; PROBLEMS: something the user can mend was told; BUG: something went wrong in juyao itself."""

    DONE = 0
    PROBLEMS = 1
    BUG = 3


def tell_failure(failed: Failed) -> Ending:
    """Print the line of a source that gave nothing; of a bug its traceback goes to the log."""
    if not failed.traceback:
        warn(failed.problem)
        return Ending.PROBLEMS
    warn(f"{failed.problem}; please report it with {keep_bug(failed.traceback)}")
    return Ending.BUG


def worst(endings: Iterable[Ending]) -> Ending:
    """The one that matters most; DONE where there is none."""
    return max(endings, key=lambda ending: ending.value, default=Ending.DONE)
