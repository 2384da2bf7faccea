"""Check a mapping of a YAML file against its table of keys: its values with defaults, and all faults."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cards.rules.keys import Key, Table
from cards.rules.nodes import Node
from cards.rules.values import TYPES

Report = Callable[[Node, str], None]


class Given(Struct, frozen=True):
    """A checked mapping: `given["weight"]` is the value of a key, its default where the file does not give it.

    A nested mapping is a Given, a list of mappings a tuple of them; the other types are in values.py.
    """

    node: Node
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def stated(self) -> Mapping[str, Node]:
        """The nodes of the keys that the file gives."""
        return self.node.pairs

    def at(self, name: str) -> Node:
        """Where the value of the key stands; the whole mapping's place where the file does not give it."""
        return self.stated.get(name, self.node)

    def having(self, **values: Any) -> Given:
        """The same with other `values`."""
        return replace(self, values={**self.values, **values})


def validate(node: Node, table: Table, report: Report) -> Given:
    """The values of the mapping `node`. Every fault is reported with its node; a faulty value is left at its default.
    """
    values: dict[str, Any] = {key.name: key.default for key in table.keys}
    if not isinstance(node.value, dict):
        report(node, f"found {node.shape}, where a {table.name} is a mapping of {_names(table)}")
        return Given(node, values)
    for name, child in node.value.items():
        key = table.key(name)
        if key is None:
            report(child.key, f"unknown key “{name}”{_nearest(name, table)}; allowed: {_names(table)}")
        else:
            _read(child, key, values, report)
    _check_complete(node, table, bool(values.get(table.waiver)), report)
    return Given(node, values)


def _check_complete(node: Node, table: Table, waived: bool, report: Report) -> None:
    for name in table.always if waived else table.required:
        if name not in node.value:
            report(node, f"the key “{name}” is missing")
    given = [name for name in table.one_of if name in node.value]
    if table.one_of and len(given) != 1 and not waived:
        report(node, f"needs exactly one of {', '.join(table.one_of)}; found {', '.join(given) or 'none'}")


def _read(node: Node, key: Key, values: dict[str, Any], report: Report) -> None:
    """Put the value of `key` into `values`."""
    try:
        value = TYPES[key.value_type].read(node)
        _check_allowed(value, key)
    except ValueError as error:
        report(node, f"“{key.name}”: {error}")
        return
    if key.table is None:
        values[key.name] = value
    elif key.value_type == "table":
        values[key.name] = validate(node, key.table, report)
    else:
        values[key.name] = tuple(validate(child, key.table, report) for child in value)


def _check_allowed(value: Any, key: Key) -> None:
    """Raise ValueError where the value is none of the key's choices or too small."""
    if key.choices:
        for text in value if isinstance(value, tuple) else (value,):
            if text not in key.choices:
                raise ValueError(f"found “{text}”; allowed: {', '.join(key.choices)}")
    if key.least is not None and value < key.least:
        raise ValueError(f"found {value:g}; it must be at least {key.least}")


def _names(table: Table) -> str:
    return ", ".join(key.name for key in table.keys)


def _nearest(name: str, table: Table) -> str:
    near = difflib.get_close_matches(name, [key.name for key in table.keys], n=1, cutoff=0.6)
    return f", did you mean “{near[0]}”?" if near else ""
