"""Retelling: what several articles of an issue give in one form or another is one fact, and stands under each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cards.anki.cloze import answers
from cards.finding.evidence import shingles
from cards.finding.identity import heard
from cards.records import Article, Fact, Span
from cards.text.spoken import words_of
from cards.writing.drafts import Draft

Key = tuple[str, Fact]  # a kind, and a fact as identity hears it
Position = tuple[int, int, int]
DRAFTS_KEPT = 4096  # with their words: a draft is held against all before it
LEAST_RETOLD = 3
LEAST_RETOLD_HEAD = 5
LEAST_QUOTED = 12
QUOTED_OF = 0.6  # of two sentences one of which holds the other: so much of the longer, or they are two facts
SAME_OF = 0.5  # of two sentences that ask for the same words: so much of the shorter, and they are one fact


@dataclass
class IssueDraft:
    """A draft of an issue, the article it is at home in, and every article that gives its fact, with the page it stands
    on there (None where the source has none).
    """

    draft: Draft
    home: Article
    articles: dict[int, tuple[Article, int | None]] = field(default_factory=dict)


@dataclass
class IssueDrafts:
    """All facts of an issue, and where in each article they stand."""

    by_key: dict[Key, IssueDraft] = field(default_factory=dict)
    places: dict[int, dict[Key, Position]] = field(default_factory=lambda: defaultdict(dict))

    def key(self, draft: Draft, article: Article) -> Key:
        """What makes `draft` one with other drafts of the issue: that of the sentence of another article which it
        quotes, or which quotes it, or of the list with the same items in another order; else its own fact.
        """
        own = draft.kind.name, heard(draft.fact)
        if own in self.by_key or not (draft.enumeration or _is_quotable(draft)):
            return own
        for key, issue_draft in self.by_key.items():
            if issue_draft.home is not article and key[0] == own[0] and _is_one(draft, issue_draft.draft):
                return key
        return own

    def add(self, key: Key, draft: Draft, article: Article) -> None:
        """Add the `draft` of `article` under its key; another one of the same fact stands under both articles."""
        issue_draft = self.by_key.setdefault(key, IssueDraft(draft, article))
        first = issue_draft.draft
        if draft.stated and not first.stated and draft.plain == first.plain:
            # a later article announces the list, but its section is its own
            issue_draft.draft = replace(first, text=draft.text, plain=draft.plain, stated=True)
        self.stand(key, article, draft.place)

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
        """The facts that `article` gives, in the order of its text."""
        return sorted(self.places[article.number], key=self.places[article.number].__getitem__)


def _is_one(one: Draft, other: Draft) -> bool:
    """Whether two drafts of two articles, of one kind, are one fact."""
    if one.enumeration:
        return _same_list(one, other)
    if not (_is_quotable(one) and _is_quotable(other)):
        return False
    return _quotes(_sentence(one), _sentence(other)) or _asks_the_same(one, other)


def _asks_the_same(one: Draft, other: Draft) -> bool:
    """Whether two sentences ask for the same words, and half of what the shorter says the other says too."""
    if _asked(one.text) != _asked(other.text):
        return False
    mine, theirs = shingles(one.plain[0]), shingles(other.plain[0])
    return len(mine & theirs) >= SAME_OF * min(len(mine), len(theirs))


def _same_list(one: Draft, other: Draft) -> bool:
    """Whether two drafts ask for lists of the same items, in whatever order, or for the same item of such."""
    if one.fact.form != other.fact.form or one.fact.number != other.fact.number:
        return False
    if one.fact.form == "item" and _words(one.plain) != _words(other.plain):
        return False
    mine, theirs = _words(one.enumeration), _words(other.enumeration)
    return mine == theirs or (len(mine) >= LEAST_RETOLD and sorted(mine) == sorted(theirs))


@lru_cache(maxsize=DRAFTS_KEPT)
def _words(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(words_of, texts))


@lru_cache(maxsize=DRAFTS_KEPT)
def _asked(text: str) -> dict[int, list[str]]:
    return answers(text)


def retold(article: Article, drafts: IssueDrafts) -> None:
    """Where a paragraph of `article` retells a whole enumeration of another article, item by item in order, in whatever
    form, or quotes one of its key sentences, the article gives it too. A longer list of its own that holds those items
    is another list.
    """
    plain = {paragraph.index: words_of(paragraph.text) for paragraph in article.paragraphs if paragraph.role == "body"}
    for issue_draft in list(drafts.by_key.values()):
        draft = issue_draft.draft
        parts = _parts(draft)
        if article.number in issue_draft.articles or not parts or _holds_more(article, draft.enumeration, drafts):
            continue
        at = next((index for index, text in plain.items() if _in_order(parts, text)), None)
        if at is not None:
            _stand_together(issue_draft, drafts, article, Span(at, 0, 0))


def _stand_together(issue_draft: IssueDraft, drafts: IssueDrafts, article: Article, place: Span) -> None:
    """Have `issue_draft`, and all drafts of its list, stand in `article`."""
    for key, other in drafts.by_key.items():
        listed = bool(other.draft.enumeration) and other.draft.enumeration == issue_draft.draft.enumeration
        if other is issue_draft or (listed and other.home is issue_draft.home):
            drafts.stand(key, article, place)


def without_items_of_parts(drafts: IssueDrafts) -> None:
    """Where all items of an enumeration are among those of a longer one in another article, only its whole is asked
    for: items that stand in both at other places would be taken for each other.
    """
    wholes = [issue_draft for issue_draft in drafts.by_key.values() if issue_draft.draft.fact.form == "list"]
    for key, issue_draft in list(drafts.by_key.items()):
        is_item = issue_draft.draft.fact.form == "item"
        if is_item and _is_asked_as_whole(issue_draft, wholes) and _is_in_longer(issue_draft, wholes):
            drafts.drop(key)


def _is_asked_as_whole(issue_draft: IssueDraft, wholes: list[IssueDraft]) -> bool:
    """Whether the list of an item is asked for as a whole too."""
    return any(whole.draft.fact.items == issue_draft.draft.fact.items for whole in wholes)


def _is_in_longer(issue_draft: IssueDraft, wholes: list[IssueDraft]) -> bool:
    """Whether all items of the list of an item are among those of a longer one in another article."""
    items = set(_words(issue_draft.draft.enumeration))
    return any(whole.home is not issue_draft.home and items < set(_words(whole.draft.enumeration)) for whole in wholes)


def _holds_more(article: Article, heads: tuple[str, ...], drafts: IssueDrafts) -> bool:
    """Whether `article` gives a longer enumeration with all of `heads` among its items."""
    items = set(_words(heads))
    if not items:
        return False
    return any(items < set(_words(other.draft.enumeration)) for other in drafts.by_key.values()
               if article.number in other.articles)


def _parts(draft: Draft) -> Sequence[str]:
    """What must stand in a paragraph that retells the fact, in this order; nothing where that would tell nothing."""
    if _is_quotable(draft):
        return [_sentence(draft)]
    heads = _words(draft.enumeration) if draft.fact.form == "list" else ()
    return heads if len(heads) >= LEAST_RETOLD and min(map(len, heads)) >= LEAST_RETOLD_HEAD else ()


def _is_quotable(draft: Draft) -> bool:
    """Whether the draft is a sentence learned as such, and long enough to be told by its words."""
    return draft.fact.form == "sentence" and len(_sentence(draft)) >= LEAST_QUOTED


def _sentence(draft: Draft) -> str:
    return words_of(draft.plain[0])


def _quotes(one: str, other: str) -> bool:
    """Whether one of two sentences holds the other, and little more (习近平总书记指出，…)."""
    shorter, longer = sorted((one, other), key=len)
    return shorter in longer and len(shorter) >= QUOTED_OF * len(longer)


def _in_order(parts: Sequence[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
