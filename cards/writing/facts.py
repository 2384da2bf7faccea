"""Facts: what several articles of an issue give in one form or another is one fact, and stands under each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from cards.finding.identity import words_of
from cards.records import Article, Span
from cards.writing.drafts import Draft

Key = tuple[str, ...]
Position = tuple[int, int, int]
LEAST_RETOLD = 3
LEAST_RETOLD_HEAD = 5
LEAST_QUOTED = 12
QUOTED_OF = 0.6  # of two sentences one of which holds the other: so much of the longer, or they are two facts


@dataclass
class Fact:
    """A fact while notes are made: its first draft, where it is at home, and every article that gives it, with the page
    it stands on there (None where the source has none).
    """

    draft: Draft
    home: Article
    articles: dict[int, tuple[Article, int | None]] = field(default_factory=dict)


@dataclass
class Facts:
    """All facts of an issue by what makes them one, and where in each article they stand."""

    by_key: dict[Key, Fact] = field(default_factory=dict)
    places: dict[int, dict[Key, Position]] = field(default_factory=lambda: defaultdict(dict))

    def key(self, draft: Draft, article: Article) -> Key:
        """What makes `draft` one with other drafts of the issue: that of the sentence of another article which it
        quotes, or which quotes it, or of the list with the same items in another order; else its own words.
        """
        own = draft.kind.name, *map(words_of, draft.words)
        if own not in self.by_key and len(draft.enumeration) >= LEAST_RETOLD:
            return next((key for key, fact in self.by_key.items() if fact.home is not article and _reordered(key, own)),
                        own)
        quoted = (key for key, fact in self.by_key.items() if fact.home is not article and key[0] == own[0]
                  and _is_quotable(fact.draft) and _quotes(own[2], key[2]))
        return next(quoted, own) if own not in self.by_key and _is_quotable(draft) else own

    def drop(self, key: Key) -> None:
        """Take the fact out again, from every article."""
        del self.by_key[key]
        for places in self.places.values():
            places.pop(key, None)

    def stand(self, key: Key, article: Article, place: Span) -> None:
        """Note that `article` gives the fact `key` at `place`; the first place counts."""
        if article.number not in self.by_key[key].articles:
            self.by_key[key].articles[article.number] = (article, article.paragraphs[place.paragraph].page)
            self.places[article.number][key] = (place.paragraph, place.start, len(self.places[article.number]))

    def of(self, article: Article) -> list[Key]:
        return sorted(self.places[article.number], key=self.places[article.number].__getitem__)


def retold(article: Article, facts: Facts) -> None:
    """Where a paragraph of `article` retells a whole enumeration of another article, item by item in order, in whatever
    form, or quotes one of its key sentences, the article gives it too. A longer list of its own that holds those items
    is another list.
    """
    plain = {paragraph.index: words_of(paragraph.text) for paragraph in article.paragraphs if paragraph.role == "body"}
    for key, fact in list(facts.by_key.items()):
        parts = _parts(key, fact)
        if article.number in fact.articles or not parts or _holds_more(article, fact.draft.enumeration, facts):
            continue
        at = next((index for index, text in plain.items() if _in_order(parts, text)), None)
        if at is not None:
            for other_key, other in facts.by_key.items():
                if other is fact or (other.draft.enumeration and other.draft.enumeration == fact.draft.enumeration
                                     and other.home is fact.home):
                    facts.stand(other_key, article, Span(at, 0, 0))


def without_items_of_parts(facts: Facts) -> None:
    """Where all items of an enumeration are among those of a longer one in another article, only its whole is asked
    for: items that stand in both at other places would be taken for each other.
    """
    lists = [(frozenset(map(words_of, fact.draft.enumeration)), fact.home) for fact in facts.by_key.values()
             if fact.draft.words[0] == "whole"]
    for key, fact in list(facts.by_key.items()):
        mine = frozenset(map(words_of, fact.draft.enumeration))
        asked_whole = (key[0], "whole", *map(words_of, fact.draft.enumeration)) in facts.by_key
        if fact.draft.words[0] == "item" and asked_whole and any(
                mine < theirs and home is not fact.home for theirs, home in lists):
            facts.drop(key)


def _holds_more(article: Article, heads: tuple[str, ...], facts: Facts) -> bool:
    """Whether `article` gives a longer enumeration with all of `heads` among its items."""
    mine = set(map(words_of, heads))
    return bool(mine) and any(mine < set(map(words_of, other.draft.enumeration)) for other in facts.by_key.values()
                              if article.number in other.articles)


def _parts(key: Key, fact: Fact) -> list[str]:
    """What must stand in a paragraph that retells the fact, in this order; nothing where that would tell nothing."""
    if _is_quotable(fact.draft):
        return [key[2]]
    heads = [words_of(head) for head in fact.draft.enumeration] if fact.draft.words[0] == "whole" else []
    return heads if len(heads) >= LEAST_RETOLD and min(map(len, heads)) >= LEAST_RETOLD_HEAD else []


def _reordered(one: Key, other: Key) -> bool:
    """Whether two enumerations have the same items, and two items of such are the same one."""
    fixed = 3 if one[1] == "item" else 2
    return one[:fixed] == other[:fixed] and len(one) > fixed and sorted(one[fixed:]) == sorted(other[fixed:])


def _is_quotable(draft: Draft) -> bool:
    """Whether the draft is a sentence learned as such, and long enough to be told by its words."""
    return draft.kind.selection is not None and len(draft.words) == 2 and draft.words[0] == "text" \
        and len(words_of(draft.words[1])) >= LEAST_QUOTED


def _quotes(one: str, other: str) -> bool:
    """Whether one of two sentences holds the other, and little more (习近平总书记指出，…)."""
    shorter, longer = sorted((one, other), key=len)
    return shorter in longer and len(shorter) >= QUOTED_OF * len(longer)


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
