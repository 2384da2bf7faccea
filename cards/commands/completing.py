"""Completion in shells of what only juyao knows: the ids of rules."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def rule_ids(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """The ids of the shipped rules that start with what was typed."""
    from cards.rules.loading import load_rules

    return [CompletionItem(rule.id, help=rule.title) for rule in load_rules().every if rule.id.startswith(begun)]
