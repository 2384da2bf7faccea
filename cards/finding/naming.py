"""Naming: what a figure is of: in the words of its clause, else in those that its sentence says before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cards.finding.worded import Worded
from cards.text.sentences import clauses_of

NUMBER = r"(?:\d|第[一二三四五六七八九十]|[〇一二三四五六七八九十百千万亿]{2})"
FROM = re.compile(rf"[由从比较][^由从比较]*?{NUMBER}.*$")  # 从54万亿元增加到, 比2020年增长
MEMBERS = re.compile("[、和与]")
TIED = re.compile("[和与及]$")
THING = re.compile(r"[^】]*】([一-鿿]{2,16})")
OF_THING = re.compile("[^】]*】的([一-鿿]{2,8})")  # 60%的职工
EACH = "分别"
PART = "占"  # what begins so goes on with what the figure before is of
NEXT = re.compile(r"[、和]\d")
BOUNDARY = re.compile(r"\d[^、和]*[、和]")  # a figure and what parts it from the next
LEADS = 3  # openings, one behind the other (其中，全省)
LEAST = 2  # characters that say what a figure is of
FIGURE = re.compile(r"(?:\d[\d.,]*+|[〇一二三四五六七八九十百千万亿]{2,}+)(?! ?年)")
LONG = 24  # characters: what is longer says more than what a figure is of


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure is of, and, where its clause names things together that have a figure each, the things."""

    what: str = ""
    things: tuple[str, ...] = ()


NOTHING = Named()


def named(clause: str, between: str, before: Named, words: Worded) -> Named:
    """What the figure in brackets of `clause` is of: its own words, else those `between` its clause and the figures
    `before` it in its sentence, else what these are of.
    """
    said, _, behind = clause.partition("【")
    turn = _Turn.of(FROM.sub("", said), behind)
    things = turn.things(words)
    bare = _named(turn.own(things), words)
    if len(bare) < LEAST and len(before.things) == turn.number:
        return Named(before.things[turn.at], before.things)
    bare = _share(bare, before.what or named_last(between, words)) if bare.startswith(PART) else bare
    bare = _with_thing(bare, behind) if words.counts(clause) else bare
    if len(bare) < LEAST:
        bare = _thing_of(behind) or named_last(between, words, bool(before.what)) or before.what
    return Named(bare, tuple(_named(thing, words) for thing in things))


def _thing_of(behind: str) -> str:
    """The thing `behind` a figure that is a part of it (60%的职工), or ''."""
    thing = OF_THING.match(behind)
    return thing[1] if thing else ""


def _share(part: str, whole: str) -> str:
    """What a share is of: the `part` (占全省比重) with the `whole` that is its; '' where that is not known."""
    return f"{whole}{part}" if whole else ""


def named_before(clause: str, said: str, words: Worded) -> str:
    """What the figure in brackets of `clause` is of by what is `said` before it in its sentence; '' where its clause
    says so itself.
    """
    return "" if named(clause, "", NOTHING, words).what else named_last(said, words)


def named_last(text: str, words: Worded, indicators: bool = False) -> str:
    """What the clauses `text` of a sentence name last, of `indicators` only, where that is no more than a name."""
    for start, end in reversed(clauses_of(text)):
        said = FROM.sub("", text[start:end])
        figure = FIGURE.search(said)
        name = _named(said[: figure.start()] if figure else said, words)
        if len(name) >= LEAST and not words.first("doing", name):
            return name if len(name) <= LONG and (not indicators or words.indicator(name)) else ""
    return ""


@dataclass(frozen=True, slots=True)
class _Turn:
    """Whose turn it is in a clause with several figures: what stands before the first and before this one, which is
    the one `at` its place (from 0) of a `number`; `each`: things named together have one each.
    """

    first: str
    last: str
    each: bool
    at: int
    number: int

    @classmethod
    def of(cls, said: str, behind: str) -> _Turn:
        """The turn of a figure between what is `said` before and what stands `behind`."""
        first, together, figures_before = said.partition(EACH)
        parts = BOUNDARY.split(figures_before if together else said)
        return cls(first, parts[-1], bool(together), len(parts) - 1, len(parts) + len(NEXT.findall(behind)))

    def things(self, words: Worded) -> tuple[str, ...]:
        """The things that are named together before figures, one for each, with what they share (原煤、原油产量)."""
        if not self.each:
            return ()
        members = next((split for split in (MEMBERS.split(self.first), self.first.split("、"),
                                            words.members(self.first)) if len(split) == self.number > 1), [])
        tail = words.first("shared_tail", self.first)
        return tuple(thing if not tail or thing.endswith(tail[0]) else thing + tail[0] for thing in members)

    def own(self, things: tuple[str, ...]) -> str:
        """What a figure is of: of `things` the one whose turn it is, else what stands behind the last figure."""
        if things:
            return things[self.at]
        return self.first if self.each else self.last


def _bare(said: str, words: Worded) -> str:
    """`said` without what opens it and the verb that leads to its figure."""
    for _ in range(LEADS):
        lead = words.first("lead", said)
        said = said[lead.end() :] if lead else said
    for name in ("beside", "verb_behind", "than"):
        behind = words.first(name, said)
        said = said[: behind.start()] if behind else said
    return said.strip("，；：、 ")


def _with_thing(bare: str, behind: str) -> str:
    """What a figure is of with the thing `behind` it, which it counts."""
    thing = THING.match(behind)
    return TIED.sub("", bare) + thing[1] if thing else bare


def _named(said: str, words: Worded) -> str:
    """What a figure is of behind `said`, without whose it is."""
    bare = _bare(said, words)
    if words.first("measure_only", bare):
        return ""
    return bare.removeprefix(words.body(bare) or words.owner(bare)).removeprefix("的") or bare


