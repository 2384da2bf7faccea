"""A new rule: the text of one to begin with, alone or at the end of a rule file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from cards.records import UserError
from cards.rules.nodes import MalformedError, Node
from cards.rules.yaml_text import parse_yaml

ID = re.compile(r"[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*")
INDENTED = "  - "  # how an entry of `rules:` begins in a file that this program wrote


def skeleton(rule_id: str, folder: Path) -> str:
    """The text of a whole rule file with the rule `rule_id` (stem.name) to begin with.

    `folder` is the shipped rule folder, whose skeleton/ holds the texts; a rule that stands in it is copied, to be
    changed, and a file of its own of a shipped file's name leaves that file's kind as it is.
    """
    stem, _, name = rule_id.partition(".")
    if not (folder / f"{stem}.yaml").is_file():
        return _filled(folder / "skeleton" / "file.txt", stem, name)
    return ("# yaml-language-server: $schema=schema.json\n"
            f"# Rules of one's own, over those of the shipped {stem}.yaml.\nrules:\n{_entry(rule_id, folder)}")


def with_rule(text: str, rule_id: str, folder: Path, worded: Callable[[str], str] = str) -> str:
    """The rule file `text` with the rule `rule_id`, its comments as `worded` words them, behind its others. Raises
    UserError, without the file's name, where that rule is there already, and for a text that does not end with a list
    of rules as this program writes it.
    """
    name = rule_id.partition(".")[2]
    root = _parsed(text)
    names = [_name(rule) for rule in _rules(root)]
    if name in names:
        raise UserError(f"has a rule {name} already; choose another name")
    newline = "\r\n" if "\r\n" in text else "\n"
    added = text.rstrip() + newline + worded(_entry(rule_id, folder)).replace("\n", newline)
    if not _ends_with_rules(root) or _names_in(added) != [*names, name]:
        raise UserError(f"put in yourself, below `rules:`, the rule that this prints: juyao rules new {rule_id}")
    return added


def _entry(rule_id: str, folder: Path) -> str:
    """The rule as an entry of `rules:`, indented by two: a copy of the shipped rule of that id, or the skeleton."""
    stem, _, name = rule_id.partition(".")
    copy = _shipped_entry(folder / f"{stem}.yaml", name)
    if copy:
        return copy
    if stem == "outline":
        raise UserError("reading asks for outline rules by name: juyao rules list shows them; name one to change it")
    own = folder / "skeleton" / f"{stem}.txt"
    return _filled(own if own.is_file() else folder / "skeleton" / "rule.txt", stem, name)


def _shipped_entry(path: Path, name: str) -> str:
    """The lines of the rule `name` in a shipped file, '' where there is none."""
    rules = _rules(_parsed(path.read_text(encoding="utf-8"))) if path.is_file() else []
    found = next((rule for rule in rules if _name(rule) == name), None)
    return found.as_written + "\n" if found else ""


def _filled(path: Path, stem: str, name: str) -> str:
    return path.read_text(encoding="utf-8").replace("{stem}", stem).replace("{rule}", name)


def _parsed(text: str) -> Node:
    try:
        root = parse_yaml(text)
    except MalformedError as error:
        raise UserError(f"line {error.place.line}: {error}; mend it first (juyao rules check)") from None
    if not isinstance(root.value, dict):
        raise UserError("is no rule file (juyao rules check says why)")
    return root


def _names_in(text: str) -> list[str]:
    """The names of the rules in a text; none where it is no YAML."""
    try:
        return [_name(rule) for rule in _rules(parse_yaml(text))]
    except MalformedError:
        return []


def _rules(root: Node) -> list[Node]:
    return root.pairs["rules"].entries if "rules" in root.pairs else []


def _name(rule: Node) -> str:
    """The rule's name, '' for one without."""
    return rule.pairs["name"].text if "name" in rule.pairs else ""


def _ends_with_rules(root: Node) -> bool:
    """Whether the file's last key is `rules`, and its entries begin as this program writes them."""
    if not _rules(root) or list(root.pairs)[-1] != "rules":
        return False
    return all(root.source.lines[rule.line - 1].startswith(INDENTED) for rule in _rules(root))
