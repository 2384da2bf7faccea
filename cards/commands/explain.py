"""What `juyao explain` does: take a source as far as its notes, and print what every rule did in each sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cards.build import Work, find, prepared, read, through, write
from cards.commands.rules import known_rule
from cards.commands.trying.explaining import NEAR, UNWRITTEN, Explained, explain
from cards.records import KEPT, Fate, UserError
from cards.rules.ruleset import Rule
from cards.rules.serving import SERVING

MARKS = {KEPT: "+", NEAR: "~", UNWRITTEN: "!"}


def show_explanation(source: Path, folder: Path, folders: tuple[Path, ...], rule_id: str | None, sentence: str) -> None:
    """Print what every rule (or one) did in each sentence of `source` (or those that hold a text), by the rules a build
    into `folder` would take. Raises UserError where there is nothing to print, or a rule overran.
    """
    library_rules = folder / "rules"
    tools = prepared((library_rules, *folders) if library_rules.is_dir() else folders)
    rule = _card_rule(tools, rule_id, source) if rule_id else None
    work = through(Work(source, folder, now=0, **tools), (read, find, write))
    shown = 0
    for each in explain(work, rule, sentence):
        if each.fates or each.failed or sentence:
            shown += 1
            click.echo("\n".join(_lines(each)))
    stopped = [doubt.message for doubt in work.doubts if doubt.serious and (rule is None or rule.id in doubt.message)]
    if stopped:
        raise UserError(f"{source}: {'; '.join(stopped)}")
    if not shown:
        what = f"no sentence holds “{sentence}”" if sentence else f"{rule.id if rule else 'no rule'} matched nothing"
        more = "; add --sentence TEXT to see why not there" if rule and not sentence else ""
        raise UserError(f"{source}: {what}{more}")


def _card_rule(tools: dict[str, Any], rule_id: str, source: Path) -> Rule:
    """The rule asked for. Raises UserError where there is none, and for one that makes no cards."""
    from cards.rules.loading import load_rules

    if rule_id.partition(".")[0] not in SERVING:
        return known_rule(tools["rules"], rule_id)
    rule = known_rule(load_rules(), rule_id)
    seen = {"tidy": f"juyao read {source} says what it mended", "outline": f"juyao read {source} shows what it found",
            "quantity": "cards.quantities(text) shows what it counts"}
    raise UserError(f"{rule.id} makes no cards: {seen[rule.kind.name]}")


def _lines(each: Explained) -> Iterator[str]:
    yield f"{each.place}: {each.text}"
    for words, fate in each.fates:
        said = _said(fate)
        yield f"  {MARKS.get(fate.outcome, '-')} {fate.finding.rule}: {words}" + (f" — {said}" if said else "")
    if each.remark:
        yield f"    {each.remark}"
    yield from (f"  ! {message}" for message in each.failed)
    yield ""


def _said(fate: Fate) -> str:
    if fate.outcome == NEAR:
        return f"near miss: barred by unless {fate.why}"
    if fate.outcome == UNWRITTEN:
        return f"its card was not written: {fate.why}"
    return fate.why if fate.outcome == KEPT else f"{fate.outcome} {fate.why}".strip()
