"""What `juyao preview` does at the edges: take decks from disk or build them in memory, write the page, open it."""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import click

from cards.build import build_issue, prepared
from cards.commands.build import build_time
from cards.commands.pages.gathering import Shown, cards_of
from cards.commands.pages.preview import page
from cards.reading.sources import sources_in
from cards.record.disk import replace_file
from cards.records import UserError

DECKS = Path("decks")


def show_preview(given: Path, output: Path | None, rule_folders: tuple[Path, ...], open_page: bool) -> None:
    """Write the preview of `given` to `output` (default: a file in a new temporary folder), say where, and open it.

    What can't be read of a folder is named, the rest is shown, and the exit code is 1.
    """
    found: dict[tuple[str, int], Shown] = {}
    failed = False
    for name, data in _packages(given, rule_folders):
        try:
            found |= {key: card for key, card in cards_of(name, data).items() if key not in found}
        except ValueError as error:
            click.echo(f"juyao: {error}", err=True)
            failed = True
    cards = tuple(found.values())
    if not cards:
        raise UserError(f"{given}: no cards to show" + ("" if failed else "; nothing to learn was found in it"))
    text = page(cards, "、".join(dict.fromkeys(card.issue for card in cards if card.issue)) or given.stem)
    target = output or Path(tempfile.mkdtemp(prefix="juyao-")) / f"{given.stem or 'preview'}.html"
    _write(target, text)
    click.echo(f"{len(cards)} card{'' if len(cards) == 1 else 's'}: {target}")
    if open_page and not webbrowser.open(target.resolve().as_uri()):
        click.echo("juyao: no browser was found; open the file yourself", err=True)
    if failed:
        raise SystemExit(1)


def _packages(given: Path, rule_folders: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the packages to show: `given` itself, those below it, or what a build of it would write."""
    decks = [path for path in sorted(given.rglob("*.apkg")) if not path.name.startswith(".")] if given.is_dir() else []
    if given.suffix.lower() == ".apkg":
        decks = [given]
    for path in decks:
        try:
            yield str(path), path.read_bytes()
        except OSError as error:
            raise UserError(f"{path}: can't be read: {error.strerror or error}") from None
    if not decks:
        yield from _built(given, rule_folders)


def _built(given: Path, rule_folders: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    inside, passed = sources_in(given)
    for line in passed:
        click.echo(f"juyao: {line}", err=True)
    library_rules = DECKS / "rules"
    tools = prepared((library_rules, *rule_folders) if library_rules.is_dir() else rule_folders)
    for source in inside:
        work = build_issue(source, DECKS, now=build_time(), **tools)
        if work.bundle and work.bundle.notes:
            yield str(source), work.bundle.data


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, text.encode(errors="replace"))
    except OSError as error:
        raise UserError(f"{target}: can't be written: {error.strerror or error}") from None
