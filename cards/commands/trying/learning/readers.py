"""Reader files: what careful readers would learn from a text, as JSON, one file an article.

    {"title", "genre", "paragraphs": [...],
     "keys":    [{"text", "votes"}],
     "lists":   [{"items": [{"labels": [...]}], "votes"}],
     "figures": [{"p", "start", "value", "votes"}]}

`votes` says how many readers want it. Files named <issue>-<article>.json are articles of one issue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from cards.records import UserError
from cards.text.files import text_of


class WantedSentence(Struct, frozen=True):
    """A sentence, or the part of a long one that is the point, and how many readers want it."""

    text: str
    votes: int


class WantedList(Struct, frozen=True):
    """A list and how many readers want it; each item is told by one of several labels."""

    items: tuple[tuple[str, ...], ...]
    votes: int


class WantedFigure(Struct, frozen=True):
    """A figure, the words of the paragraph it stands in, where it starts there, and how many readers want it."""

    paragraph: str
    start: int
    value: str
    votes: int


class ReaderFile(Struct, frozen=True):
    """What the readers of one text want: `issue` and `genre` are what it is held apart by."""

    path: Path
    title: str
    genre: str
    paragraphs: tuple[str, ...]
    sentences: tuple[WantedSentence, ...]
    lists: tuple[WantedList, ...]
    figures: tuple[WantedFigure, ...]

    @property
    def issue(self) -> str:
        """The issue that the file's name says."""
        return self.path.stem.rpartition("-")[0] or self.path.stem


def reader_files(paths: Iterable[Path]) -> list[ReaderFile]:
    """The reader files among `paths`, those of a folder in order. Raises UserError for one that is none."""
    found: list[ReaderFile] = []
    for path in paths:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise UserError(f"{path}: no reader file (.json) in it")
        found += map(_read, inside)
    return found


def _read(path: Path) -> ReaderFile:
    try:
        return _reader_file(path, json.loads(text_of(path)))
    except OSError as error:
        raise UserError(f"{path}: can't be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        problem = f"{type(error).__name__} {error}"
        raise UserError(f"{path}: no reader file: {problem}; see `juyao learn --help`") from None


def _reader_file(path: Path, said: dict[str, Any]) -> ReaderFile:
    paragraphs = tuple(map(str, said["paragraphs"]))
    return ReaderFile(
        path, str(said["title"]), str(said.get("genre", "")), paragraphs,
        tuple(WantedSentence(str(key["text"]), int(key["votes"])) for key in said["keys"]),
        tuple(_list(one) for one in said["lists"]),
        tuple(_figure(figure, paragraphs) for figure in said["figures"]))


def _list(one: dict[str, Any]) -> WantedList:
    items = tuple(tuple(map(str, item["labels"])) for item in one["items"])
    return WantedList(items, int(one["votes"]))


def _figure(figure: dict[str, Any], paragraphs: tuple[str, ...]) -> WantedFigure:
    return WantedFigure(paragraphs[int(figure["p"])], int(figure["start"]), str(figure["value"]), int(figure["votes"]))
