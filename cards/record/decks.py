"""The decks of a folder while a run writes them: what stands on disk, what waits to be written over it, and where in
each publication a fact may stand. No issue's package is opened but where a trace says that it shares something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.face import face_of
from cards.anki.names import is_aside
from cards.record.beside import Beside, Changes
from cards.record.disk import file_bytes
from cards.record.index import GONE, Index, Standing, mark, read_index
from cards.record.packages import Package, repacked
from cards.record.store import Recorded, characters, read_package
from cards.record.traces import Traces, traces_of

KEPT, KEPT_CHARACTERS = 120, 20_000_000  # issues whose notes are kept once read, and characters of their fields


class _Read(Struct, frozen=True):
    """The notes of an issue's bundle as it stands, or will, and how many characters their fields have."""

    standing: object
    notes: Mapping[str, Recorded]
    size: int


@dataclass
class Decks:
    """The decks below `folder`. `waiting` are packages, and `changes` notes of other issues, that are to be written."""

    folder: Path
    waiting: dict[Path, Package] = field(default_factory=dict)
    changes: dict[Path, dict[str, Recorded]] = field(default_factory=dict)
    indexes: dict[Path, Index] = field(default_factory=dict)
    read: dict[Path, _Read] = field(default_factory=dict)

    def index(self, publication: Path) -> Index:
        """The index of the publication whose issues are in that folder; it is read once a run."""
        if publication not in self.indexes:
            root = self.folder / publication
            self.indexes[publication] = read_index(root, lambda name: self._looked(publication / name))
        return self.indexes[publication]

    def _looked(self, issue: Path) -> tuple[Standing, Traces] | None:
        """What stands of an issue on disk, and its traces."""
        for bundle in self._bundles(issue):
            standing = Standing(bundle.name, mark(self.folder / issue, bundle.name))
            try:
                return standing, traces_of(read_package(file_bytes(bundle)).notes.values())
            except (OSError, ValueError):  # the build of that issue reports it
                continue
        return None

    def files(self, issue: Path) -> list[Path]:
        """The packages that stand in the folder of an issue, or will."""
        waiting = {self.folder / file for file in self.waiting if file.parent == issue}
        return sorted(waiting.union(path for path in (self.folder / issue).glob("*.apkg") if not is_aside(path)))

    def _bundles(self, issue: Path) -> list[Path]:
        return list(filter(_is_bundle, self.files(issue)))

    def beside(self, own: Path, traces: Traces, reach: int | None = None) -> list[Beside]:
        """The issues beside `own`, an issue's folder, that have a note with one of `traces`, in the order of their
        names; none farther away than `reach`, where that is given. A package that can't be read holds no note.
        """
        index = self.index(own.parent)
        found = []
        for name in sorted(index.holding(traces) - {own.name}):
            away = index.away(name, own.name)
            if reach is None or abs(away) <= reach:
                notes = self.notes(own.parent / name)
                found += [Beside(own.parent / name, notes, away)] if notes else []
        return found

    def notes(self, issue: Path) -> Mapping[str, Recorded]:
        """The notes of an issue's bundle by GUID, as they stand or will."""
        notes = self._stored(issue)
        changed = self.changes.get(issue)
        if not changed:
            return notes
        return {**notes, **{guid: replace(note, note_id=notes[guid].note_id)
                            for guid, note in changed.items() if guid in notes}}

    def _stored(self, issue: Path) -> Mapping[str, Recorded]:
        """The notes of an issue's bundle, but for what other issues change."""
        for bundle in self._bundles(issue):
            file = bundle.relative_to(self.folder)
            standing = self.waiting.get(file) or mark(self.folder / issue, bundle.name)
            known = self.read.pop(issue, None)
            try:
                if known is None or known.standing != standing:
                    notes = read_package(self.data(file)).notes
                    known = _Read(standing, notes, characters(notes.values()))
            except (OSError, ValueError):
                continue
            self.read[issue] = known
            self._forget()
            return known.notes
        return {}

    def _forget(self) -> None:
        """Let go of what was read longest ago, where it is much."""
        size = sum(each.size for each in self.read.values())
        while len(self.read) > KEPT or (size > KEPT_CHARACTERS and len(self.read) > 1):
            oldest = next(iter(self.read))
            size -= self.read.pop(oldest).size

    @property
    def size(self) -> int:
        """How much waits to be written, in bytes of packages and characters of notes."""
        changed = sum(characters(notes.values()) for notes in self.changes.values())
        return changed + sum(len(package.data) for package in self.waiting.values())

    def touches(self, issue: Path) -> bool:
        """Whether what waits is in the folder of that issue."""
        return issue in self.changes or any(file.parent == issue for file in self.waiting)

    def take(self, issue: Path, packages: Iterable[Package], changes: Changes, living: Iterable[Recorded]) -> None:
        """Have the packages of an issue, whose bundle holds the notes `living`, and `changes` of others' notes wait."""
        for package in packages:
            self.waiting[package.file] = package
        for other, notes in changes.items():
            self.changes.setdefault(other, {}).update(notes)
        self.index(issue.parent).put(issue.name, Standing("", GONE), traces_of(living))

    def others(self) -> dict[Path, list[Package]]:
        """The packages of other issues with the notes of them that were changed, by the folder of each."""
        return {issue: list(changed(self, issue, notes)) for issue, notes in self.changes.items()}

    def written(self) -> None:
        """What waited stands on disk now."""
        for issue in {*self.changes, *(file.parent for file in self.waiting)}:
            index = self.index(issue.parent)
            found = next((path.name for path in self._bundles(issue)), "")
            index.moved(issue.name, Standing(found, mark(self.folder / issue, found)))
        self.waiting.clear()
        self.changes.clear()

    def data(self, file: Path) -> bytes:
        """What the package `file` holds, or will. Raises OSError where it can't be read."""
        waits = self.waiting.get(file)
        return waits.data if waits else file_bytes(self.folder / file)

    def save(self) -> None:
        """Keep the indexes for the next run."""
        for index in self.indexes.values():
            index.save()


def _is_bundle(file: Path) -> bool:
    """Whether `file` is a bundle, of whatever level."""
    return file.stem.partition("（")[0] == file.parent.name


def changed(decks: Decks, issue: Path, notes: Mapping[str, Recorded]) -> Iterator[Package]:
    """Those of an issue's packages that hold any of `notes`, with them. Packages that are equal, as are both of an
    issue of one article, are packed once.
    """
    face = face_of(decks.folder / "face")
    packed: dict[bytes, Package | None] = {}
    for path in decks.files(issue):
        file = path.relative_to(decks.folder)
        with suppress(OSError, ValueError):  # the build of its own issue tells of it
            data = decks.data(file)
            if data not in packed:
                packed[data] = repacked(file, data, notes, face)
            package = packed[data]
            if package:
                yield replace(package, file=file)
