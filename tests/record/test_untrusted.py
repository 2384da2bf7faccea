"""A record that somebody changed: what is wrong with it is a line, what is right of it is kept, nothing in it runs."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cards.anki.cleaning import clean
from cards.anki.note_type import MEMORY
from cards.build import Built, build_issue
from cards.commands.pages.cards import cards_of
from cards.record.files import write_packages
from cards.record.store import read_package
from tests.record.fuzzing import BODIES, TWINS, Fuzz, mutated, running
from tests.record.issues import Library, shipped

DEEP = "[" * 100_000


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(tmp_path_factory.mktemp("record"))
    made.build(3, BODIES[3])
    return made


def changed(package: bytes, change: Callable[[sqlite3.Connection], object]) -> bytes:
    """`package` with its collection changed."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        data = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as col:
        col.deserialize(data)
        change(col)
        col.commit()
        data = col.serialize()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("collection.anki2", data)
    return out.getvalue()


def over(library: Library, folder: Path, package: bytes) -> Built:
    """Build the issue anew, a day later, over nothing but `package`, and write it."""
    given = folder / "given.apkg"
    given.write_bytes(package)
    work = build_issue(library.folder / "3.txt", replace(shipped(), folder=folder / "decks", now=library.now + 86_400,
                                                         records=(given,)))
    write_packages(folder / "decks", work.to_write, work.unrelated)
    return work


def remembering(change: Callable[[dict[str, Any]], object]) -> Callable[[sqlite3.Connection], object]:
    """The memory of every note changed."""
    def apply(col: sqlite3.Connection) -> None:
        for row, text in col.execute("select id, flds from notes").fetchall():
            *fields, memory = text.split("\x1f")
            values = json.loads(memory)
            told = change(values)
            memory = told if isinstance(told, str) else json.dumps(values, ensure_ascii=False)
            col.execute("update notes set flds = ? where id = ?", ["\x1f".join([*fields, memory]), row])
    return apply


def deck(**values: Any) -> Callable[[sqlite3.Connection], object]:
    """Every deck changed; None takes a value away."""
    def apply(col: sqlite3.Connection) -> None:
        decks = json.loads(col.execute("select decks from col").fetchone()[0])
        for found in decks.values():
            found.update(values)
            for name in [name for name, value in values.items() if value is None]:
                del found[name]
        col.execute("update col set decks = ?", [json.dumps(decks)])
    return apply


def statement(sql: str, *values: object) -> Callable[[sqlite3.Connection], object]:
    return lambda col: col.execute(sql, values)


MEMORIES: dict[str, Callable[[sqlite3.Connection], object]] = {
    "none": remembering(lambda memory: ""),
    "no decks": remembering(lambda memory: memory.pop("decks")),
    "no fact": remembering(lambda memory: memory.pop("fact")),
    "an empty fact": remembering(lambda memory: memory.update(fact={"form": "sentence"})),
    "another form": remembering(lambda memory: memory.update(fact={"form": "x", "sentence": "y"})),
    "deep": remembering(lambda memory: DEEP),
    "deep inside": remembering(lambda memory: f'{{"key":{DEEP}'),
    "1e999": remembering(lambda memory: json.dumps(memory).replace('"made":', '"made":1e999,"was":')),
    "a huge number": remembering(lambda memory: memory.update(made=10**40)),
    "a negative number": remembering(lambda memory: memory.update(made=-1)),
    "an odd cloze": remembering(lambda memory: memory.update(numbers={"999999999999": "x"})),
    "an empty answer": remembering(lambda memory: memory.update(numbers={"1": ""})),
    "a list as text": remembering(lambda memory: memory.update(key=["x"])),
    "half a surrogate": remembering(lambda memory: json.dumps(memory | {"given": "\ud800"})),
    "a list": remembering(lambda memory: "[1]"),
}
COLUMNS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "guid": statement("update notes set guid = ''"),
    "one guid for all": statement("update notes set guid = 'x'"),
    "the guid of one note": statement("update notes set guid = 'x' where id = (select min(id) from notes)"),
    "no cards": statement("delete from cards"),
    "mod as text": statement("update notes set mod = 'soon'"),
    "mod as a real": statement("update notes set mod = 1.5"),
    "mod of the year 60000": statement("update notes set mod = 1 << 60"),
    "decks as a list": statement("update col set decks = '[]'"),
    "decks without names": deck(name=None),
    "decks as nonsense": statement("update col set decks = ?", DEEP),
    "cards of no deck": statement("update cards set did = 'x', due = 1 << 62"),
}

