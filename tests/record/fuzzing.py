"""Packages that somebody changed, as the record: `python -m tests.record.fuzzing COUNT [FIRST SEED]`.

Each seed changes the packages of a small library in one to three ways (notes, memories, cards, decks, note types, pages
of SQLite, the archive), puts one of them where the decks are or gives it as the record, and builds again. What must
come of it: a line or a right build, never a bug; nothing renewed that did not change; nothing in what is written that
runs.
"""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cards.anki.cleaning import clean
from cards.anki.collection import collection_of
from cards.anki.face import shipped_face
from cards.anki.names import NO_MARKUP
from cards.anki.note_type import MEMORY, note_type
from cards.build import build_issue
from cards.record.files import write_packages
from cards.record.memory import Memory, recall
from cards.records import UserError
from tests.record.issues import Library, shipped

BODIES = {
    3: "截至2025年底，全县新建湿地32处，恢复河岸18公里。\n全县干部要抓好以下三项工作。第一，强化统筹协调。"
       "第二，压实工作责任。第三，加大资金投入。\n保护一江清水就是保护子孙后代的饭碗。\n",
    4: "截至2026年底，全县新建湿地45处，恢复河岸26公里。\n全县新建水厂17座，铺设管网62公里。\n"
       "保护一江清水就是保护子孙后代的饭碗。\n",
}
SCRIPTS = (r"\(\href{javascript:x}{y}\)", "<script>x</script>", "<img src=x onerror=y>", "[sound:a.mp3]",
           "[latex]x[/latex]", "&#92;(x&#92;)", '<div onclick="x">', "{{c1::x}}", "}}", "\x00", "a::b",
           "<a href='javascript:x'>y</a>")
HUGE = 10**30
NASTY: tuple[Any, ...] = (
    None, True, "", " ", [], {}, [[]], "x" * 1000, 0, -1, 2**31, 2**62, 2**63 - 1, 1.5, float("inf"), HUGE, ["x", 1],
    {"x": None}, "\ud800", *SCRIPTS)
DEEP = "[" * 50_000
TWINS = ("insert into notes select id + 1, {}, mid, mod, usn, tags, flds, sfld, csum, flags, data from notes limit 3; "
         "insert into cards select id + 7, nid + 1, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, "
         "left, odue, odid, flags, data from cards limit 5")


@dataclass(frozen=True)
class Case:
    """A library of which packages were changed: what was `done` to them; the `source` to build again, the `records` to
    build it on; `given` is all that is its record, `own` tells whether its own packages were changed.
    """

    done: list[str]
    source: Path
    records: tuple[Path, ...]
    given: list[bytes]
    own: bool


@dataclass(frozen=True)
class Outcome:
    """How a case ended: built, refused with a line, or a bug; and what is wrong with that, as lines: the bug, notes
    that were renewed although they did not change, what runs in what was written.
    """

    ending: str
    bug: str = ""
    renewed: tuple[str, ...] = ()
    running: tuple[str, ...] = ()

    @property
    def wrong(self) -> list[str]:
        return [*filter(None, [self.bug]), *self.renewed, *self.running]


# ---- mutations: of a collection that is open, by chance ----

def _value(chance: random.Random) -> Any:
    """A value that SQLite holds."""
    value = chance.choice(NASTY)
    if isinstance(value, str):
        return value.encode("utf-8", "replace") if chance.random() < 0.1 else value.replace("\ud800", "?")
    if value is None or (isinstance(value, int | float) and abs(value) < 2**63):
        return value
    return json.dumps(value)


def _one(chance: random.Random, col: sqlite3.Connection, table: str) -> int:
    return int(chance.choice(col.execute(f"select rowid from {table}").fetchall())[0])


def note_column(chance: random.Random, col: sqlite3.Connection) -> str:
    column = chance.choice(("guid", "id", "mod", "flds", "tags", "mid", "guid", "mod"))
    value, everywhere = _value(chance), chance.random() < 0.3 and column != "id"
    where = "1" if everywhere else f"rowid = {_one(chance, col, 'notes')}"
    col.execute(f"update notes set {column} = ? where {where}", [value])
    return f"notes.{column} = {value!r:.60} where {where}"


