"""Lines to an Issue: cover, contents, articles with their titles, sources, sections and paragraphs.

The steps, in order, are the lines of `read_outline`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cards.reading.lines import Line
from cards.reading.outline.articles import ReadArticle, article_of
from cards.reading.outline.contents import contents_of
from cards.reading.outline.cover import cover_of, outside
from cards.reading.outline.locating import Titled, located
from cards.reading.outline.tidy import Tidier
from cards.reading.outline.titles import sole_title
from cards.reading.outline_rules import Outline
from cards.records import Doubt, Issue

MOST_SHOWN = 3  # page numbers


@dataclass(frozen=True, slots=True)
class Plan:
    """What is what in a source: the lines of its cover, those behind it, and where in these the articles' titles stand.
    """

    cover: tuple[Line, ...]
    lines: tuple[Line, ...]
    titles: tuple[Titled, ...]
    doubts: tuple[Doubt, ...] = ()


def read_outline(lines: tuple[Line, ...], name: str, outline: Outline, tidy: Tidier) -> Issue:
    """Find the issue in `lines`. `name` stands in for what a source without a cover does not say; `tidy` mends text."""
    numbers = [line for line in lines if outline.find("page_number", line.text)]
    plan = _planned(_without(numbers, lines), outline)
    read = _articles(plan, outline, tidy)
    cover = cover_of(plan.cover, outline, tidy)
    articles = tuple(read_article.article for read_article in read)
    date = cover.date or next((article.date for article in articles if article.date), "")
    doubts = (*_left_out(numbers), *plan.doubts, *_doubts_of(read), *cover.doubts)
    return Issue(cover.publication or outline.word("publication_of_none"), cover.number or name, date, articles,
                 cover.publisher, cover.theme, doubts)


def _without(numbers: Iterable[Line], lines: Iterable[Line]) -> tuple[Line, ...]:
    """`lines` without those that are page numbers."""
    gone = {id(line) for line in numbers}
    return tuple(line for line in lines if id(line) not in gone)


def _left_out(numbers: Sequence[Line]) -> tuple[Doubt, ...]:
    if not numbers:
        return ()
    shown = ", ".join(line.text for line in numbers[:MOST_SHOWN]) + (", …" if len(numbers) > MOST_SHOWN else "")
    return (Doubt(f"page numbers left out: {len(numbers)} ({shown})", numbers[0].place, mended=True),)


def _planned(lines: tuple[Line, ...], outline: Outline) -> Plan:
    """What is what in `lines`: by their contents, or as one article."""
    at = next((at for at, line in enumerate(lines) if outline.find("contents", line.text)), None)
    if at is None:
        return _of_one_article(lines, outline)
    contents = contents_of(lines, at + 1, outline)
    found = located(contents.entries, lines, contents.end, outline)
    if found.titles:
        before = lines[contents.end : found.titles[0].first]
        return Plan(lines[:at], lines, found.titles, (*found.missing, *map(outside, before)))
    unlisted = Doubt("no article was found by the contents; all behind them is read as one", lines[at].place)
    single = _of_one_article(lines[contents.end :], outline)
    return Plan(lines[:at] or single.cover, single.lines, single.titles, (*found.missing, unlisted))


def _of_one_article(lines: tuple[Line, ...], outline: Outline) -> Plan:
    title = sole_title(lines, outline)
    return Plan(lines[: title.first], lines, (title,))


def _articles(plan: Plan, outline: Outline, tidy: Tidier) -> list[ReadArticle]:
    """Each article, from its title to the next one's."""
    ends = [title.first for title in plan.titles[1:]] + [len(plan.lines)]
    return [article_of(number, title.title, plan.lines[title.end : end], outline, tidy)
            for number, (title, end) in enumerate(zip(plan.titles, ends, strict=True), 1)]


def _doubts_of(read: Iterable[ReadArticle]) -> list[Doubt]:
    doubts: list[Doubt] = []
    for read_article in read:
        doubts += read_article.doubts
    return doubts
