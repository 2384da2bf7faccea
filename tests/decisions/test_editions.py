"""Random decisions over random editions: none is applied to another fact, hardly any is lost, each is accounted for."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from cards.finding.find import find_all
from cards.finding.identity import code
from cards.reading import read_bytes
from cards.record.deciding import decide
from cards.record.decisions import ACTIONS, ADD, AGAIN, CORRECT, DROP, GONE, IN_FORCE, Decision, Decisions, as_judged
from cards.record.edition import Edition, Terms, next_edition
from cards.record.store import EMPTY, Record, Recorded
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.writing.notes import write_notes
from tests.cases import FIXTURES
from tests.record.editions import Source, asked

RUNS = int(os.environ.get("JUYAO_RUNS", "8"))
DAY, NOON = 86_400, 1_775_606_400


@dataclass
class Watched:
    """What the oracle saw of decisions: the fact each was of (by its line), and how they fared."""

    meant: dict[int, str] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unaccounted: list[str] = field(default_factory=list)
    in_force: int = 0


def fact_of(source: Source, note: Recorded) -> str:
    """The fact that a note asks for, as the oracle names it: of a sentence learned as such the sentence, whatever is
    hidden in it; '' where it can't be told.
    """
    fact = note.memory.fact
    facts = asked(source, fact, note.memory.numbers)
    if not facts:
        return ""
    name = min(facts.values())
    if fact.form == "sentence":
        name = next(sentence.id for sentence in source.sentences if fact.sentence in sentence.text
                    or fact.sentence.endswith(sentence.text))
    return f"{note.memory.kind} {fact.form} {name}"


def stands(source: Source, fact: str) -> bool:
    """Whether what `fact` names is still in the source."""
    name = fact.split()[-1].split(":")[0]
    return any(name in (sentence.id, *(piece.fact for piece in sentence.pieces)) for sentence in source.sentences)


def sentence_with(source: Source, fact: str) -> str:
    """The text of the sentence that `fact` is in."""
    name = fact.split()[-1].split(":")[0]
    return next((sentence.text for sentence in source.sentences
                 if name in (sentence.id, *(piece.fact for piece in sentence.pieces))), "")


def edition_of(source: Source, rules: RuleSet, cut: Callable[[str], list[str]], record: Record, now: int,
               entries: list[Decision]) -> Edition:
    issue = read_bytes((source.page if now % 5 == 0 else source.text).encode(), "2026-04", rules, "the issue")
    found, _ = find_all(issue, rules, cut)
    written = write_notes(issue, found, rules, cut)
    decided = decide(issue, written.every, written.spare, Decisions(tuple(entries)), rules)
    return next_edition(issue, decided.notes, record, now, Terms(decided=decided))


def living(edition: Edition) -> list[Recorded]:
    return [note for deck in edition.decks for note in deck.at_home if not note.memory.retired]


def decisions_on(edition: Edition, source: Source, chance: random.Random, first: int, watched: Watched,
                 taken: set[str]) -> list[Decision]:
    """Decisions on some notes of the edition, and some additions."""
    made = []
    for note in living(edition):
        fact = fact_of(source, note)
        if chance.random() > 0.3 or not fact or note.guid in taken:
            continue
        taken.add(note.guid)
        do = chance.choice([action for action in ACTIONS if action != ADD])
        line = first + len(made)
        cue = "提示" if do == CORRECT else None
        made.append(Decision(do, code(note.guid), as_judged(note.fields[0]), line, cue=cue))
        watched.meant[line], watched.words[line] = fact, sentence_with(source, fact)
    for sentence in source.sentences:
        if sentence.kind == "lead" and chance.random() < 0.2:
            hidden = sentence.text[2:6]
            made.append(Decision(ADD, of=sentence.text.replace(hidden, f"【{hidden}】", 1), kind="金句",
                                 line=first + len(made)))
            break
    return made


def run(seed: int, rules: RuleSet, cut: Callable[[str], list[str]], keep_record: bool = True) -> Watched:
    """Five editions with decisions made at the first and the third; without `keep_record` the decks are lost each time.
    """
    chance = random.Random(seed)
    source, watched, record = Source.of(chance), Watched(), EMPTY
    entries: list[Decision] = []
    taken: set[str] = set()
    for number in range(6):
        done = [source.edit() for _ in range(chance.randint(1, 4))] if number else []
        edition = edition_of(source, rules, cut, record, NOON + number * DAY, entries)
        look(edition, source, entries, watched, done, keep_record)
        record = edition.record if keep_record else EMPTY
        if number in (0, 2):
            entries += decisions_on(edition, source, chance, len(entries) + 1, watched, taken)
    return watched


def look(edition: Edition, source: Source, entries: list[Decision], watched: Watched, done: list[str],
         keep_record: bool) -> None:
    if [verdict.decision for verdict in edition.verdicts] != entries:
        watched.unaccounted.append(str(done))
    notes = {note.guid: note for deck in edition.decks for note in deck.notes}
    for verdict in edition.verdicts:
        meant = watched.meant.get(verdict.decision.line)
        if meant is None:
            continue
        note = notes.get(verdict.guid)
        now = fact_of(source, note) if note is not None and verdict.outcome == IN_FORCE else ""
        if now and now != meant:
            watched.wrong.append(f"{verdict.decision.do} on {meant} is now on {now} after {done}")
        edited = sentence_with(source, meant) != watched.words[verdict.decision.line]
        if verdict.outcome == IN_FORCE:
            watched.in_force += 1
            check_is_done(verdict.decision, note, watched)
        elif stands(source, meant) and not (edited and (verdict.decision.do == CORRECT or not keep_record)):
            watched.lost.append(f"{verdict.outcome} {verdict.decision.do} on {meant}: {verdict.why} after {done}")
        assert verdict.outcome in (IN_FORCE, AGAIN, GONE)


def check_is_done(decision: Decision, note: Recorded | None, watched: Watched) -> None:
    """What is in force is seen in the deck."""
    if decision.do == DROP:
        if note is not None and not note.memory.retired:
            watched.wrong.append(f"{decision.id} is dropped and lives")
    elif note is None or note.memory.retired:
        watched.wrong.append(f"{decision.id} is kept and does not live")
    elif decision.wanted_level and decision.wanted_level not in note.tags:
        watched.wrong.append(f"{decision.id} has not its level")
    elif decision.do == CORRECT and note.fields[1] != "提示":
        watched.wrong.append(f"{decision.id} is not corrected")


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The shipped rules, and a card for every figure and list, item by item."""
    return load_rules([FIXTURES / "every_card"])


