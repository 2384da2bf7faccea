"""What `juyao init`, `status` and `refresh` do at the edges: look, lock, build, print. Nothing heavy is imported before
there is something to build: a refresh that finds nothing new must cost next to nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cards.library.cache import Cache, read_cache
from cards.library.fetching import Fetched, fetch_all, keep
from cards.library.looking import BROKEN, CHANGED, GONE, NEW, Seen, look_at
from cards.library.settings import Library, read_library
from cards.library.starting import start_library
from cards.record.disk import locked

if TYPE_CHECKING:
    from cards.library.refreshing import Outcome


@dataclass
class Done:
    """What a refresh did: what it saw, downloaded and built; `problems` are those of sources that gave nothing."""

    seen: Seen
    problems: list[str] = field(default_factory=list)
    downloaded: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def as_they_were(self) -> list[str]:
        built = {each.look.name for each in self.outcomes}
        return [look.name for look in self.seen.looks if look.state != GONE and look.name not in built]

    @property
    def failed(self) -> bool:
        doubts = [doubt for each in self.outcomes if each.work for doubt in each.work.doubts]
        return bool(self.problems or any(each.problem for each in self.outcomes) or any(d.serious for d in doubts))


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
    fetched = fetch_all(library, cache)
    seen = look_at(library, cache)
    done = Done(seen, problems=[*fetched.problems, *seen.problems])
    if dry_run:
        done.downloaded += fetched.files
        _build(library, cache, done, dry_run=True, as_json=as_json)
    elif seen.to_build or seen.unfinished or fetched.files or not fetched.pages.items() <= cache.pages.items():
        from cards.commands.build import waiting_line

        with locked(library.output, waiting_line(library.output)):
            _refresh(library, cache, fetched, done, as_json=as_json)
    _tell(library, done, dry_run=dry_run, as_json=as_json, quiet=quiet)
    if done.failed:
        raise SystemExit(1)


def _refresh(library: Library, looked_by: Cache, fetched: Fetched, done: Done, *, as_json: bool) -> None:
    """Keep what was fetched and build. Look again where what was seen, by the cache `looked_by`, is no longer all:
    another run may have done the work meanwhile.
    """
    cache = read_cache(library.root)
    other_run = done.seen.unfinished or cache != looked_by
    done.downloaded += keep(fetched, library, cache)
    if other_run or done.downloaded:
        done.seen = look_at(library, cache)
    _build(library, cache, done, dry_run=False, as_json=as_json)
    cache.save()


def _build(library: Library, cache: Cache, done: Done, *, dry_run: bool, as_json: bool) -> None:
    """Build what is to be built, printing each outcome as it is there."""
    if not done.seen.to_build:
        return
    from cards.commands.build import build_time, say_aside
    from cards.commands.report import overview
    from cards.library.refreshing import build_changed

    for outcome in build_changed(library, cache, done.seen, build_time(), dry_run):
        done.outcomes.append(outcome)
        say_aside(outcome.written)
        if outcome.problem:
            click.echo(f"juyao: {outcome.problem}", err=True)
        elif outcome.work and not as_json:
            click.echo(f"{outcome.look.state}: {outcome.look.name} ({outcome.look.why})")
            click.echo("\n".join(overview(outcome.work, list(outcome.written.files), library.output, dry_run)))


def _tell(library: Library, done: Done, *, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """The problems, what was downloaded, and the last line: what was done, and how much was as it was."""
    for line in done.problems:
        click.echo(f"juyao: {line}", err=True)
    if as_json:
        click.echo(json.dumps(_refresh_json(library, done), ensure_ascii=False, indent=2))
        return
    for name in done.downloaded:
        click.echo(f"{'would download' if dry_run else 'downloaded'}: {name}")
    counted = Counter("with a problem" if each.problem else each.look.state for each in done.outcomes)
    parts = [f"{counted[state]} {state}" for state in (NEW, CHANGED, BROKEN, "with a problem") if counted[state]]
    if parts:
        click.echo(", ".join(parts) + f", {len(done.as_they_were)} as they were")
    elif not quiet:
        rest = len(done.as_they_were)
        click.echo(f"nothing to do: {rest} issue{'' if rest == 1 else 's'}, all as they were")


def _refresh_json(library: Library, done: Done) -> dict[str, Any]:
    report: dict[str, Any] = {"issues": []}
    built = [each for each in done.outcomes if each.work]
    if built:
        from cards.commands.report import as_json as report_json

        report = report_json([each.work for each in built if each.work], library.output)
    for issue, outcome in zip(report["issues"], built, strict=True):
        issue |= {"source": outcome.look.name, "state": outcome.look.state, "why": outcome.look.why,
                  "written": [str(path) for path in outcome.written.files],
                  "set_aside": [str(new) for _, new in outcome.written.aside]}
    problems = [*done.problems, *(each.problem for each in done.outcomes if each.problem)]
    return report | {"problems": problems, "downloaded": done.downloaded, "as_they_were": done.as_they_were}