def note_field(chance: random.Random, col: sqlite3.Connection) -> str:
    row = _one(chance, col, "notes")
    fields = str(col.execute("select flds from notes where rowid = ?", [row]).fetchone()[0]).split("\x1f")
    place, script = chance.randrange(len(fields)), chance.choice(SCRIPTS)
    at = chance.randint(0, len(fields[place]))
    fields[place] = chance.choice((script, fields[place][:at] + script + fields[place][at:], ""))
    if chance.random() < 0.1:
        fields = fields[: chance.randint(0, 8)] if chance.random() < 0.5 else [*fields, script]
    col.execute("update notes set flds = ? where rowid = ?", ["\x1f".join(fields), row])
    return f"field {place} of {row}: {script}"


def memory(chance: random.Random, col: sqlite3.Connection) -> str:
    everywhere = chance.random() < 0.4
    rows = [row for row, in col.execute("select rowid from notes")] if everywhere else [_one(chance, col, "notes")]
    way = chance.randrange(5)
    key, value = chance.choice((*Memory.__struct_fields__, "fact", "numbers", "decks")), chance.choice(NASTY)
    for row in rows:
        fields = str(col.execute("select flds from notes where rowid = ?", [row]).fetchone()[0]).split("\x1f")
        fields[-1] = _memory(chance, fields[-1], way, key, value)
        col.execute("update notes set flds = ? where rowid = ?", ["\x1f".join(fields), row])
    return f"memory {way} {key} {value!r:.60} of {'all' if everywhere else rows}"


