"""Characters printed twice that only the text itself can tell: 带动知知识产权, where 知识 is said often and 动知 begins
nothing but 动知识. Beside what the `warn` rules of kind tidy point at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from msgspec import Struct

from cards.records import Article, Doubt

TWICE = re.compile(r"(?=(?P<before>\w)(?P<twice>\w)(?P=twice)(?P<after>\w))")
PAIRED = re.compile(r"(\w)\1(\w)\2")
OFTEN = 3  # how often a text says the pair of characters that the second of the two begins
AROUND = 4  # characters shown on either side


class _Spot(Struct, frozen=True):
    """A character printed `twice`, between one `before` and one `after` it: 动知知识; `start` is where that begins."""

    paragraph: int
    start: int
    before: str
    twice: str
    after: str

    @property
    def meant(self) -> str:
        """What the second of the two begins: 知识."""
        return self.twice + self.after

    @property
    def begun(self) -> str:
        """What the first of the two ends: 动知."""
        return self.before + self.twice


def doubled(articles: Sequence[Article]) -> list[Doubt]:
    """The spots `abbc` where `bc` is common in the articles, and wherever else `ab` stands a `c` follows it."""
    spots = [(article, spot) for article in articles for spot in _spots(article)]
    words: set[str] = set()
    for _, spot in spots:
        words |= {spot.meant, spot.begun, spot.begun + spot.twice, spot.begun + spot.after}
    counts = _counts(words, articles) if words else Counter()
    return [_doubt(article, spot) for article, spot in spots if _is_unlikely(spot, counts)]


def _spots(article: Article) -> Iterator[_Spot]:
    for paragraph in article.paragraphs:
        for match in TWICE.finditer(paragraph.text):
            letter = match["twice"].isalpha() and not match["twice"].isascii()
            if letter and not _is_paired(paragraph.text, match.start()):
                yield _Spot(paragraph.index, match.start(), match["before"], match["twice"], match["after"])


def _is_paired(text: str, start: int) -> bool:
    """What stands at `start` is of a word of two doubled characters: 实实在在, 扎扎实实."""
    around = text[max(0, start - 1) : start + 5]
    return PAIRED.search(around) is not None


def _counts(words: Container[str], articles: Iterable[Article]) -> Counter[str]:
    """How often the articles say each of `words`, of two or three characters; read once, however many these are."""
    counts: Counter[str] = Counter()
    for article in articles:
        for paragraph in article.paragraphs:
            for length in (2, 3):
                counts.update(_said_in(paragraph.text, length, words))
    return counts


def _said_in(text: str, length: int, words: Container[str]) -> Iterator[str]:
    """Those of `words` that have `length` characters, each time `text` says one; none overlaps itself (哈哈哈)."""
    ends: dict[str, int] = {}
    for at in range(len(text) - length + 1):
        word = text[at : at + length]
        if word in words and at >= ends.get(word, 0):
            ends[word] = at + length
            yield word


def _is_unlikely(spot: _Spot, counts: Counter[str]) -> bool:
    """Whether the text would not say what stands there, but for a slip."""
    elsewhere = counts[spot.begun] - counts[spot.begun + spot.twice]
    return counts[spot.meant] >= OFTEN and elsewhere == counts[spot.begun + spot.after] > 0


def _doubt(article: Article, spot: _Spot) -> Doubt:
    text = article.paragraphs[spot.paragraph].text
    shown = text[max(0, spot.start - AROUND + 1) : spot.start + AROUND + 3]
    return Doubt(f"doubled character: {shown}", article.place(spot.paragraph))
