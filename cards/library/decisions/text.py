"""The text of a decisions file: its entries with the comments above them, so that one is changed and the rest stays.

Each entry begins with `- ` in the same column; one that is no YAML keeps none of the others from being read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import yaml
from msgspec import Struct
from msgspec.structs import replace

from cards.rules.nodes import Fault, MalformedError, Node, Source
from cards.rules.yaml_text import parse_yaml

DASH = re.compile(r"( *)-(?: |$)")
COMMENT = re.compile(r"\s#")
WIDE = 1_000_000  # columns: a value stays on one line


class Block(Struct, frozen=True):
    """An entry: the blank lines and comments above it, its own lines, and the line it begins on, from 1."""

    above: tuple[str, ...]
    lines: tuple[str, ...]
    line: int = 0


class Entries(Struct, frozen=True):
    """A decisions file as text: its entries, and what stands below the last. `stray` are lines of no entry above the
    first.
    """

    blocks: tuple[Block, ...] = ()
    below: tuple[str, ...] = ()
    stray: tuple[tuple[int, str], ...] = ()

    @property
    def text(self) -> str:
        """The text of the file."""
        lines = [line for block in self.blocks for line in (*block.above, *block.lines)]
        return "".join(f"{line}\n" for line in (*lines, *self.below))


NO_ENTRIES = Entries()


def entries_of(text: str) -> Entries:
    """The entries of the file `text`."""
    lines = text.removesuffix("\n").split("\n") if text else []
    column = next((len(found[1]) for found in map(DASH.match, lines) if found), None)
    starts = [at for at, line in enumerate(lines) if _begins(line, column)]
    blocks: list[Block] = []
    shown = 0  # lines so far
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        last = _last_of(lines, start, end)
        blocks.append(Block(tuple(lines[shown:start]), tuple(lines[start:last]), start + 1))
        shown = last
    before = lines[: starts[0] if starts else None]
    stray = tuple((at, line) for at, line in enumerate(before, 1) if not _is_quiet(line))
    return Entries(tuple(blocks), tuple(lines[shown:]), stray)


def _last_of(lines: Sequence[str], start: int, end: int) -> int:
    """Where the entry ends that begins in line `start`: what is quiet before the next one is not its own."""
    while end - 1 > start and _is_quiet(lines[end - 1]):
        end -= 1
    return end


def _begins(line: str, column: int | None) -> bool:
    found = DASH.match(line)
    return found is not None and len(found[1]) == column


def _is_quiet(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#") or line.strip() == "---"


def node_of(block: Block, source: Source) -> Node | Fault:
    """The entry as YAML, with its places in the file `source`; a Fault where it is none."""
    try:
        root = parse_yaml("\n".join(block.lines))
    except MalformedError as error:
        return _moved(error.place, block.line, source).fault(str(error))
    [entry] = root.entries
    return _moved(entry, block.line, source)


def _moved(node: Node, line: int, source: Source) -> Node:
    """`node` of a text that begins at `line` of the file `source`."""
    value = node.value
    if isinstance(value, list):
        value = [_moved(child, line, source) for child in value]
    elif isinstance(value, dict):
        value = {name: _moved(child, line, source) for name, child in value.items()}
    key_at = (node.key_at[0] + line - 1, node.key_at[1]) if node.key_at else None
    return Node(value, node.line + line - 1, node.column, source, key_at)


Values = Mapping[str, str | tuple[str, ...]]


def written(values: Values) -> tuple[str, ...]:
    """The lines of a new entry with these values."""
    lines = [_line(name, value) for name, value in values.items()]
    return tuple(("- " if at == 0 else "  ") + line for at, line in enumerate(lines))


def _line(name: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"{name}: [{', '.join(map(_in_list, value))}]"
    return f"{name}: {scalar(value)}"


def scalar(text: str) -> str:
    """`text` as it stands in YAML, on one line, in quotes where it needs them."""
    dumped = yaml.safe_dump([text], allow_unicode=True, width=WIDE, default_flow_style=False)
    return str(dumped).removeprefix("- ").strip()


def _in_list(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def changed(block: Block, node: Node, values: Values) -> Block:
    """The entry with `values` in the stead of its own: lines whose value stays are kept as they are, and comments."""
    parts = dict(_parts(block, node))
    loose = _loose(parts, values)
    lines: list[str] = []
    for name in _order(parts, values):
        if name in parts and _value(node.pairs[name]) == values[name]:
            lines += parts[name]
        else:
            lines += _renewed(_line(name, values[name]), parts.get(name, ()))
        lines += loose.get(name, ())
    lines += loose.get("", ())
    found = DASH.match(block.lines[0])
    indent = found[1] if found else ""
    texts = [("- " if at == 0 else "  ") + line for at, line in enumerate(lines)]
    return replace(block, lines=tuple(indent + line if line.strip() else line for line in texts))


def _renewed(line: str, lines: Sequence[str]) -> list[str]:
    """The `line` that takes the place of `lines`, with their comments."""
    behind, below = _comments(lines)
    return [f"{line}  {behind}" if behind else line, *below]


def comments_in(block: Block, node: Node | None) -> tuple[str, ...]:
    """The comments within an entry, one a line."""
    found: list[str] = []
    for _, lines in _parts(block, node) if node is not None else ():
        behind, below = _comments(lines)
        found += [*([behind] if behind else ()), *(line.strip() for line in below if line.strip())]
    return tuple(found)


def _loose(parts: Mapping[str, Sequence[str]], values: Values) -> dict[str, list[str]]:
    """The comments of the keys that `values` lacks, by the key that they stand behind then."""
    found: dict[str, list[str]] = {}
    last = next((name for name in parts if name in values), "")
    for name, lines in parts.items():
        if name in values:
            last = name
            continue
        behind, below = _comments(lines)
        found.setdefault(last, []).extend([*([behind] if behind else ()), *below])
    return found


def _order(parts: Mapping[str, object], values: Values) -> list[str]:
    """The keys of an entry: those that it has as they stand, new ones behind them; a new `id` first."""
    stay = [name for name in parts if name in values]
    new = [name for name in values if name not in parts]
    first = [name for name in new if name == "id"]
    return [*first, *stay, *(name for name in new if name != "id")]


def _value(node: Node) -> str | tuple[str, ...]:
    return tuple(entry.text for entry in node.entries) if node.entries else node.text


def _comments(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The comment behind a value in `lines`, where it is on one, and the comments on lines of their own."""
    told = [line for line in lines if not _is_quiet(line)]
    behind = [comment for comment in map(_comment, told) if comment]
    below = [line for line in lines[1:] if _is_quiet(line)]
    return ("", [*behind, *below]) if len(told) > 1 else ("".join(behind), below)


def _comment(line: str) -> str:
    """The comment at the end of a line of YAML: what it says the same without."""
    said = _said(line)
    return next((line[at.start() :].strip() for at in COMMENT.finditer(line) if _said(line[: at.start()]) == said), "")


def _said(line: str) -> str:
    """What a line of YAML says; of one that is none by itself, the line."""
    try:
        return repr(yaml.safe_load(line))
    except yaml.YAMLError:
        return line


def _parts(block: Block, node: Node) -> Iterator[tuple[str, list[str]]]:
    """The lines of each key, without what the entry is indented by."""
    first = block.lines[0]
    column = len(first) - len(first.lstrip(" -"))
    begins = [(name, (value.key_at or (node.line, 1))[0] - block.line) for name, value in node.pairs.items()]
    for (name, start), end in zip(begins, [*(start for _, start in begins[1:]), len(block.lines)], strict=True):
        yield name, [line[column:] if line[:column].strip(" -") == "" else line for line in block.lines[start:end]]
