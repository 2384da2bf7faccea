"""Documents: the place that an article is of and the year that it tells of, as its title, its source, its date and its
text say.
"""

from __future__ import annotations

from msgspec.structs import replace

from cards.finding.context import contexts
from cards.finding.grounds import Ground
from cards.finding.worded import Worded
from cards.records import Article, Issue
from cards.rules.ruleset import RuleSet

PROVINCE, CITY = "省", "市"


def placed(issue: Issue, rules: RuleSet) -> Issue:
    """`issue` with the place and the year of each article. Raises OverrunError."""
    return replace(issue, articles=tuple(_placed(article, rules) for article in issue.articles))


def _placed(article: Article, rules: RuleSet) -> Article:
    if not article.paragraphs:
        return article
    found = contexts(article, rules)
    ground = found.grounds[0]
    return replace(article, whose=_whose(article, ground, found.words),
                   year=_year(article.title, ground, found.words))


def _whose(article: Article, ground: Ground, words: Worded) -> str:
    """The place of a document, whole, where its text says that it is a province (全省) or names the city."""
    place = ground.place
    said = {own[-1] for paragraph in article.paragraphs for own in words.own_places(paragraph.text)}
    if PROVINCE in said and words.first("province", place):
        return place + PROVINCE
    return place + CITY if CITY in said and _is_called(place, CITY, article) else place


def _is_called(place: str, rank: str, article: Article) -> bool:
    """Whether `article` says the name of a `place` with what it is."""
    return place != "" and any(place + rank in paragraph.text for paragraph in article.paragraphs)


def _year(title: str, ground: Ground, words: Worded) -> int | None:
    """The year that a document of this title tells of, None where nothing says it."""
    named = next((period.year for period in words.periods(title) if period.year), None)
    looks_back = ground.past if ground.part and ground.part.review else None
    return ground.year or named or looks_back or ground.so_far or None
