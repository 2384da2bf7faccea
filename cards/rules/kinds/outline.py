"""The kind `outline`: the headings of one level under one heading (一、… 二、…; 第一章 …; unnumbered ones)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cards.rules.kinds.heads import EDGES
from cards.rules.kinds.marked import first_and_last
from cards.rules.kinds.members import Lexicons, listed
from cards.rules.list_keys import Outlining
from cards.rules.match import Match
from cards.rules.stretches import Stretch

STOPS = "。；！"
SENTENCE_END = re.compile(f"[{STOPS}]")
DASHES = "——", "――", "──"  # a heading that ends so leads up to its text, and stands below those that do not
PAUSE = re.compile(r"[，：]")


@dataclass
class _Group:
    """Headings of one `level` under one heading: where each begins, and where what is recited of it does and ends;
    `mark` is that of the first.
    """

    level: int
    mark: str
    headings: list[tuple[int, int, int]] = field(default_factory=list)

    def ends_before(self, level: int, mark: str) -> bool:
        """Whether a heading of that `level` is of another group: of a higher one, or where the numbers begin anew."""
        begins_anew = mark.strip() != "" and mark.strip() == self.mark.strip()
        return self.level > level or (self.level == level and begins_anew)


def find_outlines(outlining: Outlining, stretch: Stretch, lexicons: Lexicons) -> Iterator[Match]:
    """Each group of headings that is neither too short nor too long."""
    groups = _groups(outlining, stretch.text)
    marks = [_marks(group, stretch.text) for group in groups]
    for group, own in zip(groups, marks, strict=True):
        if outlining.least <= len(group.headings) <= outlining.most:
            members = [(head, end) for _, head, end in group.headings]
            bodies = [(start, end) for start, _, end in group.headings]
            ends = first_and_last(own, marks)
            match = listed(stretch, members, outlining.longest, lexicons, ends, bodies)
            if match is not None:
                yield match


def _marks(group: _Group, text: str) -> list[str]:
    """The marks that the headings of `group` have, '' for none."""
    return [text[start:head].strip(EDGES) for start, head, _ in group.headings]


def _groups(outlining: Outlining, text: str) -> list[_Group]:
    """The headings of `text`, each at the beginning of a line, by level under the nearest heading of a higher one."""
    groups: list[_Group] = []
    open_groups: list[_Group] = []
    start = 0
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        level, head, end = _heading(outlining, line)
        if head < end and (level < len(outlining.marks) or _goes_on(outlining, following)):
            group = _group_of(open_groups, level, line[:head])
            if not group.headings:
                groups.append(group)
            group.headings.append((start, start + head, start + end))
        start += len(line) + 1
    return groups


def _group_of(open_groups: list[_Group], level: int, mark: str) -> _Group:
    """The group of a heading with that `mark`, of those that are open: a new one where none is of its `level`, or where
    the numbers begin anew.
    """
    while open_groups and open_groups[-1].ends_before(level, mark):
        open_groups.pop()
    if not open_groups or open_groups[-1].level < level:
        open_groups.append(_Group(level, mark))
    return open_groups[-1]


def _goes_on(outlining: Outlining, line: str) -> bool:
    """Whether a line is the text of a section, and no short line too."""
    level, head, end = _heading(outlining, line)
    return bool(line) and (level < len(outlining.marks) or head == end)


def _heading(outlining: Outlining, line: str) -> tuple[int, int, int]:
    """The level of the heading that a line is or begins with, from 0 for the highest, and where its words begin behind
    its mark and end; nothing of a line without a mark that goes on, nor of one that has several such headings run in.
    """
    ending = SENTENCE_END.search(line)
    end = ending.start() if ending else len(line)
    for level, mark in enumerate(outlining.marks):
        found = mark.match(line)
        if found is not None:
            behind = ending.end() if ending else len(line)
            runs_in = any(line[other.start() - 1] in STOPS for other in mark.finditer(line, behind))
            return level, found.end(), found.end() if runs_in else end
    is_led = line.endswith(DASHES)
    is_heading = len(line) <= end + 1 and _is_alone(outlining, line.rstrip(EDGES) if is_led else line)
    return len(outlining.marks) + is_led, 0, end if is_heading else 0


def _is_alone(outlining: Outlining, line: str) -> bool:
    """Whether a line may be a heading without a mark: a short one without a pause, or with one and nothing that ends it
    (立足职能，助力发展).
    """
    pauses = len(PAUSE.findall(line))
    return len(line) <= outlining.longest and (not pauses or (pauses == 1 and line[-1].isalnum()))
