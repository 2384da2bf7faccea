"""The index of a publication: which of its issues has a note with which traces. It is kept in the cache, in one small
file; what of it does not fit the decks on disk is read from them again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from cards.record.traces import BYTES, Traces
from cards.text.cache import read_cached, write_cached
from cards.text.ordering import natural

FORM = "facts 1"  # of what the file holds
OWNER = 64 - 8 * BYTES  # bits of a number of the table that say whose the trace in the others is
LEAST = 8  # issues: fewer are read as fast as the file
Mark = tuple[int, int, int, int]  # when the folder of an issue changed; its bundle's number, size and time
GONE: Mark = (0, 0, 0, 0)
Order = tuple[tuple[tuple[int, str], ...], str]


class Standing(Struct, frozen=True):
    """An issue as it stands on disk: the name of its bundle, and its mark."""

    bundle: str
    mark: Mark


@dataclass
class Index:
    """The index of the publication whose issues are folders in `folder`. `known` are these, `order` their names as
    people count; `table` has their traces as they were read, `fresh` and `holders` those that came since.
    """

    folder: Path
    known: dict[str, Standing] = field(default_factory=dict)
    order: list[Order] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    table: array[int] = field(default_factory=lambda: array("Q"))
    stale: set[str] = field(default_factory=set)
    fresh: dict[str, Traces] = field(default_factory=dict)
    holders: dict[int, set[str]] = field(default_factory=dict)
    changed: bool = False

    def holding(self, traces: Traces) -> set[str]:
        """The issues that have one of `traces`."""
        found: set[str] = set()
        for trace in traces:
            found.update(self._owners(trace))
            found |= self.holders.get(trace, set())
        return found

    def _owners(self, trace: int) -> Iterator[str]:
        at = bisect_left(self.table, trace << OWNER)
        while at < len(self.table) and self.table[at] >> OWNER == trace:
            owner = self.owners[self.table[at] & (1 << OWNER) - 1]
            if owner not in self.stale:
                yield owner
            at += 1

    def away(self, issue: str, own: str) -> int:
        """How many issues the issue `issue` is behind `own`, or before it (below 0)."""
        first, second = _order(issue), _order(own)
        at, of = bisect_left(self.order, first), bisect_left(self.order, second)
        new = own not in self.known
        return at - of + (1 if new and at >= of else 0)

    def put(self, issue: str, standing: Standing | None, traces: Traces) -> None:
        """The issue stands so now, with these traces; None: it is gone."""
        self.changed = True
        self.stale.add(issue)
        for trace in self.fresh.pop(issue, ()):
            self.holders[trace].discard(issue)
        if standing is None:
            if self.known.pop(issue, None):
                self.order.remove(_order(issue))
            return
        if issue not in self.known:
            insort(self.order, _order(issue))
        self.known[issue] = standing
        self.fresh[issue] = traces
        for trace in traces:
            self.holders.setdefault(trace, set()).add(issue)

    def moved(self, issue: str, standing: Standing) -> None:
        """The issue was written anew with the traces that it had."""
        if self.known.get(issue) != standing:
            self.known[issue], self.changed = standing, True

    def save(self) -> None:
        """Keep the index for the next run, where it is another."""
        if not self.changed or len(self.known) < LEAST:
            return
        names = [name for _, name in self.order]
        number = {name: at for at, name in enumerate(names)}
        table = [(each >> OWNER << OWNER) | number[self.owners[each & (1 << OWNER) - 1]] for each in self.table
                 if self.owners[each & (1 << OWNER) - 1] not in self.stale]
        table += [trace << OWNER | number[name] for name, traces in self.fresh.items() for trace in traces]
        entries = [[name, self.known[name].bundle, *self.known[name].mark] for name in names]
        head = json.dumps(entries).encode()
        content = len(head).to_bytes(8, "little") + head + _little(array("Q", sorted(table))).tobytes()
        write_cached(_name(self.folder), content, FORM)
        self.changed = False


def read_index(folder: Path, look: Callable[[str], tuple[Standing, Traces] | None]) -> Index:
    """The index of the publication in `folder`, as it stands; `look` reads an issue's bundle and its traces, None for a
    folder without one. It is asked of what is new or changed, and of nothing else.
    """
    index = _kept(folder)
    times = dict(_folders(folder))
    for name in [name for name in index.known if name not in times]:
        index.put(name, None, frozenset())
    for name, time in times.items():
        known = index.known.get(name)
        if known is None or not _stands(folder / name, time, known):
            found = look(name)
            if found or known:
                index.put(name, *(found or (None, frozenset())))
    return index


def _stands(folder: Path, time: int, known: Standing) -> bool:
    """Whether an issue's folder, which was changed then, stands as it is known."""
    return known.mark[0] == time and mark(folder, known.bundle) == known.mark


def _kept(folder: Path) -> Index:
    """The index as the last run left it; an empty one where there is none, or none that can be read."""
    data = read_cached(_name(folder), FORM)
    if data is not None:
        with suppress(ValueError, KeyError, TypeError, IndexError, RecursionError):
            return _index(folder, data)
    return Index(folder)


def _index(folder: Path, data: bytes) -> Index:
    """The index that `data` holds. Raises ValueError and its like for anything else."""
    size = int.from_bytes(data[:8], "little")
    entries = json.loads(data[8 : 8 + size])
    known = {str(name): Standing(str(bundle), (int(time), int(number), int(length), int(changed)))
             for name, bundle, time, number, length, changed in entries}
    return Index(folder, known, [_order(name) for name in known], list(known), _little(array("Q", data[8 + size :])))


def _little(table: array[int]) -> array[int]:
    """`table` between the order of bytes here and the one in the file."""
    if sys.byteorder == "big":
        table.byteswap()
    return table


def _folders(folder: Path) -> Iterator[tuple[str, int]]:
    """The folders in `folder`, and when each was changed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield entry.name, entry.stat().st_mtime_ns


def mark(folder: Path, bundle: str) -> Mark:
    """The mark of an issue's folder with that bundle."""
    try:
        status = os.stat(f"{folder}/{bundle}")  # noqa: PTH116  # Path costs more than the look itself
        return os.stat(folder).st_mtime_ns, status.st_ino, status.st_size, status.st_mtime_ns  # noqa: PTH116
    except OSError:
        return GONE


def _order(name: str) -> Order:
    return natural(name), name


def _name(folder: Path) -> str:
    digest = hashlib.sha256(os.path.realpath(folder).encode(errors="surrogateescape")).hexdigest()[:20]
    return f"facts/{digest}.cache"
