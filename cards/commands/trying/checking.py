"""Checking rule files: keys, patterns and examples; and running examples alone."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from cards.commands.trying.examples import Outcome, run_examples, unwritten
from cards.records import UserError
from cards.rules.loading import BrokenRulesError, load_rules
from cards.rules.nodes import Fault
from cards.rules.ruleset import Rule, RuleSet
from cards.text.words import word_cutter


class Checked(Struct, frozen=True):
    """Rules that are all good; `own` are those of the `folder` that was checked, `remarks` say what of it is not
    read or changes the shipped ones too.
    """

    rules: RuleSet
    folder: Path | None
    own: tuple[Rule, ...]
    remarks: tuple[str, ...]


class Tried(Struct, frozen=True):
    """The outcomes of examples; `unwritten` says, by the outcome, why a build would not write the card promised."""

    outcomes: tuple[Outcome, ...]
    unwritten: Callable[[Outcome], tuple[str, ...]]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)


def check_rules(folder: Path | None) -> Checked:
    """Check the shipped rules and those in `folder`. Raises BrokenRulesError with all that is wrong."""
    folders = (folder,) if folder else ()
    try:
        rules, faults = load_rules(folders), []
    except BrokenRulesError as error:
        rules, faults = error.rules, error.faults
    faults = faults + list(_example_faults(rules, told={fault.rule for fault in faults}))
    if faults:
        raise BrokenRulesError(sorted(faults, key=lambda fault: (fault.path, fault.line)), rules)
    own = tuple(rule for rule in rules.every if Path(rule.path).parent == folder)
    return Checked(rules, folder, own, (*rules.warnings, *rules.notes))


def try_examples(ids: tuple[str, ...], folders: tuple[Path, ...]) -> Tried:
    """Run the examples of the rules `ids`, or of all. Raises UserError for broken rules, and an id that is none."""
    rules = load_rules(folders)
    cut = _cutter(rules)
    known = tuple(rule_named(rules, rule_id).id for rule_id in ids)
    return Tried(tuple(run_examples(rules, cut, known)), lambda outcome: _unwritten(outcome, rules, cut))


def rule_named(rules: RuleSet, rule_id: str) -> Rule:
    """The rule of that id. Raises UserError, with ids that are near, where there is none."""
    rule = rules.named(rule_id)
    if rule is None:
        near = difflib.get_close_matches(rule_id, [rule.id for rule in rules.every], n=3, cutoff=0.4)
        raise UserError(f"no rule is called {rule_id}" + (f"; did you mean {', '.join(near)}?" if near else ""))
    return rule


def _cutter(rules: RuleSet) -> Callable[[str], list[str]]:
    return word_cutter(rules.lexicons.get("domain_words", ()))


def _example_faults(rules: RuleSet, told: set[str]) -> Iterator[Fault]:
    """Rules that lack examples, and examples that do not hold; of rules that are faulty otherwise, `told`, none."""
    for rule in rules.rules:
        if rule.id not in told:
            yield from _thin(rule)
    for outcome in run_examples(rules, _cutter(rules)):
        if not outcome.holds and outcome.rule not in told:
            yield _failed(outcome, rules)


def _thin(rule: Rule) -> Iterator[Fault]:
    """The faults of a rule without an example that hits or without one that must not."""
    hits = {example.hits for example in rule.examples}
    for wanted, words in ((True, "that hits"), (False, "that must not hit")):
        if wanted not in hits:
            yield Fault(rule.path, rule.line, 1, rule.id, f"has no example {words}; every rule needs one")


def _failed(outcome: Outcome, rules: RuleSet) -> Fault:
    rule = rules.named(outcome.rule)
    expected, got = " | ".join(outcome.expected) or "none", " | ".join(outcome.got) or "none"
    return Fault(rule.path if rule else "", outcome.example.line, 1, outcome.rule,
                 f"an example does not hold: expected {expected}; got {got}", outcome.example.text.split("\n")[0])


def _unwritten(outcome: Outcome, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    """A card that an example promises and a build would not write would tell an author that a rule works."""
    rule = rules.named(outcome.rule)
    return unwritten(rule, outcome.example, rules, cut) if rule and outcome.holds else ()
