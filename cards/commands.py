"""What the commands do at the edges: read the clock and the sources, write the files, print the report."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import click

from cards.building import Work, build_issue, prepared
from cards.errors import UserError
from cards.packing.files import write_packages
from cards.report import as_json as report_json
from cards.report import overview, unused_lines
from cards.unused import unused


def build_time() -> int:
    """Now, in seconds since 1970; SOURCE_DATE_EPOCH stands in for it where a build must be repeatable."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isascii() and given.isdigit() else int(time.time())


def build_sources(sources: tuple[Path, ...], folder: Path, rule_folders: tuple[Path, ...], *, as_json: bool,
                  dry_run: bool, list_unused: bool = False) -> None:
    """Build every source. One that can't be read is named and the others are built; then exit code 1."""
    library_rules = folder / "rules"
    tools = prepared((library_rules, *rule_folders) if library_rules.is_dir() else rule_folders)
    works: list[Work] = []
    built: dict[Path, Path] = {}
    failed = False
    for source in sources:
        try:
            work = build_issue(source, folder, now=build_time(), **tools)
            first = built.setdefault(work.bundle.file if work.bundle else Path(), source)
            if first != source:
                raise UserError(f"{source}: the same issue as {first} ({work.issue.publication} {work.issue.number}); "
                                "build one of them, or rename the file of an article without a cover")
            packages = [p for p in (*work.packages, work.bundle) if p and p.notes]
            written = [] if dry_run else write_packages(folder, packages)
        except UserError as error:
            click.echo(f"juyao: {error}", err=True)
            failed = True
            continue
        works.append(work)
        failed = failed or any(doubt.serious for doubt in work.doubts)
        if not as_json:
            click.echo("\n".join(overview(work, written, folder, dry_run)))
    idle = unused([work.issue for work in works], tools["rules"]) if list_unused else None
    if idle and not as_json:
        click.echo("\n".join(unused_lines(idle)))
    if as_json:
        click.echo(json.dumps(report_json(works, folder, idle), ensure_ascii=False, indent=2))
    if failed:
        raise SystemExit(1)
