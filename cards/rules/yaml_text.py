"""YAML as text to Nodes. Apart from them: most runs read no YAML, and the library takes a while to come."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cards.rules.advice import about_yaml
from cards.rules.nodes import MalformedError, Node, Source
from cards.text.files import text_of

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12
DOCUMENTS = 32  # that a process remembers: the shipped rules are read with each folder of own ones


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
