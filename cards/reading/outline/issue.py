"""Lines to an Issue: cover, contents, articles with their titles, sources, sections and paragraphs."""

from __future__ import annotations

from cards.reading.lines import Line
from cards.reading.outline.articles import article_of
from cards.reading.outline.contents import Titled, entries_of, locate_all
from cards.reading.outline.tidy import Tidier
from cards.reading.outline.titles import LONGEST_DATE, sole_title
from cards.reading.outline_rules import Outline
from cards.records import Article, Doubt, Issue


def read_outline(lines: tuple[Line, ...], name: str, outline: Outline, tidy: Tidier) -> Issue:
    """Find the issue in `lines`. `name` stands in for what a source without a cover does not say; `tidy` mends text."""
    doubts: list[Doubt] = []
    lines = _without_page_numbers(lines, outline, doubts)
    at = next((i for i, line in enumerate(lines) if outline.find("contents", line.text)), None)
    cover: tuple[Line, ...] = ()
    titled: list[Titled] = []
    if at is not None:
        cover = lines[:at]
        entries, body_from = entries_of(lines, at + 1, outline)
        titled, missing = locate_all(entries, lines, body_from, outline)
        doubts += missing
        if titled:
            doubts += [_outside(line) for line in lines[body_from : titled[0].first]]
        else:
            doubts.append(Doubt("no article was found by the contents; all behind them is read as one",
                                lines[at].place))
            lines = lines[body_from:]
    if not titled:
        titled = [sole_title(lines, outline)]
        cover = cover or lines[: titled[0].first]
    ends = [each.first for each in titled[1:]] + [len(lines)]
    articles = tuple(
        article_of(number, each.title, lines[each.end : end], outline, tidy, doubts)
        for number, (each, end) in enumerate(zip(titled, ends, strict=True), 1))
    return _issue(cover, articles, name, outline, tuple(doubts), tidy)


def _without_page_numbers(lines: tuple[Line, ...], outline: Outline, doubts: list[Doubt]) -> tuple[Line, ...]:
    numbers = [line for line in lines if outline.find("page_number", line.text)]
    if numbers:
        shown = ", ".join(line.text for line in numbers[:3]) + (", …" if len(numbers) > 3 else "")
        doubts.append(Doubt(f"page numbers left out: {len(numbers)} ({shown})", numbers[0].place, mended=True))
    left_out = {id(line) for line in numbers}
    return tuple(line for line in lines if id(line) not in left_out)


def _issue(cover: tuple[Line, ...], articles: tuple[Article, ...], name: str, outline: Outline,
           doubts: tuple[Doubt, ...], tidy: Tidier) -> Issue:
    publication, number, date, publisher, theme = "", "", "", "", ""
    for i, line in enumerate(cover):
        text = tidy(line.text)
        match = outline.find("issue", text)
        if match and not number:
            number = f"{match['year']}-{match['number'].zfill(2)}"
            before = text[: match.start()].strip("《》 ")
            publication = before or (cover[i - 1].text.strip("《》 ") if i else "")
        elif found := outline.find("theme", text):
            theme = found["theme"]
        elif found := outline.find("publisher", text):
            publisher = found["publisher"]
        elif outline.date(text) and len(text) <= LONGEST_DATE:
            date = date or outline.date(text)
        elif outline.find("sentence", text):
            doubts = (*doubts, _outside(line))
    date = date or next((article.date for article in articles if article.date), "")
    publication = publication or outline.word("publication_of_none")
    return Issue(publication, number or name, date, articles, publisher, theme, doubts)


def _outside(line: Line) -> Doubt:
    return Doubt(f"text outside any article: {line.text[:200]}", line.place)
