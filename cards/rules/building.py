"""Checked mappings to the records that run: patterns compiled, lexicons looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from msgspec.structs import replace

from cards.rules.contract import Rewording
from cards.rules.keys import Key, Record, table_of
from cards.rules.kinds.alike import check_alike
from cards.rules.kinds.announced import check_announcing
from cards.rules.kinds.frame import pattern_of
from cards.rules.kinds.listing import check_listing
from cards.rules.kinds.marked import check_marking
from cards.rules.kinds.splitting import check_splitting
from cards.rules.list_keys import AlikeUnits, Announcing, Listing, Marking, Splitting
from cards.rules.nodes import Fault, Node
from cards.rules.pieces import REFERENCE, BrokenPieceError, Lexicon, Pattern, PatternError, Pieces
from cards.rules.validate import Given
from cards.rules.values import Alternatives, Frames

R = TypeVar("R", bound=Record)
Problem = tuple[str, str]  # the key that something is wrong with, and what


def _check_rewording(rewording: Rewording) -> Iterator[Problem]:
    for name in REFERENCE.findall(rewording.becomes):
        if name not in rewording.match.groups:
            yield "becomes", f"the pattern has no piece or group {{{name}}} for “becomes”"


CHECKS: dict[type[Record], Callable[[Any], Iterator[Problem]]] = {
    Listing: check_listing, Splitting: check_splitting, Marking: check_marking, Announcing: check_announcing,
    AlikeUnits: check_alike, Rewording: _check_rewording,
}


class Builder:
    """Builds records. `faults` are all that was found wrong, `broken` says that something is: a piece with a fault of
    its own is told where it is defined, not here. `rule` is the id of the rule that is built, if one is.
    """

    def __init__(self, pieces: Pieces, rule: str = ""):
        self._pieces, self._rule = pieces, rule
        self.faults: list[Fault] = []
        self.broken = False

    def build(self, record: type[R], given: Given, **more: Any) -> R | None:
        """The `record` that `given` and `more` say; None where something that it needs is missing or broken."""
        values: dict[str, Any] = {}
        for key in table_of(record).keys:
            values[key.attribute] = self._built(key, given[key.name])
            if key.required and values[key.attribute] is None:
                return None
        built = record(**values, line=given.node.line, **more)
        for name, message in CHECKS[record](built) if record in CHECKS else ():
            self.tell(given.at(name), message)
        return built

    def tell(self, node: Node, message: str) -> None:
        """Note that something is wrong at `node`."""
        self.faults.append(node.fault(message, self._rule))
        self.broken = True

    def _built(self, key: Key, value: Any) -> Any:
        match value:
            case Node():
                return self._of_node(key, value)
            case Alternatives():
                return self._alternatives(value)
            case Frames():
                return self._frames(value)
            case Given() if key.record:
                return self.build(key.record, value)
            case tuple():
                built = [self._built(key, part) for part in value]
                return tuple(part for part in built if part is not None)
        return value

    def _of_node(self, key: Key, node: Node) -> Pattern | Lexicon | frozenset[str] | None:
        if key.value_type == "lexicon":
            return self._lexicon(node)
        if key.value_type == "lookbehind":
            return self._pattern(replace(node, value=f"(?<={node.text})"), empty=True)
        if key.value_type == "word set":
            return frozenset(self._lexicon(node).words)
        return self._pattern(node, empty=key.value_type == "gap")

    def _lexicon(self, node: Node) -> Lexicon:
        words = self._pieces.lexicons.get(node.text)
        if words is None:
            self.tell(node, f"there is no lexicon named “{node.text}”")
        self._pieces.asked.add(node.text)
        return Lexicon(node.text, words or ())

    def _pattern(self, node: Node, empty: bool = False) -> Pattern | None:
        try:
            return self._pieces.compile(node, empty)
        except BrokenPieceError:
            self.broken = True
        except PatternError as error:
            self.tell(node, str(error))
        return None

    def _frames(self, frames: Frames) -> Pattern | None:
        """One pattern of several frames."""
        made = []
        for node in frames.nodes:
            try:
                made.append(pattern_of(node.text))
            except ValueError as error:
                self.tell(node, str(error))
        return self._pattern(replace(frames.nodes[0], value="|".join(made))) if len(made) == len(frames.nodes) else None

    def _alternatives(self, alternatives: Alternatives) -> Pattern | None:
        """One pattern of several, each sound by itself."""
        compiled = [self._pattern(node) for node in alternatives.nodes]
        sources = [pattern.source for pattern in compiled if pattern is not None]
        if len(sources) < 2:
            return compiled[0]
        return self._pattern(Node("|".join(f"(?:{source})" for source in sources)))
