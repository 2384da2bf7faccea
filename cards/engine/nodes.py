"""YAML with positions: each value knows the line and column it stands at, so an error can show the place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value: a str, a list of Nodes or a dict of Nodes; `line` and `column` count from 1."""

    value: Any
    line: int
    column: int

    @property
    def shape(self) -> str:
        if isinstance(self.value, dict):
            return "a mapping"
        return "a list" if isinstance(self.value, list) else "a text"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a rule file: printed as file:line:column: rule: message, with the line below it."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    shown: str = ""

    def __str__(self) -> str:
        rule = f"{self.rule}: " if self.rule else ""
        shown = f"\n    {self.shown.strip()}" if self.shown.strip() else ""
        return f"{self.path}:{self.line}:{self.column}: {rule}{self.message}{shown}"


class MalformedError(Exception):
    """The text is not the YAML of a rule file; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int):
        super().__init__(message)
        self.line, self.column = line, column


def read_yaml(path: Path) -> Node:
    """Read one YAML document. Raises MalformedError where it is none, and UnicodeDecodeError where it is not UTF-8."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise MalformedError(f"not valid YAML: {error.problem or error.context}", line, column) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise MalformedError(f"not valid YAML: {' '.join(str(error).split())}", 1, 1) from None
    if root is None:
        return Node({}, 1, 1)
    return _convert(root, 0)


def _convert(node: Any, depth: int) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if depth > DEEPEST:
        raise MalformedError("nested too deeply", line, column)
    if isinstance(node, yaml.ScalarNode):
        return Node(node.value, line, column)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(child, depth + 1) for child in node.value], line, column)
    pairs: dict[str, Node] = {}
    for key, value in node.value:
        at = key.start_mark
        if not isinstance(key, yaml.ScalarNode):
            raise MalformedError("a key must be a plain word", at.line + 1, at.column + 1)
        if key.value in pairs:
            raise MalformedError(f"the key “{key.value}” stands twice", at.line + 1, at.column + 1)
        pairs[key.value] = _convert(value, depth + 1)
    return Node(pairs, line, column)
