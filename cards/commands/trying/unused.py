"""What a rule set holds that did nothing on a text: rules, exceptions and lexicon entries that matched nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from cards.records import Issue
from cards.rules.pieces import OverrunError, Pattern
from cards.rules.ruleset import Rule, RuleSet
from cards.rules.stretches import STRETCHES


class Unused(Struct, frozen=True):
    """What matched nothing: rule ids, (rule id, exception), and lexicon entries by lexicon."""

    rules: tuple[str, ...]
    exceptions: tuple[tuple[str, str], ...]
    entries: dict[str, tuple[str, ...]]


def unused(issues: Iterable[Issue], rules: RuleSet) -> Unused:
    """Run every rule that makes cards or reads quantities over `issues` once more, noting what matches. Rules that
    overrun count as used.
    """
    issues = tuple(issues)
    met: dict[str, set[str]] = defaultdict(set)
    idle: list[str] = []
    exceptions: list[tuple[str, str]] = []
    for rule in _finding(rules):
        if not _note(_found(rule, issues), met):
            idle.append(rule.id)
        barren = [exception for exception in rule.unless if not _note(_matches(rule, exception, issues), met)]
        exceptions += [(rule.id, exception.source) for exception in barren]
    return Unused(tuple(idle), tuple(exceptions), _unmet(rules, met))


def _unmet(rules: RuleSet, met: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """The entries that were not `met`, of the lexicons that patterns capture by name."""
    named: set[str] = set()
    for rule in _finding(rules):
        for pattern in rule.patterns:
            named.update(pattern.groups)
    found = {}
    for name, words in rules.lexicons.items():
        entries = tuple(word for word in words if word not in met[name]) if name in named else ()
        if entries:
            found[name] = entries
    return found


def _finding(rules: RuleSet) -> Iterator[Rule]:
    """The rules that make cards, and those that read the quantities some of these select from."""
    return chain(rules.card_rules, rules.grammar.rules)


def _found(rule: Rule, issues: tuple[Issue, ...]) -> Iterator[dict[str, list[str]]]:
    """What the groups of the rule's pattern captured, match by match; of a rule that selects quantities, nothing."""
    if rule.pattern:
        yield from _matches(rule, rule.pattern, issues)
        return
    try:
        for issue in issues:
            for article in issue.articles:
                yield from ({} for match, _ in rule.look(article))
    except OverrunError:
        yield {}


def _matches(rule: Rule, pattern: Pattern, issues: tuple[Issue, ...]) -> Iterator[dict[str, list[str]]]:
    """What the groups of `pattern` captured, match by match, in the stretches the rule sees."""
    try:
        for issue in issues:
            for article in issue.articles:
                for stretch in STRETCHES[rule.scope](article):
                    yield from (match.capturesdict() for match in pattern.finditer(stretch.text))
    except OverrunError:
        yield {}


def _note(matches: Iterable[dict[str, list[str]]], met: dict[str, set[str]]) -> int:
    """Add what was captured to `met`, by group; how many matches there were."""
    count = 0
    for captured in matches:
        count += 1
        for name, texts in captured.items():
            met[name].update(texts)
    return count
