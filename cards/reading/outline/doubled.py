"""Characters printed twice that only the text itself can tell: 带动知知识产权, where 知识 is said often and 动知 begins
nothing but 动知识. Beside what the `warn` rules of kind tidy point at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cards.records import Article, Doubt

TWICE = re.compile(r"(?=(\w)(\w)\2(\w))")
OFTEN = 3  # how often a text says the pair of characters that the second of the two begins
AROUND = 4  # characters shown on either side


def doubled(articles: Iterable[Article]) -> list[Doubt]:
    """The spots `abbc` where `bc` is common in the articles, and wherever else `ab` stands a `c` follows it."""
    articles = list(articles)
    text = "\n".join(paragraph.text for article in articles for paragraph in article.paragraphs)
    return [Doubt(f"doubled character: {paragraph.text[max(0, at - AROUND + 1) : at + AROUND + 3]}",
                  article.place(paragraph.index))
            for article in articles for paragraph in article.paragraphs
            for at in _spots(paragraph.text, text)]


def _spots(paragraph: str, text: str) -> list[int]:
    return [match.start() for match in TWICE.finditer(paragraph)
            if match[2].isalpha() and not match[2].isascii() and _unlikely(match[1], match[2], match[3], text)]


def _unlikely(before: str, twice: str, after: str, text: str) -> bool:
    if text.count(twice + after) < OFTEN:
        return False
    elsewhere = text.count(before + twice) - text.count(before + twice + twice)
    return elsewhere == text.count(before + twice + after) > 0
