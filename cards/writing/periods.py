"""Periods: the date of words that name none (一年来), as the text around them tells it beyond doubt."""

from __future__ import annotations

from cards.records import Article
from cards.rules.pieces import put_in
from cards.rules.ruleset import Kind

LONG_OPENING = 60
REACH = 40  # paragraphs: what a section said longer ago is forgotten


def date_of(words: str, article: Article, paragraph: int, kind: Kind) -> str:
    """The date of `words` in paragraph number `paragraph`, as its section's heading tells it, else the article's title,
    else the nearest opening of a paragraph of the section; '' where they name one themselves, or none or several are
    told.
    """
    vague = kind.undated.fullmatch(words) if kind.undated and kind.dating else None
    if vague is None:
        return ""
    ways = {name for name, words_of_group in vague.groupdict().items() if words_of_group}
    for text in (article.heading_before(paragraph), article.title, *_openings(article, paragraph)):
        dates = _dates(text, ways, kind)
        if dates:
            return dates.pop() if len(dates) == 1 else ""
    return ""


def appeared(article: Article, text: str, kind: Kind) -> str:
    """When `article` appeared, as kind.published words it, where nothing in the `text` of a card dates it (kind.dated).
    """
    year, _, rest = article.date.partition("-")
    month = rest[:2].lstrip("0")
    if not month or not kind.published or kind.dated is None or kind.dated.search(text):
        return ""
    return put_in(kind.published, {"year": year, "month": month})


def _dates(text: str, ways: set[str], kind: Kind) -> set[str]:
    """The dates that `text` gives in one of these ways: the groups of kind.dating."""
    dates: set[str] = set()
    for match in kind.dating.finditer(text) if kind.dating else ():
        dates.update(date for way, date in match.groupdict().items() if date and way in ways)
    return dates


def _openings(article: Article, paragraph: int) -> list[str]:
    """How the paragraphs of the section begin, from `paragraph` back."""
    texts = []
    for index in range(paragraph, max(-1, paragraph - REACH), -1):
        earlier = article.paragraphs[index]
        if earlier.role == "heading":
            break
        texts.append(earlier.text[:LONG_OPENING])
    return texts
