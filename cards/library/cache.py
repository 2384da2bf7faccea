"""The cache of a library: which source, rules, settings and program gave which packages; what servers said of pages.

It only saves time. It lies in the user's cache folder and can be deleted at any time: the next refresh then builds
every issue again, and since the decks themselves are the record, gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from cards.text.cache import cache_folder, read_cached, write_cached

FORM = "library 4"  # of what a cache holds: one of another form is as good as none
Record = TypeVar("Record", "Built", "Stamp", "Basis", "Page")
SELDOM = 20  # times as long as it takes to save a cache, until it is saved again
SETTLED = 2.0  # seconds: a file changed more recently may change again without a new time


class Stamp(Struct, frozen=True):
    """A file's content: its SHA-256, and the size and time (nanoseconds; 0: not to be trusted) it had when hashed."""

    size: int
    time: int
    sha: str


class Basis(Struct, frozen=True):
    """What a build rests on besides its source: fingerprints of rules, settings and program."""

    rules: str
    settings: str
    program: str


class Built(Struct, frozen=True):
    """What the last build of a source saw and gave. `packages` are paths below the output folder; a `problem` is why it
    gave none; `decisions` is the fingerprint of what people decided, '' where nobody did.
    """

    source: Stamp
    basis: Basis
    publication: str = ""
    issue: str = ""
    packages: tuple[str, ...] = ()
    problem: str = ""
    decisions: str = ""
    instead: str = ""


class Page(Struct, frozen=True):
    """What a server said of an address: validators, the file kept below the library ('' for a list), and its links."""

    etag: str = ""
    modified: str = ""
    file: str = ""
    links: tuple[str, ...] = ()


@dataclass
class Cache:
    """By name: `sources` (path below the library), `packages` (path below the output folder), `pages` (address). `name`
    is the cache's own, below the user's cache folder; `problems` are lines that say what was wrong with it.
    """

    name: str
    sources: dict[str, Built] = field(default_factory=dict)
    packages: dict[str, Stamp] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    saved: tuple[float, float] = field(default=(0.0, 0.0), compare=False)  # when last, and how long that took

    def save_now_and_then(self) -> None:
        """Save it where that takes little of the time that has passed: all of it is written each time."""
        begun = time.monotonic()
        if begun - self.saved[0] >= SELDOM * self.saved[1]:
            self.save()
            self.saved = begun, time.monotonic() - begun

    def save(self) -> None:
        """Write the cache where it can be written and is another. Needs the library's lock."""
        used = {name for built in self.sources.values() for name in built.packages}
        kept: dict[str, dict[str, Any]] = {
            "sources": self.sources, "packages": {name: self.packages[name] for name in used & set(self.packages)},
            "pages": self.pages}
        content = json.dumps({part: dict(sorted(entries.items())) for part, entries in kept.items()}, default=asdict)
        if read_cached(self.name, FORM) != content.encode():
            write_cached(self.name, content.encode(), FORM)


def read_cache(root: Path) -> Cache:
    """The cache of the library in `root`; an empty one where there is none, or one that can't be read."""
    digest = hashlib.sha256(os.path.realpath(root).encode(errors="surrogateescape")).hexdigest()[:20]
    name = f"libraries/{digest}.cache"
    data = read_cached(name, FORM)
    if data is not None:
        with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return _cache(name, json.loads(data))
    path = cache_folder() / name
    problems = (f"{path}: damaged, or of another version; every issue is built again",) if path.exists() else ()
    return Cache(name, problems=problems)


def _cache(name: str, content: Any) -> Cache:
    """The cache that `content`, its JSON, tells of. Raises ValueError and its like for anything else."""
    return Cache(name, {source: _record(Built, built) for source, built in content["sources"].items()},
                 {package: _record(Stamp, mark) for package, mark in content["packages"].items()},
                 {address: _record(Page, page) for address, page in content["pages"].items()})


def _record(kind: type[Record], values: Any) -> Record:
    """The record of that kind with these values by name, each of its type. Raises ValueError for others."""
    types = kind.__annotations__
    if not isinstance(values, dict) or values.keys() != types.keys():
        raise ValueError(kind.__name__)
    return kind(**{name: READERS[types[name]](value) for name, value in values.items()})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


READERS: dict[str, Callable[[Any], Any]] = {  # by the type that a record's class states
    "str": _text, "int": _number, "tuple[str, ...]": lambda texts: tuple(map(_text, texts)),
    "Stamp": partial(_record, Stamp), "Basis": partial(_record, Basis),
}


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
