"""What became of a source: it was built, it failed, or it was passed over. One that fails keeps no other from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from traceback import format_exc
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from cards.records import UserError

if TYPE_CHECKING:
    from cards.build import Built
    from cards.record.files import Written

Result = TypeVar("Result")


class Done(Struct, frozen=True):
    """A source that was built: its `work`, and what was `written` of it."""

    source: Path
    work: Built
    written: Written

    @property
    def doubtful(self) -> bool:
        """Whether the decks lack something they should have."""
        return any(doubt.serious for doubt in self.work.doubts)


class Failed(Struct, frozen=True):
    """A source that gave nothing: `problem` is a line that names it; of a bug in juyao the `traceback`, else ''."""

    problem: str
    traceback: str = ""


class Passed(Struct, frozen=True):
    """A file that is not read though nothing is wrong: `line` says why."""

    line: str


def attempted(source: Path, step: Callable[[], Result], raised: tuple[type[UserError], ...] = ()) -> Result | Failed:
    """What `step` returns; where something is wrong with `source`, or juyao has a bug there, that. Errors of the types
    `raised` are raised: those that let no other source through either.
    """
    try:
        return step()
    except raised:
        raise
    except UserError as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(f"{source}: a bug in juyao ({type(error).__name__})", format_exc())
