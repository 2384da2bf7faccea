"""Looking at a library: which issues are known, new, changed, broken or gone. Nothing is read that need not be."""

from __future__ import annotations

import glob
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from cards import __version__
from cards.library.cache import Basis, Built, Cache, unchanged
from cards.library.decisions.place import decisions_path, fingerprint
from cards.library.settings import Library
from cards.library.sources import inside_of, is_issue, one_each, rank, unread
from cards.record.disk import unfinished
from cards.rules.folders import shipped_rules
from cards.text.files import LARGEST
from cards.text.ordering import natural

KNOWN, NEW, CHANGED, BROKEN, GONE = "known", "new", "changed", "broken", "gone"
DECISIVE = ("publication", "only", "tts")  # the settings of juyao.yaml that decks depend on, besides sources and rules


class Look(Struct, frozen=True):
    """What is known of a source: `name` is its path below the library, `why` says it for people; `built` is what the
    last build gave; `beside` are other formats of it.
    """

    name: str
    path: Path
    state: str
    why: str = ""
    built: Built | None = None
    beside: tuple[Path, ...] = ()


class Seen(Struct, frozen=True):
    """A library as it stands. `problems` are sources that can't be looked into, `passed` files that are not read."""

    looks: tuple[Look, ...]
    basis: Basis
    problems: tuple[str, ...]
    passed: tuple[str, ...]
    unfinished: bool

    @property
    def to_build(self) -> tuple[Look, ...]:
        return tuple(look for look in self.looks if look.state in (NEW, CHANGED, BROKEN))


def look_at(library: Library, cache: Cache) -> Seen:
    """Compare the library with what the last builds left. Nothing is written."""
    basis = basis_of(library)
    files, problems, others = _files(library)
    files = _each_once(files)
    replaced = dict(_replaced(files, library, cache, basis))
    files = [path for path in files if path not in replaced]
    formats = _formats(files)
    chosen, passed = one_each(files)
    passed += [*replaced.values(), *others]
    here = {name_of(path, library): path for path in chosen}
    intact = {name for name, known in cache.packages.items() if unchanged(f"{library.output}/{name}", known)}
    looks = []
    for name, path in sorted(here.items(), key=lambda found: natural(found[0])):
        state, why = _state(path, cache.sources.get(name), library, basis, intact)
        looks.append(Look(name, path, state, why, cache.sources.get(name), tuple(formats[path.with_suffix("")][1:])))
    looks += _gone(library, cache, here)
    return Seen(tuple(looks), basis, tuple(problems), tuple(passed), unfinished(library.output))


def name_of(path: Path, library: Library) -> str:
    """The path of a source below the library, or the whole path of one elsewhere; with / on every system."""
    return (path.relative_to(library.root) if path.is_relative_to(library.root) else path).as_posix()


def _gone(library: Library, cache: Cache, here: Collection[str]) -> Iterator[Look]:
    """The sources that were built and are not `here` any more."""
    for name, built in sorted(cache.sources.items()):
        if name not in here and built.issue:
            yield Look(name, library.root / name, GONE, "the source is no longer there; its decks stay", built)


def _is_decided_anew(library: Library, built: Built) -> bool:
    return built.decisions != decided(library, built.publication, built.issue)


def decided(library: Library, publication: str, issue: str) -> str:
    """The fingerprint of what people decided of an issue of the library."""
    return fingerprint(decisions_path(library.decisions, publication, issue))


def _files(library: Library) -> tuple[list[Path], list[str], list[str]]:
    """Every file that may be an issue; why a source gives none; what else lies in its folders, and why it is not read.
    """
    files: list[Path] = []
    problems, others = [], []
    own = {library.output, library.downloads, library.decisions, *library.rule_folders, *library.folders}
    folders = list(library.folders)
    if library.downloads.is_dir():
        folders.append(library.downloads)
    for folder in folders:
        try:
            inside = list(inside_of(folder, own))
            files += _issues(inside)
            others += unread(folder, [path for path in inside if path not in own])
        except OSError as error:
            problems.append(f"{folder}: can't be read: {error.strerror or error}")
    for pattern in library.patterns:
        names = glob.glob(pattern, root_dir=library.root, recursive=True)  # noqa: PTH207  # whole paths too
        files += _issues(library.root / name for name in names)
    return files, problems, others


