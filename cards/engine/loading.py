"""Rule folders to a RuleSet: read, check against the table, compile; all faults of all files are reported together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cards.engine.kinds import compile_kind
from cards.engine.nodes import Fault, MalformedError, Node, read_yaml
from cards.engine.pieces import PatternError, Pieces, read_lexicon
from cards.engine.ruleset import Example, Kind, Rule, RuleSet, Selection
from cards.engine.table import EXAMPLE, FILE
from cards.engine.validate import validate
from cards.errors import UserError

PLAIN = ("hint", "cue", "cards", "topic", "weight", "tags", "replace", "fold", "warn", "form",
         "value", "times", "unit", "formerly", "source", "status", "off")

REMOVES = "!"  # before an entry of a lexicon: takes it out of the shipped one


class BrokenRulesError(UserError):
    """Rule files with faults; the message lists every one of them."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("the rule files need mending:\n" + "\n".join(str(fault) for fault in faults))


@dataclass
class _Collected:
    """What the folders hold, later folders over earlier ones."""

    faults: list[Fault] = field(default_factory=list)
    defined: dict[str, tuple[Node, _File]] = field(default_factory=dict)
    lexicons: dict[str, dict[str, float | None]] = field(default_factory=dict)
    kinds: dict[str, dict[str, Any]] = field(default_factory=dict)
    kind_of: dict[str, str] = field(default_factory=dict)
    rules: dict[str, tuple[dict[str, Any], _File]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    path: Path
    lines: tuple[str, ...]

    def fault(self, node: Node, message: str, rule: str = "") -> Fault:
        shown = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        return Fault(str(self.path), node.line, node.column, rule, message, shown)


def shipped_rules() -> Path:
    """The rule folder that came with juyao: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load_rules(folders: Iterable[Path] = ()) -> RuleSet:
    """Load the shipped rules and then each of `folders`: a later rule replaces an earlier one of its id, a later
    lexicon adds to an earlier one. Raises BrokenRulesError with all faults of all files, UserError for no such folder.
    """
    collected = _Collected()
    for folder in (shipped_rules(), *folders):
        if not folder.is_dir():
            raise UserError(f"{folder}: no such rule folder")
        _collect(folder, collected)
    lexicons = {name: tuple(entries) for name, entries in collected.lexicons.items()}
    values = {name: {entry: value for entry, value in entries.items() if value is not None}
              for name, entries in collected.lexicons.items()}
    pieces = Pieces({name: node.value for name, (node, _) in collected.defined.items()}, lexicons)
    kinds = {kind.name: kind for kind in _kinds(collected, pieces)}
    rules = tuple(_rules(collected, pieces, kinds))
    if collected.faults:
        raise BrokenRulesError(collected.faults)
    return RuleSet(rules, kinds, lexicons, values)


def _collect(folder: Path, collected: _Collected) -> None:
    for path in sorted((folder / "lexicon").glob("*.txt")):
        try:
            entries = read_lexicon(path)
        except UnicodeDecodeError:
            collected.faults.append(Fault(str(path), 1, 1, "", "the lexicon is not UTF-8 text"))
            continue
        lexicon = collected.lexicons.setdefault(path.stem, {})
        for entry, value in entries:
            if entry.startswith(REMOVES):
                lexicon.pop(entry.removeprefix(REMOVES).strip(), None)
            else:
                lexicon[entry] = value
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        _collect_file(path, collected)


def _collect_file(path: Path, collected: _Collected) -> None:
    try:
        file = _File(path, tuple(path.read_text(encoding="utf-8-sig").splitlines()))
        root = read_yaml(path)
    except UnicodeDecodeError:
        collected.faults.append(Fault(str(path), 1, 1, "", "the rule file is not UTF-8 text"))
        return
    except MalformedError as error:
        collected.faults.append(file.fault(Node("", error.line, error.column), str(error)))
        return
    values = validate(root, FILE, lambda node, message: collected.faults.append(file.fault(node, message)))
    for name, node in values["define"].items():
        if name in collected.lexicons:
            collected.faults.append(file.fault(node, f"{{{name}}} is a lexicon already; choose another name"))
        collected.defined[name] = (node, file)
    given = root.value if isinstance(root.value, dict) else {}
    kind = collected.kind_of.setdefault(path.stem, values["kind"] or path.stem)
    settings = collected.kinds.setdefault(kind, {"file": file, **values})
    settings.update({name: values[name] for name in given if name in values})
    names: set[str] = set()
    for rule in values["rules"]:
        rule_id = f"{path.stem}.{rule['name']}"
        if rule["name"] in names:
            collected.faults.append(file.fault(rule["node"], "another rule of this file has this name", rule_id))
        names.add(rule["name"])
        collected.rules[collected.renamed.get(rule_id, rule_id)] = (rule, file)
        collected.renamed.update(dict.fromkeys(rule["formerly"], rule_id))


def _kinds(collected: _Collected, pieces: Pieces) -> Iterator[Kind]:
    for name, values in collected.kinds.items():
        patterns = {
            key: _compiled(values[key], pieces, values["file"], "", collected.faults) if values[key] else None
            for key in ("leaning", "carry", "stated")}
        selection = None
        if values["select"]:
            selection = Selection(**{key: value for key, value in values["select"].items() if key != "node"})
        yield Kind(name, values["label"] or name, values["show"], **patterns, whole_title=values["whole_title"],
                   item_title=values["item_title"], selection=selection)


def _rules(collected: _Collected, pieces: Pieces, kinds: dict[str, Kind]) -> Iterator[Rule]:
    for rule_id, (values, file) in collected.rules.items():
        unless = [_compiled(node, pieces, file, rule_id, collected.faults) for node in values["unless"]]
        main = _pattern_node(values)
        if main is None:
            continue
        try:
            matcher, pattern = compile_kind(values, pieces)
        except PatternError as error:
            collected.faults.append(file.fault(main, str(error), rule_id))
            continue
        yield Rule(
            rule_id, kinds[collected.kind_of[rule_id.split(".")[0]]], values["title"], values["in"], matcher, pattern,
            unless=tuple(each for each in unless if each), examples=tuple(_examples(values)), path=str(file.path),
            line=values["node"].line, **{key: values[key] for key in PLAIN})


def _pattern_node(values: dict[str, Any]) -> Node | None:
    """The node of a rule's main pattern; None where a fault of the table, reported already, left none."""
    node: Node | None = values["match"]
    for way, pattern in (("list", "item"), ("split", "match")):
        if values[way]:
            node = values[way][pattern]
    return node


def _compiled(node: Node, pieces: Pieces, file: _File, rule: str, faults: list[Fault]) -> Any:
    try:
        return pieces.compile(node.value)
    except PatternError as error:
        faults.append(file.fault(node, str(error), rule))
        return None


def _examples(values: dict[str, Any]) -> Iterator[Example]:
    for example in values["examples"]:
        for way in EXAMPLE.one_of:
            expected = example[way]
            if expected is not None:
                none = expected in ("none", ("none",))
                yield Example(example["text"], way, None if none else expected, example["node"].line)
