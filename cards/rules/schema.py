"""The table of keys as a JSON Schema, for editors, and as the reference in rules/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cards.rules.contract import FILE
from cards.rules.keys import Key, Table
from cards.rules.values import TYPES


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule file, made from the table that validates."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "juyao rule file",
        **_object(FILE),
    }


def _object(table: Table) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: _property(key) for key in table.keys},
    }
    complete: dict[str, Any] = {}
    if table.required:
        complete["required"] = list(table.required)
    if table.one_of:
        complete["oneOf"] = [{"required": [name]} for name in table.one_of]
    if table.waiver:
        waived = {"properties": {table.waiver: {"const": True}}, "required": [table.waiver]}
        return shape | {"if": waived, "then": {"required": list(table.always)}, "else": complete}
    return shape | complete


def _property(key: Key) -> dict[str, Any]:
    if key.table is None:
        shape = dict(TYPES[key.value_type].schema)
    elif key.value_type == "table":
        shape = _object(key.table)
    else:
        shape = {"type": "array", "items": _object(key.table)}
    if key.choices:
        one = {"enum": list(key.choices)}
        shape = one if key.value_type == "text" else {"anyOf": [one, {"type": "array", "items": one}]}
    if key.least is not None:
        shape["minimum"] = key.least
    return {"description": key.doc, **shape}


def reference() -> str:
    """The reference of every key as Markdown: a table for each mapping a rule file may hold."""
    return "\n".join(_sections(FILE, "a rule file"))


def _sections(table: Table, what: str) -> Iterator[str]:
    yield f"### {what[0].upper()}{what[1:]}\n"
    if table.one_of:
        yield f"Exactly one of {', '.join(f'`{name}`' for name in table.one_of)} must be there.\n"
    yield "| key | is | default | means |\n|---|---|---|---|"
    for key in table.keys:
        kind = " / ".join(f"`{choice}`" for choice in key.choices) or TYPES[key.value_type].spoken
        yield f"| `{key.name}` | {kind} | {_default(key)} | {key.doc.replace('|', chr(92) + '|')} |"
    yield ""
    for key in table.keys:
        if key.table is not None:
            singular = key.name.removesuffix("s") if key.value_type == "tables" else key.name
            yield from _sections(key.table, f"`{singular}`")


def _default(key: Key) -> str:
    if key.required:
        return "**required**"
    if key.default is None or key.default in ("", (), {}, frozenset()):
        return ""
    if isinstance(key.default, tuple):
        return ", ".join(f"`{text}`" for text in key.default)
    return f"`{str(key.default).lower() if isinstance(key.default, bool) else key.default}`"
