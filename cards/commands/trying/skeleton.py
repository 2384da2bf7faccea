"""A new rule in a rule file: the text of one to begin with, and where in a file of any shape it goes."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

from cards.records import UserError
from cards.rules.nodes import MalformedError, Node, parse_yaml

ID = re.compile(r"[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*")
RULES_LINE = re.compile(r"rules:\s*(\[\s*\])?\s*(#.*)?")
NO_RULE = re.compile(r"\s*(#.*)?")


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


def with_rule(text: str, rule_id: str, folder: Path) -> str:
    """The rule file `text` with the rule `rule_id` behind its others. Raises UserError, without the file's name, where
    that rule is there already, and for a text that is no rule file or whose shape leaves no room.
    """
    name = rule_id.partition(".")[2]
    root = _parsed(text)
    names = _names(root)
    if name in names:
        raise UserError(f"has a rule {name} already; choose another name")
    if not root.value:
        return f"{text.rstrip()}\n\n{skeleton(rule_id, folder)}".lstrip()
    changed = _inserted(text.replace("\r\n", "\n"), root, _entry(rule_id, folder))
    after = _parsed(changed)
    others = {key: _plain(node) for key, node in root.value.items() if key != "rules"}
    if _names(after) != [*names, name] or others != {k: _plain(v) for k, v in after.value.items() if k != "rules"}:
        raise UserError("its shape leaves no place for a rule; put in yourself what this prints: "
                        f"juyao rules new {rule_id}")
    return changed.replace("\n", "\r\n") if "\r\n" in text else changed


def _entry(rule_id: str, folder: Path) -> str:
    """The rule as an entry of `rules:`, indented by two: a copy of the shipped rule of that id, or the skeleton."""
    stem, _, name = rule_id.partition(".")
    shipped = folder / f"{stem}.yaml"
    if shipped.is_file():
        text = shipped.read_text(encoding="utf-8")
        nodes = _parsed(text).value["rules"].value
        at = next((at for at, node in enumerate(nodes) if node.value["name"].value == name), None)
        if at is not None:
            lines = text.split("\n")
            end = nodes[at + 1].line - 1 if at + 1 < len(nodes) else len(lines)
            return "\n".join(lines[nodes[at].line - 1 : end]).rstrip() + "\n"
    if stem == "outline":
        raise UserError("reading asks for outline rules by name: juyao rules list shows them; name one to change it")
    own = folder / "skeleton" / f"{stem}.txt"
    return _filled(own if own.is_file() else folder / "skeleton" / "rule.txt", stem, name)


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


def _names(root: Node) -> list[Any]:
    rules = root.value.get("rules")
    entries = rules.value if rules and isinstance(rules.value, list) else []
    return [each.value["name"].value if isinstance(each.value, dict) and "name" in each.value else None
            for each in entries]


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items()}
    return [_plain(child) for child in node.value] if isinstance(node.value, list) else node.value


def _inserted(text: str, root: Node, entry: str) -> str:
    """`text` with `entry` at the end of its `rules:`, as far in as the others; with a `rules:` where it has none."""
    lines = text.rstrip("\n").split("\n")
    rules = root.value.get("rules")
    if rules is None:
        return "\n".join([*lines, "rules:", entry])
    if rules.value and isinstance(rules.value, list):
        first = lines[rules.value[0].line - 1]
        indent = len(first) - len(first.lstrip())
    else:
        indent = 2
        lines[rules.key.line - 1] = RULES_LINE.sub("rules:", lines[rules.key.line - 1])
    end = min([node.key.line - 1 for node in root.value.values() if node.key.line > rules.key.line], default=len(lines))
    while end < len(lines) and NO_RULE.fullmatch(lines[end - 1]):
        end -= 1
    shifted = textwrap.indent(textwrap.dedent(entry), " " * indent).rstrip("\n")
    return "\n".join([*lines[:end], shifted, *lines[end:]]) + "\n"
