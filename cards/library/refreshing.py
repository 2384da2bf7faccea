"""Refreshing a library: what is new or changed is built over the record, oldest issue first, and each issue is written
as one set. Needs the library's lock where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cards.building import STAGES, Work, prepared, read, through, to_write
from cards.errors import UserError
from cards.library.cache import Built, Cache, Stamp, stamp
from cards.library.looking import KNOWN, Look, Seen, natural
from cards.library.settings import Library
from cards.packing.files import UnwritableError, Written, write_packages

NO_STAMP = Stamp(-1, 0, "")
NOTHING = Written()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its `work` and what was `written`, or the `problem` that kept it from being built."""

    look: Look
    work: Work | None = None
    written: Written = NOTHING
    problem: str = ""


def build_changed(library: Library, cache: Cache, seen: Seen, now: int, dry_run: bool) -> Iterator[Outcome]:
    """Build what `seen` says is to be built; yield each outcome as it is there. `now`: seconds since 1970. With
    `dry_run` neither decks nor cache are written. Raises UserError for broken rules and for a disk that won't be
    written: what is written by then stays, and the next run does the rest.
    """
    tools = prepared(library.rule_folders)
    ready: list[tuple[Look, Stamp, Work]] = []
    for look in seen.to_build:
        mark = NO_STAMP
        try:
            mark = stamp(look.path)
            work = Work(look.path, library.output, now=now, only=library.only, tts=library.tts,
                        publication=library.publication, **tools)
            ready.append((look, mark, read(work)))
        except (UserError, OSError) as error:
            yield _failed(look, mark, seen, cache, _told(look, error))
    claims = _claims(seen, [(look, work) for look, _, work in ready])
    for look, mark, work in sorted(ready, key=lambda each: _age(each[0], each[2])):
        rivals = [name for name in claims[_key(work)] if name != look.name]
        if rivals:
            yield _failed(look, mark, seen, cache, f"{look.path}: the same issue as {', '.join(rivals)} "
                          f"({' '.join(_key(work))}); neither is built: keep one of them in the library's sources",
                          *_key(work))
            continue
        try:
            yield _built(look, mark, work, seen, cache, dry_run)
        except UnwritableError:
            raise
        except UserError as error:
            yield _failed(look, mark, seen, cache, _told(look, error))
        if not dry_run:
            _forget(look, work, seen, cache)
            cache.save()


def _told(look: Look, error: UserError | OSError) -> str:
    return str(error) if isinstance(error, UserError) else f"{look.path}: can't be read: {error.strerror or error}"


def _built(look: Look, mark: Stamp, work: Work, seen: Seen, cache: Cache, dry_run: bool) -> Outcome:
    work = through(work, STAGES[1:])
    packages = to_write(work)
    written = Written() if dry_run else write_packages(work.folder, packages, work.unrelated)
    if not dry_run:
        for package in packages:
            cache.packages[package.file.as_posix()] = stamp(work.folder / package.file, package.data)
    names = tuple(package.file.as_posix() for package in packages)
    cache.sources[look.name] = Built(mark, seen.basis, *_key(work), packages=names)
    return Outcome(look, work, written)


def _failed(look: Look, mark: Stamp, seen: Seen, cache: Cache, problem: str, publication: str = "",
            issue: str = "") -> Outcome:
    if look.built and not issue:
        publication, issue = look.built.publication, look.built.issue
    why = problem.removeprefix(f"{look.path}: ")
    cache.sources[look.name] = Built(mark, seen.basis, publication, issue, problem=why)
    return Outcome(look, problem=problem)


def _claims(seen: Seen, read_now: Iterable[tuple[Look, Work]]) -> dict[tuple[str, str], list[str]]:
    """Which sources say that they are the issue of a publication; more than one is a mistake nobody but a person mends.
    """
    claims: dict[tuple[str, str], list[str]] = {}
    for look in seen.looks:
        if look.state == KNOWN and look.built:
            claims.setdefault((look.built.publication, look.built.issue), []).append(look.name)
    for look, work in read_now:
        claims.setdefault(_key(work), []).append(look.name)
    return claims


def _key(work: Work) -> tuple[str, str]:
    return work.issue.publication, work.issue.number


def _age(look: Look, work: Work) -> tuple[object, ...]:
    """The order issues are built in: a later one repeats what an earlier one said, and not the other way round."""
    return natural(work.issue.number), work.issue.date, look.name


def _forget(look: Look, work: Work, seen: Seen, cache: Cache) -> None:
    """Drop what is known of a source that is gone and whose issue has another source now (a renamed file)."""
    here = {each.name for each in seen.looks if each.path.exists()}
    for name, built in list(cache.sources.items()):
        if name not in here and (built.publication, built.issue) == _key(work):
            del cache.sources[name]
