"""The places that readers named lie in the texts that they are of, and make reader files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.readers.placed import PLACES, reader_files


def test_every_place_is_words_of_its_text(shared: Path) -> None:
    if not (shared / "texts").is_dir():
        pytest.skip(f"the texts that the places are of are not here: {shared / 'texts'} is no folder")
    made = [json.loads(content) for _, content in reader_files(shared / "texts")]
    assert len(made) == len(json.loads(PLACES.read_text(encoding="utf-8")))
    for file in made:
        labels = [label for one in file["lists"] for item in one["items"] for label in item["labels"]]
        wanted = [*labels, *(key["text"] for key in file["keys"]), *(figure["value"] for figure in file["figures"])]
        assert all(words and words == words.strip() for words in wanted), file["title"]
        assert all(item["labels"] for one in file["lists"] for item in one["items"])
