"""Documents: the place that an article is of and the year that it tells of, as its title, its source, its date and its
text say.
"""

from __future__ import annotations

from dataclasses import replace

from cards.finding.context import contexts
from cards.finding.grounds import Ground
from cards.finding.worded import Worded
from cards.records import Article, Issue
from cards.rules.ruleset import RuleSet


def placed(issue: Issue, rules: RuleSet) -> Issue:
    """`issue` with the place and the year of each article. Raises OverrunError."""
    return replace(issue, articles=tuple(_placed(article, rules) for article in issue.articles))


def _placed(article: Article, rules: RuleSet) -> Article:
    if not article.paragraphs:
        return article
    found = contexts(article, rules)
    ground = found.grounds[0]
    return replace(article, whose=ground.place, year=_year(article.title, ground, found.words))


def _year(title: str, ground: Ground, words: Worded) -> int | None:
    """The year that a document of this title tells of, None where nothing says it."""
    named = next((period.year for period in words.periods(title) if period.year), None)
    looks_back = ground.past if ground.part and ground.part.review else None
    return ground.year or named or looks_back or ground.so_far or None
