"""A sentence full of figures to clause groups: each the least that says what its figures are of, one breath a card."""

from __future__ import annotations

from cards.rules.ruleset import Kind
from cards.text.sentences import ANNOUNCES, PAUSES, STOPS, clauses_of
from cards.text.spoken import words_of

CLOSE = "。！？!?"
LONG_GROUP = 60  # characters: what only goes on with the subject of so much is a card of its own, the subject its cue
LONG_OPENING = 28  # characters: a longer clause that says more than when and where leaves these to the cue


def clause_groups(text: str, blanks: list[tuple[int, int]], kind: Kind) -> list[tuple[int, int]]:
    """Cut `text` into stretches that hold all `blanks` (start, end) and are cut at clause ends only.

    A clause that leans on the one before (kind.leaning, kind.follows) takes it in; so does one that would leave too
    little to read.
    An opening that says when (kind.carry), or announces, stays with the clause right behind it; all else that only
    leads up to a figure is left out.
    """
    clauses = clauses_of(text)
    groups: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(clauses):
        ends = [last for first, last in blanks if start <= first < end]
        if ends:
            reach = next(k for k in range(i, len(clauses)) if max(ends) <= clauses[k][1])
            _add(groups, _led(text, clauses, i, groups[-1][0] if groups else 0, kind), reach)
    at = 0
    while at < len(groups):
        if _left(text, clauses, groups[at], blanks) >= kind.readable or not _widen(text, clauses, groups, at):
            groups[at] = (_opened(text, clauses, groups, at, kind), groups[at][1])
            at += 1
        else:
            at = max(0, at - 1)
    return [_trimmed(text, clauses[first][0], clauses[last][1]) for first, last in groups]


def _add(groups: list[tuple[int, int]], first: int, last: int) -> None:
    """Add a group of clauses; one that reaches back into the group before becomes one with it."""
    if groups and groups[-1][1] >= first:
        first, last = groups[-1][0], max(groups[-1][1], last)
        groups.pop()
    groups.append((first, last))


def _led(text: str, clauses: list[tuple[int, int]], at: int, group: int, kind: Kind) -> int:
    """The clause that the one at `at` leans on, be it by way of others, not before the first of the last `group`;
    itself where it stands alone, or only follows so much that nobody reads it in one breath.
    """
    first = at
    patterns = [pattern for pattern in (kind.leaning, kind.follows) if pattern is not None]
    while first > group and text[clauses[first - 1][1] - 1] not in STOPS \
            and any(pattern.match(text[slice(*clauses[first])]) for pattern in patterns):
        first -= 1
    leans = kind.leaning is not None and kind.leaning.match(text[slice(*clauses[at])])
    return first if leans or clauses[at][1] - clauses[first][0] <= LONG_GROUP else at


def _opened(text: str, clauses: list[tuple[int, int]], groups: list[tuple[int, int]], at: int, kind: Kind) -> int:
    """The first clause of groups[at], an opening that belongs to it taken in."""
    first = groups[at][0]
    if first == 0 or (at and groups[at - 1][1] == first - 1):
        return first
    before = text[slice(*clauses[first - 1])]
    opening = kind.carry.match(before) if kind.carry else None
    opens = opening is not None and (opening.end() >= len(before) - 1 or len(before) <= LONG_OPENING)
    news = opens and _said(before, kind) - _said(text[clauses[first][0] :], kind)
    return first - 1 if news or before[-1] in ANNOUNCES else first


def _said(text: str, kind: Kind) -> set[str]:
    """What the opening of `text` says: when, where, or (an opening without these groups) its own words."""
    match = kind.carry.match(text) if kind.carry else None
    if match is None:
        return set()
    return {name for name, value in match.groupdict().items() if value and name in ("when", "where")} or {match[0]}


def _widen(text: str, clauses: list[tuple[int, int]], groups: list[tuple[int, int]], at: int) -> bool:
    """Let groups[at] take in the clause before it, or the group that holds that one; at the start of a sentence or
    part, the one behind it.
    """
    first, last = groups[at]
    alone = first == 0 or text[clauses[first - 1][1] - 1] in STOPS
    if alone and last + 1 < len(clauses):
        if at + 1 < len(groups) and groups[at + 1][0] == last + 1:
            groups[at : at + 2] = [(first, groups[at + 1][1])]
        else:
            groups[at] = (first, last + 1)
    elif first:
        if at and groups[at - 1][1] == first - 1:
            groups[at - 1 : at + 1] = [(groups[at - 1][0], last)]
        else:
            groups[at] = (first - 1, last)
    else:
        return False
    return True


def _left(text: str, clauses: list[tuple[int, int]], group: tuple[int, int], blanks: list[tuple[int, int]]) -> int:
    """How many characters a group's barest question leaves to read: one blank is hidden at a time."""
    start, end = clauses[group[0]][0], clauses[group[1]][1]
    return min(len(words_of(text[start:first] + text[last:end])) for first, last in blanks if start <= first < end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation that led on to the next clause, and without what marks an item (——)."""
    while end > start and text[end - 1] in STOPS + PAUSES + CLOSE + " ":
        end -= 1
    while start < end and text[start] == "—":
        start += 1
    return start, end
