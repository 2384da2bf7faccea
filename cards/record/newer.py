"""Figures that a later issue of the publication updates: the older note gets a banner that points to the newer one.

Only where it is beyond doubt: the same words but for the figures and the dates (and, where these are
said, whatever their cues add), the same units, a place that both name, a later date, and in neither issue another note
of like words. Everything is told from the notes as packages hold them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from cards.anki.cloze import CLOZE, harmless, standing_alone, strip
from cards.anki.names import title_of
from cards.record.beside import REACH, Beside, natural
from cards.record.likeness import DIGITS, SLOT
from cards.record.memory import CUE, MEMORY, SOURCES, STATUS, TEXT, UPDATED_TAG, remember
from cards.record.store import Recorded
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Kind, RuleSet
from cards.text.spoken import words_of
from cards.writing.cues import opening_says

DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER = re.compile(r"(?<![A-Za-z])\d+(?:[.,]\d+)*(?![A-Za-z])")  # not that of a name: 5G
ASKED = "Δ"  # stands around the answer; a letter, so that words_of keeps it
LEFT_OUT = "……"
BETWEEN = " · "  # the parts of a cue

Kinds = Mapping[str, Kind]
Banners = Callable[[Iterable[Recorded]], Mapping[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """Another issue of the publication: its number, its packages, its living figures, and how many issues it is behind
    (or before, below 0) the one that looks around.
    """

    issue: str
    files: tuple[Path, ...]
    notes: tuple[Recorded, ...]
    away: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What a figure says: its `words`, cue and units with a slot for each figure and in each date; the numbers in its
    dates in order, the place it names ('' for none), and the day of its latest source.
    """

    words: tuple[str, ...]
    dates: tuple[str, ...]
    place: str
    day: str


def figure_kinds(rules: RuleSet) -> Kinds:
    """The kinds whose facts belong to their issue, for the same words may mean another year in another one."""
    return {name: kind for name, kind in rules.kinds.items() if not kind.lasting and kind.selection is None}


def figures(notes: Iterable[Recorded], kinds: Kinds) -> tuple[Recorded, ...]:
    """The living notes among `notes` that state a figure."""
    return tuple(note for note in notes if not note.memory.retired and note.memory.kind in kinds
                 and note.memory.fact.form == "answer" and DIGITS.search(note.memory.fact.answer))


def neighbours_among(beside: Iterable[Beside], kinds: Kinds) -> tuple[Neighbour, ...]:
    """The issues `beside` up to REACH before and behind, with their figures."""
    found = []
    for each in beside:
        notes = figures(each.notes.values(), kinds) if abs(each.away) <= REACH else ()
        numbers = {note.memory.issue[1] for note in notes}
        if len(numbers) == 1:
            found.append(Neighbour(numbers.pop(), each.files, notes, each.away))
    return tuple(found)


def is_later(one: str, other: str) -> bool:
    """Whether the issue number `one` is later than `other`; never where they are not numbered alike."""
    ours, theirs = natural(one), natural(other)
    return [text for _, text in ours] == [text for _, text in theirs] and ours > theirs


def banners(issue: str, notes: Iterable[Recorded], others: Iterable[Neighbour], kinds: Kinds,
            own_places: tuple[str, ...]) -> dict[str, str]:
    """The banner, as HTML, of each of the figures `notes` of `issue` that one of `others` updates, by GUID; the newest
    such counts. `own_places` are words for a place that is another one in another article (全市).
    """
    olds = _by_words(notes)
    found: dict[str, str] = {}
    for other in sorted(others, key=lambda each: natural(each.issue)):
        if is_later(other.issue, issue):
            news = _by_words(other.notes)
            for words in olds.keys() & news.keys():
                [old, *more], [new, *rest] = olds[words], news[words]
                if not more and not rest and _updates(old, new, kinds, own_places):
                    found[old.guid] = _banner(other.issue, old, new)
    return found


