"""YAML with positions: each value knows the file, line and column it stands at, so an error can show the place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from cards.rules.advice import about_yaml
from cards.text.files import text_of

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12
DOCUMENTS = 32  # that a process remembers: the shipped rules are read with each folder of own ones


class Fault(Struct, frozen=True):
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


class Source(Struct, frozen=True):
    """The text that a node was read from: the path of its file and its lines, to be shown below a fault."""

    path: str
    lines: tuple[str, ...]


NO_SOURCE = Source("", ())


class Node(Struct, frozen=True):
    """A YAML value: a str, a list of Nodes or a dict of Nodes by their keys; `line` and `column` count from 1.

    `key_at` is where the key stands that this is the value of.
    """

    value: str | list[Node] | dict[str, Node]
    line: int = 1
    column: int = 1
    source: Source = NO_SOURCE
    key_at: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The value of a text, '' of anything else."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def entries(self) -> list[Node]:
        """The entries of a list, none of anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def pairs(self) -> dict[str, Node]:
        """The values of a mapping by their keys, none of anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def shape(self) -> str:
        """What it is, for people: a mapping, a list, a text or nothing."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return "a text" if self.value else "nothing"

    @property
    def key(self) -> Node:
        """The place of the key instead of the value's."""
        line, column = self.key_at or (self.line, self.column)
        return Node("", line, column, self.source)

    @property
    def last_line(self) -> int:
        """The line that the last value within this one begins on."""
        return max([self.line, *(child.last_line for child in (*self.entries, *self.pairs.values()))])

    @property
    def as_written(self) -> str:
        """The lines that it stands on."""
        return "\n".join(self.source.lines[self.line - 1 : self.last_line])

    def fault(self, message: str, rule: str = "") -> Fault:
        """What is wrong here; `rule` is the id of the rule that this is part of, if it is of any."""
        lines = self.source.lines
        shown = lines[self.line - 1] if self.line <= len(lines) else ""
        return Fault(self.source.path, self.line, self.column, rule, message, shown)


class MalformedError(Exception):
    """The text is not the YAML of a rule file; `place` is a node that says where."""

    def __init__(self, message: str, place: Node):
        super().__init__(message)
        self.place = place


def read_yaml(path: Path) -> Node:
    """Read one YAML document. Raises MalformedError where it is none, OSError and UnicodeDecodeError as `text_of`."""
    return parse_yaml(text_of(path), str(path))


@lru_cache(maxsize=DOCUMENTS)
def parse_yaml(text: str, path: str = "") -> Node:
    """One YAML document as a Node, which is not to be changed: what is read again is the same one. Raises
    MalformedError where it is none.
    """
    source = Source(path, tuple(text.splitlines()))
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        raise _malformed(error, source) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise MalformedError(f"not valid YAML: {' '.join(str(error).split())}", Node("", source=source)) from None
    return Node({}, source=source) if root is None else _Converter(source).convert(root, 0)


def _malformed(error: yaml.MarkedYAMLError, source: Source) -> MalformedError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = str(error.problem or error.context)
    lines = ["", *source.lines, "", ""]
    advice = about_yaml(problem, lines[min(line, len(lines) - 1)], lines[min(line, len(lines)) - 1])
    return MalformedError(f"not valid YAML: {problem}{advice and f'; {advice}'}", Node("", line, column, source))


class _Converter:
    """Turns composed YAML into Nodes; what aliases repeat is converted once."""

    def __init__(self, source: Source):
        self._source = source
        self._values: dict[int, Any] = {}

    def convert(self, composed: Any, depth: int, key_at: tuple[int, int] | None = None) -> Node:
        """The node of a composed one, which is nested `depth` deep; `key_at` as in Node."""
        line, column = composed.start_mark.line + 1, composed.start_mark.column + 1
        if depth > DEEPEST:
            raise MalformedError("nested too deeply", Node("", line, column, self._source))
        if id(composed) not in self._values:
            self._values[id(composed)] = self._value(composed, depth)
        return Node(self._values[id(composed)], line, column, self._source, key_at)

    def _value(self, composed: Any, depth: int) -> Any:
        if isinstance(composed, yaml.ScalarNode):
            return composed.value
        if isinstance(composed, yaml.SequenceNode):
            return [self.convert(child, depth + 1) for child in composed.value]
        return self._pairs(composed, depth)

    def _pairs(self, composed: Any, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        for key, value in composed.value:
            at = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                raise MalformedError("a key must be a plain word", Node("", *at, self._source))
            if key.value in pairs:
                raise MalformedError(f"the key “{key.value}” stands twice", Node("", *at, self._source))
            pairs[key.value] = self.convert(value, depth + 1, at)
        return pairs
