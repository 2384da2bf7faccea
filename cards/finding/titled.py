"""What a document is called, for what that tells of it: by its title, or where that tells nothing by how it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cards.records import Article

if TYPE_CHECKING:
    from cards.finding.worded import Worded

OPENING_LINES = 6  # paragraphs in which a report says for whom it is made, or for what place
GOVERNMENT, REPORT, YEAR = "政府", "政府工作报告", "年"


def called(article: Article, words: Worded) -> str:
    """The title of `article`; of a report on a year's work that does not name its government or its year, with these as
    its opening (我代表青溪县人民政府，向大会报告工作) and its headings (2025年工作回顾) say them.
    """
    title = article.title
    if words.first("document", title) is None or not _names_owner(title, words):
        title = _reported(article, words) or title
    if words.first("document", title) is None or words.first("yearly_plan", title) is None or article.date:
        return title
    if any(period.year for period in words.periods(title)):
        return title
    year = _year_told(article, words)
    return f"{year}{YEAR}{title}" if year else title


def own_place(article: Article, words: Worded) -> tuple[str, ...]:
    """The names of the one place for which `article` says it is made (本白皮书围绕云岭市的水源地)."""
    for paragraph in _opening(article):
        match = words.first("own_document", paragraph)
        names = words.place_in(match["of"]) if match else ()
        if match and names and names[0] != names[-1]:
            return names if words.count("titled_place", match["of"]) == 1 else ()
    return ()


def _names_owner(title: str, words: Worded) -> bool:
    return bool(words.place_in(title)) or words.first("national_document", title) is not None


def _opening(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs if paragraph.role == "body"][:OPENING_LINES]


def _reported(article: Article, words: Worded) -> str:
    """What a report would be called that says for which government it is made; '' for any other text."""
    told = next(filter(None, (words.first("reports_work", text) for text in _opening(article))), None)
    if told is None:
        return ""
    year = next((period.year for period in words.periods(article.title) if period.year), None)
    return f"{f'{year}{YEAR}' if year else ''}{told['whose'].removesuffix(GOVERNMENT)}{REPORT}"


def _year_told(article: Article, words: Worded) -> int:
    """The year of a report whose headings say which year it looks back on, or which one's work it plans; or 0."""
    for paragraph in article.paragraphs:
        years = [period.year for period in words.periods(paragraph.text) if period.year] \
            if paragraph.role == "heading" else []
        if years and words.first("review", paragraph.text):
            return max(years) + 1
        if years and words.first("ahead", paragraph.text):
            return max(years)
    return 0
