"""Statements: what a figure's card says, told when the note is made, so that a later issue's can be held against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from cards.anki.cloze import CLOZE, strip
from cards.anki.note_type import CUE, SOURCES, TEXT
from cards.records import Indicated, Note, Statement
from cards.rules.pieces import OverrunError, Pattern
from cards.rules.ruleset import Kind, RuleSet
from cards.text.spoken import words_of
from cards.writing.cues import BETWEEN
from cards.writing.retelling import IssueDraft

SLOT = "Ω"  # stands for a number; a letter, so that words_of keeps it
TEXTS_KEPT = 2_000  # with what they say of when and where: the same stand above one note after the other
ASKED = "Δ"  # stands around the answer
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
NUMBER = re.compile(r"(?<![A-Za-z])\d+(?:[.,]\d+)*(?![A-Za-z])")  # not that of a name: 5G
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def with_statement(note: Note, issue_draft: IssueDraft, rules: RuleSet) -> Note:
    """`note`, made of `issue_draft`, with what it states; as it is where it asks for no figure, or for one that
    is the same in every issue. 全市 is another place in another article: the lexicon own_place has such words.
    """
    kind = rules.kinds[note.kind]
    if kind.lasting or kind.selection is not None or note.fact.form != "answer" or not DIGITS.search(note.fact.answer):
        return note
    try:
        own_places = rules.lexicons.get("own_place", ())
        said = _statement(note, issue_draft.home.title, kind, own_places)
        return replace(note, statement=replace(said, figure=_figure(issue_draft)))
    except OverrunError:
        return note


def _figure(issue_draft: IssueDraft) -> Indicated | None:
    """What the figure that is asked is of; None where the text does not tell all of that, or it is not so yet."""
    figure = issue_draft.draft.figure
    if figure is None or figure.status != "actual" or not (figure.what and figure.whose and figure.when):
        return None
    return Indicated(figure.what, figure.whose, figure.measure, figure.than, figure.when, figure.about)


def _statement(note: Note, title: str, kind: Kind, own_places: tuple[str, ...]) -> Statement:
    text, cue = strip(note.fields[TEXT]), strip(note.fields[CUE]).split(BETWEEN)
    dates: list[str] = []
    shown = NUMBER.sub(SLOT, _without_dates(text, kind, dates))
    when_and_where = [part for part in cue if opening_says(part, kind).keys() & {"when", "where"}]
    context = BETWEEN.join(when_and_where or ([] if dates else cue))
    words = (words_of(shown), words_of(_without_dates(context, kind, dates)), DIGITS.sub(SLOT, note.fact.answer))
    places = (_place(part, kind, own_places) for part in (text, *cue, title))
    return Statement(_sentence(note.fields[TEXT]), words, tuple(dates), next(filter(None, places), ""),
                     max(DAY.findall(note.fields[SOURCES]), default=""))


def _sentence(field: str) -> str:
    """The words of a field with a slot for each number, and marks around the answer that is asked for."""
    marked = CLOZE.sub(lambda match: f"{ASKED}{match[2]}{ASKED}", field)
    return NUMBER.sub(SLOT, words_of(strip(marked)))


def _without_dates(text: str, kind: Kind, dates: list[str]) -> str:
    """`text` with a slot for each number in a date; the numbers are added to `dates`."""
    parts, at = [], 0
    for start, end in _dates(kind.carry, text) if kind.carry else ():
        dates += DIGITS.findall(text[start:end])
        parts += [text[at:start], DIGITS.sub(SLOT, text[start:end])]
        at = end
    return "".join(parts) + text[at:]


@lru_cache(maxsize=TEXTS_KEPT)
def _dates(carry: Pattern, text: str) -> tuple[tuple[int, int], ...]:
    """Where `text` says when, as `carry` finds it."""
    return tuple(match.span("when") for match in carry.finditer(text) if match.groupdict().get("when"))


def _place(text: str, kind: Kind, own_places: tuple[str, ...]) -> str:
    """The place that the opening of `text` names, if it is the same in every article."""
    place = opening_says(text, kind).get("where", "")
    return "" if place in own_places else place


def opening_says(text: str, kind: Kind) -> Mapping[str, str]:
    """What the opening of `text` says of what follows: when, where."""
    return _opening_says(kind.carry, text) if kind.carry else {}


@lru_cache(maxsize=TEXTS_KEPT)
def _opening_says(carry: Pattern, text: str) -> Mapping[str, str]:
    match = carry.match(text)
    if match is None or match.groupdict().get("compared"):
        return {}
    groups = match.groupdict()
    return {name: groups[name] for name in ("when", "where") if groups.get(name)}
