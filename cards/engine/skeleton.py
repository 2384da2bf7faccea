"""The skeleton of a new rule, from the rule folder's own skeleton/: a file, or an entry for one, explained in place."""

from __future__ import annotations

from pathlib import Path


def skeleton(rule_id: str, folder: Path, fresh: bool = True) -> str:
    """The text of a new rule `rule_id` (stem.name): a whole file, or, not `fresh`, an entry to add to one.

    `folder` is the rule folder whose skeleton/ holds the texts; {stem} and {rule} in them are filled in.
    """
    stem, _, name = rule_id.partition(".")
    parts = ["file.txt", "rule.txt"] if fresh else ["rule.txt"]
    text = "".join((folder / "skeleton" / part).read_text(encoding="utf-8") for part in parts)
    return text.replace("{stem}", stem).replace("{rule}", name)