MENDED = ("decks without names", "cards of no deck", "no cards")  # nothing is lost: each note remembers its deck


@pytest.mark.parametrize("way", MEMORIES | COLUMNS)
def test_what_is_lost_is_a_line_and_no_note_is_renewed(library: Library, tmp_path: Path, way: str) -> None:
    base = library.bundle(3).read_bytes()
    before = read_package(base).notes
    work = over(library, tmp_path, changed(base, (MEMORIES | COLUMNS)[way]))
    after = read_package(work.bundle.data).notes
    assert any("given.apkg: " in str(doubt) for doubt in work.doubts) or way in MENDED
    assert all("\n" not in str(doubt) for doubt in work.doubts)
    assert after.keys() == before.keys()
    assert {guid: note.fields[:MEMORY] for guid, note in after.items()} == {
        guid: note.fields[:MEMORY] for guid, note in before.items()}
    late = {guid for guid, note in after.items() if note.changed > before[guid].changed}
    assert late == set()


def test_a_record_without_memories_is_whole_again_after_a_build(library: Library, tmp_path: Path) -> None:
    base = library.bundle(3).read_bytes()
    work = over(library, tmp_path, changed(base, MEMORIES["none"]))
    assert read_package(work.bundle.data).problems == ()
    assert {guid: note.memory for guid, note in read_package(work.bundle.data).notes.items()} == {
        guid: note.memory for guid, note in read_package(base).notes.items()}


def test_an_issue_that_is_gone_stays_retired_where_memories_are_lost(library: Library, tmp_path: Path) -> None:
    """A retired note without a memory tells by its tag that it is one."""
    other = Library(tmp_path / "other")
    other.folder.mkdir()
    other.build(3, BODIES[3])
    other.build(3, BODIES[3].replace("保护一江清水就是保护子孙后代的饭碗。\n", ""))
    base = other.bundle(3).read_bytes()
    retired = {guid: note.changed for guid, note in read_package(base).notes.items() if note.memory.retired}
    assert retired
    work = over(other, tmp_path, changed(base, MEMORIES["none"]))
    notes = read_package(work.bundle.data).notes
    assert {guid: notes[guid].changed for guid in retired} == retired
    assert all(notes[guid].memory.retired for guid in retired)


def test_notes_of_another_shape_are_counted_in_a_line(library: Library, tmp_path: Path) -> None:
    def change(col: sqlite3.Connection) -> None:
        col.execute("update notes set flds = '问\x1f答' where id in (select id from notes limit 2)")

    work = over(library, tmp_path, changed(library.bundle(3).read_bytes(), change))
    assert any("2 notes are not juyao's" in str(doubt) for doubt in work.doubts)


def test_one_id_under_two_guids_is_no_bug(library: Library, tmp_path: Path) -> None:
    """Two packages of an issue, each sound, in which one id is two notes."""
    base = library.bundle(3)
    other = changed(base.read_bytes(), lambda col: col.execute(
        "update notes set guid = 'x' || guid, flds = replace(flds, '\"key\":\"', '\"key\":\"x')"))
    (tmp_path / "other.apkg").write_bytes(other)
    work = build_issue(library.folder / "3.txt", replace(shipped(), folder=tmp_path / "decks", now=library.now + 86_400,
                                                         records=(base, tmp_path / "other.apkg")))
    notes = read_package(work.bundle.data).notes.values()
    assert len({note.note_id for note in notes}) == len(notes) > len(read_package(other).notes)


def test_a_guid_changed_in_one_package_is_no_second_note(tmp_path: Path) -> None:
    """Also where the note was edited, so that its fact's own GUID is another."""
    made = Library(tmp_path / "made")
    made.folder.mkdir()
    made.build(3, BODIES[3])
    made.build(3, BODIES[3].replace("32处", "33处"))
    bundle = made.bundle(3)
    [article] = [path for path in bundle.parent.glob("*.apkg") if path != bundle]
    before = read_package(bundle.read_bytes()).notes
    assert any(note.memory.key != guid for guid, note in before.items())
    article.write_bytes(changed(article.read_bytes(), statement("update notes set guid = 'x' || substr(guid, 2)")))
    made.build(3, BODIES[3].replace("32处", "33处"))
    assert {guid: note.changed for guid, note in read_package(bundle.read_bytes()).notes.items()} == {
        guid: note.changed for guid, note in before.items()}


