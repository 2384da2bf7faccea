"""What `juyao rules …` does: load, look, print. Rules themselves are handled in cards/engine."""

from __future__ import annotations

import difflib
import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from cards.commands.trying.examples import Outcome, run_examples, unwritten
from cards.commands.trying.skeleton import ID, skeleton, with_rule
from cards.record.disk import replace_file
from cards.records import UserError
from cards.rules.collecting import collect
from cards.rules.loading import BrokenRulesError, load_rules, shipped_rules
from cards.rules.nodes import Fault
from cards.rules.ruleset import Rule, RuleSet
from cards.rules.schema import json_schema
from cards.text.words import word_cutter


def check(folders: tuple[Path, ...]) -> None:
    """Check every rule file: keys, patterns, examples. Raises BrokenRulesError with all that is wrong."""
    try:
        rules, faults = load_rules(folders), []
    except BrokenRulesError as error:
        rules, faults = error.rules, error.faults
    told = {fault.rule for fault in faults if fault.rule}
    outcomes = run_examples(rules, _cutter(rules))
    more = [*_thin(rules), *(_failed(outcome, rules) for outcome in outcomes if not outcome.holds)]
    faults = [*faults, *(fault for fault in more if fault.rule not in told)]
    if faults:
        raise BrokenRulesError(sorted(faults, key=lambda fault: (fault.path, fault.line)), rules)
    files = {rule.path for rule in rules.every}
    examples = sum(len(rule.examples) for rule in rules.every)
    click.echo(f"{len(rules.every)} rules in {len(files)} files, {examples} examples: all good")
    for folder in folders:
        own = [rule for rule in rules.every if Path(rule.path).parent == folder]
        click.echo(f"of these in {folder}: {len(own)} of the rules, {sum(len(rule.examples) for rule in own)} examples")
        click.echo("".join(_replaced(folder)), nl=False)


def _replaced(folder: Path) -> Iterator[str]:
    """A line for each shipped piece that `folder` gives another meaning: the shipped rules that use it change too."""
    shipped = collect((shipped_rules(),)).defined
    for name, (node, file) in collect((folder,)).defined.items():
        if name in shipped and shipped[name][0].value != node.value:
            earlier = shipped[name][1].path.name
            yield f"{file.path}:{node.line}: note: {{{name}}} of {earlier} now means this in the shipped rules too\n"


def _cutter(rules: RuleSet) -> Callable[[str], list[str]]:
    return word_cutter(rules.lexicons.get("domain_words", ()))


def _failed(outcome: Outcome, rules: RuleSet) -> Fault:
    rule = rules.named(outcome.rule)
    expected, got = " | ".join(outcome.expected) or "none", " | ".join(outcome.got) or "none"
    return Fault(rule.path if rule else "", outcome.example.line, 1, outcome.rule,
                 f"an example does not hold: expected {expected}; got {got}", outcome.example.text.split("\n")[0])


def _thin(rules: RuleSet) -> Iterator[Fault]:
    """Rules without an example that hits or without one that must not."""
    for rule in rules.rules:
        hits = {example.expected is not None and example.expected != "same" for example in rule.examples}
        for wanted, words in ((True, "that hits"), (False, "that must not hit")):
            if wanted not in hits:
                yield Fault(rule.path, rule.line, 1, rule.id, f"has no example {words}; every rule needs one")


def test(ids: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """Run examples and print each that does not hold, expected beside got. Raises UserError where one does not."""
    rules = load_rules(folders)
    known = tuple(known_rule(rules, rule_id).id for rule_id in ids)
    cut = _cutter(rules)
    outcomes = list(run_examples(rules, cut, known))
    failed = [outcome for outcome in outcomes if not outcome.holds]
    for outcome in outcomes if ids else failed:
        click.echo("\n".join((*_told(outcome), *(_unwritten(outcome, rules, cut) if outcome.holds else ()))))
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} examples hold")
    if failed:
        raise UserError(f"{len(failed)} examples do not hold: " + ", ".join(sorted({each.rule for each in failed})))


def _told(outcome: Outcome) -> Iterator[str]:
    yield f"{'ok  ' if outcome.holds else 'FAIL'} {outcome.rule} (line {outcome.example.line}): {outcome.example.text}"
    if not outcome.holds:
        expected, got = outcome.expected or ("none",), outcome.got or ("none",)
        yield from (f"     {line}" for line in difflib.ndiff(expected, got) if line.strip())


def _unwritten(outcome: Outcome, rules: RuleSet, cut: Callable[[str], list[str]]) -> Iterator[str]:
    """A card that an example promises and a build would not write would tell an author that a rule works."""
    rule = rules.named(outcome.rule)
    for why in unwritten(rule, outcome.example, rules, cut) if rule else ():
        yield f"     but a build would not write this card: {why} (see readable, answer_longest in rules/README.md)"


def known_rule(rules: RuleSet, rule_id: str) -> Rule:
    rule = rules.named(rule_id)
    if rule is None:
        near = difflib.get_close_matches(rule_id, [rule.id for rule in rules.every], n=3, cutoff=0.4)
        raise UserError(f"no rule is called {rule_id}" + (f"; did you mean {', '.join(near)}?" if near else ""))
    return rule


def show_list(folders: tuple[Path, ...]) -> None:
    """Print every rule: on or off, id, number of examples, file, title."""
    for rule in load_rules(folders).every:
        state = "off" if rule.off else "exp" if rule.status == "experimental" else "on "
        click.echo(f"{state}  {rule.id:32} {len(rule.examples):2}  {Path(rule.path).name:20} {rule.title}")


def show_schema() -> None:
    click.echo(_schema(), nl=False)


def _schema() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def new(rule_id: str, folder: Path | None) -> None:
    """Print the skeleton of a new rule, or add it to its file in `folder`; a shipped rule is copied, to be changed.
    Raises UserError for an id that is none, and for a file that can't take it.
    """
    if not ID.fullmatch(rule_id):
        raise UserError(f"{rule_id}: an id is a file's name and a rule's name, in small letters, like meeting.day")
    if folder is None:
        click.echo(skeleton(rule_id, shipped_rules()), nl=False)
        return
    path = folder / f"{rule_id.partition('.')[0]}.yaml"
    try:
        added = _added(path, rule_id)
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, added.encode())
        replace_file(folder / "schema.json", _schema().encode())
    except (OSError, UnicodeDecodeError) as error:
        why = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"can't be used: {error.strerror}"
        raise UserError(f"{path}: {why}") from None
    next_step = f"juyao rules test {rule_id} --rules {shlex.quote(str(folder))}"
    click.echo(f"{path}: {rule_id} is there to be changed; then: {next_step}")


def _added(path: Path, rule_id: str) -> str:
    """The text of the rule file `path` with the rule in it."""
    try:
        before = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return skeleton(rule_id, shipped_rules())
    try:
        return with_rule(before, rule_id, shipped_rules())
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
