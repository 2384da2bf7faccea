"""Figures that a later issue of the publication updates: the older note gets a banner that points to the newer one.

Only where it is beyond doubt: the same words but for the figures and the dates (and, where these are
said, whatever their cues add), the same units, a place that both name, a later date, and in neither issue another note
of like words. Or, in whatever words, figures of the same indicator, whose, measure and unit, of later years, and in
neither issue another such. Every note remembers what it states; nothing is read anew here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.cloze import harmless, standing_alone, strip
from cards.anki.names import title_of
from cards.anki.note_type import CUE, MEMORY, STATUS, TEXT
from cards.record.beside import Beside
from cards.record.memory import UPDATED_TAG, remember
from cards.record.stated import YEAR, Stated, stated
from cards.record.store import Recorded
from cards.record.traces import Traces, figure
from cards.records import Statement
from cards.text.ordering import natural

REACH = 30  # issues: more than a year of a fortnightly, whose reports come once a year
LEFT_OUT = "……"

Alike = Callable[[Recorded], object]
Together = dict[object, list[Recorded]]  # notes by what they are alike in
Banners = Callable[[Iterable[Recorded]], Mapping[str, str]]


class Neighbour(Struct, frozen=True, eq=False, dict=True):
    """Another issue of the publication: its number, its folder, its living figures, and how many issues it is behind
    (or before, below 0) the one that looks around.
    """

    issue: str
    folder: Path
    notes: tuple[Recorded, ...]
    away: int = 0

    @cached_property
    def by_sentence(self) -> Together:
        return _together(self.notes, _sentence)

    @cached_property
    def by_figure(self) -> Together:
        return _together(self.notes, _figure)

    def sharing(self, traces: Traces) -> tuple[Recorded, ...]:
        """Its figures that have one of `traces`."""
        return tuple(note for note in self.notes if not traces.isdisjoint(figure_traces((note,))))


def figures(notes: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """The living notes among `notes` that state a figure."""
    return tuple(note for note in notes if not note.memory.retired and note.memory.statement)


def figure_traces(notes: Iterable[Recorded]) -> Traces:
    """The traces of figures."""
    return frozenset(trace for note in notes for trace in figure(note.memory.kind, note.memory.statement))


class Neighbours(Struct, frozen=True):
    """The issues around one, up to REACH before and behind: those whose figures may be of the same as its own, whose
    `traces` these are, and those whose figures may be of the same as theirs.
    """

    traces: Traces
    all: tuple[Neighbour, ...] = ()


def neighbours_of(traces: Traces, beside: Callable[[Traces, int], Iterable[Beside]]) -> Neighbours:
    """The neighbours of an issue whose figures have these traces; `beside` gives the issues that have one of some, so
    far away.
    """
    first = _neighbours(beside(traces, REACH))
    further = figure_traces(note for neighbour in first for note in neighbour.sharing(traces))
    return Neighbours(traces, _neighbours(beside(traces | further, REACH)) if further - traces else first)


def _neighbours(beside: Iterable[Beside]) -> tuple[Neighbour, ...]:
    found = []
    for other in beside:
        notes = figures(other.notes.values())
        numbers = {note.memory.issue[1] for note in notes}
        if len(numbers) == 1:
            found.append(Neighbour(numbers.pop(), other.folder, notes, other.away))
    return tuple(found)


def is_later(one: str, other: str) -> bool:
    """Whether the issue number `one` is later than `other`; never where they are not numbered alike."""
    ours, theirs = natural(one), natural(other)
    return [text for _, text in ours] == [text for _, text in theirs] and ours > theirs


def banners(issue: str, notes: Iterable[Recorded], others: Iterable[Neighbour]) -> dict[str, str]:
    """The banner, as HTML, of each of the figures `notes` of `issue` that one of `others` updates, by GUID; the newest
    such counts.
    """
    return _banners(Neighbour(issue, Path(), tuple(notes)), others)


def _banners(own: Neighbour, others: Iterable[Neighbour]) -> dict[str, str]:
    found: dict[str, str] = {}
    for other in sorted(others, key=lambda neighbour: natural(neighbour.issue)):
        if is_later(other.issue, own.issue):
            updating = {**_updating(own.by_figure, other.by_figure, _is_of_later),
                        **_updating(own.by_sentence, other.by_sentence, _updates)}
            found |= {guid: _banner(other.issue, old, new) for guid, (old, new) in updating.items()}
    return found


def _updating(before: Together, after: Together,
              updates: Callable[[Recorded, Recorded], bool]) -> dict[str, tuple[Recorded, Recorded]]:
    """The notes `before` that one of those `after` updates, by GUID, each with that one: the only ones that are alike.
    """
    found = {}
    for key in before.keys() & after.keys():
        [old, *more], [new, *rest] = before[key], after[key]
        if not more and not rest and updates(old, new):
            found[old.guid] = (old, new)
    return found


def _together(notes: Iterable[Recorded], alike: Alike) -> Together:
    """`notes` by what they are alike in; those without it are left out."""
    found: dict[object, list[Recorded]] = defaultdict(list)
    for note in notes:
        key = alike(note)
        if key is not None:
            found[key].append(note)
    return found


def _sentence(note: Recorded) -> object:
    """The words of what a note states."""
    return note.memory.statement.sentence if note.memory.statement else None


def figure_of(note: Recorded) -> Stated | None:
    """The figure that a note states."""
    return stated(note.memory.kind, note.memory.statement, note.memory.fact.answer)


def _figure(note: Recorded) -> object:
    """What a note is a figure of, but for the years."""
    told = figure_of(note)
    return told.of if told else None


def _is_of_later(old: Recorded, new: Recorded) -> bool:
    """Whether `new`, a figure of the same as `old`, is another one of later years."""
    before, after = figure_of(old), figure_of(new)
    if before is None or after is None or {*old.memory.numbers.values()} == {*new.memory.numbers.values()}:
        return False
    return all(earlier < later for earlier, later in zip(before.years, after.years, strict=False))


def _updates(old: Recorded, new: Recorded) -> bool:
    before, after = old.memory.statement, new.memory.statement
    if before is None or after is None or old.memory.kind != new.memory.kind:
        return False
    if {*old.memory.numbers.values()} == {*new.memory.numbers.values()} or before.words != after.words:
        return False
    return before.place == after.place != "" and _is_newer(before, after)


def _is_newer(before: Statement, after: Statement) -> bool:
    """Whether the dates are later ones; where no year is said, whether the sources are: an issue may reprint what is
    older than what an earlier issue had.
    """
    if any(map(YEAR.fullmatch, before.dates)):
        if len(before.dates) != len(after.dates):
            return False
        pairs = [(_value(old), _value(new)) for old, new in zip(before.dates, after.dates, strict=True)]
        years = [pair for pair, old in zip(pairs, before.dates, strict=True) if YEAR.fullmatch(old)]
        return all(new >= old for old, new in years) and [n for _, n in pairs] > [o for o, _ in pairs]
    return "" < before.day < after.day


def _value(digits: str) -> int:
    """A number of a date: 2025, 12."""
    return int(re.sub(r"\D", "", digits) or 0)


def _banner(issue: str, old: Recorded, new: Recorded) -> str:
    """The banner stands on the front too: what is the same in both and hidden there is left out."""
    cue = strip(new.fields[CUE])
    told = f"《{title_of(new.memory.decks[0])}》：{cue}{'：' if cue else ''}{strip(new.fields[TEXT])}"
    for answer in sorted(old.memory.numbers.values(), key=len, reverse=True):
        told = standing_alone(answer).sub(LEFT_OUT, told)
    return harmless(f"已有新数据：{issue}期{told}")


def bannered(note: Recorded, before: Recorded | None, banner: str, now: int) -> Recorded:
    """`note` with `banner`, or without one where that is ''. It changes where the note remembers another; its digest,
    cloze numbers and identity do not. `before` is the note as recorded.
    """
    tags = {*note.tags} - {UPDATED_TAG} | ({UPDATED_TAG} if banner else set())
    fields = [*note.fields]
    fields[STATUS] = banner
    changed, memory = note.changed, note.memory
    if memory.banner != banner:
        changed = max(now, note.changed, before.changed + 1 if before else 0)
        memory = replace(memory, banner=banner, made=changed)
        fields[MEMORY] = remember(memory)
    return replace(note, changed=changed, fields=tuple(fields), tags=tuple(sorted(tags)), memory=memory)


def outdated(current: Neighbour, neighbours: Neighbours, now: int) -> dict[Neighbour, dict[str, Recorded]]:
    """Of each of the `neighbours` earlier than the issue `current` the notes, by GUID, that get another banner or lose
    it: of those that may be of the same as one of its own.
    """
    found: dict[Neighbour, dict[str, Recorded]] = {}
    for neighbour in neighbours.all:
        shared = neighbour.sharing(neighbours.traces) if is_later(current.issue, neighbour.issue) else ()
        if shared:
            others = [other for other in neighbours.all
                      if other is not neighbour and abs(other.away - neighbour.away) <= REACH]
            told = _banners(neighbour, [current, *others])
            notes = {note.guid: bannered(note, note, told.get(note.guid, ""), now)
                     for note in shared if note.memory.banner != told.get(note.guid, "")}
            if notes:
                found[neighbour] = notes
    return found