def _by_words(notes: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = defaultdict(list)
    for note in notes:
        found[_slotted(note, note.fields[TEXT])].append(note)
    return found


def _slotted(note: Recorded, text: str) -> str:
    """The words of a field with a slot for each number, and marks around the answer that is asked for."""
    return NUMBER.sub(SLOT, words_of(strip(CLOZE.sub(lambda match: f"{ASKED}{match[2]}{ASKED}", text))))


def _updates(old: Recorded, new: Recorded, kinds: Kinds, own_places: tuple[str, ...]) -> bool:
    if old.memory.kind != new.memory.kind or {*old.memory.numbers.values()} == {*new.memory.numbers.values()}:
        return False
    try:
        before, after = (_said(note, kinds[old.memory.kind], own_places) for note in (old, new))
    except OverrunError:
        return False
    return before.words == after.words and before.place == after.place != "" and _is_newer(before, after)


def _is_newer(before: Said, after: Said) -> bool:
    """Whether the dates are later ones; where no year is said, whether the sources are: an issue may reprint what is
    older than what an earlier issue had.
    """
    if any(map(YEAR.fullmatch, before.dates)):
        pairs = [(int(old), int(new)) for old, new in zip(before.dates, after.dates, strict=True)]
        years = [pair for pair, old in zip(pairs, before.dates, strict=True) if YEAR.fullmatch(old)]
        return all(new >= old for old, new in years) and [n for _, n in pairs] > [o for o, _ in pairs]
    return "" < before.day < after.day


@lru_cache(maxsize=1_000)  # a note is held against those of many issues
def _said(note: Recorded, kind: Kind, own_places: tuple[str, ...]) -> Said:
    text, parts = strip(note.fields[TEXT]), strip(note.fields[CUE]).split(BETWEEN)
    dates: list[str] = []
    unit = DIGITS.sub(SLOT, note.memory.fact.answer)
    shown = NUMBER.sub(SLOT, _without_dates(text, kind, dates))
    held = [part for part in parts if opening_says(part, kind).keys() & {"when", "where"}]
    cue = BETWEEN.join(held or ([] if dates else parts))
    words = (words_of(shown), words_of(_without_dates(cue, kind, dates)), unit)
    places = (_place(each, kind, own_places) for each in (text, *parts, title_of(note.memory.decks[0])))
    return Said(words, tuple(dates), next(filter(None, places), ""), max(DAY.findall(note.fields[SOURCES]), default=""))


def _without_dates(text: str, kind: Kind, dates: list[str]) -> str:
    """`text` with a slot for each number in a date; the numbers are added to `dates`."""
    parts, at = [], 0
    for match in kind.carry.finditer(text) if kind.carry else ():
        if match.groupdict().get("when"):
            start, end = match.span("when")
            dates += DIGITS.findall(text[start:end])
            parts += [text[at:start], DIGITS.sub(SLOT, text[start:end])]
            at = end
    return "".join(parts) + text[at:]


def _place(text: str, kind: Kind, own_places: tuple[str, ...]) -> str:
    """The place that the opening of `text` names, if it is the same in every article."""
    place = opening_says(text, kind).get("where", "")
    return "" if place in own_places else place


def _banner(issue: str, old: Recorded, new: Recorded) -> str:
    """The banner stands on the front too: what is the same in both and hidden there is left out."""
    told = f"《{title_of(new.memory.decks[0])}》：{strip(new.fields[TEXT])}"
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


def outdated(current: Neighbour, neighbours: Collection[Neighbour], kinds: Kinds, own_places: tuple[str, ...],
             now: int) -> dict[Neighbour, dict[str, Recorded]]:
    """Of each of `neighbours` earlier than the issue `current` the notes, by GUID, that get another banner or lose it.
    """
    found: dict[Neighbour, dict[str, Recorded]] = {}
    for each in neighbours:
        if is_later(current.issue, each.issue):
            others = [current, *(other for other in neighbours
                                 if other is not each and abs(other.away - each.away) <= REACH)]
            told = banners(each.issue, each.notes, others, kinds, own_places)
            notes = {note.guid: bannered(note, note, told.get(note.guid, ""), now)
                     for note in each.notes if note.memory.banner != told.get(note.guid, "")}
            if notes:
                found[each] = notes
    return found
