"""The settings of a kind: what one file says, laid over what earlier files say."""

from __future__ import annotations

from typing import Any

from cards.rules.contract import FILE
from cards.rules.keys import Key, Table
from cards.rules.validate import Given
from cards.rules.values import ADD, Alternatives

REPLACE = "replace"


def laid_over(earlier: Given, later: Given, table: Table = FILE) -> Given:
    """`later` over `earlier`: what it does not state stays. A mapping is laid over key by key, the entries of a list
    come before the earlier ones unless one says `replace: true`, a pattern is added where it stands under `add`, and
    everything else takes the earlier one's place.
    """
    values = dict(earlier.values)
    for key in table.keys:
        if key.name in later.stated:
            values[key.name] = _value(key, values[key.name], later[key.name])
    return Given(later.node, values)


def _value(key: Key, earlier: Any, later: Any) -> Any:
    if isinstance(earlier, Given) and isinstance(later, Given) and key.table:
        return laid_over(earlier, later, key.table)
    if isinstance(earlier, Alternatives) and isinstance(later, Alternatives) and later.adds:
        return Alternatives((*later.nodes, *earlier.nodes))
    if _is_list_of_settings(key) and not any(entry[REPLACE] for entry in later):
        return (*later, *earlier)
    return later


def _is_list_of_settings(key: Key) -> bool:
    return key.value_type == "tables" and key.table is not None and key.table.waiver == REPLACE


def replaced_patterns(earlier: Given, later: Given, table: Table = FILE) -> list[str]:
    """Notes on the patterns that `later` puts in place of earlier ones, in case they were meant to be added."""
    notes = []
    for key in table.keys:
        before, after = earlier[key.name], later[key.name]
        if isinstance(before, Given) and isinstance(after, Given) and key.table:
            notes += replaced_patterns(before, after, key.table)
        elif isinstance(before, Alternatives) and isinstance(after, Alternatives) and not after.adds:
            node = after.nodes[0]
            notes.append(f"{node.source.path}:{node.line}: note: `{key.name}` replaces the earlier pattern; "
                         f"{key.name}: {{{ADD}: '…'}} would add to it")
    return notes
