"""What `juyao init`, `status` and `refresh` do at the edges: look, lock, build, print. Nothing heavy is imported before
there is something to build: a refresh that finds nothing new must cost next to nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cards.disk import locked
from cards.library.cache import Cache, read_cache
from cards.library.looking import CHANGED, GONE, NEW, Look, Seen, look_at
from cards.library.settings import Library, read_library
from cards.library.starting import start_library

if TYPE_CHECKING:
    from cards.library.refreshing import Outcome


def init(root: Path) -> None:
    """Write a juyao.yaml into `root` and say what comes next."""
    for path in start_library(root):
        click.echo(f"made {path}")
    click.echo(f"next: look into it, put issues where it says, and run: juyao refresh {root}")


def show_status(root: Path, *, as_json: bool) -> None:
    """Print what is known of every issue of the library in `root`. Nothing is written, and no server is asked."""
    library = read_library(root)
    seen = look_at(library, read_cache(root))
    if as_json:
        click.echo(json.dumps(_status_json(root, seen), ensure_ascii=False, indent=2))
        return
    for look in seen.looks:
        named = f" ({look.built.publication} {look.built.issue})" if look.built and look.built.issue else ""
        click.echo(f"{look.state:8} {look.name}{named}" + (f": {look.why}" if look.why else ""))
    for line in (*seen.problems, *seen.passed):
        click.echo(f"juyao: {line}", err=True)
    if seen.unfinished:
        click.echo("a refresh is at work, or one was stopped: the next one completes it")
    counted = Counter(look.state for look in seen.looks)
    click.echo(", ".join(f"{count} {state}" for state, count in counted.items()) or "no issues yet")


def _status_json(root: Path, seen: Seen) -> dict[str, Any]:
    issues = [{"source": look.name, "state": look.state, "why": look.why,
               "publication": look.built.publication if look.built else "",
               "issue": look.built.issue if look.built else "",
               "packages": list(look.built.packages) if look.built else []} for look in seen.looks]
    return {"library": str(root), "issues": issues, "problems": list(seen.problems), "passed": list(seen.passed),
            "unfinished": seen.unfinished}


def refresh(root: Path, *, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Build what is new or changed in the library in `root`, and print it. A source with a problem is named, the others
    are built; then exit code 1.
    """
    library = read_library(root)
    cache = read_cache(root)
    seen = look_at(library, cache)
    outcomes: list[Outcome] = []
    if seen.to_build or (seen.unfinished and not dry_run):
        from cards.commands import waiting_line

        with nullcontext() if dry_run else locked(library.output, waiting_line(library.output)):
            if not dry_run:  # another run may have done it meanwhile
                cache = read_cache(root)
                seen = look_at(library, cache)
            if seen.to_build:
                outcomes = _build(library, cache, seen, dry_run=dry_run, as_json=as_json)
    _tell(library, seen, outcomes, as_json=as_json, quiet=quiet)
    problems = [*seen.problems, *(each.problem for each in outcomes if each.problem)]
    if problems or any(doubt.serious for each in outcomes if each.work for doubt in each.work.doubts):
        raise SystemExit(1)


def _build(library: Library, cache: Cache, seen: Seen, *, dry_run: bool, as_json: bool) -> list[Outcome]:
    """Build, printing each outcome as it is there."""
    from cards.commands import build_time, say_aside
    from cards.library.refreshing import build_changed
    from cards.report import overview

    outcomes = []
    for outcome in build_changed(library, cache, seen, build_time(), dry_run):
        outcomes.append(outcome)
        say_aside(outcome.written)
        if outcome.problem:
            click.echo(f"juyao: {outcome.problem}", err=True)
        elif outcome.work and not as_json:
            click.echo(f"{outcome.look.state}: {outcome.look.name} ({outcome.look.why})")
            click.echo("\n".join(overview(outcome.work, list(outcome.written.files), library.output, dry_run)))
    if not dry_run:
        cache.save()
    return outcomes


def _tell(library: Library, seen: Seen, outcomes: list[Outcome], *, as_json: bool, quiet: bool) -> None:
    """The problems, and the last line: what was done, and how much there was nothing to do for."""
    for line in seen.problems:
        click.echo(f"juyao: {line}", err=True)
    if as_json:
        click.echo(json.dumps(_refresh_json(library, seen, outcomes), ensure_ascii=False, indent=2))
        return
    counted = Counter("with a problem" if each.problem else each.look.state for each in outcomes)
    done = [f"{counted[state]} {state}" for state in (NEW, CHANGED, "broken", "with a problem") if counted[state]]
    rest = sum(1 for look in seen.looks if look.state != GONE) - len(outcomes)
    if done:
        click.echo(", ".join(done) + f", {rest} as they were")
    elif not quiet:
        click.echo(f"nothing to do: {rest} issue{'' if rest == 1 else 's'}, all as they were")


def _refresh_json(library: Library, seen: Seen, outcomes: list[Outcome]) -> dict[str, Any]:
    report: dict[str, Any] = {"issues": []}
    if works := [each.work for each in outcomes if each.work]:
        from cards.report import as_json as report_json

        report = report_json(works, library.output)
    for issue, outcome in zip(report["issues"], (each for each in outcomes if each.work), strict=True):
        issue |= {"source": outcome.look.name, "state": outcome.look.state, "why": outcome.look.why,
                  "written": [str(path) for path in outcome.written.files],
                  "set_aside": [str(new) for _, new in outcome.written.aside]}
    problems = [*seen.problems, *(each.problem for each in outcomes if each.problem)]
    return report | {"problems": problems, "as_they_were": [look.name for look in seen.looks if _rests(look, outcomes)]}


def _rests(look: Look, outcomes: list[Outcome]) -> bool:
    return look.state != GONE and look.name not in {each.look.name for each in outcomes}