def test_a_note_that_was_doubled_in_anki_is_no_second_note(library: Library, tmp_path: Path) -> None:
    """Anki's “Create Copy” gives the same fields another GUID."""
    base = library.bundle(3).read_bytes()
    before = read_package(base).notes
    doubled = changed(base, lambda col: col.executescript(TWINS.format("'x' || guid")))
    work = over(library, tmp_path, doubled)
    assert {guid: note.changed for guid, note in read_package(work.bundle.data).notes.items()} == {
        guid: note.changed for guid, note in before.items()}


def test_whichever_page_of_a_package_is_lost_the_rest_is_read_as_it_was(library: Library) -> None:
    base = library.bundle(3).read_bytes()
    before = read_package(base)
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        data = archive.read("collection.anki2")
    size = int.from_bytes(data[16:18], "big")
    read = []
    for page in range(size, len(data), size):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("collection.anki2", data[:page] + bytes(size) + data[page + size :])
        try:
            record = read_package(out.getvalue())
        except ValueError:
            continue
        read.append(record)
        same = {guid for guid, note in record.notes.items() if note.memory == before.notes[guid].memory}
        assert same == record.notes.keys() == before.notes.keys() or record.problems
    assert any(0 < len(record.notes) < len(before.notes) for record in read)


@pytest.mark.parametrize("models", ["null", "1", "x'00'", "''"])
def test_a_package_whose_note_types_are_none_is_set_aside(models: str, tmp_path: Path) -> None:
    made = Library(tmp_path / "made")
    made.folder.mkdir()
    made.build(3, BODIES[3])
    bundle = made.bundle(3)
    base = bundle.read_bytes()
    bundle.write_bytes(changed(base, lambda col: col.executescript(
        "create table other as select * from col; drop table col; alter table other rename to col;"
        f"update col set models = {models}")))
    made.build(3, BODIES[3])
    assert bundle.read_bytes() == base
    assert bundle.with_name("2026-03.aside-1.apkg").exists()


SCRIPT = "<script>alert(1)</script>[sound:a.mp3]\\(x\\)"


@pytest.mark.parametrize("change", [
    deck(name=f"学习与实践参考::2026-03::01 青溪县{SCRIPT}"), deck(desc=SCRIPT),
    statement("update notes set flds = ?1 || flds", SCRIPT),
    statement("update notes set flds = replace(flds, '</p>', ?1 || '</p>')", SCRIPT),
    statement("update notes set tags = tags || ' <script>alert(1)</script>'"),
    remembering(lambda memory: memory.update(decks=[SCRIPT], lines={"2026-03": SCRIPT}, banner=SCRIPT)),
], ids=["deck", "description", "text", "source", "tag", "memory"])
def test_no_script_of_a_record_reaches_the_next_packages(library: Library, tmp_path: Path,
                                                         change: Callable[[sqlite3.Connection], object]) -> None:
    gone = Library(tmp_path / "gone")  # whose notes stay as they are recorded: their sentences left the issue
    gone.folder.mkdir()
    gone.build(3, BODIES[3].replace("保护一江清水", "保护一方山林"))
    for base in (library.bundle(3), gone.bundle(3)):
        work = over(library, tmp_path, changed(base.read_bytes(), change))
        assert [line for package in work.to_write for line in running(package.data)] == []
        assert all("<script" not in tag for note in read_package(work.bundle.data).notes.values() for tag in note.tags)


def test_a_description_of_juyaos_is_kept_as_it_is(library: Library) -> None:
    library.build(3, BODIES[3].replace("32处", "33处"))
    descriptions = read_package(library.bundle(3).read_bytes()).decks.values()
    assert any("更正" in text and "<br>" in text for text in descriptions)
    assert all(clean(text) == text for text in descriptions)
    library.build(3, BODIES[3])


def test_a_mutated_package_is_previewed_or_is_a_line(library: Library) -> None:
    base = library.bundle(3).read_bytes()
    refused = []
    for seed in range(60):
        package, _ = mutated(base, random.Random(seed))
        try:
            cards_of("a.apkg", package)
        except ValueError as error:
            refused.append(str(error))
    assert 0 < len(refused) < 60
    assert all(line.startswith("a.apkg: not a package juyao can read: ") and "\n" not in line for line in refused)


@pytest.mark.parametrize("part", range(3))
def test_mutated_packages_are_a_line_or_a_right_build(part: int, tmp_path: Path) -> None:
    """`python -m tests.record.fuzzing 2000` tries more."""
    fuzz = Fuzz(tmp_path)
    wrong = [(seed, *fuzz.run(seed)[1].wrong) for seed in range(part * 20, part * 20 + 20)]
    assert [lines for lines in wrong if len(lines) > 1] == []
