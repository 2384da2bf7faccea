"""The stretches of an article that patterns see: a sentence, a paragraph, a section, the whole, or its headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from msgspec import Struct

from cards.records import Article, Paragraph, Span
from cards.rules.needs import needs_known, needs_met


class Stretch(Struct, frozen=True):
    """A text made of pieces of paragraphs, each on a line of its own: (offset in the text, paragraph, start in it)."""

    text: str
    parts: tuple[tuple[int, int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """The place of text[start:end] in its paragraph: without line breaks before it, cut at the paragraph's end."""
        if len(self.parts) == 1 and "\n" not in self.text:
            _, paragraph, first = self.parts[0]
            return Span(paragraph, first + start, first + end)
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip("\n"))
        offset, paragraph, first = self.parts[bisect_right(self.parts, start, key=itemgetter(0)) - 1]
        line_end = self.text.find("\n", start)
        end = end if line_end < 0 else min(end, line_end)
        return Span(paragraph, first + start - offset, first + end - offset)

    def line_of(self, span: Span) -> Span:
        """The line that `span` stands in: its sentence or paragraph."""
        first, *_ = self.parts[bisect_left(self.parts, span.paragraph, key=itemgetter(1))]
        end = self.text.find("\n", first)
        return self.span(first, len(self.text) if end < 0 else end)


def sentences(article: Article) -> Iterator[Stretch]:
    """The sentences of the article's text, one by one."""
    for paragraph in _bodies(article):
        for sentence in paragraph.sentences:
            yield Stretch(sentence.text, ((0, paragraph.index, sentence.start),))


def paragraphs(article: Article) -> Iterator[Stretch]:
    """The paragraphs of the article's text, one by one."""
    return (_join([paragraph]) for paragraph in _bodies(article))


def sections(article: Article) -> Iterator[Stretch]:
    """What stands between two headings, the paragraphs together."""
    together: list[Paragraph] = []
    for paragraph in article.paragraphs:
        if paragraph.role == "heading" and together:
            yield _join(together)
            together = []
        elif paragraph.role == "body":
            together.append(paragraph)
    if together:
        yield _join(together)


def whole(article: Article) -> Iterator[Stretch]:
    """All paragraphs of the article's text together, headings left out."""
    together = list(_bodies(article))
    if together:
        yield _join(together)


def outline(article: Article) -> Iterator[Stretch]:
    """All paragraphs and headings of the article together."""
    together = [paragraph for paragraph in article.paragraphs if paragraph.role in ("body", "heading")]
    if together:
        yield _join(together)


def headings(article: Article) -> Iterator[Stretch]:
    """All headings of the article together."""
    together = [paragraph for paragraph in article.paragraphs if paragraph.role == "heading"]
    if together:
        yield _join(together)


STRETCHES: dict[str, Callable[[Article], Iterator[Stretch]]] = {
    "sentence": sentences, "paragraph": paragraphs, "section": sections, "article": whole, "headings": headings,
    "outline": outline,
}


KEPT = 8


class _Kept(Struct):
    """The stretches of an article that rules with one scope see, and the needs that each of them met when so many were
    `known`.
    """

    article: Article
    stretches: tuple[Stretch, ...]
    met: tuple[int, ...] = ()
    known: int = -1


_kept: dict[tuple[int, str], _Kept] = {}  # by the id of the article, which is kept with it


def stretches_of(article: Article, scope: str, needed: int = 0) -> Sequence[Stretch]:
    """The stretches of `article` that a rule with this scope sees, made once for all the rules that look at it: those
    that meet all that is `needed`.
    """
    key = id(article), scope
    if key not in _kept:
        if len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = _Kept(article, tuple(STRETCHES[scope](article)))
    kept = _kept[key]
    if not needed:
        return kept.stretches
    if kept.known != needs_known():
        kept.met, kept.known = tuple(needs_met(stretch.text) for stretch in kept.stretches), needs_known()
    return [stretch for stretch, met in zip(kept.stretches, kept.met, strict=True) if needed & met == needed]


def _bodies(article: Article) -> Iterator[Paragraph]:
    return (paragraph for paragraph in article.paragraphs if paragraph.role == "body")


def _join(together: list[Paragraph]) -> Stretch:
    parts, offset = [], 0
    for paragraph in together:
        parts.append((offset, paragraph.index, 0))
        offset += len(paragraph.text) + 1
    return Stretch("\n".join(paragraph.text for paragraph in together), tuple(parts))
