"""Pointing: words that point at what is named before them (上述地区, 这个方法) and their own text does not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cards.finding.worded import Worded
from cards.text.sentences import clauses_of
from cards.text.words import is_verb

if TYPE_CHECKING:
    import regex

NEAR = 4  # characters: what points so near the beginning of a later clause points at the clause before it


def points_away(text: str, title: str, words: Worded) -> bool:
    """Whether `text` points at what neither it nor the `title` of its article names before."""
    for found in words.every_match("points_at", text):
        what = str(found["what"])
        is_thing = not (found["adverb"] and is_verb(what))
        if is_thing and not _points_inside(found, text, words) and what not in text[: found.start()] + title:
            return True
    return False


def _points_inside(found: regex.Match[str], text: str, words: Worded) -> bool:
    """Whether what is `found` in `text` points at a clause before its own, which says more than who spoke."""
    begins = max(start for start, _ in clauses_of(text) if start <= found.start())
    is_near = found["listed"] is not None or found.start() - begins < NEAR
    return is_near and begins > 0 and not words.first("says_only_who", text[:begins])
