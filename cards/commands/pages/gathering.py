"""Gathering what a preview of decks on disk shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from cards.commands.pages.cards import Shown, cards_of
from cards.library.outcomes import Failed
from cards.library.progress import SHOWN, UNSEEN, Progress, followed
from cards.record.disk import file_bytes


@dataclass
class Gathered:
    """The cards to show, in order, each once; `failed` are files that gave none."""

    cards: tuple[Shown, ...] = ()
    failed: list[Failed] = field(default_factory=list)


def gather(packages: Sequence[Path], progress: Progress = UNSEEN) -> Gathered:
    """The cards of `packages`."""
    gathered = Gathered()
    cards: dict[tuple[str, int], Shown] = {}
    for found in map(_read, followed(packages, progress, SHOWN, attrgetter("name"))):
        if isinstance(found, Failed):
            gathered.failed.append(found)
        else:
            cards |= {key: card for key, card in found.items() if key not in cards}
    gathered.cards = tuple(cards.values())
    return gathered


def packages_in(given: Path) -> list[Path]:
    """`given` itself where it is a package, those below it where it is a folder."""
    if given.suffix.lower() == ".apkg":
        return [given]
    if not given.is_dir():
        return []
    return [path for path in sorted(given.rglob("*.apkg")) if not path.name.startswith(".")]


def _read(path: Path) -> dict[tuple[str, int], Shown] | Failed:
    """The cards of the package `path`."""
    try:
        return cards_of(str(path), file_bytes(path))
    except OSError as error:
        return Failed(f"{path}: can't be read: {error.strerror or error}")
    except ValueError as error:
        return Failed(str(error))
