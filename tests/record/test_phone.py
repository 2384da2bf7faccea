"""A corrected edition on a learner's phone, which is Anki's own library: studied, edited, then imported again."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cards.anki.note_type import TEXT
from cards.record.memory import RETIRED_TAG
from cards.record.retiring import RETIRED_BANNER
from cards.record.store import Record, read_package
from tests.cases import FIXTURES

NOON = 1_773_835_200
LATER = NOON + 86_400
CORRECTIONS = (
    ("截至2025年底，全市技能人才总量达到62.4万人，其中高技能人才21.8万人，占技能人才总量的34.9%。",
     "截至2025年底，全市技能人才总量达到62.9万人，其中高技能人才21.8万人，占技能人才总量的34.9%。"),
    ("一座城市的产业能走多远，不是看一时铺了多少摊子", "一座城市的产业能走多远，不是看一时铺开了多少摊子"),
    ("完善技能评价使用制度", "完善技能评价运用制度"),
    ("从讲话内容看，五个“关系”讲清了意义，六方面举措明确了任务。", ""),
    ("在新起点上推动云岭高质量发展", "站在新起点上推动云岭高质量发展"),
    ("我市技能人才工作起步较早。", "我市技能人才工作起步较早。全市现有技工院校17所、公共实训基地23个。"),
)


@dataclass
class Pair:
    """Two editions of an issue in one folder: the source of each, and the bundle's bytes after each build."""

    folder: Path
    sources: tuple[Path, Path]
    bundle: Path
    bundles: list[bytes]
    reports: list[dict[str, Any]]

    def records(self) -> tuple[Record, Record]:
        before, after = (read_package(data) for data in self.bundles)
        return before, after


def pair_of(folder: Path, first: Path, second: Path, build: Callable[..., Any], options: tuple[str, ...] = ()) -> Pair:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", str(NOON))
        built = build(folder, first, options=options)
        bundle = built.bundles[0]
        bundles, reports = [bundle.read_bytes()], [built.issue]
        environment.setenv("SOURCE_DATE_EPOCH", str(LATER))
        built = build(folder, second, options=options)
        bundles.append(bundle.read_bytes())
        reports.append(built.issue)
    return Pair(folder, (first, second), bundle, bundles, reports)


