"""Drafts: notes before they have an identity, and what all of them are made of."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass

from cards.engine.ruleset import Kind
from cards.records import Article, Span
from cards.writing.cloze import harmless

Cut = Callable[[str], list[str]]  # splits a text into words that together make it up again


@dataclass(frozen=True, slots=True)
class Draft:
    """A note before it has an identity and a source line. `plain` is its text in the source, for the check.

    `words` are the fact's own words: what kind of fact (text, whole, item) and its words, of an item also all items of
    its enumeration; `enumeration` is the whole list that an item belongs to, `stated` that its title is how the text
    announces it.
    """

    kind: Kind
    rule: str
    words: tuple[str, ...]
    text: str
    plain: tuple[str, ...]
    place: Span
    cue: str = ""
    extra: str = ""
    mnemonic: str = ""
    enumeration: tuple[str, ...] = ()
    stated: bool = False
    tags: tuple[str, ...] = ()
    weight: float = 1.0


def context(article: Article, span: Span) -> str:
    """The paragraph, the words of the card marked in it."""
    text = article.paragraphs[span.paragraph].text
    marked = f"<mark>{harmless(text[span.start : span.end])}</mark>"
    return harmless(text[: span.start]) + marked + harmless(text[span.end :])


def wrapped(kind: Kind, inner: str) -> str:
    """The first field of a note: `inner`, which the face shows as its kind."""
    return f'<div class="jy {kind.name}" data-kind="{html.escape(kind.label)}">{inner}</div>'
