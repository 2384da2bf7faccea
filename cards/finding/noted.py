"""Notes: what stands under 注 or 附注 says how a text counts; it is of no card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cards.records import KEPT, Article, Fate, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cards.finding.worded import Worded

NOTE = "note"  # the outcome of what a note holds


def without_notes(fates: list[Fate], article: Article, words: Worded) -> list[Fate]:
    """`fates`; a finding in a note under `article` has fallen by that."""
    notes = notes_of(article.paragraphs, words)
    return [_without(fate, notes) for fate in fates] if notes else fates


def _without(fate: Fate, notes: frozenset[int]) -> Fate:
    """`fate`, fallen where its finding stands in one of the paragraphs that are `notes`."""
    if fate.outcome != KEPT or notes.isdisjoint(span.paragraph for span in fate.finding.spans):
        return fate
    return replace(fate, outcome=NOTE, why="it stands in a note under the text")


def notes_of(paragraphs: Sequence[Paragraph], words: Worded) -> frozenset[int]:
    """The paragraphs that are notes: those under 注： down to the last with a number, before the next heading; the next
    one where none has a number.
    """
    noted: set[int] = set()
    for at, paragraph in enumerate(paragraphs):
        if words.first("notes_heading", paragraph.text):
            noted.update(range(at, _end_of_notes(paragraphs, at + 1, words)))
    return frozenset(noted)


def _end_of_notes(paragraphs: Sequence[Paragraph], first: int, words: Worded) -> int:
    """Where the notes end that begin at `first`."""
    end = first
    for at in range(first, len(paragraphs)):
        if paragraphs[at].role == "heading":
            break
        if words.first("note_numbered", paragraphs[at].text):
            end = at + 1
        elif end == first:
            return at + 1
    return end