@pytest.fixture(scope="module")
def corrected(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corrected edition of the sample."""
    text = sample.read_text(encoding="utf-8")
    for wrong, right in CORRECTIONS:
        assert wrong in text, wrong
        text = text.replace(wrong, right)
    path = tmp_path_factory.mktemp("corrected") / "2026-03.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def sample_pair(sample: Path, corrected: Path, build: Callable[..., Any],
                tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The sample and a corrected edition of it."""
    return pair_of(tmp_path_factory.mktemp("pair") / "decks", sample, corrected, build)


@pytest.fixture(scope="module")
def pair_of_all(sample: Path, corrected: Path, build: Callable[..., Any],
                tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The same with a card for every figure and list, item by item."""
    options = ("--rules", str(FIXTURES / "every_card"))
    return pair_of(tmp_path_factory.mktemp("all") / "decks", sample, corrected, build, options)


@pytest.fixture(scope="module")
def real_pair(shared: Path, build: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The real issue and its corrected edition."""
    issues = shared / "issues"
    return pair_of(tmp_path_factory.mktemp("real"), issues / "2024-24.txt", issues / "2024-24-corrected.txt", build)


@pytest.fixture(params=["sample", "real"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return request.getfixturevalue(f"{request.param}_pair")


def study(reader: Any) -> None:
    """Answer cards of every deck with a mixture of grades."""
    from anki.scheduler.v3 import CardAnswer

    grades = itertools.cycle((CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY))
    for deck in reader.col.decks.all_names_and_ids():
        reader.col.decks.select(deck.id)
        for _ in range(8):
            queued = reader.col.sched.get_queued_cards().cards
            if queued:
                card = reader.col.get_card(queued[0].card.id)
                card.start_timer()
                reader.col.sched.answer_card(reader.col.sched.build_answer(
                    card=card, states=queued[0].states, rating=next(grades)))


def schedule(reader: Any) -> dict[tuple[str, int], tuple[Any, ...]]:
    """What Anki knows of each card, by GUID and cloze number: state, due date, interval, flag, review log."""
    rows = reader.col.db.execute("select cid, group_concat(id || ':' || ease) from revlog group by cid")
    log = {card: answers for card, answers in rows}  # noqa: C416  (rows are lists)
    return {(card.note().guid, card.ord + 1):
            (card.type, card.queue, card.due, card.ivl, card.factor, card.reps, card.lapses, card.flags, card.did,
             log.get(card.id)) for card in reader.cards}


def test_a_corrected_edition_leaves_study_history_and_the_learners_own_as_they_were(pair: Pair, learner: Any) -> None:
    before, after = pair.records()
    reader = learner()
    pair.bundle.write_bytes(pair.bundles[0])
    reader.take(pair.bundle)
    study(reader)
    untouched = [guid for guid, note in before.notes.items()
                 if after.notes[guid].fields == note.fields and after.notes[guid].tags == note.tags]
    mine = {note.guid: note for note in reader.notes if note.guid in untouched}
    edited, tagged, deleted, suspended, flagged = list(mine.values())[:5]
    edited["补充"] += "<p>我的笔记</p>"
    tagged.add_tag("我的标签")
    for note in (edited, tagged):
        reader.col.update_note(note)
    reader.col.remove_notes([deleted.id])
    reader.col.sched.suspend_cards([suspended.cards()[0].id])
    reader.col.set_user_flag_for_cards(3, [flagged.cards()[0].id])
    known = schedule(reader)
    pair.bundle.write_bytes(pair.bundles[1])
    log = reader.take(pair.bundle)

    new = after.notes.keys() - before.notes.keys()
    changed = [guid for guid in before.notes if guid not in untouched]
    assert log["updated"] == len(changed)
    assert log["new"] == len(new) + 1  # and the one the learner had deleted
    assert set(log) == {"new", "updated", "duplicate"}
    assert len({note.guid for note in reader.notes}) == len(reader.notes) == len(after.notes)
    assert {key: state for key, state in schedule(reader).items() if key in known} == known
    notes = {note.guid: note for note in reader.notes}
    assert notes[edited.guid]["补充"].endswith("<p>我的笔记</p>")
    assert "我的标签" in notes[tagged.guid].tags
    for guid in (*changed, *new):
        assert tuple(notes[guid].fields) == after.notes[guid].fields
    retired = [guid for guid, note in after.notes.items() if note.memory.retired]
    for guid in retired:
        assert RETIRED_TAG in notes[guid].tags
        assert all(RETIRED_BANNER in card.question() for card in notes[guid].cards())


def test_what_was_corrected_stands_on_the_old_cards(pair_of_all: Pair) -> None:
    before, after = pair_of_all.records()

    def note_with(record: Record, words: str) -> Any:
        return next(note for note in record.notes.values() if words in note.fields[TEXT])

    figure = note_with(before, "{{c1::62.4万人::多少万人}}，其中")
    assert after.notes[figure.guid].memory.fact.sentence == figure.memory.fact.sentence.replace("62.4", "62.9")
    assert {number for number, answer in figure.memory.numbers.items() if answer == "62.4万人"} == {
        number for number, answer in after.notes[figure.guid].memory.numbers.items() if answer == "62.9万人"}
    item = note_with(before, "</li><li>{{c1::完善技能评价使用制度}}</li></ol>")
    assert after.notes[item.guid].memory.fact.answer == "完善技能评价运用制度"
    gone = note_with(before, "{{c1::六方面::几方面}}举措明确")
    assert after.notes[gone.guid].memory.retired
    assert note_with(after, "技工院校{{c1::17所").guid not in before.notes


def test_a_retitled_article_keeps_its_deck_its_file_and_its_notes(sample_pair: Pair) -> None:
    first, second = sample_pair.reports
    third = [report["articles"][2] for report in (first, second)]
    assert third[1]["title"] == "站在新起点上推动云岭高质量发展"
    assert (third[1]["deck"], third[1]["file"]) == (third[0]["deck"], third[0]["file"])
    assert len(list(sample_pair.folder.rglob("*.apkg"))) == len(first["articles"]) + 1
    changes = second["changes"][2]
    assert (changes["new"], changes["retired"]) == (0, 0)


def test_of_the_real_pair_nearly_every_fact_keeps_guid_and_number(real_pair: Pair) -> None:
    before, after = real_pair.records()
    surviving = [note for note in after.notes.values() if not note.memory.retired]
    kept = [note for note in surviving if note.guid in before.notes
            and note.memory.numbers.keys() <= before.notes[note.guid].memory.numbers.keys()]
    assert len(kept) >= 0.99 * len(surviving)
    updated = {note["guid"] for article in real_pair.reports[1]["changes"] for note in article["notes"]}
    differing = {guid for guid, note in after.notes.items()
                 if guid not in before.notes or before.notes[guid].fields != note.fields}
    assert updated == differing
    assert len(updated) < 0.1 * len(surviving)  # a mended paragraph stands on the back of each of its notes


def test_the_decks_description_tells_the_last_changes(sample_pair: Pair, learner: Any) -> None:
    reader = learner()
    for data in sample_pair.bundles:
        sample_pair.bundle.write_bytes(data)
        reader.take(sample_pair.bundle)
    described = [reader.col.decks.get(deck.id)["desc"] for deck in reader.col.decks.all_names_and_ids()]
    changed = [text for text in described if "2026-03-19" in text]
    assert any("更正" in text for text in changed)
    assert all("首次制作" in text for text in changed)


@pytest.mark.parametrize("legacy", [True, False], ids=["older format", "newer format"])
def test_an_export_from_somebodys_anki_stands_in_for_a_lost_record(
        legacy: bool, sample_pair: Pair, learner: Any, build: Any, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """What its owner made of it, own edits and tags, does not come along."""
    from anki.import_export_pb2 import ExportAnkiPackageOptions

    reader = learner()
    sample_pair.bundle.write_bytes(sample_pair.bundles[0])
    reader.take(sample_pair.bundle)
    study(reader)
    for note in reader.notes[:20]:
        note["正文"] += "我的笔记"
        note.add_tag("leech")
        reader.col.update_note(note)
    export = tmp_path / "export.apkg"
    reader.col.export_anki_package(out_path=str(export), limit=None, options=ExportAnkiPackageOptions(
        with_scheduling=True, with_media=False, with_deck_configs=False, legacy=legacy))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LATER))
    built = build(tmp_path / "restored", sample_pair.sources[1], options=("--record", str(export)))
    restored, wanted = read_package(built.bundles[0].read_bytes()).notes, sample_pair.records()[1].notes
    living = [guid for guid, note in wanted.items() if not note.memory.retired]
    assert restored.keys() == wanted.keys()
    for guid in living:
        assert restored[guid].fields[:8] == wanted[guid].fields[:8]
        assert restored[guid].tags == wanted[guid].tags
        assert restored[guid].note_id == wanted[guid].note_id


def test_the_bundle_alone_is_enough_to_build_on(sample_pair: Pair, build: Any, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "copied" / sample_pair.bundle.relative_to(sample_pair.folder)
    bundle.parent.mkdir(parents=True)
    bundle.write_bytes(sample_pair.bundles[1])
    sample_pair.bundle.write_bytes(sample_pair.bundles[1])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(LATER + 86_400))
    build(tmp_path / "copied", sample_pair.sources[1])
    files = [{path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.apkg")}
             for folder in (sample_pair.folder, tmp_path / "copied")]
    assert files[0] == files[1]
