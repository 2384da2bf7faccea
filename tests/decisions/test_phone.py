"""Decisions as they reach a learner: Anki's own library studies, imports what was decided, and keeps every history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cards.anki.note_type import CODE, CUE, MEMORY, STATUS, TEXT
from cards.library.decisions.changing import put, take_back
from cards.record.decisions import ADD, CORRECT, DROP, Decision, as_judged
from cards.record.memory import RETIRED_TAG
from cards.record.retiring import RETIRED_BANNER
from cards.record.store import Record, Recorded, read_package
from tests.record.test_phone import CORRECTIONS, NOON, schedule, study

DAY = 86_400
ADDED = "我市技能人才工作起步较早。"


@dataclass
class Office:
    """An office that builds one issue again and again, a day later each time, and decides about its cards."""

    folder: Path
    build: Callable[..., Any]
    monkeypatch: pytest.MonkeyPatch
    days: int = 0
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        return self.folder / "2026-03.txt"

    @property
    def path(self) -> Path:
        return self.folder / "decisions" / "2026-03.yaml"

    def publish(self) -> Path:
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + self.days * DAY))
        self.days += 1
        built = self.build(self.folder / "decks", self.source)
        self.report = built.issue
        return built.bundles[0]

    def record(self) -> Record:
        [bundle] = (self.folder / "decks").rglob("2026-03.apkg")
        return read_package(bundle.read_bytes())


@pytest.fixture
def office(sample: Path, build: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, build, monkeypatch)
    made.source.write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    return made


def judged(note: Recorded, do: str, **more: Any) -> Decision:
    return Decision(do, note.fields[CODE], as_judged(note.fields[TEXT]), **more)


def edited(sentence: str) -> bool:
    """Whether the corrected edition touches the sentence."""
    return any(wrong in sentence or sentence in wrong for wrong, _ in CORRECTIONS)


def test_dropped_corrected_added_raised_then_a_corrected_edition_then_undone(office: Office, learner: Any) -> None:
    reader = learner()
    reader.take(office.publish())
    study(reader)
    known = schedule(reader)
    notes = [note for note in office.record().notes.values() if not edited(note.memory.fact.sentence)]
    figures = [note for note in notes if note.memory.kind == "statistic"]
    dropped = [*figures[:2], next(note for note in notes if note.memory.kind == "key_sentence")]
    corrected = figures[2:4]
    raised = [note for note in figures[4:] if "拓展" in note.tags][-1]
    before = {note["编号"]: tuple(note.fields[:MEMORY]) for note in reader.notes}
    put(office.path, [
        *(judged(note, DROP) for note in dropped), *(judged(note, CORRECT, cue="云岭 · 2025年") for note in corrected),
        judged(raised, "重点"), Decision(ADD, of=ADDED.replace("较早", "【较早】"), kind="金句")])

    reader.take(office.publish())
    now = {note["编号"]: note for note in reader.notes}
    assert {key: state for key, state in schedule(reader).items() if key in known} == known
    for note in dropped:
        assert RETIRED_TAG in now[note.fields[CODE]].tags
        assert now[note.fields[CODE]].fields[STATUS] == RETIRED_BANNER
    assert [now[note.fields[CODE]].fields[CUE] for note in corrected] == ["云岭 · 2025年"] * 2
    assert "重点" in now[raised.fields[CODE]].tags
    [added] = [note for code, note in now.items() if code not in before]
    assert as_judged(added.fields[TEXT]) == "我市技能人才工作起步【较早】。"
    touched = {note.fields[CODE] for note in (*dropped, *corrected)} | {added["编号"]}
    assert {code: tuple(note.fields[:MEMORY]) for code, note in now.items() if code not in touched} == {
        code: fields for code, fields in before.items() if code not in touched}
    assert office.report["decisions"]["in_force"] == {"drop": 3, "correct": 2, "重点": 1, "add": 1}

    text = office.source.read_text(encoding="utf-8")
    for wrong, right in CORRECTIONS:
        text = text.replace(wrong, right)
    office.source.write_text(text, encoding="utf-8")
    reader.take(office.publish())
    now = {note["编号"]: note for note in reader.notes}
    assert all(RETIRED_TAG in now[note.fields[CODE]].tags for note in dropped)
    assert [now[note.fields[CODE]].fields[CUE] for note in corrected] == ["云岭 · 2025年"] * 2
    assert office.report["decisions"]["in_force"] == {"drop": 3, "correct": 2, "重点": 1, "add": 1}
    assert office.report["decisions"]["again"] == []

    take_back(office.path, [note.fields[CODE] for note in (*dropped, *corrected, raised)])
    reader.take(office.publish())
    now = {note["编号"]: note for note in reader.notes}
    for note in (*dropped, *corrected):
        assert RETIRED_TAG not in now[note.fields[CODE]].tags
        back = now[note.fields[CODE]].fields
        assert [back[place] for place in (TEXT, CUE, STATUS)] == [note.fields[place] for place in (TEXT, CUE, STATUS)]
    assert "拓展" in now[raised.fields[CODE]].tags
    assert {key: state for key, state in schedule(reader).items() if key in known} == known


def test_what_was_built_without_a_change_of_decisions_is_as_it_was(office: Office) -> None:
    office.publish()
    note = next(note for note in office.record().notes.values() if note.memory.kind == "statistic")
    put(office.path, [judged(note, DROP), Decision(ADD, of=ADDED.replace("较早", "【较早】"), kind="金句")])
    bundle = office.publish()
    first = bundle.read_bytes()
    assert office.publish().read_bytes() == first


def test_a_correction_waits_where_the_card_is_another_now(office: Office) -> None:
    """The corrected edition says 62.9万人: the card is as generated, and somebody looks at it again."""
    office.publish()
    note = next(note for note in office.record().notes.values() if "{{c1::62.4万人" in note.fields[TEXT]
                and "其中" in note.fields[TEXT])
    put(office.path, [judged(note, CORRECT, question="全市技能人才总量为【62.4万人】")])
    office.publish()
    assert as_judged(office.record().notes[note.guid].fields[TEXT]) == "全市技能人才总量为【62.4万人】"
    text = office.source.read_text(encoding="utf-8")
    office.source.write_text(text.replace(*CORRECTIONS[0]), encoding="utf-8")
    office.publish()
    assert "62.9万人" in as_judged(office.record().notes[note.guid].fields[TEXT])
    [again] = office.report["decisions"]["again"]
    assert (again["id"], again["line"]) == (note.fields[CODE], 3)
    assert "62.9万人" in again["why"]


def test_a_smaller_budget_retires_what_it_has_no_place_for_but_not_what_is_kept(office: Office) -> None:
    """By the shipped weights."""
    weights = office.folder / "decks" / "rules" / "weights.yaml"
    weights.parent.mkdir(parents=True)
    weights.write_text("statistic: {budget: {core: 2, all: 40}, least: -99}\n", encoding="utf-8")
    office.publish()
    before = {guid: note for guid, note in office.record().notes.items() if note.memory.kind == "statistic"}
    weights.write_text("statistic: {budget: {core: 2, all: 2}, least: -99}\n", encoding="utf-8")
    office.publish()
    now = office.record().notes
    gone = [guid for guid in before if now[guid].memory.retired]
    assert 0 < len(gone) < len(before)
    put(office.path, [judged(before[gone[0]], "keep")])
    office.publish()
    now = office.record().notes
    assert not now[gone[0]].memory.retired
    assert all(now[guid].memory.retired for guid in gone[1:])


def test_a_dropped_sentence_that_is_edited_stays_dropped(office: Office) -> None:
    office.publish()
    note = next(note for note in office.record().notes.values() if "{{c1::62.4万人" in note.fields[TEXT]
                and "其中" in note.fields[TEXT])
    put(office.path, [judged(note, DROP)])
    office.publish()
    text = office.source.read_text(encoding="utf-8")
    office.source.write_text(text.replace(*CORRECTIONS[0]), encoding="utf-8")
    office.publish()
    record = office.record()
    assert record.notes[note.guid].memory.retired
    assert not any("{{c1::62.9万人" in other.fields[TEXT] for other in record.notes.values()
                   if not other.memory.retired and "其中" in other.fields[TEXT])
    take_back(office.path, [note.fields[CODE]])
    office.publish()
    assert "{{c1::62.9万人" in office.record().notes[note.guid].fields[TEXT]


def test_what_is_dropped_before_anybody_has_it_is_in_no_deck(office: Office) -> None:
    office.publish()
    note = next(note for note in office.record().notes.values() if note.memory.kind == "statistic")
    put(office.path, [judged(note, DROP)])
    for deck in (office.folder / "decks").rglob("*.apkg"):
        deck.unlink()
    office.publish()
    assert note.guid not in office.record().notes
