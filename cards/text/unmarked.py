"""Series without a mark between the members, which are heard by the character that all begin or all end with.

    打造市场化法治化国际化营商环境  →  市场化 | 法治化 | 国际化
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, pairwise

from cards.text.units import Stretch

LEAST = 3
SHORTEST, LONGEST = 2, 4  # characters of a member
LONGER = 2  # characters: the last member may have so many more than the first (投早投小投长期投硬科技)
Making = Callable[[list[int], Set[int]], list[Stretch]]
HAN = re.compile(r"[\u4e00-\u9fff]{6,}")  # shorter than three members
THRICE = re.compile(r"([\u4e00-\u9fff]).{1,3}\1.{1,3}\1")


def repeating(text: str) -> list[Stretch]:
    """The runs of characters of `text`, with no mark between them, in which one stands again and again."""
    return [run.span() for run in HAN.finditer(text) if THRICE.search(run[0])]


def unmarked(text: str, runs: list[Stretch], places: Iterable[int], barred: Set[str]) -> Iterator[list[Stretch]]:
    """The series in the `repeating` runs of `text`, whose words begin at `places`, no member of which holds one of the
    characters `barred`; of two that share words the one whose members are all of one length, then the one of what they
    begin with.
    """
    known = {*places, *chain.from_iterable(runs)}
    for run in runs:
        found = [members for members in _of_run(text, run, known, barred) if _is_even(text, members)]
        yield from _apart(sorted(found, key=lambda members: len(_lengths(members)) > 1))


def _of_run(text: str, run: Stretch, known: Set[int], barred: Set[str]) -> list[list[Stretch]]:
    """The series of members that begin alike, then of those that end alike, in text[start:end] of the `run`."""
    begins: dict[str, list[int]] = {}
    ends: dict[str, list[int]] = {}
    for at in range(*run):
        if at in known:
            begins.setdefault(text[at], []).append(at)
        if at + 1 in known:
            ends.setdefault(text[at], []).append(at + 1)
    found = [*_members(begins, known, _with_end), *_members(ends, known, _with_start)]
    return [members for members in found if run[0] <= members[0][0] and members[-1][1] <= run[1]
            and not barred & set(text[members[0][0] : members[-1][1]])]


def _members(places: Mapping[str, list[int]], known: Set[int], made: Making) -> Iterator[list[Stretch]]:
    """The series that are `made` of the places of each character."""
    for at in places.values():
        for links in _chains(at):
            yield from filter(None, [made(links, known)])


def _chains(at: Sequence[int]) -> Iterator[list[int]]:
    """The longest runs of `at`, enough for a series, where one is as far from the next as a member is long."""
    links: list[int] = []
    for place in [*at, at[-1] + LONGEST + 1]:
        if links and not SHORTEST <= place - links[-1] <= LONGEST:
            yield from [links] if len(links) >= LEAST else []
            links = []
        links.append(place)


def _with_end(links: list[int], known: Set[int]) -> list[Stretch]:
    """The members that begin at `links`: the last ends with a word, and is no shorter than the one before it."""
    least = links[-1] - links[-2]
    end = next((at for at in range(links[-1] + least, links[-1] + LONGEST + 1) if at in known), None)
    return list(pairwise([*links, end])) if end else []


def _with_start(links: list[int], known: Set[int]) -> list[Stretch]:
    """The members that end at `links`: the first begins with a word, and is as long as the one behind it."""
    start = links[0] - (links[1] - links[0])
    return list(pairwise([start, *links])) if start in known else []


def _lengths(members: list[Stretch]) -> set[int]:
    return {end - start for start, end in members}


def _is_even(text: str, members: list[Stretch]) -> bool:
    """Whether no member is shorter than the one before it, the last not much longer, and none said twice."""
    lengths = [end - start for start, end in members]
    said = {text[start:end] for start, end in members}
    return lengths == sorted(lengths) and lengths[-1] - lengths[0] <= LONGER and len(said) == len(members)


def _apart(found: list[list[Stretch]]) -> Iterator[list[Stretch]]:
    """Those of `found` that share no words with one before them."""
    taken: list[Stretch] = []
    for members in found:
        first, last = members[0][0], members[-1][1]
        if all(last <= start or end <= first for start, end in taken):
            taken.append((first, last))
            yield members
