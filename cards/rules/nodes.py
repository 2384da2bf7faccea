"""YAML with positions: each value knows the file, line and column it stands at, so an error can show the place."""

from __future__ import annotations

from msgspec import Struct


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