def _memory(chance: random.Random, text: str, way: int, key: str, value: Any) -> str:
    with suppress(ValueError, AttributeError, TypeError, RecursionError):
        values = json.loads(text)
        if way == 0:
            values.pop(key, None)
        elif way == 1 and isinstance(values.get(key), dict) and values[key]:
            values[key][chance.choice(list(values[key]))] = value
        elif way <= 2:
            values[key] = value
        elif way == 3:
            return chance.choice(("", "{}", DEEP, "null", "1e999", text[: len(text) // 2], f'{{"key":{DEEP}}}'))
        return json.dumps(values, ensure_ascii=chance.random() < 0.5).replace("Infinity", "1e999")
    return text


def card(chance: random.Random, col: sqlite3.Connection) -> str:
    column, value = chance.choice(("nid", "did", "ord", "due", "type", "queue")), _value(chance)
    where = "1" if chance.random() < 0.3 else f"rowid = {_one(chance, col, 'cards')}"
    col.execute(f"update cards set {column} = ? where {where}", [value])
    return f"cards.{column} = {value!r:.60} where {where}"


def decks(chance: random.Random, col: sqlite3.Connection) -> str:
    text = str(col.execute("select decks from col").fetchone()[0])
    way = chance.randrange(4)
    if way == 0:
        text = chance.choice(("", "[]", "null", "{}", DEEP, "{", '{"1": null}', '{"x": {}}', "1e999"))
    else:
        values = json.loads(text)
        deck = values[chance.choice(list(values))]
        key = chance.choice(("name", "desc", "id", "conf"))
        if way == 1:
            deck.pop(key, None)
        else:
            script = chance.choice(SCRIPTS)
            deck[key] = chance.choice(NASTY) if way == 2 else f"{deck.get(key, '')}{script}"
        text = json.dumps(values).replace("Infinity", "1e999")
    col.execute("update col set decks = ?", [text])
    return f"decks {way}: {text:.80}"


def models(chance: random.Random, col: sqlite3.Connection) -> str:
    text = str(col.execute("select models from col").fetchone()[0])
    text = chance.choice(("", "[]", DEEP, "null", text.replace("举要", "<script>x</script>"),
                          text.replace("</div>", "</div><script>x</script>")))
    col.execute("update col set models = ?", [text])
    return f"models: {text:.60}"


def schema(chance: random.Random, col: sqlite3.Connection) -> str:
    statement = chance.choice((
        "drop table cards", "drop table col", "drop table notes", "delete from cards", "delete from notes",
        "delete from col", "alter table notes rename column flds to fields",
        "create view x as select 1; drop table notes; create view notes as with recursive r(id) as (select 1 union all "
        "select id + 1 from r) select id, id guid, id mod, id flds, id tags from r",
        TWINS.format("guid || 'x'"), TWINS.format("guid"), TWINS.format("''")))
    col.executescript(statement)
    col.execute("pragma user_version = 1")
    return statement


COLLECTION: tuple[Callable[[random.Random, sqlite3.Connection], str], ...] = (
    note_column, note_column, note_field, note_field, memory, memory, memory, card, decks, decks, models, schema)


def mutated(package: bytes, chance: random.Random) -> tuple[bytes, list[str]]:
    """`package` changed in one to three ways, and what they were."""
    if chance.random() < 0.05:
        at = chance.randrange(len(package))
        return package[:at] + chance.randbytes(chance.randint(0, 40)) + package[at + 20 :], ["the archive"]
    done = []
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        data = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as col:
        col.deserialize(data)
        for change in chance.choices(COLLECTION, k=chance.randint(1, 3)):
            with suppress(sqlite3.Error, LookupError, OverflowError, ValueError, TypeError, AttributeError,
                          RecursionError):  # what is to be changed is no longer there
                done.append(change(chance, col))
            if change is schema:  # which may have made a table that never ends
                break
        with suppress(sqlite3.Error):
            col.commit()
        data = col.serialize()
    if chance.random() < 0.15:
        for _ in range(chance.randint(1, 30)):
            at = chance.randrange(100, len(data))
            data = data[:at] + chance.randbytes(1) + data[at + 1 :]
        done.append("pages")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", data)
    return out.getvalue(), done


# ---- what must come of it ----

Seen = dict[str, tuple[int, tuple[str, ...], tuple[str, ...], bool]]


def seen_in(package: bytes) -> Seen:
    """What stands in a package, read without juyao's checks: time, fields and tags of each note by GUID, and whether
    its memory is one; {} for one that is damaged.
    """
    with suppress(ValueError, sqlite3.Error, UnicodeError), closing(collection_of(package)) as col:
        found: Seen = {}
        rows = col.execute("select n.guid, n.mod, n.flds, n.tags from notes n join cards c on c.nid = n.id").fetchall()
        for guid, changed, fields, tags in rows:
            parts = tuple(str(fields).split("\x1f"))
            found[guid] = changed, parts, tuple(sorted(str(tags).split())), recall(parts[-1]) is not None
        return found
    return {}


def renewed(base: Seen, given: list[Seen], written: Seen) -> list[str]:
    """Notes that were written as changed although in every package given they were as they had been: what they show,
    when it changed, and their memory, unless that was made unreadable.
    """
    found = []
    for guid, (changed, fields, tags, _) in base.items():
        now = written.get(guid)
        same = [one[guid] for one in given if guid in one and one[guid][0] == changed
                and one[guid][1][:MEMORY] == fields[:MEMORY] and one[guid][2] == tags
                and (one[guid][1][-1] == fields[-1] or not one[guid][3])]
        if now and same and len(same) == sum(guid in one for one in given) and now[0] != changed:
            found.append(f"{guid} was renewed: {changed} → {now[0]}")
    return found


def running(package: bytes) -> list[str]:
    """What in a package Anki would run: in fields, tags, deck names, descriptions, note types."""
    found = []
    ours = json.dumps(note_type(shipped_face()).to_json(0, 0)["tmpls"])
    with closing(collection_of(package)) as col:
        for guid, text, tags in col.execute("select guid, flds, tags from notes"):
            fields = text.split("\x1f")
            found += [f"{guid}: tag {tag}" for tag in tags.split() if tag.translate(NO_MARKUP) != tag]
            found += [f"{guid}: {field:.200}" for field in fields[:MEMORY] if clean(field) != field]
            if re.search(r"<|\[(?:sound|latex|\$|anki)|\\\(|\\\[", fields[MEMORY]) or len(fields) != MEMORY + 1:
                found.append(f"{guid}: {fields[MEMORY]:.200}")
        for deck in json.loads(col.execute("select decks from col").fetchone()[0]).values():
            if deck["name"].translate(NO_MARKUP) != deck["name"] or clean(deck["desc"]) != deck["desc"]:
                found.append(f"deck {deck['name']}: {deck['desc']}")
        for model in json.loads(col.execute("select models from col").fetchone()[0]).values():
            if json.dumps(model["tmpls"]) != ours:
                found.append(f"note type {model['name']}")
    return found


class Fuzz:
    """A library of two issues, and what its packages are before anybody changes them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.library = Library(folder / "base")
        self.library.folder.mkdir(parents=True)
        for number in (*BODIES, *BODIES):
            self.library.build(number, BODIES[number])
        self.base = {path: path.read_bytes() for path in sorted(self.library.folder.rglob("*.apkg"))}

    def run(self, seed: int) -> tuple[Case, Outcome]:
        """The case of `seed`, and how it ended."""
        case = self.case(seed)
        settings = replace(shipped(), folder=case.source.parent, now=self.library.now + 86_400, records=case.records)
        try:
            work = build_issue(case.source, settings)
            write_packages(settings.folder, work.to_write, work.unrelated)
        except UserError as error:
            told = str(error)
            return case, Outcome("refused", "" if told and "\n" not in told else f"no line: {error!r}")
        except Exception:
            return case, Outcome("bug", traceback.format_exc()[-1200:])
        runs = [line for package in work.to_write for line in running(package.data)]
        if not case.own or not work.bundle.notes or work.unrelated:
            return case, Outcome("built", running=tuple(runs))
        base = seen_in(self.base[self.library.folder / work.bundle.file])
        lines = renewed(base, list(map(seen_in, case.given)), seen_in(work.bundle.data))
        return case, Outcome("built", renewed=tuple(lines), running=tuple(runs))

    def case(self, seed: int) -> Case:
        """The library with packages changed as `seed` has it: one given as the record, or such as stand in it."""
        chance = random.Random(seed)
        number = chance.choice(list(BODIES))
        folder = self.folder / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.library.folder, folder)
        source = folder / f"{number}.txt"
        own = [path for path in self.base if path.parent.name == f"2026-{number:02}"]
        if chance.random() < 0.4:
            data, done = mutated(self.base[chance.choice(own)], chance)
            given = folder / "given.apkg"
            given.write_bytes(data)
            for path in own:
                (folder / path.relative_to(self.library.folder)).unlink()
            return Case(done, source, (given,), [data], own=True)
        chosen = own if chance.random() < 0.7 else [chance.choice(list(self.base))]
        packages = dict(self.base)
        done = []
        for path in chosen:
            packages[path], done = mutated(self.base[path], random.Random(seed))
            (folder / path.relative_to(self.library.folder)).write_bytes(packages[path])
        return Case(done, source, (), [packages[path] for path in own], own=chosen[0] in own)


def main(count: int, first: int = 0) -> int:
    """Try so many seeds from `first` on; print what is wrong and how all ended; the exit code."""
    endings: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        fuzz = Fuzz(Path(name))
        for seed in range(first, first + count):
            case, outcome = fuzz.run(seed)
            endings[outcome.ending] += 1
            endings["with a note renewed that did not change"] += bool(outcome.renewed)
            endings["with something that runs"] += bool(outcome.running)
            endings["wrong"] += bool(outcome.wrong)
            for line in outcome.wrong:
                print(seed, case.done, line, flush=True)
    print(f"{count} cases from {first}: {', '.join(f'{ending} {cases}' for ending, cases in endings.items())}")
    return int(endings["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
