"""Reports of what became of people's decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cards.record.decisions import ADD, AGAIN, CORRECT, DROP, GONE, IN_FORCE, KEEP, Judged, Verdict
from cards.records import LEVELS

DONE = {KEEP: "kept", DROP: "dropped", **{level: f"at {level}" for level in LEVELS}, CORRECT: "corrected", ADD: "added"}


NAMES = {AGAIN: "to look at again (待复核)", GONE: "gone"}


def decision_lines(judged: Judged) -> Iterator[str]:
    """How many decisions are in force, what is to be looked at again, and what left the source."""
    if judged.verdicts:
        yield f"  decisions: {counts_line(judged)}"
        told = (verdict for verdict in judged.verdicts if verdict.outcome != IN_FORCE or verdict.strange)
        yield from (f"    - {_line(verdict, judged.path)}" for verdict in told)


def counts_line(judged: Judged) -> str:
    """12 kept, 3 dropped, 2 corrected, 1 added, 1 to look at again (待复核)."""
    parts = [f"{judged.counts[action]} {said}" for action, said in DONE.items() if judged.counts[action]]
    again, gone = len(judged.of(AGAIN)), len(judged.of(GONE))
    parts += [f"{again} to look at again (待复核)"] if again else []
    parts += [f"{gone} of what left the source"] if gone else []
    return ", ".join(parts) or "none"


def strange_line(strange: Iterable[str]) -> str:
    """What is told of a correction that says what the source does not."""
    return f"the source does not say {', '.join(f'“{words}”' for words in strange)}; the card is as you want it"


def _line(verdict: Verdict, path: str) -> str:
    decision = verdict.decision
    what = NAMES.get(verdict.outcome, "against the source")
    why = strange_line(verdict.strange) if verdict.outcome == IN_FORCE else verdict.why
    return f"{what}: {path}:{decision.line}: {decision.do} {decision.id or decision.of}: {why}"


def decisions_json(judged: Judged) -> dict[str, Any]:
    """The same as an object."""
    return {"file": judged.path or None, "in_force": dict(judged.counts),
            "again": [_json(verdict) for verdict in judged.of(AGAIN)],
            "gone": [_json(verdict) for verdict in judged.of(GONE)],
            "against_source": [_json(verdict) for verdict in judged.of(IN_FORCE) if verdict.strange]}


def _json(verdict: Verdict) -> dict[str, Any]:
    decision = verdict.decision
    why = strange_line(verdict.strange) if verdict.strange else verdict.why
    return {"line": decision.line, "id": decision.id, "do": decision.do, "of": decision.of, "why": why}