def _issues(paths: Iterable[Path]) -> Iterator[Path]:
    """Those of `paths` that may be issues: ordinary files. A pipe or a device is not opened: it may wait for ever."""
    for path in paths:
        if is_issue(path) and path.is_file():
            yield path


def _each_once(files: Iterable[Path]) -> list[Path]:
    """Each file once, whatever sources name it."""
    return list({os.path.realpath(path): path for path in sorted(files, reverse=True)}.values())


def _replaced(files: Iterable[Path], library: Library, cache: Cache, basis: Basis) -> Iterator[tuple[Path, str]]:
    """The files that gave way to another when that was built, each with a line that says why: they do as long as both
    are what they were.
    """
    here = {name_of(path, library): path for path in files}
    for name, path in here.items():
        built = cache.sources.get(name)
        if built is None or built.instead not in here or built.basis != basis:
            continue
        other = cache.sources.get(built.instead)
        if other and not other.problem and unchanged(str(here[built.instead]), other.source) \
                and unchanged(str(path), built.source):
            yield path, f"{path}: not read; {built.problem}"


def _formats(files: Iterable[Path]) -> dict[Path, list[Path]]:
    """The files that differ only in their ending, by what they share."""
    formats: dict[Path, list[Path]] = {}
    for file in sorted(files, key=rank):
        formats.setdefault(file.with_suffix(""), []).append(file)
    return formats


def _state(path: Path, built: Built | None, library: Library, basis: Basis, intact: Collection[str]) -> tuple[str, str]:
    """How the source `path` stands, and why; `intact` are the packages that hold what was written."""
    if built is None:
        return NEW, "not built yet"
    if built.instead:
        return CHANGED, f"{Path(built.instead).name} took its place, and changed"
    if built.problem:
        return BROKEN, built.problem
    if not unchanged(str(path), built.source):
        return CHANGED, "the source changed"
    for what, why in (("rules", "the rules or the cards' face changed"), ("settings", "juyao.yaml changed"),
                      ("program", "juyao itself changed")):
        if getattr(built.basis, what) != getattr(basis, what):
            return CHANGED, why
    for name in built.packages:
        if name not in intact:
            return CHANGED, f"{Path(name).name} is missing or changed"
    return (CHANGED, "what people decided changed") if _is_decided_anew(library, built) else (KNOWN, "")


def basis_of(library: Library) -> Basis:
    """Fingerprints of what every build of the library rests on."""
    package = Path(__file__).resolve().parent.parent
    rules = [_fingerprint(_rule_files(folder)) for folder in (shipped_rules(), *library.rule_folders)]
    rules.append(_fingerprint(sorted((library.output / "face").glob("*.*"))))
    settings = json.dumps({name: getattr(library, name) for name in DECISIVE})
    return Basis(_digest(json.dumps(rules)), _digest(settings), f"{__version__} {_program(package)}")


def _rule_files(folder: Path) -> Iterator[Path]:
    yield from sorted([*folder.glob("*.y*ml"), *folder.glob("lexicon/*.txt")])


def _fingerprint(files: Iterable[Path]) -> str:
    """One number for the names and contents of `files`."""
    digest = hashlib.sha256()
    for path in files:
        try:
            data = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST else b""
        except OSError:
            data = b""
        digest.update(f"{path.parent.name}/{path.name}\0{len(data)}\0".encode(errors="surrogateescape") + data)
    return digest.hexdigest()


def _program(package: Path) -> str:
    """One number for juyao's own files as they are installed: a change in a checkout counts as one of the version."""
    status = []
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "shipped_rules"))
        for name in sorted(files):
            if not name.endswith(".pyc"):
                file = os.stat(f"{folder}/{name}")  # noqa: PTH116
                status.append((name, file.st_size, file.st_mtime_ns))
    return _digest(repr(status))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:20]
