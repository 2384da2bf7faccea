"""Pointing: words that point at what is named before them (上述地区, 这个方法) and their own text does not name."""

from __future__ import annotations

from cards.finding.worded import Worded
from cards.text.sentences import clauses_of
from cards.text.words import is_verb

NEAR = 4  # characters: what points so near the beginning of a later clause points at the clause before it


def points_away(text: str, title: str, words: Worded) -> bool:
    """Whether `text` points at what neither it nor the `title` of its article names before."""
    for found in words.every_match("points_at", text):
        begins = max(start for start, _ in clauses_of(text) if start <= found.start())
        is_inside = begins > 0 and (found["listed"] or found.start() - begins < NEAR)
        what = str(found["what"])
        is_thing = not (found["adverb"] and is_verb(what))
        if is_thing and not is_inside and what not in text[: found.start()] + title:
            return True
    return False
