"""The tags of notes."""

from __future__ import annotations

from cards.anki.names import tag_name


def issue_tag(number: str) -> str:
    """The tag of all notes of an issue."""
    return f"期::{tag_name(number)}"


def rule_tag(rule_id: str) -> str:
    """The tag of all notes that a rule made."""
    return tag_name(f"规则::{rule_id}")
