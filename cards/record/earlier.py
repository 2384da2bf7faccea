"""Earlier values: what earlier issues give for a figure one period before, said on the back of its card.

Only where they give one value, of the same indicator, whose, measure and unit, that is so already. Two values for one
period are a warning. A card that was delivered is not touched for its sake; one that says an earlier value goes on
saying it as long as no issue says another.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping

from msgspec import Struct

from cards.anki.cloze import harmless
from cards.anki.names import title_of
from cards.record.newer import Neighbour, figure_of, is_later
from cards.record.stated import Stated, stated
from cards.records import Doubt, Issue, Note, Place
from cards.text.ordering import natural


class Before(Struct, frozen=True):
    """What earlier issues give for the period before a figure's: a line for each; `agree`: they give one value."""

    lines: tuple[str, ...] = ()
    agree: bool = False

    @property
    def line(self) -> str:
        """The line of what they give; '' where it is not one value."""
        return self.lines[0] if self.agree else ""

    def kept(self, line: str) -> str:
        """The line of a card that was delivered with `line`."""
        return line if not line or not self.lines or line in self.lines else self.line


NOTHING = Before()


class _Value(Struct, frozen=True):
    """A figure that an issue states, and in which of its articles (`title`)."""

    figure: Stated
    issue: str
    title: str

    @property
    def line(self) -> str:
        """What a card's back says of it, as HTML."""
        return f'<p class="rest">{harmless(f"{self.figure.when}：{self.figure.answer}，{self.issue}期")}</p>'


Given = Mapping[Hashable, list[_Value]]


def given_earlier(issue: str, others: Iterable[Neighbour]) -> Given:
    """The figures of those of `others` that are earlier than `issue`, by what they are of; none that is only about so
    much.
    """
    found: dict[Hashable, list[_Value]] = {}
    for other in others:
        for note in other.notes if is_later(issue, other.issue) else ():
            figure = figure_of(note)
            if figure is not None and not figure.about:
                found.setdefault(figure.of, []).append(_Value(figure, other.issue, title_of(note.memory.decks[0])))
    return found


def values_before(notes: Iterable[Note], given: Given) -> dict[str, Before]:
    """What is `given` for the periods before the figures of `notes`, by the GUIDs of these."""
    found = {}
    for note in notes:
        figure = stated(note.kind, note.statement, note.fact.answer)
        there = given.get(figure.of, []) if figure else []
        before = [other for other in there if figure and other.figure.years == figure.years_before]
        if before:
            found[note.guid] = Before(tuple(other.line for other in before), _agree(before))
    return found


def conflicts(issue: Issue, notes: Iterable[Note], given: Given) -> tuple[Doubt, ...]:
    """A warning for each of the figures of `notes` for whose period another value is told in another sentence of the
    `issue`, or else is `given`; the latest one is named.
    """
    titles = {article.number: article.title for article in issue.articles}
    told: dict[Hashable, list[tuple[Note, _Value]]] = {}
    doubts = []
    for note in notes:
        figure = stated(note.kind, note.statement, note.fact.answer)
        if figure is None or figure.about:
            continue
        own = told.setdefault(figure.of, [])
        here = [other for earlier, other in own if earlier.fact.sentence != note.fact.sentence]
        value = _Value(figure, issue.number, titles[note.home])
        latest = _latest_other(figure, given.get(figure.of, ()), here)
        if latest:
            doubts.append(_conflict(value, latest, note))
        own.append((note, value))
    return tuple(doubts)


def _agree(given: Collection[_Value]) -> bool:
    return all(one.figure.agrees(other.figure) for one in given for other in given)


def _latest_other(figure: Stated, given: Iterable[_Value], here: Iterable[_Value]) -> _Value | None:
    """Of the figures of the same that tell another value for the period of `figure` the last told `here`, else the
    latest `given`.
    """
    told_here = [other for other in here if _contradicts(other.figure, figure)]
    told_before = (other for other in given if _contradicts(other.figure, figure))
    return told_here[-1] if told_here else max(told_before, key=lambda other: natural(other.issue), default=None)


def _contradicts(one: Stated, other: Stated) -> bool:
    """Whether two figures of the same give another value for one period."""
    return one.years == other.years and not one.agrees(other)


def _conflict(value: _Value, other: _Value, note: Note) -> Doubt:
    figure = value.figure
    return Doubt(f"two values for one figure, {figure.answer} here and {other.figure.answer} in {other.issue} "
                 f"《{other.title}》: {figure.when}，{note.fact.sentence}", Place(note.home))
