"""What a reader would learn of texts that are not published with the program, as places in them: to reader files.

Each entry of places.json is a stretch of a text: `lines` from and to which of its lines that are not blank. A place is
the line from 0, and where in it what is wanted begins and ends. `keys`: place and votes; `lists`: what it is of, grade,
votes and a place for each item; `figures`: place, votes, what, whose and when.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLACES = Path(__file__).with_name("places.json")


def reader_files(texts: Path) -> Iterator[tuple[str, str]]:
    """The name and the content of a reader file for each entry, of the texts in the folder `texts`."""
    for number, entry in enumerate(json.loads(PLACES.read_text(encoding="utf-8")), 1):
        yield f"text{number:02}-1.json", json.dumps(_reader_file(entry, texts), ensure_ascii=False)


def _reader_file(entry: dict[str, Any], texts: Path) -> dict[str, Any]:
    lines = (texts / f"{entry['text']}.txt").read_text(encoding="utf-8").splitlines()
    first, last = entry["lines"]
    paragraphs = [line.strip() for line in lines if line.strip()][first:last]

    def words(place: list[int]) -> str:
        paragraph, start, end = place
        return paragraphs[paragraph][start:end]

    keys = [{"p": key[0], "text": words(key[:3]), "votes": key[3]} for key in entry["keys"]]
    lists = [{"topics": [topic], "grade": grade, "votes": votes,
              "items": [{"p": place[0], "labels": [words(place)]} for place in places]}
             for topic, grade, votes, places in entry["lists"]]
    figures = [{"p": figure[0], "start": figure[1], "value": words(figure[:3]), "votes": figure[3],
                "what": [figure[4]], "who": [figure[5]], "when": [figure[6]], "than": []}
               for figure in entry["figures"]]
    return {"title": entry["title"], "genre": entry["genre"], "paragraphs": paragraphs, "keys": keys, "lists": lists,
            "figures": figures}
