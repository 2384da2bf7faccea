"""A new rule: its skeleton as text, or put into its file in a folder of own rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from cards.commands.trying.skeleton import ID, skeleton, with_rule
from cards.record.disk import replace_file
from cards.records import UserError
from cards.rules.loading import shipped_rules
from cards.rules.schema import json_schema
from cards.text.files import text_of


def new_rule(rule_id: str, worded: Callable[[str], str] = str) -> str:
    """The skeleton of the rule `rule_id` (file.name), its comments as `worded` words them; of a shipped rule a copy, to
    be changed. Raises UserError for an id that is none.
    """
    if not ID.fullmatch(rule_id):
        raise UserError(f"{rule_id}: an id is a file's name and a rule's name, in small letters, like meeting.day")
    return worded(skeleton(rule_id, shipped_rules()))


def add_rule(rule_id: str, folder: Path, worded: Callable[[str], str] = str) -> Path:
    """Add that rule to its file in `folder`, with the schema beside it for editors; return the file. Raises UserError
    for an id that is none, and for a file that can't take it.
    """
    text = new_rule(rule_id, worded)
    path = folder / f"{rule_id.partition('.')[0]}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, (_added(path, rule_id, worded) if path.exists() else text).encode())
        schema = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
        replace_file(folder / "schema.json", schema.encode())
    except UnicodeDecodeError:
        raise UserError(f"{path}: is not UTF-8 text") from None
    except OSError as error:
        raise UserError(f"{path}: can't be used: {error.strerror}") from None
    return path


def _added(path: Path, rule_id: str, worded: Callable[[str], str]) -> str:
    """The text of the rule file `path` with the rule in it."""
    before = text_of(path, newline="")
    try:
        return with_rule(before, rule_id, shipped_rules(), worded)
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
