"""Reports of what was read: the outline of an issue as lines for people, or as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cards.commands.ending import Ending, tell_failure, worst
from cards.commands.language import is_chinese, told
from cards.commands.reports.doubts import counted, doubts_json, mended_lines, warning_lines
from cards.commands.saying import say, say_object, warn
from cards.library.outcomes import Failed, Passed
from cards.records import Article, Issue, Paragraph

CHINESE_ROLES = {"heading": "小标题", "source": "来源", "remark": "附注"}


@dataclass
class OutlineReport:
    """Tells what was understood of each source of `juyao read`, with `text` every paragraph; as one object at the end
    where `as_json`, as a list of them where there may be `several`.
    """

    text: bool
    as_json: bool
    several: bool
    issues: list[Issue] = field(init=False, default_factory=list)
    endings: list[Ending] = field(init=False, default_factory=list)

    def tell(self, read: Issue | Failed | Passed) -> None:
        if isinstance(read, Passed):
            warn(read.line)
        elif isinstance(read, Failed):
            self.endings.append(tell_failure(read))
        else:
            self.issues.append(read)
            if not self.as_json:
                say(outline_lines(read, self.text))

    def end(self) -> Ending:
        """Print the object."""
        if self.as_json and self.issues:
            objects = list(map(outline_json, self.issues))
            say_object(objects if self.several else objects[0])
        return worst(self.endings)


def outline_lines(issue: Issue, text: bool) -> Iterator[str]:
    """The outline of what was read; with `text` every paragraph with its place."""
    yield issue_line(issue)
    for name, value in (("publisher", issue.publisher), ("theme", issue.theme)):
        if value:
            yield f"  {name}: {value}"
    for article in issue.articles:
        yield from _article_lines(article)
        yield from _paragraph_lines(article) if text else _section_lines(article)
    yield from warning_lines(issue.doubts)
    yield from mended_lines(issue.doubts)


def issue_line(issue: Issue) -> str:
    """学习与实践参考 2026-03  (2026-03-18)."""
    return f"{issue.publication} {issue.number}" + (f"  ({issue.date})" if issue.date else "")


def _article_lines(article: Article) -> Iterator[str]:
    """Number and title; size, pages and source."""
    yield f"  {article.number:02} {article.title}"
    dated = f" ({article.date})" if article.date else ""
    yield (f"     {counted(len(article.paragraphs), 'paragraph')}{_page_words(article)}; "
           f"source: {article.source or 'none'}{dated}{_of(article)}")


def _of(article: Article) -> str:
    """The place that an article is of, and the year it tells of where its date does not say so."""
    year = str(article.year) if article.year and not article.date.startswith(str(article.year)) else ""
    told = " · ".join(filter(None, (article.whose, year)))
    return f"; of: {told}" if told else ""


def _page_words(article: Article) -> str:
    pages = _pages(article)
    if pages is None:
        return ""
    first, last = pages
    return f", pages {first}–{last}" if last > first else f", page {first}"


def _paragraph_lines(article: Article) -> Iterator[str]:
    for paragraph in article.paragraphs:
        yield f"     [{_where(paragraph)}] {paragraph.text}"


def _section_lines(article: Article) -> Iterator[str]:
    for heading in _sections(article):
        yield f"     - {heading}"


def _sections(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs if paragraph.role == "heading"]


def _where(paragraph: Paragraph) -> str:
    """Number, place and role of a paragraph: 4, page 9, heading."""
    words = [str(paragraph.index + 1)]
    if paragraph.page:
        words.append(f"page {paragraph.page}")
    if paragraph.line:
        words.append(f"line {paragraph.line}")
    if paragraph.role != "body":
        words.append(CHINESE_ROLES[paragraph.role] if is_chinese() else paragraph.role)
    return ("，" if is_chinese() else ", ").join(map(told, words))


def _pages(article: Article) -> tuple[int, int] | None:
    """The first and the last page that a paragraph of `article` begins on; None where the source has no pages."""
    pages = [paragraph.page for paragraph in article.paragraphs if paragraph.page]
    return (min(pages), max(pages)) if pages else None


def outline_json(issue: Issue) -> dict[str, Any]:
    """The object that `juyao read --json` prints."""
    return {
        "publication": issue.publication, "issue": issue.number, "date": issue.date, "publisher": issue.publisher,
        "theme": issue.theme, "articles": [_article_json(article) for article in issue.articles],
        **doubts_json(issue.doubts),
    }


def _article_json(article: Article) -> dict[str, Any]:
    return {
        "number": article.number, "title": article.title, "source": article.source, "date": article.date,
        "place": article.whose, "year": article.year,
        "pages": _pages(article), "sections": _sections(article),
        "paragraphs": [_paragraph_json(paragraph) for paragraph in article.paragraphs],
    }


def _paragraph_json(paragraph: Paragraph) -> dict[str, Any]:
    sentences = [{"start": sentence.start, "end": sentence.end} for sentence in paragraph.sentences]
    return {"text": paragraph.text, "role": paragraph.role, "line": paragraph.line, "page": paragraph.page,
            "sentences": sentences}
