"""Gathering what a preview shows: the cards of decks on disk, or of those that a build of a source would write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cards.build import build_issue, prepared
from cards.commands.pages.cards import Shown, cards_of
from cards.library.building import expanded
from cards.library.outcomes import Failed, Passed, attempted
from cards.record.disk import file_bytes


@dataclass
class Gathered:
    """The cards to show, in order, each once; `failed` are files that gave none, `passed` lines on files not read."""

    cards: tuple[Shown, ...] = ()
    failed: list[Failed] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def gather(given: Path, decks: Path, rule_folders: tuple[Path, ...], now: int) -> Gathered:
    """The cards of `given`: a package, a folder of packages, or sources as a build into `decks` by the rules of
    `rule_folders` at the time `now` would write them. Raises UserError for broken rules.
    """
    gathered = Gathered()
    cards: dict[tuple[str, int], Shown] = {}
    packages = _packages_in(given)
    for found in map(_read, packages) if packages else _built(given, decks, rule_folders, now):
        if isinstance(found, Failed):
            gathered.failed.append(found)
        elif isinstance(found, Passed):
            gathered.passed.append(found.line)
        else:
            cards |= {key: card for key, card in found.items() if key not in cards}
    gathered.cards = tuple(cards.values())
    if not cards and not gathered.failed:
        gathered.failed.append(Failed(f"{given}: no cards to show; nothing to learn was found in it"))
    return gathered


def _packages_in(given: Path) -> list[Path]:
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


def _built(given: Path, decks: Path, rule_folders: tuple[Path, ...], now: int,
           ) -> Iterator[dict[tuple[str, int], Shown] | Failed | Passed]:
    """The cards of each source in `given`, built in memory."""
    settings = prepared(rule_folders, decks, now)
    for source in expanded(given):
        if not isinstance(source, Path):
            yield source
            continue
        work = attempted(source, partial(build_issue, source, settings))
        if isinstance(work, Failed):
            yield work
        elif work.bundle.notes:
            yield cards_of(str(source), work.bundle.data)
