"""Changing a decisions file: decisions are put or taken back, the whole is tidied. Comments and other entries stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from cards.library.decisions.file import HEADER, Standing, changing, standing
from cards.library.decisions.text import Block, Values, changed, comments_in, written
from cards.record.decisions import GONE, Decision, Verdict, same_words
from cards.records import UserError
from cards.rules.nodes import Node

NAMES = ("id", "of", "do", "level", "question", "hide", "cue", "mnemonic", "kind", "why")
OPTIONAL = ("question", "cue", "mnemonic")  # '' says something


def values_of(decision: Decision) -> Values:
    """The keys of the decision's entry in the file, those that say something."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name in NAMES:
        value = getattr(decision, name)
        if value or (name in OPTIONAL and value is not None):
            found[name] = value
    return found


def put(path: Path, decisions: Sequence[Decision], order: Sequence[str] = ()) -> Standing:
    """Write `decisions` into the file `path`, each in the stead of the one on its card, new ones where the `order` of
    the cards' codes has them. Raises UserError where the file can't be read or written.
    """
    with changing(path) as replaced:
        now = standing(path)
        _check(now)
        work = _Work(list(now.entries.blocks), list(now.nodes), list(now.decisions),
                     {name: rank for rank, name in enumerate(order)})
        for decision in decisions:
            work.put(decision)
        replaced(_headed(work.blocks), now.entries.below)
        return standing(path)


def _check(now: Standing) -> None:
    if now.entries.stray:
        line, shown = now.entries.stray[0]
        raise UserError(f"{now.path}:{line}: {shown.strip()}: no entry of a decisions file; mend the file first")


@dataclass
class _Work:
    """A file at work: its entries, the node and the decision of each, and the `ranks` of the cards' codes."""

    blocks: list[Block]
    nodes: list[Node | None]
    decisions: list[Decision | None]
    ranks: Mapping[str, int]

    def put(self, decision: Decision) -> None:
        """Put `decision` in the stead of the one on its card, else where its card stands."""
        values = values_of(decision)
        at = _place_of(self.decisions, decision)
        if at is None:
            self._insert(_place_for(self.decisions, decision, self.ranks), decision, written(values))
            return
        node, block = self.nodes[at], self.blocks[at]
        self.blocks[at] = changed(block, node, values) if node is not None else replace(block, lines=written(values))
        self.decisions[at], self.nodes[at] = decision, None

    def _insert(self, at: int, decision: Decision, lines: tuple[str, ...]) -> None:
        above: tuple[str, ...] = ()
        if at == 0 and self.blocks:  # what heads the file stays above
            above, self.blocks[0] = self.blocks[0].above, replace(self.blocks[0], above=())
        self.blocks.insert(at, Block(above, lines))
        self.decisions.insert(at, decision)
        self.nodes.insert(at, None)


def _place_of(decisions: Sequence[Decision | None], decision: Decision) -> int | None:
    """Where the entry on the card of `decision` is; None for none."""
    for at, there in enumerate(decisions):
        if there is not None and _is_on_same(there, decision):
            return at
    return None


def _is_on_same(one: Decision, other: Decision) -> bool:
    if one.id or other.id:
        return one.id == other.id
    return one.do == other.do and same_words(one.of, other.of) and one.kind == other.kind


def _place_for(decisions: Sequence[Decision | None], decision: Decision, ranks: Mapping[str, int]) -> int:
    """Where the entry of a card that has none goes: behind the last whose card stands before it."""
    mine = ranks.get(decision.id)
    if mine is None:
        return len(decisions)
    before = [at for at, there in enumerate(decisions)
              if there is not None and there.id in ranks and ranks[there.id] < mine]
    return before[-1] + 1 if before else 0


def _headed(blocks: list[Block]) -> list[Block]:
    """`blocks` below the words that head every new file."""
    if len(blocks) == 1 and not blocks[0].above:
        return [replace(blocks[0], above=tuple(HEADER.rstrip("\n").split("\n")))]
    return blocks


def take_back(path: Path, ids: Iterable[str]) -> Standing:
    """Take the decisions on the cards with these codes out of the file `path`; comments above them stay. Raises
    UserError where it can't be read or written.
    """
    gone = set(ids)
    with changing(path) as replaced:
        now = standing(path)
        _check(now)
        kept: list[Block] = []
        above: tuple[str, ...] = ()
        for block, node, decision in zip(now.entries.blocks, now.nodes, now.decisions, strict=True):
            if decision is not None and decision.id in gone:
                above += block.above + comments_in(block, node)
            else:
                kept.append(replace(block, above=above + block.above))
                above = ()
        replaced(kept, above + now.entries.below)
        return standing(path)


def tidy(path: Path, verdicts: Sequence[Verdict], codes: Mapping[int, str], order: Sequence[str], today: str) -> bool:
    """Put the file `path` in order: entries in the `order` of the cards' codes, what left the source at its end with
    the day `today`; each under the code that its card has now (`codes`, by the entry's line). Whether it changed.
    Raises UserError where it can't be read or written.
    """
    with changing(path) as replaced:
        now = standing(path)
        _check(now)
        if not now.entries.blocks:
            return False
        gone = {verdict.decision.line for verdict in verdicts if verdict.outcome == GONE}
        ranks = {name: rank for rank, name in enumerate(order)}
        head, blocks = _without_head(now.entries.blocks)
        fresh = [_tidied(block, now, at, codes, gone, today) for at, block in enumerate(blocks)]
        lines = [block.line for block in now.entries.blocks]
        places = _places(now, codes, ranks, gone)
        kept = [fresh[at] for at in sorted(range(len(fresh)), key=lambda at: places[lines[at]])]
        kept[0] = replace(kept[0], above=head + kept[0].above)
        before = now.entries.text
        after = replace(now.entries, blocks=tuple(kept)).text
        if after != before:
            replaced(kept, now.entries.below)
        return after != before


def _without_head(blocks: Sequence[Block]) -> tuple[tuple[str, ...], list[Block]]:
    """What heads the file, which no order moves: the first comment's lines up to a blank one, or the usual words."""
    above = blocks[0].above
    usual = tuple(HEADER.rstrip("\n").split("\n"))
    size = len(usual) if above[: len(usual)] == usual else above.index("") + 1 if "" in above else 0
    return above[:size], [replace(blocks[0], above=above[size:]), *blocks[1:]]


def _places(now: Standing, codes: Mapping[int, str], ranks: Mapping[str, int], gone: set[int],
            ) -> dict[int, tuple[bool, int]]:
    """Where each entry goes, by its line: one whose card is not known stays behind the one that it stands behind."""
    places: dict[int, tuple[bool, int]] = {}
    last = -1
    for block, decision in zip(now.entries.blocks, now.decisions, strict=True):
        name = codes.get(block.line, decision.id if decision else "")
        last = ranks.get(name, last) if block.line not in gone else last
        places[block.line] = (block.line in gone, last)
    return places


def _tidied(block: Block, now: Standing, at: int, codes: Mapping[int, str], gone: set[int], today: str) -> Block:
    """The entry with the code of its card, and with the day since which it is of nothing, or without."""
    node, decision = now.nodes[at], now.decisions[at]
    if node is None or decision is None:
        return block
    values: dict[str, str | tuple[str, ...]] = {
        name: tuple(entry.text for entry in value.entries) if value.entries else value.text
        for name, value in node.pairs.items()}
    if block.line in codes:
        values = {"id": codes[block.line], **{name: value for name, value in values.items() if name != "id"}}
    if block.line in gone:
        values.setdefault("gone", today)
    else:
        values.pop("gone", None)
    return changed(block, node, values)
