"""Naming: what a figure is of: in the words of its clause, else in those that its sentence says before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cards.finding.worded import Worded
from cards.text.sentences import clauses_of

if TYPE_CHECKING:
    import regex

MEMBERS = re.compile("[、和与]")
TIED = re.compile("[和与及、]$")
THING = re.compile(r"[^】]*】((?:“[^”]{1,12}”)?[一-鿿]{2,16})")
OF_THING = re.compile("[^】]*】的([一-鿿]{2,8})")  # 60%的职工
PART_OF = re.compile("【[^】]*(?:[%％成]|分之[^】]*)】的([^，。；、]{2,24})")  # 60%的职工按时返岗
QUOTED_THING = re.compile("[^】]*】(“[^”]{1,12}”[一-鿿]{2,16})")
EACH = "分别"
PART = "占"  # what begins so goes on with what the figure before is of
NEXT = re.compile(r"[、和]\d")
BOUNDARY = re.compile(r"\d[^、和]*[、和]")  # a figure and what parts it from the next
LEADS = 3  # openings, one behind the other (其中，全省)
LEAST = 2  # characters that say what a figure is of
FIGURE = re.compile(r"(?:\d[\d.,]*+|[百千万]分之|[〇一二三四五六七八九十百千万亿]{2,}+)(?! ?年)")
LONG = 24  # characters: what is longer says more than what a figure is of


class Named(Struct, frozen=True):
    """What a figure is of, and, where its clause names things together that have a figure each, the things."""

    what: str = ""
    things: tuple[str, ...] = ()


NOTHING = Named()


def named(clause: str, between: str, before: Named, words: Worded) -> Named:
    """What the figure in brackets of `clause` is of: its own words, else those `between` its clause and the figures
    `before` it in its sentence, else what these are of.
    """
    said, _, behind = clause.partition("【")
    turn = _Turn.of(_until(said, words), behind)
    things = turn.things(words)
    bare = _named(turn.own(things), words)
    if len(bare) < LEAST and len(before.things) == turn.number:
        return Named(before.things[turn.at], before.things)
    bare = _share(bare, before.what or named_last(between, words)) if bare.startswith(PART) else bare
    part = _part(clause) if len(bare) < LEAST else ""
    bare = part or (_with_thing(bare, behind) if words.counts(clause) else bare)
    bare = _done(bare, turn, words) if len(bare) >= LEAST else _around(clause, between, before, words)
    return Named(bare, tuple(_named(thing, words) for thing in things))


def _around(clause: str, between: str, before: Named, words: Worded) -> str:
    """What the figure of `clause` is of, which has no words for that before it."""
    said, _, behind = clause.partition("【")
    return _thing_behind(behind) or named_last(between, words, bool(before.what)) or _total(said, before.what, words)


def _thing_behind(behind: str) -> str:
    """The thing `behind` a figure that is a part of it (60%的职工) or counts it (3个“云岭味道”试点), or ''."""
    thing = OF_THING.match(behind) or QUOTED_THING.match(behind)
    return thing[1] if thing else ""


def _part(clause: str) -> str:
    """The thing that the figure of `clause` is a part of (60%的职工), with what that part does, or ''."""
    thing = PART_OF.search(clause)
    return thing[1] if thing else ""


def _total(said: str, what: str, words: Worded) -> str:
    """`what` the figure before is of, without what says that it is new, where `said` makes this one all of it."""
    newly = words.first("newly", what) if words.first("in_all", said) else None
    return what[newly.end() :] if newly else what


def _done(bare: str, turn: _Turn, words: Worded) -> str:
    """What a figure is of, `bare`, with what is done to it: it is added, or the verb before the first of several things
    is theirs too (改造小区10户、管网20公里).
    """
    added = words.first("added", turn.verb)
    if added and not words.first("newly", bare):
        return f"{added['word']}{bare}"
    is_a_thing = turn.last.strip("、和") in ("", bare) and not words.first("shared_verb", bare)
    return _verb(turn, words, bare) + bare if is_a_thing else bare


def _verb(turn: _Turn, words: Worded, thing: str) -> str:
    """The verb before the first of several things, which is that of a later one, the `thing`, too; an indicator is only
    added.
    """
    verb = words.first("shared_verb", _named(turn.first, words)) if turn.at and not turn.each else None
    if verb is None or (words.indicator(thing) and not words.first("newly", verb["verb"])):
        return ""
    return str(verb["verb"])


def _share(part: str, whole: str) -> str:
    """What a share is of: the `part` (占全省比重) with the `whole` that is its; '' where that is not known."""
    return f"{whole}{part}" if whole else ""


def named_before(clause: str, said: str, words: Worded) -> str:
    """What the figure in brackets of `clause` is of by what is `said` before it in its sentence; '' where its clause
    says so itself. A clause that only says how it is measured (年均增速5.7%) is of the indicator that is said last.
    """
    if words.first("counted_too", clause) or says_what(named(clause, "", NOTHING, words).what, words):
        return ""
    only_measured = words.first("measure_only", _bare(_until(clause.partition("【")[0], words), words)) is not None
    return (_indicator_last(said, words) if only_measured else "") or named_last(said, words)


def says_what(name: str, words: Worded) -> bool:
    """Whether the `name` of what a figure is of says more than whose it is (青溪县由5%提高到【6%】)."""
    return name != "" and name != words.owner(name)


def of_its_turn(clause: str) -> str:
    """`clause`, where each of several things has a figure, with the one in brackets only: A、B分别增长5%和【6%】 says
    A、B分别增长【6%】.
    """
    said, mark, behind = clause.partition("【")
    first, together, figures_before = said.partition(EACH)
    return f"{first}{together}{BOUNDARY.sub('', figures_before)}{mark}{behind}"


def named_last(text: str, words: Worded, indicators: bool = False) -> str:
    """What the clauses `text` of a sentence name last, of `indicators` only, where that is no more than a name."""
    for start, end in reversed(clauses_of(text)):
        said = _until(text[start:end], words)
        figure = FIGURE.search(said)
        name = _named(said[: figure.start()] if figure else said, words)
        if len(name) >= LEAST and says_what(name, words) and not words.first("doing", name):
            return name if len(name) <= LONG and (not indicators or words.indicator(name)) else ""
    return ""


def _indicator_last(text: str, words: Worded) -> str:
    """The indicator that the clauses `text` of a sentence name last, whatever they say behind it; '' for none."""
    names = (named_last(text[start:end], words, indicators=True) for start, end in reversed(clauses_of(text)))
    return next(filter(None, names), "")


class _Turn(Struct, frozen=True):
    """Whose turn it is in a clause with several figures: what stands before the first and before this one, which is
    the one `at` its place (from 0) of a `number`; `each`: things named together have one each; `verb`: what leads to
    the figures, in its last words.
    """

    first: str
    last: str
    verb: str
    each: bool
    at: int
    number: int

    @classmethod
    def of(cls, said: str, behind: str) -> _Turn:
        """The turn of a figure between what is `said` before and what stands `behind`."""
        first, together, figures_before = said.partition(EACH)
        parts = BOUNDARY.split(figures_before if together else said)
        return cls(first if together else parts[0], parts[-1], figures_before if together else parts[-1],
                   bool(together), len(parts) - 1, len(parts) + len(NEXT.findall(behind)))

    def things(self, words: Worded) -> tuple[str, ...]:
        """The things that are named together before figures, one for each, with what they share (原煤、原油产量)."""
        if not self.each:
            return ()
        members = next((split for split in (MEMBERS.split(self.first), self.first.split("、"),
                                            words.members(self.first)) if len(split) == self.number > 1), [])
        tail, head = (_said(words.first(name, self.first)) for name in ("shared_tail", "shared_head"))
        first, *others = (f"{thing.removesuffix(tail)}{tail}" for thing in members or ("",))
        return (first, *(f"{head}{thing.removeprefix(head)}" for thing in others)) if others else ()

    def own(self, things: tuple[str, ...]) -> str:
        """What a figure is of: of `things` the one whose turn it is, else what stands behind the last figure."""
        if things:
            return things[self.at]
        return self.first if self.each else self.last


def _until(said: str, words: Worded) -> str:
    """`said` up to where it says from what, or than what (从54万亿元增加到, 比2020年增长)."""
    start = words.first("from_what", said)
    return said[: start.start()] if start else said


def _said(match: regex.Match[str] | None) -> str:
    return match[0] if match else ""


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
    return TIED.sub("", bare) + TIED.sub("", thing[1]) if thing else bare


def _named(said: str, words: Worded) -> str:
    """What a figure is of behind `said`, without whose it is."""
    bare = _bare(said, words)
    if words.first("measure_only", bare):
        return ""
    own = _bare(bare.removeprefix(words.body(bare) or words.owner(bare)).removeprefix("的"), words)
    return own or bare
