"""Rule folders to what stands in them: files checked against the contract, later folders laid over earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cards.records import UserError
from cards.rules.advice import about_yaml
from cards.rules.contract import FILE, RULE
from cards.rules.folders import rule_files, strangers
from cards.rules.lexicons import Lexicons, add_lexicon, lexicon_files
from cards.rules.nodes import Fault, MalformedError, Node, Source
from cards.rules.settings import laid_over, replaced_patterns
from cards.rules.validate import Given, validate
from cards.rules.weights import FILE_NAME, Weighed
from cards.rules.yaml_text import read_yaml


@dataclass
class Collected:
    """What the folders hold: `defined` the pieces by name, `kinds` the settings of each kind by name, `kind_of` the
    kind of each file stem, `rules` the rules by id, `first_in` the folder that each stood in first, `renamed` the
    present id of each former one; `weighed` what the weights files say.

    `warnings` name what is not read or does nothing, `notes` what has an effect that may not be meant; a line each.
    """

    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lexicons: Lexicons = field(default_factory=dict)
    defined: dict[str, Node] = field(default_factory=dict)
    kinds: dict[str, Given] = field(default_factory=dict)
    kind_of: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Given] = field(default_factory=dict)
    first_in: dict[str, Path] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    weighed: Weighed = field(default_factory=Weighed)


def collect(folders: Iterable[Path]) -> Collected:
    """Read all of `folders`. Faults are collected, not raised; a folder that is missing raises UserError."""
    collected = Collected()
    for folder in folders:
        if not folder.is_dir():
            raise UserError(f"{folder}: no such rule folder")
        collected.warnings += strangers(folder)
        for path in lexicon_files(folder):
            _add_lexicon(path, collected)
        for path in rule_files(folder):
            if path.name == FILE_NAME:
                _add_weights(path, collected)
            else:
                _add_file(path, collected)
    return collected


def _add_lexicon(path: Path, collected: Collected) -> None:
    try:
        collected.warnings += add_lexicon(path, collected.lexicons)
    except (OSError, UnicodeDecodeError) as error:
        collected.faults.append(_unreadable(path, "lexicon", error))


def _add_weights(path: Path, collected: Collected) -> None:
    root = _read(path, collected)
    if root is not None:
        collected.weighed.add(root, lambda node, message: collected.faults.append(node.fault(message)))


def _add_file(path: Path, collected: Collected) -> None:
    root = _read(path, collected)
    if root is None:
        return
    found: list[tuple[Node, str]] = []
    given = validate(root, FILE, lambda node, message: found.append((node, message)))
    collected.faults += [node.fault(message, _rule_at(node, given, path.stem)) for node, message in found]
    _add_pieces(given, collected)
    _add_settings(given, path.stem, collected)
    _add_rules(given, path, collected)


def _read(path: Path, collected: Collected) -> Node | None:
    """The YAML of a rule file; None where there is none to go on with."""
    try:
        root = read_yaml(path)
    except (OSError, UnicodeDecodeError) as error:
        collected.faults.append(_unreadable(path, "rule file", error))
        return None
    except MalformedError as error:
        collected.faults.append(error.place.fault(str(error)))
        return None
    if isinstance(root.value, str) and (advice := about_yaml("", root.source.lines[root.line - 1])):
        collected.faults.append(root.fault(advice))
        return None
    return root


def _unreadable(path: Path, what: str, error: OSError | UnicodeDecodeError) -> Fault:
    why = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"can't be read: {error.strerror}"
    return Node("", source=Source(str(path), ())).fault(f"the {what} {why}")


def _rule_at(node: Node, given: Given, stem: str) -> str:
    """The id of the rule that the line of `node` belongs to, or ''."""
    before = [rule for rule in given["rules"] if rule.node.line <= node.line and rule["name"]]
    return f"{stem}.{before[-1]['name']}" if before and before[-1].node.last_line >= node.line else ""


def _add_pieces(given: Given, collected: Collected) -> None:
    for name, node in given["define"].items():
        if name in collected.lexicons:
            collected.faults.append(node.fault(f"{{{name}}} is a lexicon already; choose another name"))
        earlier = collected.defined.get(name)
        if earlier and earlier.value != node.value and _is_beside(earlier, node):
            other = Path(earlier.source.path).name
            collected.faults.append(node.fault(f"{{{name}}} means something else in {other}; choose another name"))
        elif earlier and earlier.value != node.value:
            collected.notes.append(f"{node.source.path}:{node.line}: note: {{{name}}} of "
                                   f"{Path(earlier.source.path).name} now means this in the shipped rules too")
        collected.defined[name] = node


def _is_beside(one: Node, other: Node) -> bool:
    """Whether both stand in files of one folder."""
    return Path(one.source.path).parent == Path(other.source.path).parent


def _add_settings(given: Given, stem: str, collected: Collected) -> None:
    """Lay the file's settings over those that its kind has."""
    kind = collected.kind_of.setdefault(stem, given["kind"] or stem)
    earlier = collected.kinds.get(kind)
    if earlier:
        collected.notes += replaced_patterns(earlier, given)
    collected.kinds[kind] = laid_over(earlier, given) if earlier else given


def _add_rules(given: Given, path: Path, collected: Collected) -> None:
    names: set[str] = set()
    for rule in given["rules"]:
        stated_id = f"{path.stem}.{rule['name']}"
        rule_id = stated_id if stated_id in collected.rules else collected.renamed.get(stated_id, stated_id)
        if rule["name"] in names:
            collected.faults.append(rule.node.fault("another rule of this file has this name", rule_id))
        names.add(rule["name"])
        if rule["off"] and not any(rule[name] for name in RULE.one_of):
            _switch_off(rule, rule_id, collected)
        else:
            collected.rules[rule_id] = rule
            collected.first_in.setdefault(rule_id, path.parent)
            collected.renamed.update(dict.fromkeys(rule["formerly"], rule_id))


def _switch_off(rule: Given, rule_id: str, collected: Collected) -> None:
    earlier = collected.rules.get(rule_id)
    if earlier is None:
        collected.faults.append(rule.node.fault("there is no such rule to switch off", rule_id))
    else:
        collected.rules[rule_id] = earlier.having(off=True)
