"""Reports of doubts: what a person should look at, and what was mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cards.commands.saying import Notice

if TYPE_CHECKING:
    from cards.records import Doubt


def counted(number: int, what: str) -> str:
    """1 note, 2 notes."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def warning_lines(doubts: Iterable[Doubt]) -> Iterator[str]:
    """The lines that say what a person should look at."""
    open_ones = [doubt for doubt in doubts if not doubt.mended]
    if open_ones:
        yield Notice(f"  {counted(len(open_ones), 'warning')}:")
        yield from (f"    - {doubt}" for doubt in open_ones)


def mended_lines(doubts: Iterable[Doubt]) -> Iterator[str]:
    """The lines that say what was put right."""
    mended = [doubt for doubt in doubts if doubt.mended]
    if mended:
        yield "  mended:"
        yield from (f"    - {doubt}" for doubt in mended)


def doubts_json(doubts: Iterable[Doubt]) -> dict[str, Any]:
    """The same as lists of objects."""
    doubts = list(doubts)
    return {"warnings": [_doubt_json(doubt) for doubt in doubts if not doubt.mended],
            "mended": [_doubt_json(doubt) for doubt in doubts if doubt.mended]}


def _doubt_json(doubt: Doubt) -> dict[str, Any]:
    place = doubt.place
    return {"message": doubt.message, "article": place.article, "paragraph": place.paragraph, "page": place.page,
            "line": place.line}
