"""Rule folders to what stands in them: files checked against the table, later folders laid over earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cards.records import UserError
from cards.rules.advice import about_yaml
from cards.rules.contract import FILE
from cards.rules.nodes import Fault, MalformedError, Node, read_yaml
from cards.rules.pieces import read_lexicon
from cards.rules.validate import validate

REMOVES = "!"  # before an entry of a lexicon: takes it out of the shipped one


@dataclass(frozen=True)
class RuleFile:
    """A rule file as read: its path and lines, to show where a fault stands."""

    path: Path
    lines: tuple[str, ...]

    def fault(self, node: Node, message: str, rule: str = "") -> Fault:
        shown = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        return Fault(str(self.path), node.line, node.column, rule, message, shown)


@dataclass
class Collected:
    """What the folders hold; values are those of the table of keys, each with the file it stands in.

    `kinds` has the settings of each kind by name, `kind_of` the kind of each file stem, `rules` the rules by id,
    `first_in` the folder that each stood in first, `renamed` the present id of each former one.
    """

    faults: list[Fault] = field(default_factory=list)
    defined: dict[str, tuple[Node, RuleFile]] = field(default_factory=dict)
    lexicons: dict[str, dict[str, float | None]] = field(default_factory=dict)
    kinds: dict[str, dict[str, tuple[Any, RuleFile]]] = field(default_factory=dict)
    kind_of: dict[str, str] = field(default_factory=dict)
    rules: dict[str, tuple[dict[str, Any], RuleFile]] = field(default_factory=dict)
    first_in: dict[str, Path] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


def collect(folders: Iterable[Path]) -> Collected:
    """Read all of `folders`. Faults are collected, not raised; a folder that is missing raises UserError."""
    collected = Collected()
    for folder in folders:
        if not folder.is_dir():
            raise UserError(f"{folder}: no such rule folder")
        for path in sorted((folder / "lexicon").glob("*.txt")):
            _lexicon(path, collected)
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
            if not path.name.startswith("."):
                _file(path, collected)
    return collected


def _lexicon(path: Path, collected: Collected) -> None:
    try:
        entries = read_lexicon(path)
    except (OSError, UnicodeDecodeError) as error:
        collected.faults.append(_unreadable(path, error))
        return
    lexicon = collected.lexicons.setdefault(path.stem, {})
    for entry, value in entries:
        if entry.startswith(REMOVES):
            lexicon.pop(entry.removeprefix(REMOVES).strip(), None)
        else:
            lexicon[entry] = value


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> Fault:
    what = "the lexicon" if path.suffix == ".txt" else "the rule file"
    why = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"can't be read: {error.strerror}"
    return Fault(str(path), 1, 1, "", f"{what} {why}")


def _file(path: Path, collected: Collected) -> None:
    try:
        file = RuleFile(path, tuple(path.read_text(encoding="utf-8-sig").splitlines()))
        root = read_yaml(path)
    except (OSError, UnicodeDecodeError) as error:
        collected.faults.append(_unreadable(path, error))
        return
    except MalformedError as error:
        collected.faults.append(file.fault(Node("", error.line, error.column), str(error)))
        return
    if isinstance(root.value, str) and (advice := about_yaml("", file.lines[root.line - 1])):
        collected.faults.append(file.fault(root, advice))
        return
    found: list[tuple[Node, str]] = []
    values = validate(root, FILE, lambda node, message: found.append((node, message)))
    collected.faults += [file.fault(node, message, _rule_at(node, values, path.stem)) for node, message in found]
    _pieces(values, file, collected)
    _settings(root, values, file, collected)
    _rules(values, file, collected)


def _rule_at(node: Node, values: dict[str, Any], stem: str) -> str:
    """The id of the rule that the line of `node` belongs to, or ''."""
    before = [rule for rule in values["rules"] if rule["node"].line <= node.line and rule["name"]]
    return f"{stem}.{before[-1]['name']}" if before and _last_line(before[-1]["node"]) >= node.line else ""


def _last_line(node: Node) -> int:
    if isinstance(node.value, str):
        return node.line
    children: list[Node] = list(node.value.values()) if isinstance(node.value, dict) else node.value
    return max([node.line, *map(_last_line, children)])


def _pieces(values: dict[str, Any], file: RuleFile, collected: Collected) -> None:
    for name, node in values["define"].items():
        if name in collected.lexicons:
            collected.faults.append(file.fault(node, f"{{{name}}} is a lexicon already; choose another name"))
        collected.defined[name] = (node, file)


def _settings(root: Node, values: dict[str, Any], file: RuleFile, collected: Collected) -> None:
    """Lay the file's settings over those its kind has; a kind's first file gives the rest their defaults."""
    given = root.value if isinstance(root.value, dict) else {}
    kind = collected.kind_of.setdefault(file.path.stem, values["kind"] or file.path.stem)
    settings = collected.kinds.setdefault(kind, {name: (value, file) for name, value in values.items()})
    for name in given:
        earlier = settings[name][0] if name in settings else None
        if isinstance(earlier, dict) and "node" in earlier and values.get(name):  # a table: key by key
            stated = {key: values[name][key] for key in given[name].value if key in values[name]}
            settings[name] = ({**earlier, **stated, "node": values[name]["node"]}, file)
        elif name in values:
            settings[name] = (values[name], file)


def _rules(values: dict[str, Any], file: RuleFile, collected: Collected) -> None:
    names: set[str] = set()
    for rule in values["rules"]:
        given = f"{file.path.stem}.{rule['name']}"
        rule_id = given if given in collected.rules else collected.renamed.get(given, given)
        if rule["name"] in names:
            collected.faults.append(file.fault(rule["node"], "another rule of this file has this name", rule_id))
        names.add(rule["name"])
        if rule["off"] and not (rule["match"] or rule["list"] or rule["split"]):
            if rule_id in collected.rules:
                earlier, its_file = collected.rules[rule_id]
                collected.rules[rule_id] = ({**earlier, "off": True}, its_file)
            else:
                collected.faults.append(file.fault(rule["node"], "there is no such rule to switch off", rule_id))
            continue
        collected.rules[rule_id] = (rule, file)
        collected.first_in.setdefault(rule_id, file.path.parent)
        collected.renamed.update(dict.fromkeys(rule["formerly"], rule_id))
