"""Nested enumerations: one that an item of another announces with a colon is a list of its own, not a rival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from msgspec.structs import replace

from cards.records import KEPT, Article, Fate, Finding, Item, Span
from cards.rules.kinds.heads import trim

COLONS = ("：", ":")
PAUSES = "，,"
Announced = tuple[Finding, Span]  # an enumeration behind a colon, and where its items stand


def announced_at(inner: Finding, outer: Finding, article: Article) -> int | None:
    """Which item of `outer` (from 0) announces the whole of `inner`, right before its first item; None: none does."""
    around = _announced(inner, article)
    return None if around is None else _announcing_item(outer, around)


def _announced(inner: Finding, article: Article) -> Span | None:
    """Where the items of `inner` stand, if a colon stands right before them."""
    first, last = inner.items[0], inner.items[-1]
    paragraph = first.body.paragraph
    if not last.body.paragraph == paragraph == first.head.paragraph:
        return None
    before = article.paragraphs[paragraph].text[: first.body.start].rstrip()
    if not before.endswith(COLONS):
        return None
    return Span(paragraph, first.body.start, last.head.end)


def _announcing_item(outer: Finding, around: Span) -> int | None:
    return next((at for at, item in enumerate(outer.items) if _begins_before(item, around)), None)


def _begins_before(item: Item, around: Span) -> bool:
    """Whether `around` stands within the item, behind its first words."""
    body = item.body
    return body.paragraph == around.paragraph and body.start < around.start and around.end <= body.end


def untangled(fates: Iterable[Fate], article: Article) -> list[Fate]:
    """`fates`, the items of kept enumerations cut back where they announce another kept one of their kind."""
    fates = list(fates)
    announced: dict[int, list[Announced]] = defaultdict(list)  # by the paragraph they stand in
    for inner in (fate.finding for fate in fates if _is_kept_list(fate)):
        if around := _announced(inner, article):
            announced[around.paragraph].append((inner, around))
    return [replace(fate, finding=_cut(fate.finding, announced, article)) if _is_kept_list(fate) else fate
            for fate in fates]


def _is_kept_list(fate: Fate) -> bool:
    return fate.outcome == KEPT and bool(fate.finding.items)


def _cut(outer: Finding, announced: Mapping[int, list[Announced]], article: Article) -> Finding:
    items = list(outer.items)
    paragraphs = dict.fromkeys(item.body.paragraph for item in outer.items)
    for inner, around in chain.from_iterable(announced.get(paragraph, ()) for paragraph in paragraphs):
        if inner.kind != outer.kind or inner is outer:
            continue
        at = _announcing_item(outer, around)
        if at is not None:
            items[at] = replace(items[at], head=_announcing(items[at].head, inner.items[0].body.start, article))
    return replace(outer, items=tuple(items)) if items != list(outer.items) else outer


def _announcing(head: Span, end: int, article: Article) -> Span:
    """`head` without the list that begins at `end`, and without the clause that announces it where another is left."""
    if head.end <= end:
        return head
    text = article.paragraphs[head.paragraph].text
    stop = max(text.rfind(pause, head.start, end) for pause in PAUSES)
    start, stop = trim(text, head.start, stop if stop > head.start else end)
    return Span(head.paragraph, start, stop) if stop > start else head
