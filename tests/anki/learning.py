"""A learner's Anki of any version: run by that version's own Python, which has nothing of juyao.

`python learning.py FOLDER FIRST SECOND` imports the package FIRST into a new collection in FOLDER, studies some cards,
imports FIRST again, then SECOND, and prints what happened as one JSON object.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from anki.collection import Collection

STUDIED = 24  # cards
HEADINGS = ("new", "updated", "duplicate", "conflicting")


def main(folder: str, first: str, second: str) -> None:
    col = Collection(str(Path(folder) / "collection.anki2"))
    told: dict[str, Any] = {"first": take(col, first)}
    study(col)
    known = schedule(col)
    told["again"] = take(col, first)
    told["second"] = take(col, second)
    now = schedule(col)
    told["studied"] = sum(state[0] > 0 for state in known.values())
    told["moved"] = sum(now.get(card) != state for card, state in known.items())
    told["types"] = col.db.scalar("select count(distinct mid) from notes")
    told["fields"] = {guid: fields for guid, fields in col.db.execute("select guid, flds from notes")}  # noqa: C416  (rows are lists)
    col.close()
    print(json.dumps(told))


def take(col: Collection, package: str) -> dict[str, int]:
    """Import `package` as this version does by default; how many notes came under each heading."""
    if not hasattr(col, "import_anki_package"):
        return taken_by_python(col, package)
    try:
        from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        request: Any = ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
    except ImportError:  # before 23.10
        request = package
    log = col.import_anki_package(request).log
    return {heading: len(getattr(log, heading)) for heading in HEADINGS}


def taken_by_python(col: Collection, package: str) -> dict[str, int]:
    """The same by the importer that Anki had before 2.1.55; its log names the notes of another type."""
    from anki.importing.apkg import AnkiPackageImporter

    importer = AnkiPackageImporter(col, package)
    importer.run()
    updated = importer.updated if isinstance(importer.updated, int) else len(importer.updated)
    return {"new": importer.added, "updated": updated, "duplicate": importer.dupes - updated,
            "conflicting": sum("note type" in line for line in importer.log)}


def study(col: Collection) -> None:
    """Answer cards of every deck with a mixture of grades."""
    grades = (1, 2, 3, 4)
    decks = [deck.id for deck in col.decks.all_names_and_ids()]
    for at in range(STUDIED):
        col.decks.select(decks[at % len(decks)])
        if hasattr(col, "reset"):
            col.reset()
        card = col.sched.getCard()
        if card:
            col.sched.answerCard(card, grades[at % len(grades)])


def schedule(col: Collection) -> dict[str, list[int]]:
    """What Anki knows of each card, by GUID and cloze number: state, due date, interval, ease, answers, deck."""
    return {f"{guid} {number}": state for guid, number, *state in col.db.execute(
        "select n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.did "
        "from cards c join notes n on n.id = c.nid")}


if __name__ == "__main__":
    main(*sys.argv[1:])
