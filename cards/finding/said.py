"""Which paragraphs of an article hold a word, told without a look at all of them for each word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import TypeVar

from cards.records import Article
from cards.text.holding import Holders

T = TypeVar("T")
FEW = 300  # paragraphs: a look at so many costs less than to know what each of them holds


def once_an_article(work: Callable[[Article], T]) -> Callable[[Article], T]:
    """`work`, whose result is kept until it is done for another article: much is asked of one after the other."""
    kept: list[tuple[Article, T]] = []

    @wraps(work)
    def done(article: Article) -> T:
        if not kept or kept[0][0] is not article:
            kept[:] = [(article, work(article))]
        return kept[0][1]

    return done


def paragraphs_with(article: Article, words: Collection[str]) -> Iterator[int]:
    """The paragraphs of `article`, in order, that hold all `words`."""
    few = len(article.paragraphs) <= FEW
    near = range(len(article.paragraphs)) if few else _holders(article).of(words)
    rare = max(words, key=len, default="")  # asked first: few paragraphs hold it
    return (at for at in near if rare in (text := article.paragraphs[at].text) and all(word in text for word in words))


def says(article: Article, word: str, times: int = 1) -> bool:
    """Whether `article` says `word` so often, or more."""
    said = 0
    for at in paragraphs_with(article, [word]):
        said += article.paragraphs[at].text.count(word)
        if said >= times:
            return True
    return False


@once_an_article
def last_heading(article: Article) -> int:
    """The last heading of `article`; -1 for none."""
    return max((paragraph.index for paragraph in article.paragraphs if paragraph.role == "heading"), default=-1)


@once_an_article
def _holders(article: Article) -> Holders:
    return Holders(paragraph.text for paragraph in article.paragraphs)
