"""Drafts: notes before they have an identity, and what all of them are made of."""

from __future__ import annotations

import html
from collections.abc import Callable

from msgspec import Struct

from cards.anki.cloze import harmless
from cards.records import Article, Fact, Figure, Paragraph, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import clauses_of

LONG_PARAGRAPH = 240  # characters: a phone shows as many without scrolling
ELLIPSIS = "…"  # stands where words of the source are left out
BESIDE = 90  # of a longer one, at most so many are shown before the words of the card, and as many behind them
Cut = Callable[[str], list[str]]  # splits a text into words that together make it up again


class Draft(Struct, frozen=True):
    """A note before it has an identity and a source line: the `fact` it asks for, its first field (`text`, HTML with
    clozes), and its text in the source, for the check (`plain`: the words shown, or the items).

    `enumeration` is what is recited of the whole list that an item belongs to, `stated` that its title is how the text
    announces it; `asked` is where the figure stands that it asks for, `figure` what that says.
    """

    kind: Kind
    rule: str
    fact: Fact
    text: str
    plain: tuple[str, ...]
    place: Span
    cue: str = ""
    extra: str = ""
    mnemonic: str = ""
    enumeration: tuple[str, ...] = ()
    stated: bool = False
    tags: tuple[str, ...] = ()
    worth: float = 1.0
    asked: Span | None = None
    figure: Figure | None = None


def context(article: Article, *spans: Span) -> str:
    """The words of the card, `spans` of one paragraph in its order, marked in it; of a long one what stands next to
    them, so that nobody has to look for them.
    """
    paragraph = article.paragraphs[spans[0].paragraph]
    text = paragraph.text
    whole = Span(spans[0].paragraph, spans[0].start, spans[-1].end)
    start, end = _around(paragraph, whole) if len(text) > LONG_PARAGRAPH else (0, len(text))
    parts = [ELLIPSIS if start > 0 else ""]
    shown_to = start
    for span in spans:
        parts += [harmless(text[shown_to : span.start]), f"<mark>{harmless(text[span.start : span.end])}</mark>"]
        shown_to = span.end
    parts += [harmless(text[shown_to:end]), ELLIPSIS if end < len(text) else ""]
    return "".join(parts)


def _around(paragraph: Paragraph, span: Span) -> tuple[int, int]:
    """Where what stands next to `span` begins and ends: sentences as far as BESIDE reaches, else clauses."""
    near = paragraph.sentences_before(span.end + BESIDE, _most(span))
    sentences = [(sentence.start, sentence.end) for sentence in near]
    starts, ends = _beside(sentences, span)
    if not starts or not ends:
        clause_starts, clause_ends = _beside(_clauses_of(sentences, paragraph), span)
        starts = starts or clause_starts or [span.start]
        ends = ends or clause_ends or [span.end]
    return min(starts), max(ends)


def _clauses_of(sentences: list[tuple[int, int]], paragraph: Paragraph) -> list[tuple[int, int]]:
    """Where the clauses of `sentences` stand in their paragraph; of the whole paragraph where there are none."""
    first = min((start for start, _ in sentences), default=0)
    last = max((end for _, end in sentences), default=len(paragraph.text))
    return [(first + start, first + end) for start, end in clauses_of(paragraph.text[first:last])]


def _most(span: Span) -> int:
    """More sentences than can stand in and beside `span`."""
    return span.end - span.start + 2 * BESIDE


def _beside(stretches: list[tuple[int, int]], span: Span) -> tuple[list[int], list[int]]:
    """Where `stretches` begin just before `span`, and where they end just behind it."""
    starts = [start for start, _ in stretches if 0 <= span.start - start <= BESIDE]
    ends = [end for _, end in stretches if 0 <= end - span.end <= BESIDE]
    return starts, ends


def wrapped(kind: Kind, inner: str) -> str:
    """The first field of a note: `inner`, which the face shows as its kind."""
    return f'<div class="jy {kind.name}" data-kind="{html.escape(kind.label)}">{inner}</div>'
