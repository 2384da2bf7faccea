"""Reports of an explanation: the lines of one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from cards.commands.language import told
from cards.commands.language.features import with_labels
from cards.commands.trying.explaining import NEAR, UNWRITTEN, Explained
from cards.records import KEPT, Fate
from cards.rules.ruleset import RuleSet

MARKS = {KEPT: "+", NEAR: "~", UNWRITTEN: "!"}


def explained_lines(explained: Explained, rules: RuleSet) -> Iterator[str]:
    """Where a sentence stands and what it says; what became of each finding in it; cards that failed their check."""
    yield f"{explained.place}: {explained.text}"
    for (words, fate), weighed in zip(explained.fates, explained.weighed, strict=True):
        said = _said(fate)
        yield f"  {MARKS.get(fate.outcome, '-')} {fate.finding.rule}: {words}" + (f" — {said}" if said else "")
        if weighed:
            yield with_labels(told(f"      {weighed}"), rules)
    if explained.remark:
        yield f"    {explained.remark}"
    yield from (f"  ! {message}" for message in explained.failed)
    yield ""


def _said(fate: Fate) -> str:
    if fate.outcome == NEAR:
        return f"near miss: barred by unless {fate.why}"
    if fate.outcome == UNWRITTEN:
        return f"its card was not written: {fate.why}"
    return fate.why if fate.outcome == KEPT else f"{fate.outcome} {fate.why}".strip()
