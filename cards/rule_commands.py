"""What `juyao rules …` and `juyao explain` do: load, look, print. Rules themselves are handled in cards/engine."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path

import click

from cards.building import build_issue, prepared
from cards.disk import replace_file
from cards.engine.loading import BrokenRulesError, load_rules, shipped_rules
from cards.engine.nodes import Fault
from cards.engine.ruleset import Rule, RuleSet
from cards.engine.schema import json_schema
from cards.engine.skeleton import skeleton
from cards.errors import UserError
from cards.examples import Outcome, run_examples
from cards.explaining import NEAR, Explained, explain
from cards.records import KEPT, Fate
from cards.words import word_cutter


def check(folders: tuple[Path, ...]) -> None:
    """Check every rule file: keys, patterns, examples. Raises BrokenRulesError with all that is wrong."""
    rules = load_rules(folders)
    faults = [*_thin(rules), *(_failed(outcome, rules) for outcome in _outcomes(rules, ()) if not outcome.holds)]
    if faults:
        raise BrokenRulesError(sorted(faults, key=lambda fault: (fault.path, fault.line)))
    files = {rule.path for rule in rules.every}
    examples = sum(len(rule.examples) for rule in rules.every)
    click.echo(f"{len(rules.every)} rules in {len(files)} files, {examples} examples: all good")


def _outcomes(rules: RuleSet, ids: tuple[str, ...]) -> list[Outcome]:
    return list(run_examples(rules, word_cutter(rules.lexicons.get("domain_words", ())), ids))


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
    known = tuple(_known(rules, rule_id).id for rule_id in ids)
    outcomes = _outcomes(rules, known)
    failed = [outcome for outcome in outcomes if not outcome.holds]
    for outcome in outcomes if ids else failed:
        click.echo("\n".join(_told(outcome)))
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} examples hold")
    if failed:
        raise UserError(f"{len(failed)} examples do not hold: " + ", ".join(sorted({each.rule for each in failed})))


def _told(outcome: Outcome) -> Iterator[str]:
    yield f"{'ok  ' if outcome.holds else 'FAIL'} {outcome.rule} (line {outcome.example.line}): {outcome.example.text}"
    if not outcome.holds:
        expected, got = outcome.expected or ("none",), outcome.got or ("none",)
        yield from (f"     {line}" for line in difflib.ndiff(expected, got) if line.strip())


def _known(rules: RuleSet, rule_id: str) -> Rule:
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
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def new(rule_id: str, folder: Path | None) -> None:
    """Print the skeleton of a new rule, or add it to its file in `folder`. Raises UserError for an id that is none."""
    stem, _, name = rule_id.partition(".")
    if not (stem.isidentifier() and name.isidentifier() and rule_id.isascii()):
        raise UserError(f"{rule_id}: an id is a file's name and a rule's name, in small letters, like meeting.day")
    if folder is None:
        click.echo(skeleton(rule_id, shipped_rules()), nl=False)
        return
    path = folder / f"{stem}.yaml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if f"- name: {name}\n" in before or f"- name: {name} " in before:
        raise UserError(f"{path}: has a rule {name} already; choose another name")
    folder.mkdir(parents=True, exist_ok=True)
    gap = "" if not before or before.endswith("\n") else "\n"
    replace_file(path, (before + gap + skeleton(rule_id, shipped_rules(), fresh=not before)).encode())
    click.echo(f"{path}: {rule_id} is there to be filled; then: juyao rules test {rule_id} --rules {folder}")


def show_explanation(source: Path, folders: tuple[Path, ...], rule_id: str | None, sentence: str) -> None:
    """Print what every rule (or one) did in each sentence of `source` (or those that hold a text)."""
    tools = prepared(folders)
    wanted = _known(tools["rules"], rule_id).id if rule_id else None
    work = build_issue(source, Path(), now=0, **tools)

    def of_interest(fate: Fate) -> bool:
        return wanted is None or fate.finding.rule == wanted

    shown = 0
    for each in explain(work, of_interest, sentence):
        if each.fates or sentence:
            shown += 1
            click.echo("\n".join(_lines(each)))
    if not shown:
        what = f"no sentence holds “{sentence}”" if sentence else f"{wanted or 'no rule'} matched nothing"
        raise UserError(f"{source}: {what}")


def _lines(each: Explained) -> Iterator[str]:
    yield f"{each.place}: {each.text}"
    for words, fate in each.fates:
        yield f"  {_mark(fate)} {fate.finding.rule}: {words}" + (f" — {_said(fate)}" if _said(fate) else "")
    if not each.fates:
        yield "    no rule matched"
    yield from (f"  ! {message}" for message in each.unwritten)
    yield ""


def _mark(fate: Fate) -> str:
    return "+" if fate.outcome == KEPT else "~" if fate.outcome == NEAR else "-"


def _said(fate: Fate) -> str:
    if fate.outcome == NEAR:
        return f"near miss: barred by unless {fate.why}"
    return fate.why if fate.outcome == KEPT else f"{fate.outcome} {fate.why}".strip()


