"""Judging: what became of each decision in an edition: in force, to be looked at again, or of nothing any more."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from cards.finding.identity import code
from cards.record.deciding import Choice, Decided
from cards.record.decisions import AGAIN, CORRECT, DROP, GONE, IN_FORCE, Decision, Verdict, by_code, opened
from cards.record.likeness import likeness
from cards.record.store import Record, Recorded
from cards.records import Fact
from cards.text.sentences import split_sentences
from cards.text.spoken import words_of


class Standing(Struct, frozen=True):
    """What an edition came to, as far as verdicts ask: the GUIDs of its notes (`identities`, by their own ones),
    the notes that are `kept` though no rule gives them, those of the record, and the words of the source.
    """

    identities: Mapping[str, str]
    kept: frozenset[str]
    record: Record
    source: str


def verdicts(decided: Decided, choice: Choice, standing: Standing) -> tuple[Verdict, ...]:
    """What became of every decision, in the order of the file."""
    failed = {verdict.decision.line: verdict for verdict in decided.failed}
    own = {decision.line: guid for guid, decision in choice.decisions.items()}
    recorded = {code(guid): note for guid, note in standing.record.notes.items()}
    found = []
    for decision in decided.decisions.entries:
        if decision.line in failed:
            found.append(failed[decision.line])
        elif decision.line in own:
            why = choice.again.get(decision.line, "")
            identity = standing.identities[own[decision.line]]
            strange = choice.strange.get(decision.line, ())
            found.append(Verdict(decision, AGAIN if why else IN_FORCE, why, identity, strange))
        else:
            found.append(_without_note(decision, recorded.get(decision.id), standing))
    return tuple(found)


def _without_note(decision: Decision, note: Recorded | None, standing: Standing) -> Verdict:
    """The verdict on a decision of a card that no rule makes now."""
    if note is not None and note.guid in standing.kept:
        why = "no rule makes this card now; it stays as it was" if decision.do == CORRECT else ""
        return Verdict(decision, AGAIN if why else IN_FORCE, why, note.guid)
    if not _is_told(decision, note, standing.source):
        return Verdict(decision, GONE, "what it is of no longer stands in the source")
    if decision.do == DROP:
        return Verdict(decision, IN_FORCE, "", note.guid if note else "")
    return Verdict(decision, AGAIN, "no rule makes this card now; `do: add` makes it")


def _is_told(decision: Decision, note: Recorded | None, source: str) -> bool:
    """Whether what a decision is of still stands in the `source`: its card's words, or what the card asks for."""
    if note is not None and stands(note, source):
        return True
    return bool(decision.of) and words_of(opened(decision.of)) in words_of(source)


def stands(note: Recorded, source: str) -> bool:
    """Whether what a recorded note asks for still stands in the `source`: word for word, or but for a slip."""
    fact = note.memory.fact
    if fact.items:
        return all(item in source for item in fact.items)
    return fact.sentence in source or any(_is_but_for_a_slip(fact, line) for line in source.split("\n"))


def _is_but_for_a_slip(fact: Fact, line: str) -> bool:
    """Whether a sentence of `line` is that of `fact` but for a slip, its answer and all numbers the same."""
    asked = {1: fact.answer} if fact.answer else {}
    texts = [sentence.text for sentence in split_sentences(line) if fact.answer in sentence.text]
    return any(likeness((fact.sentence, asked), (text, asked), near=False) for text in texts)


def keeping(decided: Decided, record: Record, source: str) -> frozenset[str]:
    """The GUIDs of recorded notes that somebody keeps and whose words still stand in the `source`."""
    named = by_code(decided.decisions.entries)
    return frozenset(guid for guid, note in record.notes.items()
                     if code(guid) in named and named[code(guid)].keeps and stands(note, source))
