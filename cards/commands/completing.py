"""Completion in shells of what only juyao knows: the ids of rules."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def rule_ids(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The ids of rules that start with what was typed: of the shipped ones, and of those in folders named before."""
    from cards.records import UserError
    from cards.rules.loading import load_rules

    try:
        rules = load_rules(ctx.params.get("folders") or ())
    except UserError:  # a shell that completes has no place for what is wrong with a rule file
        rules = load_rules()
    return [CompletionItem(rule.id, help=rule.title) for rule in rules.every if rule.id.startswith(begun)]
