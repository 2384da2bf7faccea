"""Repeating: a figure that is given once more, in much the same words, is one fact and asked once."""

from __future__ import annotations

from cards.anki.cloze import answers
from cards.text.holding import pairs, shared
from cards.text.spoken import words_of
from cards.writing.drafts import Draft

SHOWN_TOO = 0.7  # of what the shorter shows: so much stands in the other too


Told = tuple[str, tuple[str, ...], str, str, str, str, str]  # a kind, answers, and of what, whose, when a figure is


def told(draft: Draft) -> Told | None:
    """What `draft` asks for, of what, whose and when: the same of all that ask for one figure (造林3万亩; the aim of
    3万亩). None where it asks for no figure, or the text does not tell of what.
    """
    figure = draft.figure
    if figure is None or not figure.what:
        return None
    asked = tuple(answer for hidden in answers(draft.text).values() for answer in hidden)
    return draft.kind.name, asked, figure.what, figure.whose, figure.when, figure.than, figure.measure


def is_told_in_full(draft: Draft) -> bool:
    """Whether whose figure it is and when is known: it is the same in other articles."""
    return draft.figure is not None and bool(draft.figure.whose and draft.figure.when)


def shows_the_same(one: Draft, other: Draft) -> bool:
    """Whether most of what the shorter of both shows the other shows too."""
    mine, theirs = (pairs(words_of(draft.plain[0])) for draft in (one, other))
    return shared(mine, theirs) >= SHOWN_TOO
