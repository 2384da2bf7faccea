"""Repeating: a figure that a text gives once more, in much the same words, is one fact and asked once."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from cards.anki.cloze import answers
from cards.finding.reported import figure_at
from cards.records import Article
from cards.rules.ruleset import RuleSet
from cards.text.holding import pairs
from cards.text.spoken import words_of
from cards.writing.drafts import Draft

SAME_OF = 0.7  # of what the shorter shows: so much stands in the other too


def asked_once(article: Article, drafts: list[Draft], rules: RuleSet) -> list[Draft]:
    """`drafts`, in the order of the text, without those that ask for a figure which one before them asks for: of the
    same thing, place and time (造林3万亩; 完成造林3万亩的目标). The first is worth what the worthiest is.
    """
    times = Counter(_asked(draft) for draft in drafts if draft.asked)
    first: dict[object, int] = {}
    kept: list[Draft] = []
    for draft in drafts:
        said = _said(article, draft, rules) if draft.asked and times[_asked(draft)] > 1 else None
        earlier = first.setdefault(said, len(kept)) if said else len(kept)
        if earlier < len(kept) and _shows_the_same(kept[earlier], draft):
            kept[earlier] = replace(kept[earlier], worth=max(kept[earlier].worth, draft.worth))
        else:
            kept.append(draft)
    return kept


def _asked(draft: Draft) -> tuple[str, ...]:
    """The kind of `draft` and what it asks for."""
    return draft.kind.name, *(answer for hidden in answers(draft.text).values() for answer in hidden)


def _said(article: Article, draft: Draft, rules: RuleSet) -> object:
    """What `draft` asks for, and what that is of, whose and when; None where the text does not tell what."""
    figure = figure_at(article, draft.asked, rules) if draft.asked else None
    if figure is None or not figure.what:
        return None
    return _asked(draft), figure.what, figure.whose, figure.when, figure.than, figure.measure


def _shows_the_same(one: Draft, other: Draft) -> bool:
    """Whether most of what the shorter of both shows the other shows too."""
    mine, theirs = (pairs(words_of(draft.plain[0])) for draft in (one, other))
    return len(mine & theirs) >= SAME_OF * min(len(mine), len(theirs))
