"""The cache of a library: which source, rules, settings and program gave which packages; what servers said of pages.

It only saves time. It lies in the user's cache folder and can be deleted at any time: the next refresh then builds
every issue again, and since the decks themselves are the record, gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cards.text.cache import cache_folder

FORM = 2  # of the cache file: one of another form is as good as none
SETTLED = 2.0  # seconds: a file changed more recently may change again without a new time


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file's content: its SHA-256, and the size and time (nanoseconds; 0: not to be trusted) it had when hashed."""

    size: int
    time: int
    sha: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What a build rests on besides its source: fingerprints of rules, settings and program."""

    rules: str
    settings: str
    program: str


@dataclass(frozen=True, slots=True)
class Built:
    """What the last build of a source saw and gave. `packages` are paths below the output folder; a `problem` is why it
    gave none.
    """

    source: Stamp
    basis: Basis
    publication: str = ""
    issue: str = ""
    packages: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a server said of an address: validators, the file kept below the library ('' for a list), and its links."""

    etag: str = ""
    modified: str = ""
    file: str = ""
    links: tuple[str, ...] = ()


@dataclass
class Cache:
    """By name: `sources` (path below the library), `packages` (path below the output folder), `pages` (address)."""

    path: Path
    sources: dict[str, Built] = field(default_factory=dict)
    packages: dict[str, Stamp] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def save(self) -> None:
        """Write the cache where it can be written and is another. Needs the library's lock."""
        used = {name for built in self.sources.values() for name in built.packages}
        kept: dict[str, dict[str, Any]] = {
            "sources": self.sources, "packages": {name: self.packages[name] for name in used & set(self.packages)},
            "pages": self.pages}
        content = json.dumps({"form": FORM} | {part: dict(sorted(entries.items())) for part, entries in kept.items()},
                             default=_values)
        with suppress(OSError):
            if self.path.exists() and self.path.read_text(encoding="ascii") == content:
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_suffix(".tmp")
            beside.write_text(content, encoding="ascii")
            beside.replace(self.path)


def _values(record: Any) -> dict[str, Any]:
    """The record's values by name; dataclasses.asdict takes six times as long."""
    return {name: getattr(record, name) for name in record.__slots__}


def read_cache(root: Path) -> Cache:
    """The cache of the library in `root`; an empty one where there is none that can be read."""
    name = hashlib.sha256(os.path.realpath(root).encode(errors="surrogateescape")).hexdigest()[:20]
    cache = Cache(cache_folder() / "libraries" / f"{name}.json")
    try:
        content = json.loads(cache.path.read_bytes())
        if content["form"] == FORM:
            return Cache(
                cache.path,
                {name: _built(each) for name, each in content["sources"].items()},
                {name: Stamp(**each) for name, each in content["packages"].items()},
                {name: Page(**each | {"links": tuple(each["links"])}) for name, each in content["pages"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return cache


def _built(each: dict[str, Any]) -> Built:
    parts = {"source": Stamp(**each["source"]), "basis": Basis(**each["basis"]), "packages": tuple(each["packages"])}
    return Built(**each | parts)


def stamp(path: Path, data: bytes | None = None) -> Stamp:
    """The stamp of `path`, which holds `data` where that is given. Raises OSError where it can't be read."""
    status = path.stat()
    settled = time.time() - status.st_mtime > SETTLED or data is not None
    if data is None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    else:
        digest = hashlib.sha256(data)
    return Stamp(status.st_size, status.st_mtime_ns if settled else 0, digest.hexdigest())


def unchanged(path: str, known: Stamp) -> bool:
    """Whether `path` holds what it held: by size and time at first look, else by its content."""
    try:
        status = os.stat(path)  # noqa: PTH116  # Path costs more than the look itself, of a thousand files
        if (status.st_size, status.st_mtime_ns) == (known.size, known.time):
            return True
        return status.st_size == known.size and stamp(Path(path)).sha == known.sha
    except OSError:
        return False
