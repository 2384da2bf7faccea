"""The table of keys as a JSON Schema, for editors, and as the reference in rules/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cards.rules.contract import FILE, WORD, Key, Table

TEXT = {"type": ["string", "number", "boolean"]}
SHAPES: dict[str, dict[str, Any]] = {
    "text": TEXT, "name": {**TEXT, "pattern": WORD},
    "pattern": {"type": "string", "minLength": 1}, "gap": {"type": "string"},
    "number": {"type": "number"}, "integer": {"type": "integer"}, "flag": {"type": "boolean"},
    "texts": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
    "patterns": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "pieces": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    "words": {"anyOf": [{"const": "none"}, {"type": "object", "additionalProperties": TEXT}]},
}
SPOKEN = {
    "text": "text", "name": "word", "pattern": "pattern", "gap": "pattern, may be empty", "number": "number",
    "integer": "whole number", "flag": "true or false", "texts": "text or list of texts",
    "patterns": "pattern or list of patterns",
    "pieces": "name: pattern", "words": "name: text", "table": "mapping", "tables": "list of mappings",
}


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
    whole: dict[str, Any] = {}
    if required := [key.name for key in table.keys if key.required]:
        whole["required"] = required
    if table.one_of:
        whole["oneOf"] = [{"required": [name]} for name in table.one_of]
    if table.key("off"):  # what is switched off need not be complete
        switched_off = {"properties": {"off": {"const": True}}, "required": ["off"]}
        return shape | {"if": switched_off, "then": {"required": required[:1]}, "else": whole}
    return shape | whole


def _property(key: Key) -> dict[str, Any]:
    if key.table is None:
        shape = dict(SHAPES[key.type])
    elif key.type == "table":
        shape = _object(key.table)
    else:
        shape = {"type": "array", "items": _object(key.table)}
    if key.choices:
        one = {"enum": list(key.choices)}
        shape = one if key.type == "text" else {"anyOf": [one, {"type": "array", "items": one}]}
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
        kind = " / ".join(f"`{choice}`" for choice in key.choices) or SPOKEN[key.type]
        yield f"| `{key.name}` | {kind} | {_default(key)} | {key.doc.replace('|', chr(92) + '|')} |"
    yield ""
    for key in table.keys:
        if key.table is not None:
            singular = key.name.removesuffix("s") if key.type == "tables" else key.name
            yield from _sections(key.table, f"`{singular}`")


def _default(key: Key) -> str:
    if key.required:
        return "**required**"
    if key.default in (None, "", (), {}):
        return ""
    if isinstance(key.default, tuple):
        return ", ".join(f"`{each}`" for each in key.default)
    return f"`{str(key.default).lower() if isinstance(key.default, bool) else key.default}`"
