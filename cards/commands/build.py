"""What the commands do at the edges: read the clock and the sources, write the files, print the report."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from cards.build import Work, build_issue, prepared, to_write
from cards.commands.report import as_json as report_json
from cards.commands.report import outline_json, outline_lines, overview, unused_lines
from cards.commands.trying.unused import unused
from cards.reading import read_issue
from cards.reading.sources import sources_in
from cards.record.disk import locked
from cards.record.files import Written, write_packages
from cards.records import UserError
from cards.rules.loading import load_rules


def build_time() -> int:
    """Now, in seconds since 1970; SOURCE_DATE_EPOCH stands in for it where a build must be repeatable."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isascii() and given.isdigit() else int(time.time())


def build_sources(sources: tuple[Path, ...], folder: Path, rule_folders: tuple[Path, ...], *, as_json: bool,
                  dry_run: bool, only: str | None = None, tts: bool = False,
                  records: tuple[Path, ...] = (), list_unused: bool = False) -> None:
    """Build every source. One that can't be read is named and the others are built; then exit code 1."""
    library_rules = folder / "rules"
    tools = prepared((library_rules, *rule_folders) if library_rules.is_dir() else rule_folders,
                     () if list_unused else ("quantity",))
    with nullcontext() if dry_run else locked(folder, waiting_line(folder)):
        _build_sources(sources, folder, tools, as_json, dry_run, list_unused, only=only, tts=tts, records=records)


def waiting_line(folder: Path) -> Callable[[], None]:
    """What prints that another run holds `folder`."""
    return lambda: click.echo(f"juyao: waiting for another run in {folder}", err=True)


def say_aside(written: Written) -> None:
    """Print what was found in the packages' places and set aside."""
    for old, new in written.aside:
        click.echo(f"juyao: {old}: was damaged, foreign or of another text; set aside as {new.name}", err=True)


def _build_sources(sources: tuple[Path, ...], folder: Path, tools: dict[str, Any], as_json: bool, dry_run: bool,
                   list_unused: bool, **options: Any) -> None:
    works: list[Work] = []
    built: dict[Path, Path] = {}
    failed = False
    for source in _expanded(sources):
        try:
            if isinstance(source, UserError):
                raise source
            work = build_issue(source, folder, now=build_time(), **options, **tools)
            _not_twice(work, built)
            written = Written() if dry_run else write_packages(folder, to_write(work), work.unrelated)
        except UserError as error:
            click.echo(f"juyao: {error}", err=True)
            failed = True
            continue
        say_aside(written)
        works.append(work)
        failed = failed or any(doubt.serious for doubt in work.doubts)
        if not as_json:
            click.echo("\n".join(overview(work, list(written.files), folder, dry_run)))
    idle = unused([work.issue for work in works], tools["rules"]) if list_unused else None
    if idle and not as_json:
        click.echo("\n".join(unused_lines(idle)))
    if as_json:
        click.echo(json.dumps(report_json(works, folder, idle), ensure_ascii=False, indent=2))
    if failed:
        raise SystemExit(1)


def _expanded(sources: tuple[Path, ...]) -> Iterator[Path | UserError]:
    """Each source, a folder as the files in it, in order; one that can't be had as the error that says so."""
    for given in sources:
        try:
            inside, passed = sources_in(given)
        except UserError as error:
            yield error
            continue
        for line in passed:
            click.echo(f"juyao: {line}", err=True)
        yield from inside


def _not_twice(work: Work, built: dict[Path, Path]) -> None:
    """Raises UserError where another source of this run is the same issue: one would overwrite the other."""
    first = built.setdefault(work.bundle.file if work.bundle else Path(), work.source)
    if first != work.source:
        raise UserError(f"{work.source}: the same issue as {first} ({work.issue.publication} {work.issue.number}); "
                        "build one of them, or rename the file of an article without a cover")


def show_reading(source: Path, rule_folders: tuple[Path, ...], *, text: bool, as_json: bool) -> None:
    """Print what was understood of `source`, or of each issue in a folder, before any card is made."""
    rules = load_rules(rule_folders, without=("quantity",))
    inside, passed = sources_in(source)
    issues = [read_issue(each, rules) for each in inside]
    for line in passed:
        click.echo(f"juyao: {line}", err=True)
    if as_json:
        objects = [outline_json(issue) for issue in issues]
        click.echo(json.dumps(objects if source.is_dir() else objects[0], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(line for issue in issues for line in outline_lines(issue, text)))
