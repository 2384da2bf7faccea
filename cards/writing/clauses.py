"""A sentence full of figures to clause groups: each the least that keeps its subject, so that a card is one breath."""

from __future__ import annotations

from cards.engine.ruleset import Kind
from cards.reading.sentences import open_brackets

STOPS = "；;"
PAUSES = "，,：:"
SHORT = 12
LONG_LEAD = 45


def clause_groups(text: str, blanks: list[tuple[int, int]], kind: Kind) -> list[tuple[int, int]]:
    """Cut `text` into stretches that hold all `blanks` (start, end) and are cut at clause ends only.

    A clause that leans on the one before (kind.leaning) stays with it; clauses without a blank lead the next group, or
    are left out behind the last.
    """
    groups: list[tuple[int, int]] = []
    start: int | None = None
    lead: int | None = None
    for first, last in _clauses(text):
        holds = any(first <= at < last for at, _ in blanks)
        leans = kind.leaning is not None and kind.leaning.match(text[first:last]) is not None
        fresh = bool(groups) and text[groups[-1][1] - 1] in STOPS
        if holds:
            joins = groups and lead is None and not fresh and (leans or groups[-1][1] - groups[-1][0] < SHORT)
            if groups and leans and not fresh:
                joins, start = True, None
            if joins:
                groups[-1] = (groups[-1][0], last)
            else:
                start = first if lead is None or first - lead > LONG_LEAD else lead
                groups.append((start, last))
            lead = None
        elif text[last - 1] in STOPS:
            if groups and lead is None:
                groups[-1] = (groups[-1][0], groups[-1][1])
            lead = None
        elif lead is None:
            lead = first
    return [_tidy_end(text, group, blanks) for group in groups]


def _clauses(text: str) -> list[tuple[int, int]]:
    """Clauses with their closing punctuation; no cut inside a quotation or bracket, or between digits."""
    found, start = [], 0
    for at, character in enumerate(text):
        inside_number = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if character in STOPS + PAUSES and not inside_number and not open_brackets(text[start : at + 1]):
            found.append((start, at + 1))
            start = at + 1
    if start < len(text):
        found.append((start, len(text)))
    return found


def _tidy_end(text: str, group: tuple[int, int], blanks: list[tuple[int, int]]) -> tuple[int, int]:
    start, end = group
    while end > start and text[end - 1] in STOPS + PAUSES + " ":
        end -= 1
    return start, end
