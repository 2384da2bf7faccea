"""The kind `marked`: items that carry marks of a sequence (第一，…第二，…; 一是…二是…) or all the same mark (——)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from cards.rules.kinds.heads import EDGES, trim
from cards.rules.kinds.listing import STARTS, begins
from cards.rules.kinds.members import Lexicons, listed
from cards.rules.list_keys import Marking
from cards.rules.match import Match
from cards.rules.stretches import Stretch

LEAST_OF_EXCERPT = 3  # items: so many make a list whose first ones are not in the text
ENDS = ("first", "last")  # the groups of a match that are the marks at the two ends of its run
SENTENCE_END = re.compile(r"[。；！？\n]")


class _Marked(Struct, frozen=True):
    """An item: its `mark`, where that begins, where what is recited begins and ends, its number and what it agrees in.
    """

    mark: str
    start: int
    head: int
    end: int
    number: int
    same: str


def check_marking(marking: Marking) -> Iterator[tuple[str, str]]:
    """What is wrong with it, with the key: the mark's pattern lacks a group that the kind needs."""
    needed = [marking.sequence.name] if marking.sequence else []
    for group in [*needed, *(["same"] if marking.same else [])]:
        if group not in marking.mark.groups:
            yield "mark", f"the mark's pattern has no group or piece named “{group}”"


def find_marked(marking: Marking, stretch: Stretch, lexicons: Lexicons) -> Iterator[Match]:
    """Each run of marked items that is neither too short nor too long."""
    runs = _runs(marking, list(_items(marking, stretch.text)))
    for run in runs:
        if _least(marking, run) <= len(run) <= marking.most:
            ends = [item.start for item in run[1:]] + [len(stretch.text)]
            bodies = [(item.start, _body_end(stretch.text, item, end)) for item, end in zip(run, ends, strict=True)]
            members = [(item.head, min(item.end, end)) for item, end in zip(run, ends, strict=True)]
            match = listed(stretch, members, marking.longest, lexicons, _ends(stretch.text, run, runs), bodies)
            if match is not None:
                yield match


def _items(marking: Marking, text: str) -> Iterator[_Marked]:
    for mark in marking.mark.finditer(text):
        if not begins(text, mark.start(), STARTS[marking.at]):
            continue
        run_in = marking.run_in.match(text, mark.end()) if marking.run_in else None
        head = run_in.end() if run_in else mark.end()
        closing = SENTENCE_END.search(text, head)
        end = closing.start() if closing else len(text)
        if trim(text, head, end)[0] < trim(text, head, end)[1]:
            position = marking.sequence.position(mark[marking.sequence.name]) if marking.sequence else 0
            same = mark["same"] or "" if marking.same else ""
            yield _Marked(mark[0].strip(EDGES), mark.start(), head, end, position, same)


def _runs(marking: Marking, items: list[_Marked]) -> list[list[_Marked]]:
    """Group marked items into runs that each make one enumeration; the first of a mark may begin with any number."""
    open_runs: dict[str, list[_Marked]] = {}
    runs: list[list[_Marked]] = []
    for item in items:
        run = open_runs.get(item.same)
        if run and _follows(marking, run[-1], item):
            run.append(item)
        elif item.number <= 1 or (run is None and not marking.skips):
            open_runs[item.same] = [item]
            runs.append(open_runs[item.same])
    return runs


def _ends(text: str, run: list[_Marked], runs: list[list[_Marked]]) -> dict[str, str | None]:
    """The marks of the first and the last item of `run`, where they say which items are meant and each has a paragraph
    of its own.
    """
    have_lines = all("\n" in text[one.head : other.start] for one, other in pairwise(run))
    marks = [[item.mark for item in other] for other in runs]
    return first_and_last([item.mark for item in run] if have_lines else ["", ""], marks)


def first_and_last(marks: Sequence[str], runs: Sequence[Sequence[str]]) -> dict[str, str | None]:
    """The `first` and the `last` of the `marks` of a run of three or more; None where another of the `runs` has one of
    the two, so that they do not say which items are meant.
    """
    ends = marks[0], marks[-1]
    found = sum(end in run for run in runs for end in ends)
    tell = len(marks) >= LEAST_OF_EXCERPT and all(ends) and found == len(ends)
    return dict(zip(ENDS, ends if tell else (None, None), strict=True))


def _least(marking: Marking, run: list[_Marked]) -> int:
    """The fewest items that `run` may have: more where the text, which is an excerpt, lacks its first ones."""
    return max(marking.least, LEAST_OF_EXCERPT) if run[0].number > 1 else marking.least


def _follows(marking: Marking, last: _Marked, item: _Marked) -> bool:
    """Whether `item` is the next one behind `last`."""
    step = item.number - last.number
    return marking.sequence is None or step == 1 or (marking.skips and step > 1)


def _body_end(text: str, item: _Marked, limit: int) -> int:
    line_end = text.find("\n", item.head)
    return min(limit, line_end) if line_end >= 0 else limit
