"""juyao rules: each command lives in the module of its name."""

from __future__ import annotations

import click

from cards.commands.examples import OF_RULES
from cards.commands.lazy import LazyGroup

COMMANDS = {
    "check": "Check the shipped rules and those in FOLDER: keys, patterns, examples; all faults at once.",
    "test": "Run the examples of all rules, or of those named; show expected beside got.",
    "list": "List every rule: on or off, id, number of examples, file, title.",
    "yield": "Count for each rule on how many texts of FOLDER it proposes something, and how much of that is kept.",
    "schema": "Print the JSON Schema of a rule file, for editors.",
    "new": "Write the skeleton of a new rule ID (file.name, like meeting.day) with examples to fill.",
}


@click.group("rules", cls=LazyGroup, package="cards.commands.rules", commands=COMMANDS, examples=OF_RULES)
def command() -> None:
    """Check, try and write rule files."""
