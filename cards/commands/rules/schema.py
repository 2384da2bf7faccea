"""juyao rules schema"""

from __future__ import annotations

import click

from cards.commands.saying import say_object
from cards.rules.schema import json_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    say_object(json_schema())
