"""YAML with positions: each value knows the line and column it stands at, so an error can show the place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from cards.rules.advice import about_yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value: a str, a list of Nodes or a dict of Nodes; `line` and `column` count from 1.

    `key_at` is where the key stands that this is the value of.
    """

    value: Any
    line: int
    column: int
    key_at: tuple[int, int] | None = None

    @property
    def shape(self) -> str:
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return "a text" if self.value else "nothing"

    @property
    def key(self) -> Node:
        """The place of the key instead of the value's."""
        line, column = self.key_at or (self.line, self.column)
        return Node("", line, column)


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
    """Read one YAML document. Raises MalformedError where it is none, UnicodeDecodeError where it is not UTF-8."""
    return parse_yaml(path.read_text(encoding="utf-8-sig"))


def parse_yaml(text: str) -> Node:
    """One YAML document as a Node. Raises MalformedError where it is none."""
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = str(error.problem or error.context)
        lines = ["", *text.splitlines(), "", ""]
        advice = about_yaml(problem, lines[min(line, len(lines) - 1)], lines[min(line, len(lines)) - 1])
        raise MalformedError(f"not valid YAML: {problem}{advice and f'; {advice}'}", line, column) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise MalformedError(f"not valid YAML: {' '.join(str(error).split())}", 1, 1) from None
    return Node({}, 1, 1) if root is None else _convert(root, 0, {})


def _convert(node: Any, depth: int, seen: dict[int, Node]) -> Node:
    """Convert a composed node; one that aliases repeat is converted once."""
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if depth > DEEPEST:
        raise MalformedError("nested too deeply", line, column)
    if id(node) not in seen:
        if isinstance(node, yaml.ScalarNode):
            value: Any = node.value
        elif isinstance(node, yaml.SequenceNode):
            value = [_convert(child, depth + 1, seen) for child in node.value]
        else:
            value = _pairs(node, depth, seen)
        seen[id(node)] = Node(value, line, column)
    return seen[id(node)]


def _pairs(node: Any, depth: int, seen: dict[int, Node]) -> dict[str, Node]:
    pairs: dict[str, Node] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            raise MalformedError("a key must be a plain word", *at)
        if key.value in pairs:
            raise MalformedError(f"the key “{key.value}” stands twice", *at)
        pairs[key.value] = replace(_convert(value, depth + 1, seen), key_at=at)
    return pairs
