"""Explaining: for each sentence, which rules matched where, which finding won, and what the others fell by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cards.building import Work
from cards.records import KEPT, Article, Doubt, Fate, Place, Sentence, Span

NEAR = "unless"


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence with the fates of all that was found in it; `unwritten` says which of its cards failed their check."""

    place: Place
    text: str
    fates: tuple[tuple[str, Fate], ...]
    unwritten: tuple[str, ...] = ()


def explain(work: Work, wanted: Callable[[Fate], bool], sentence: str = "") -> Iterator[Explained]:
    """Explain the sentences of a built `work` that hold the text `sentence`, as far as their fates are `wanted`."""
    doubts: dict[tuple[int | None, int | None], list[Doubt]] = defaultdict(list)
    for doubt in work.unwritten:
        doubts[doubt.place.article, doubt.place.paragraph].append(doubt)
    for article in work.issue.articles:
        by_paragraph: dict[int, list[Fate]] = defaultdict(list)
        for fate in (work.found or {})[article.number].fates:
            if wanted(fate):
                by_paragraph[fate.finding.spans[0].paragraph].append(fate)
        for paragraph in article.paragraphs:
            spans = paragraph.sentences or (Sentence(paragraph.text, 0),)
            for each in spans:
                if sentence in each.text:
                    span = Span(paragraph.index, each.start, each.end)
                    place = article.place(paragraph.index)
                    failed = tuple(doubt.message for doubt in doubts[place.article, place.paragraph])
                    fates = tuple(_shown(by_paragraph[paragraph.index], span, article))
                    yield Explained(place, each.text, fates, failed)


def _shown(fates: list[Fate], span: Span, article: Article) -> Iterator[tuple[str, Fate]]:
    """The fates of what begins in `span`, kept ones first, each with the words it would hide."""
    inside = [fate for fate in fates if fate.finding.spans[0].overlaps(span)]
    for fate in sorted(inside, key=lambda fate: (fate.outcome != KEPT, fate.finding.rule)):
        yield " | ".join(hidden.of(article) for hidden in fate.finding.spans), fate
