"""The types of value in a rule file: how each is read from a node, said to people, and published in the JSON Schema.

A pattern stays a node until it is compiled, and so does a lexicon's name until it is looked up: a fault that shows only
then can still show its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from cards.rules.nodes import Node

WORD = r"^\w+$"
TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
ADD = "add"  # {add: 'pattern'}: beside the earlier pattern instead of in its place
NONE = "none"


class Alternatives(Struct, frozen=True):
    """A pattern setting: it matches where any of `nodes` does. One that `adds` goes beside what an earlier file says,
    any other in its place.
    """

    nodes: tuple[Node, ...]
    adds: bool = False


class Frames(Struct, frozen=True):
    """Frames of a sentence: one pattern that matches where any of `nodes` does."""

    nodes: tuple[Node, ...]


class ValueType(Struct, frozen=True):
    """`read` gives the value of a node and raises ValueError, which says what was found and what is wanted; `spoken`
    names the type for people; `schema` is its JSON Schema.
    """

    spoken: str
    schema: Mapping[str, Any]
    read: Callable[[Node], Any]


def shown(node: Node) -> str:
    """What stands at `node`, to be told to people."""
    return f"“{node.value}”" if isinstance(node.value, str) else node.shape


def _text(node: Node) -> str:
    if not isinstance(node.value, str):
        raise ValueError(f"found {node.shape}, a text is wanted (one that begins with {{ or [ stands in single quotes)")
    return node.value


def _name(node: Node) -> str:
    text = _text(node)
    if not re.fullmatch(WORD, text):
        raise ValueError(f"found “{text}”; a name is one word of letters, digits and _")
    return text


def _number(node: Node) -> float:
    try:
        number = float(_text(node))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"found {shown(node)}, a number is wanted")
    return number


def _integer(node: Node) -> int:
    try:
        return int(_text(node))
    except ValueError:
        raise ValueError(f"found {shown(node)}, a whole number is wanted") from None


def _flag(node: Node) -> bool:
    word = _text(node).lower()
    if word not in TRUTH:
        raise ValueError(f"found {shown(node)}; allowed: true, false")
    return TRUTH[word]


def _several(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else [node]


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(_text(child) for child in _several(node))


def _pattern(node: Node) -> Node:
    if not _text(node):
        raise ValueError("an empty pattern")
    return node


def _gap(node: Node) -> Node:
    _text(node)
    return node


def _patterns(node: Node) -> tuple[Node, ...]:
    return tuple(_pattern(child) for child in _several(node))


def _frames(node: Node) -> Frames:
    return Frames(_patterns(node))


def _alternatives(node: Node) -> Alternatives:
    if not isinstance(node.value, dict):
        return Alternatives((_pattern(node),))
    if list(node.value) != [ADD]:
        raise ValueError(f"found {node.shape}, a pattern is wanted, or {{{ADD}: 'pattern'}}")
    return Alternatives((_pattern(node.value[ADD]),), adds=True)


def _lexicon(node: Node) -> Node:
    _text(node)
    return node


def _mapping(node: Node) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise ValueError(f"found {node.shape}, a mapping is wanted")
    return node.value


def _pieces(node: Node) -> dict[str, Node]:
    return {name: _pattern(child) for name, child in _mapping(node).items()}


def _words(node: Node) -> dict[str, str] | str:
    """A mapping name → text, or `none`."""
    if node.value == NONE:
        return NONE
    return {name: _text(child) for name, child in _mapping(node).items()}


def _numbers(node: Node) -> dict[str, float]:
    """A mapping name → number."""
    return {name: _number(child) for name, child in _mapping(node).items()}


def _table(node: Node) -> dict[str, Node]:
    return _mapping(node)


def _tables(node: Node) -> list[Node]:
    if not isinstance(node.value, list):
        raise ValueError(f"found {node.shape}, a list is wanted: each begins with “- ” on a line of its own")
    return node.value


TEXT = {"type": ["string", "number", "boolean"]}
PATTERN = {"type": "string", "minLength": 1}
ADDED = {"type": "object", "additionalProperties": False, "required": [ADD], "properties": {ADD: PATTERN}}
LIST_OF_TEXTS = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
LIST_OF_PATTERNS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

TYPES: dict[str, ValueType] = {
    "text": ValueType("text", TEXT, _text),
    "name": ValueType("word", {**TEXT, "pattern": WORD}, _name),
    "number": ValueType("number", {"type": "number"}, _number),
    "integer": ValueType("whole number", {"type": "integer"}, _integer),
    "flag": ValueType("true or false", {"type": "boolean"}, _flag),
    "texts": ValueType("text or list of texts", LIST_OF_TEXTS, _texts),
    "pattern": ValueType("pattern", PATTERN, _pattern),
    "lookbehind": ValueType("pattern", PATTERN, _pattern),
    "gap": ValueType("pattern, may be empty", {"type": "string"}, _gap),
    "patterns": ValueType("pattern or list of patterns", LIST_OF_PATTERNS, _patterns),
    "frames": ValueType("frame or list of frames", LIST_OF_PATTERNS, _frames),
    "alternatives": ValueType(f"pattern, or {ADD}: pattern", {"anyOf": [PATTERN, ADDED]}, _alternatives),
    "lexicon": ValueType("name of a lexicon", {"type": "string"}, _lexicon),
    "word set": ValueType("name of a lexicon", {"type": "string"}, _lexicon),
    "pieces": ValueType("name: pattern", {"type": "object", "additionalProperties": PATTERN}, _pieces),
    "words": ValueType("name: text", {"anyOf": [{"const": NONE}, {"type": "object", "additionalProperties": TEXT}]},
                       _words),
    "numbers": ValueType("name: number", {"type": "object", "additionalProperties": {"type": "number"}}, _numbers),
    "table": ValueType("mapping", {"type": "object"}, _table),
    "tables": ValueType("list of mappings", {"type": "array"}, _tables),
}
