"""Reading sources that are named, as a build would, before any card is made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from cards.finding.document import placed
from cards.library.building import expanded
from cards.library.outcomes import Failed, Passed, attempted
from cards.library.progress import READ, UNSEEN, Progress, followed
from cards.reading import read_issue
from cards.records import Issue
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet


def read_sources(source: Path, rule_folders: tuple[Path, ...], progress: Progress = UNSEEN,
                 ) -> Iterator[Issue | Failed | Passed]:
    """The issue in `source`, or each in that folder, by the shipped rules and those in `rule_folders`. One that fails
    keeps none of the others from being read. Raises UserError for broken rules.
    """
    rules = load_rules(rule_folders, without=("quantity",) if rule_folders else ())  # shipped ones are kept whole
    for found in followed(list(expanded(source)), progress, READ, name_of):
        yield attempted(found, partial(_read, found, rules)) if isinstance(found, Path) else found


def _read(source: Path, rules: RuleSet) -> Issue:
    return placed(read_issue(source, rules), rules)


def name_of(found: Path | Failed | Passed) -> str:
    """The name of a source among what was found, '' of anything else."""
    return found.name if isinstance(found, Path) else ""