@pytest.fixture(scope="module")
def watched(rules: RuleSet, cut: Callable[[str], list[str]]) -> list[Watched]:
    return [run(seed, rules, cut) for seed in range(RUNS)]


def test_no_decision_is_ever_applied_to_another_fact(watched: list[Watched]) -> None:
    assert [wrong for each in watched for wrong in each.wrong] == []


def test_every_entry_is_accounted_for(watched: list[Watched]) -> None:
    assert [wrong for each in watched for wrong in each.unaccounted] == []


def test_decisions_hold_over_five_editions(watched: list[Watched]) -> None:
    held, lost = sum(each.in_force for each in watched), [name for each in watched for name in each.lost]
    assert held > 20 * len(watched)
    assert held >= 0.98 * (held + len(lost)), f"{held} in force, {len(lost)} lost: {lost[:20]}"


def test_without_the_decks_decisions_are_found_by_their_words(rules: RuleSet, cut: Callable[[str], list[str]]) -> None:
    """A dropped card was never in a deck, or the decks were lost: its code, else its words, say which it is."""
    seen = [run(seed, rules, cut, keep_record=False) for seed in range(100, 100 + RUNS // 2)]
    assert [wrong for each in seen for wrong in each.wrong] == []
    held, lost = sum(each.in_force for each in seen), [name for each in seen for name in each.lost]
    assert held >= 0.98 * (held + len(lost)), f"{held} in force, {len(lost)} lost: {lost[:20]}"
