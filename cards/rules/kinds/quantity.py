"""The kind `quantity`: a selection over the quantities of a stretch, which the grammar reads once for all rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from cards.rules.contract import QuantitySelection
from cards.rules.grammar import Grammar, Reading
from cards.rules.match import Match
from cards.rules.pieces import Pattern
from cards.rules.stretches import Stretch

BARE = "number"  # the form of a number without a unit, which the other end of a range gives it


def find_quantities(selection: QuantitySelection, stretch: Stretch, grammar: Grammar[Any]) -> Iterator[Match]:
    """Every quantity that `selection` wants, hidden as a whole."""
    readings = grammar.read(stretch.text)
    return _selected(selection, stretch, readings) if readings else iter(())


def _selected(selection: QuantitySelection, stretch: Stretch, readings: tuple[Reading[Any], ...]) -> Iterator[Match]:
    """Those of `readings` that `selection` wants."""
    if not selection.joined:
        ends = [(reading, reading) for reading in readings]
    else:
        ends = list(_ranges(selection.joined, stretch.text, readings))
    for first, last in ends:
        if _wanted(selection, stretch.text, first, last):
            span = stretch.span(first.start, last.end)
            yield Match(stretch, first.start, last.end, last.groups, spans=(span,))


def _ranges(joint: Pattern, text: str, readings: tuple[Reading[Any], ...],
            ) -> Iterator[tuple[Reading[Any], Reading[Any]]]:
    """The pairs of neighbours between which nothing but `joint` stands."""
    for first, last in pairwise(readings):
        if first.form in (BARE, last.form):
            between = joint.match(text, first.end)
            if between is not None and between.end() == last.start:
                yield first, last


def _wanted(selection: QuantitySelection, text: str, first: Reading[Any], last: Reading[Any]) -> bool:
    """Whether form, words and neighbourhood are as the selection says."""
    if not last.form or (selection.forms and last.form not in selection.forms):
        return False
    if selection.fits and selection.fits.search(text[first.start : last.end]) is None:
        return False
    if selection.after and selection.after.match(text, first.start) is None:
        return False
    return selection.before is None or selection.before.match(text, last.end) is not None
