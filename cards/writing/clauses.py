"""A sentence full of figures to clause groups: each the least that keeps its subject, so that a card is one breath."""

from __future__ import annotations

from cards.engine.ruleset import Kind
from cards.reading.sentences import open_brackets

STOPS = "；"
PAUSES = "，："
CLOSE = "。！？!?"
SHORT = 12
LONG_LEAD = 45


def clause_groups(text: str, blanks: list[tuple[int, int]], kind: Kind) -> list[tuple[int, int]]:
    """Cut `text` into stretches that hold all `blanks` (start, end) and are cut at clause ends only.

    A clause that leans on the one before (kind.leaning) stays with it; clauses without a blank lead the next group; a
    group that leaves too little to read takes in its neighbour.
    """
    clauses = _clauses(text)
    groups = _grouped(text, clauses, blanks, kind)
    at = 0
    while at < len(groups):
        if _readable(text, clauses, groups[at], blanks) >= SHORT or not _widen(groups, at, len(clauses)):
            at += 1
        else:
            at = max(0, at - 1)
    return [_trimmed(text, clauses[first][0], clauses[last][1]) for first, last in groups]


def _grouped(text: str, clauses: list[tuple[int, int]], blanks: list[tuple[int, int]],
             kind: Kind) -> list[tuple[int, int]]:
    """Groups as (first clause, last clause), before any is widened."""
    groups: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(clauses):
        ends = [last for first, last in blanks if start <= first < end]
        if not ends:
            continue
        reach = next(k for k in range(i, len(clauses)) if max(ends) <= clauses[k][1])
        stop = next((k for k in range(i - 1, -1, -1) if text[clauses[k][1] - 1] in STOPS), -1)
        free = max(stop, groups[-1][1] if groups else -1) + 1
        leans = kind.leaning is not None and kind.leaning.match(text[start:end]) is not None
        if groups and (groups[-1][1] >= i or (leans and groups[-1][1] > stop)):
            groups[-1] = (groups[-1][0], max(reach, groups[-1][1]))
            continue
        first = i
        while first > free and start - clauses[first - 1][0] <= LONG_LEAD:
            first -= 1
        groups.append((first, reach))
    return groups


def _widen(groups: list[tuple[int, int]], at: int, clauses: int) -> bool:
    """Let groups[at] take in the clause behind it, or the one before it, or the group that holds that one."""
    first, last = groups[at]
    if last + 1 < clauses and (at + 1 == len(groups) or groups[at + 1][0] > last + 1):
        groups[at] = (first, last + 1)
    elif at and groups[at - 1][1] == first - 1:
        groups[at - 1 : at + 1] = [(groups[at - 1][0], last)]
    elif first:
        groups[at] = (first - 1, last)
    elif at + 1 < len(groups):
        groups[at : at + 2] = [(first, groups[at + 1][1])]
    else:
        return False
    return True


def _readable(text: str, clauses: list[tuple[int, int]], group: tuple[int, int], blanks: list[tuple[int, int]]) -> int:
    """How many characters a group leaves to read with the blanks hidden."""
    start, end = clauses[group[0]][0], clauses[group[1]][1]
    return end - start - sum(last - first for first, last in blanks if start <= first < end)


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


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation that led on to the next clause."""
    while end > start and text[end - 1] in STOPS + PAUSES + CLOSE + " ":
        end -= 1
    return start, end
