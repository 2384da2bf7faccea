"""Decisions files: where they are, how they are read, and how one decision is written into one.

Every change is made to the file as it stands at that moment, under a lock, and put in place in one step: two people at
work lose nothing, and whoever reads sees the file before or after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from cards.library.decisions.contract import decision_of
from cards.library.decisions.text import NO_ENTRIES, Block, Entries, entries_of, node_of
from cards.record.decisions import Decision, Decisions
from cards.record.disk import file_bytes, locked, replace_file
from cards.records import Doubt, UserError
from cards.rules.nodes import Fault, Node, Source

HEADER = """\
# 取舍：每条一张卡片，按文中次序。id 是卡片背面的编号；of 是评判时的样子，【】里是所问；
# do：keep 保留，drop 不要，重点，拓展，correct 改写（question、hide、cue、mnemonic），add 另加一张；why 是理由。
"""


class Standing(Struct, frozen=True):
    """A decisions file as it stands: its text in entries, and what each says: its node, and its decision where it has
    no fault; `faults` are all there are.
    """

    path: Path
    entries: Entries = NO_ENTRIES
    nodes: tuple[Node | None, ...] = ()
    decisions: tuple[Decision | None, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def good(self) -> tuple[Decision, ...]:
        """The decisions without a fault."""
        return tuple(decision for decision in self.decisions if decision is not None)


def read_text(text: str, path: Path) -> Standing:
    """What the decisions file `path` says, whose text that is."""
    entries, source = entries_of(text), Source(str(path), tuple(text.split("\n")))
    faults = [_stray(path, line, shown) for line, shown in entries.stray[:1]]
    nodes: list[Node | None] = []
    decisions: list[Decision | None] = []
    taken: dict[str, int] = {}
    for block in entries.blocks:
        node = node_of(block, source)
        if isinstance(node, Fault):
            faults.append(node)
            nodes.append(None)
            decisions.append(None)
            continue
        nodes.append(node)
        decisions.append(_single(decision_of(node, faults), node, taken, faults))
    return Standing(path, entries, tuple(nodes), tuple(decisions), tuple(faults))


def _stray(path: Path, line: int, shown: str) -> Fault:
    return Fault(str(path), line, 1, "", "found something else than an entry: each begins with `- id: …`", shown)


def _single(decision: Decision | None, node: Node, taken: dict[str, int], faults: list[Fault]) -> Decision | None:
    """The decision; None, and a fault, where the file has one on that card already."""
    if decision is None or not decision.id:
        return decision
    first = taken.setdefault(decision.id, decision.line)
    if first != decision.line:
        faults.append(node.fault(f"the card {decision.id} is decided already in line {first}"))
        return None
    return decision


def standing(path: Path) -> Standing:
    """What the file `path` says; nothing where there is none. Raises UserError where it can't be read."""
    try:
        return read_text(file_bytes(path).decode("utf-8-sig"), path)
    except FileNotFoundError:
        return Standing(path)
    except UnicodeDecodeError:
        raise UserError(f"{path}: is not UTF-8 text") from None
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror or error}") from None


def read_decisions(path: Path) -> Decisions:
    """The decisions in the file `path`, its faults as doubts; those are serious: what they are in waits."""
    try:
        found = standing(path)
    except UserError as error:
        return Decisions((), str(path), (Doubt(str(error), serious=True),))
    doubts = tuple(Doubt(str(fault), serious=True) for fault in found.faults)
    return Decisions(found.good, str(path), doubts)


@contextmanager
def changing(path: Path) -> Iterator[Callable[[Iterable[Block], Iterable[str]], None]]:
    """Hold the file `path` for a change; what is given puts entries, and what stands below them, in its place. Raises
    UserError where it can't be written.
    """
    def put(blocks: Iterable[Block], below: Iterable[str] = ()) -> None:
        text = Entries(tuple(blocks), tuple(below)).text
        replace_file(path, text.encode())

    with locked(path.parent):
        try:
            yield put
        except OSError as error:
            raise UserError(f"{path}: can't be written: {error.strerror or error}") from None
