"""The stretches of an article that patterns see: a sentence, a paragraph, a section, the whole, or its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cards.records import Article, Paragraph, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text made of pieces of paragraphs, each on a line of its own: (offset in the text, paragraph, start in it)."""

    text: str
    parts: tuple[tuple[int, int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """The place of text[start:end] in its paragraph: without line breaks before it, cut at the paragraph's end."""
        if len(self.parts) == 1 and "\n" not in self.text:
            _, paragraph, first = self.parts[0]
            return Span(paragraph, first + start, first + end)
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip("\n"))
        offset, paragraph, first = next(part for part in reversed(self.parts) if part[0] <= start)
        line_end = self.text.find("\n", start)
        end = end if line_end < 0 else min(end, line_end)
        return Span(paragraph, first + start - offset, first + end - offset)


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


ARTICLES_KEPT = 8
_kept: dict[tuple[int, str], tuple[Article, tuple[Stretch, ...]]] = {}  # by the article's id, which it keeps its own


def stretches_of(article: Article, scope: str) -> tuple[Stretch, ...]:
    """The stretches of `article` that a rule with this scope sees: made once for all the rules that look at it."""
    key = id(article), scope
    if key not in _kept:
        if len(_kept) >= ARTICLES_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = article, tuple(STRETCHES[scope](article))
    return _kept[key][1]


def _bodies(article: Article) -> Iterator[Paragraph]:
    return (paragraph for paragraph in article.paragraphs if paragraph.role == "body")


def _join(together: list[Paragraph]) -> Stretch:
    parts, offset = [], 0
    for paragraph in together:
        parts.append((offset, paragraph.index, 0))
        offset += len(paragraph.text) + 1
    return Stretch("\n".join(paragraph.text for paragraph in together), tuple(parts))
