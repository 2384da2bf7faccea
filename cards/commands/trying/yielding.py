"""The yield of rules: on how many texts a rule proposes something, and how much of that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from cards.finding.find import find_all
from cards.library.progress import READ, UNSEEN, Progress, followed
from cards.reading import read_issue
from cards.records import KEPT, UserError
from cards.rules.loading import load_rules
from cards.text.words import word_cutter


class Yield(Struct):
    """What became of the proposals of one rule: the `texts` it proposes something on, all `proposals`, those `kept`."""

    rule: str
    texts: int = 0
    proposals: int = 0
    kept: int = 0


class Yields(Struct, frozen=True):
    """The yield of every rule that makes cards, on how many texts; `unread` are the files that are no text."""

    rules: tuple[Yield, ...]
    texts: int
    unread: tuple[str, ...]


def yields(folder: Path, rule_folders: tuple[Path, ...] = (), progress: Progress = UNSEEN) -> Yields:
    """The yield of all rules on the texts of `folder`. Raises UserError for a folder without one."""
    rules = load_rules(rule_folders)
    cut = word_cutter(rules.lexicons.get("domain_words", ()))
    by_rule = {rule.id: Yield(rule.id) for rule in rules.card_rules}
    read, unread = 0, []
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in followed(files, progress, READ, attrgetter("name")):
        try:
            issue = read_issue(path, rules)
        except UserError as error:
            unread.append(str(error))
            continue
        read += 1
        found, _ = find_all(issue, rules, cut)
        _count(by_rule, [(fate.finding.rule, fate.outcome) for each in found.values() for fate in each.fates])
    if not read:
        raise UserError(f"{folder}: no text in it")
    return Yields(tuple(by_rule.values()), read, tuple(unread))


def _count(by_rule: dict[str, Yield], fates: Iterable[tuple[str, str]]) -> None:
    """Add the fates of one text's proposals."""
    met: set[str] = set()
    for rule, outcome in fates:
        met.add(rule)
        by_rule[rule].proposals += 1
        by_rule[rule].kept += outcome == KEPT
    for rule in met:
        by_rule[rule].texts += 1
