"""juyao rules test"""

from __future__ import annotations

from pathlib import Path

import click

from cards.commands.completing import rule_ids
from cards.commands.ending import Ending
from cards.commands.options import RULES
from cards.commands.reports.rules import tried_lines
from cards.commands.saying import say, warn
from cards.commands.trying.checking import try_examples


@click.command("test")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=rule_ids)
@RULES
def command(ids: tuple[str, ...], folders: tuple[Path, ...]) -> Ending:
    """Run the examples of all rules, or of those named; show expected beside got."""
    tried = try_examples(ids, folders)
    say(tried_lines(tried, every=bool(ids)))
    if tried.failed:
        rules = sorted({outcome.rule for outcome in tried.failed})
        warn(f"{len(tried.failed)} examples do not hold: {', '.join(rules)}")
        return Ending.PROBLEMS
    return Ending.DONE
