"""Lines to an Issue: cover, contents, articles with their titles, sources, sections and paragraphs.

The steps, in order, are the lines of `read_outline`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from cards.reading.lines import Line
from cards.reading.outline.articles import ReadArticle, Titling, article_of
from cards.reading.outline.cover import Cover, cover_of
from cards.reading.outline.furniture import without_furniture
from cards.reading.outline.planning import Plan, planned
from cards.reading.outline.tidy import Tidier
from cards.reading.outline_rules import Outline
from cards.records import Article, Doubt, Issue

MOST_SHOWN = 3  # page numbers


def read_outline(lines: tuple[Line, ...], name: str, outline: Outline, tidy: Tidier) -> Issue:
    """Find the issue in `lines`. `name` stands in for what a source without a cover does not say; `tidy` mends text."""
    numbers = [line for line in lines if outline.find("page_number", line.text)]
    said, furniture = without_furniture(_without(numbers, lines), outline)
    plan = planned(said, name, outline)
    read = _articles(plan, outline, tidy)
    cover = cover_of(plan.cover, outline, tidy)
    doubts = (*_left_out(numbers), *furniture, *plan.doubts, *_doubts_of(read), *cover.doubts)
    articles = tuple(read_article.article for read_article in read)
    return replace(_named(cover, plan, name, outline), articles=articles, doubts=doubts,
                   date=cover.date or plan.date or _first_date(articles))


def _named(cover: Cover, plan: Plan, name: str, outline: Outline) -> Issue:
    """The issue by what its cover says, or its plan, or else the source's `name`; without articles yet."""
    publication = cover.publication or plan.publication or outline.word("publication_of_none")
    return Issue(publication, cover.number or plan.number or name, "", (), cover.publisher, cover.theme)


def _first_date(articles: Iterable[Article]) -> str:
    return next((article.date for article in articles if article.date), "")


def _without(numbers: Iterable[Line], lines: Iterable[Line]) -> tuple[Line, ...]:
    """`lines` without those that are page numbers."""
    gone = {id(line) for line in numbers}
    return tuple(line for line in lines if id(line) not in gone)


def _left_out(numbers: Sequence[Line]) -> tuple[Doubt, ...]:
    if not numbers:
        return ()
    shown = ", ".join(line.text for line in numbers[:MOST_SHOWN]) + (", …" if len(numbers) > MOST_SHOWN else "")
    return (Doubt(f"page numbers left out: {len(numbers)} ({shown})", numbers[0].place, mended=True),)


def _articles(plan: Plan, outline: Outline, tidy: Tidier) -> list[ReadArticle]:
    """Each article, from its title to the next one's."""
    ends = [title.first for title in plan.titles[1:]] + [len(plan.lines)]
    sources = plan.sources or ("",) * len(plan.titles)
    return [article_of(Titling(number, title.title, plan.headings, source, plan.date), plan.lines[title.end : end],
                       outline, tidy)
            for number, (title, end, source) in enumerate(zip(plan.titles, ends, sources, strict=True), 1)]


def _doubts_of(read: Iterable[ReadArticle]) -> list[Doubt]:
    doubts: list[Doubt] = []
    for read_article in read:
        doubts += read_article.doubts
    return doubts
