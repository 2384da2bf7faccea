"""Reports of rules: that they are good, what their examples gave, and the list of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from cards.commands.trying.checking import Checked, Tried
from cards.commands.trying.examples import Outcome
from cards.commands.trying.yielding import Yields
from cards.rules.ruleset import Rule, RuleSet


def checked_lines(checked: Checked) -> Iterator[str]:
    """How many rules and examples are good, and how many of them are one's own."""
    every = checked.rules.every
    files = {rule.path for rule in every}
    yield f"{len(every)} rules in {len(files)} files, {_examples(every)} examples: all good"
    if checked.folder:
        yield f"of these in {checked.folder}: {len(checked.own)} of the rules, {_examples(checked.own)} examples"
        yield from checked.remarks


def _examples(rules: tuple[Rule, ...]) -> int:
    return sum(len(rule.examples) for rule in rules)


def tried_lines(tried: Tried, every: bool) -> Iterator[str]:
    """The examples that do not hold, expected beside got, or `every` one; last how many hold."""
    for outcome in tried.outcomes if every else tried.failed:
        yield from _outcome_lines(outcome)
        for why in tried.unwritten(outcome):
            yield f"     but a build would not write this card: {why} (see readable, answer_longest in rules/README.md)"
    yield f"{len(tried.outcomes) - len(tried.failed)} of {len(tried.outcomes)} examples hold"


def _outcome_lines(outcome: Outcome) -> Iterator[str]:
    yield f"{'ok  ' if outcome.holds else 'FAIL'} {outcome.rule} (line {outcome.example.line}): {outcome.example.text}"
    if not outcome.holds:
        expected, got = outcome.expected or ("none",), outcome.got or ("none",)
        yield from (f"     {line}" for line in difflib.ndiff(expected, got) if line.strip())


def rule_lines(rules: RuleSet) -> Iterator[str]:
    """A line a rule: on or off, id, number of examples, file, title."""
    for rule in rules.every:
        yield f"{_state(rule)}  {rule.id:32} {len(rule.examples):2}  {Path(rule.path).name:20} {rule.title}"


def yield_lines(found: Yields) -> Iterator[str]:
    """A line a rule: texts, proposals, kept, id; last how many texts were read, and the files that were not."""
    yield "texts  proposals  kept  rule"
    for each in found.rules:
        yield f"{each.texts:5}  {each.proposals:9}  {each.kept:4}  {each.rule}"
    yield f"{found.texts} texts read"
    yield from found.unread


def _state(rule: Rule) -> str:
    if rule.off:
        return "off"
    return "exp" if rule.status == "experimental" else "on "
