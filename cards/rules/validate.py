"""Check a rule file's nodes against the table of keys and turn them into plain values with defaults."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable
from typing import Any, TypeVar

from cards.rules.contract import WORD, Key, Table
from cards.rules.nodes import Node

N = TypeVar("N", int, float)
Report = Callable[[Node, str], None]
TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def validate(node: Node, table: Table, report: Report) -> dict[str, Any]:
    """Return the table's values, defaults filled in; patterns stay Nodes so that a later error can show their place.

    Every fault is reported with its node; a faulty value is left at its default. A mapping that is switched off
    (`off: true`) needs only its first required key, the name.
    """
    values: dict[str, Any] = {key.name: key.default for key in table.keys}
    if not isinstance(node.value, dict):
        report(node, f"found {node.shape}, where a {table.name} is a mapping of {_names(table)}")
        return values
    for name, child in node.value.items():
        key = table.key(name)
        if key is None:
            report(child.key, f"unknown key “{name}”{_nearest(name, table)}; allowed: {_names(table)}")
        else:
            _value(child, key, values, report)
    needed = [key.name for key in table.keys if key.required]
    for name in needed[:1] if values.get("off") else needed:
        if name not in node.value:
            report(node, f"the key “{name}” is missing")
    if not values.get("off"):
        _one_of(node, table, report)
    return values


def _one_of(node: Node, table: Table, report: Report) -> None:
    given = [name for name in table.one_of if name in node.value]
    if table.one_of and len(given) != 1:
        wanted = ", ".join(table.one_of)
        report(node, f"needs exactly one of {wanted}; found {', '.join(given) or 'none'}")


def _value(node: Node, key: Key, values: dict[str, Any], report: Report) -> None:
    try:
        values[key.name] = READERS[key.type](node, key, report)
    except ValueError as error:
        report(node, f"“{key.name}”: {error}")


def _text(node: Node, key: Key, report: Report) -> str:
    if not isinstance(node.value, str):
        raise ValueError(f"found {node.shape}, a text is wanted (one that begins with {{ or [ stands in single quotes)")
    if key.choices and node.value not in key.choices:
        raise ValueError(f"found “{node.value}”; allowed: {', '.join(key.choices)}")
    return node.value


def _name(node: Node, key: Key, report: Report) -> str:
    text = _text(node, key, report)
    if not re.fullmatch(WORD, text):
        raise ValueError(f"found “{text}”; a name is one word of letters, digits and _")
    return text


def _number(node: Node, key: Key, report: Report) -> float:
    try:
        number = float(_text(node, key, report))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"found {_shown(node)}, a number is wanted")
    return _enough(number, key)


def _integer(node: Node, key: Key, report: Report) -> int:
    try:
        number = int(_text(node, key, report))
    except ValueError:
        raise ValueError(f"found {_shown(node)}, a whole number is wanted") from None
    return _enough(number, key)


def _enough(number: N, key: Key) -> N:
    if key.least is not None and number < key.least:
        raise ValueError(f"found {number:g}; it must be at least {key.least}")
    return number


def _flag(node: Node, key: Key, report: Report) -> bool:
    word = _text(node, key, report).lower()
    if word not in TRUTH:
        raise ValueError(f"found {_shown(node)}; allowed: true, false")
    return TRUTH[word]


def _several(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else [node]


def _texts(node: Node, key: Key, report: Report) -> tuple[str, ...]:
    return tuple(_text(child, key, report) for child in _several(node))


def _pattern(node: Node, key: Key, report: Report) -> Node:
    if not _text(node, key, report):
        raise ValueError("an empty pattern")
    return node


def _gap(node: Node, key: Key, report: Report) -> Node:
    _text(node, key, report)
    return node


def _patterns(node: Node, key: Key, report: Report) -> tuple[Node, ...]:
    return tuple(_pattern(child, key, report) for child in _several(node))


def _pieces(node: Node, key: Key, report: Report) -> dict[str, Node]:
    return {name: _pattern(child, key, report) for name, child in _mapping(node).items()}


def _words(node: Node, key: Key, report: Report) -> dict[str, str] | str:
    if node.value == "none":
        return "none"
    return {name: _text(child, key, report) for name, child in _mapping(node).items()}


def _mapping(node: Node) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise ValueError(f"found {node.shape}, a mapping is wanted")
    return node.value


def _table(node: Node, key: Key, report: Report) -> dict[str, Any]:
    assert key.table is not None
    return validate(node, key.table, report) | {"node": node}


def _tables(node: Node, key: Key, report: Report) -> tuple[dict[str, Any], ...]:
    if not isinstance(node.value, list):
        raise ValueError(f"found {node.shape}, a list is wanted: each begins with “- ” on a line of its own")
    return tuple(_table(child, key, report) for child in node.value)


def _names(table: Table) -> str:
    return ", ".join(key.name for key in table.keys)


def _nearest(name: str, table: Table) -> str:
    near = difflib.get_close_matches(name, [key.name for key in table.keys], n=1, cutoff=0.6)
    return f", did you mean “{near[0]}”?" if near else ""


def _shown(node: Node) -> str:
    return f"“{node.value}”" if isinstance(node.value, str) else node.shape


READERS: dict[str, Callable[[Node, Key, Report], Any]] = {
    "text": _text, "name": _name, "number": _number, "integer": _integer, "flag": _flag, "texts": _texts,
    "pattern": _pattern, "gap": _gap, "patterns": _patterns, "pieces": _pieces, "words": _words,
    "table": _table, "tables": _tables,
}
