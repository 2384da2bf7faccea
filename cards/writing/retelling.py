"""Retelling: what several articles of an issue give in one form or another is one fact, and stands under each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec.structs import replace

from cards.anki.cloze import answers
from cards.finding.evidence import shingles
from cards.finding.identity import heard
from cards.records import Article, Fact, Span
from cards.text.holding import Holders, pairs, shared
from cards.text.spoken import words_of
from cards.writing.drafts import Draft
from cards.writing.repeating import is_told_in_full, shows_the_same, told

Key = tuple[str, Fact]  # a kind, and a fact as identity hears it
Position = tuple[int, int, int]
DRAFTS_KEPT = 4096  # with their words: a draft is held against all before it
LEAST_RETOLD = 3
LEAST_RETOLD_HEAD = 5
LEAST_QUOTED = 12
QUOTED_OF = 0.6  # of two sentences one of which holds the other: so much of the longer, or they are two facts
SAID_TOO = 0.5  # of two sentences that ask for the same words: so much of the shorter, and they are one fact


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
    alike: _Alike = field(default_factory=lambda: _Alike())
    figures: dict[object, Key] = field(default_factory=dict)

    def key(self, draft: Draft, article: Article) -> Key:
        """What makes `draft` one with other drafts of the issue: that of the sentence of another article which it
        quotes, or which quotes it, or of the list with the same items in another order; that of the same figure in much
        the same words; else its own fact.
        """
        own = draft.kind.name, heard(draft.fact)
        if own in self.by_key:
            return own
        return (self._same_figure(draft, article) if draft.figure else self._same_words(draft, article)) or own

    def _same_words(self, draft: Draft, article: Article) -> Key | None:
        """The key of the list of the same items, or of the sentence of another article with much the same words."""
        for key in self.alike.of(draft) if draft.enumeration or _is_quotable(draft) else ():
            issue_draft = self.by_key[key]
            if issue_draft.home is not article and key[0] == draft.kind.name and _is_one(draft, issue_draft.draft):
                return key
        return None

    def _same_figure(self, draft: Draft, article: Article) -> Key | None:
        """The key of the draft that asked first for the figure of `draft`; in another article only where whose it is
        and when is known.
        """
        key = self.figures.get(told(draft))
        first = self.by_key.get(key) if key else None
        if first is None or not shows_the_same(first.draft, draft):
            return None
        return key if first.home is article or is_told_in_full(draft) else None

    def add(self, key: Key, draft: Draft, article: Article) -> None:
        """Add the `draft` of `article` under its key; another one of the same fact stands under both articles."""
        if key not in self.by_key:
            self.by_key[key] = IssueDraft(draft, article)
            self.alike.add(key, draft)
            figure = told(draft)
            if figure:
                self.figures.setdefault(figure, key)
        issue_draft = self.by_key[key]
        first = issue_draft.draft
        if draft.stated and not first.stated and draft.plain == first.plain:
            # a later article announces the list, but its section is its own
            issue_draft.draft = replace(first, text=draft.text, plain=draft.plain, stated=True)
        if first.figure:
            issue_draft.draft = replace(issue_draft.draft, worth=max(first.worth, draft.worth))
        self.stand(key, article, draft.place)

    def drop(self, key: Key) -> None:
        """Take the fact out again, from every article."""
        for number in self.by_key.pop(key).articles:
            self.places[number].pop(key, None)

    def stand(self, key: Key, article: Article, place: Span) -> None:
        """Note that `article` gives the fact `key` at `place`; the first place counts."""
        if article.number not in self.by_key[key].articles:
            self.by_key[key].articles[article.number] = (article, article.paragraphs[place.paragraph].page)
            self.places[article.number][key] = (place.paragraph, place.start, len(self.places[article.number]))

    def of(self, article: Article) -> list[Key]:
        """The facts that `article` gives, in the order of its text."""
        return sorted(self.places[article.number], key=self.places[article.number].__getitem__)


class _Alike:
    """The drafts of an issue by what may make another draft one with them, so that none is held against all of them:
    lists by their items, sentences by what they ask for and by the pairs of characters they hold.
    """

    def __init__(self) -> None:
        self._lists: dict[object, list[int]] = defaultdict(list)
        self._asking: dict[object, list[int]] = defaultdict(list)
        self._holders = Holders()
        self._known_by: dict[str, list[int]] = defaultdict(list)  # of a pair the sentences whose rarest it is
        self._keys: list[Key] = []

    def add(self, key: Key, draft: Draft) -> None:
        """Add a draft under its key."""
        number = len(self._keys)
        self._keys.append(key)
        quotable = _is_quotable(draft)
        self._holders.add(_sentence(draft) if quotable else "")
        if draft.enumeration:
            self._lists[_items_of(draft)].append(number)
        if quotable:
            self._asking[_asked(draft.text)].append(number)
            self._known_by[self._holders.rarest([_sentence(draft)])].append(number)

    def of(self, draft: Draft) -> list[Key]:
        """The keys, as they were added, of those drafts that `draft` may be one with."""
        return [self._keys[number] for number in sorted(self._numbers(draft))]

    def _numbers(self, draft: Draft) -> set[int]:
        if draft.enumeration:
            return set(self._lists.get(_items_of(draft), ()))
        own = _sentence(draft)
        within = (number for pair in pairs(own) for number in self._known_by.get(pair, ()))
        return {*self._asking.get(_asked(draft.text), ()), *self._holders.of([own]), *within}


def _items_of(draft: Draft) -> object:
    """What drafts of one list, or of the same item of one, have in common, whatever the order of the items is."""
    item = _words(draft.plain) if draft.fact.form == "item" else ()
    return draft.fact.form, draft.fact.number, item, tuple(sorted(_words(draft.enumeration)))


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
    return shared(mine, theirs) >= SAID_TOO


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
def _asked(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """What `text` asks for, by number."""
    return tuple(sorted((number, tuple(hidden)) for number, hidden in answers(text).items()))


def retold(articles: Sequence[Article], drafts: IssueDrafts) -> None:
    """Where a paragraph of an article retells a whole enumeration of another article, item by item in order, in
    whatever form, or quotes one of its key sentences, the article gives it too. A longer list of its own that holds
    those items is another list.
    """
    if len(articles) < 2:
        return
    by_list: dict[object, list[Key]] = defaultdict(list)
    for key, issue_draft in drafts.by_key.items():
        by_list[_list_of(key, issue_draft)].append(key)
    for article, retelling in zip(articles, _retelling(articles, drafts), strict=True):
        longer = _Enumerations()
        for key in drafts.places[article.number]:
            longer.add(drafts.by_key[key])
        for key, paragraph in retelling.items():
            issue_draft = drafts.by_key[key]
            if article.number in issue_draft.articles or longer.hold_more(issue_draft.draft.enumeration):
                continue
            for together in by_list[_list_of(key, issue_draft)]:
                drafts.stand(together, article, Span(paragraph, 0, 0))
                longer.add(drafts.by_key[together])


def _list_of(key: Key, issue_draft: IssueDraft) -> object:
    """What drafts of one list of one article have in common; a draft of none has nothing in common with others."""
    return (issue_draft.home.number, issue_draft.draft.enumeration) if issue_draft.draft.enumeration else key


def _retelling(articles: Sequence[Article], drafts: IssueDrafts) -> list[dict[Key, int]]:
    """For each of `articles` the facts that a paragraph of it retells, and the first that does."""
    places: list[tuple[int, int]] = []
    texts: list[str] = []
    for number, article in enumerate(articles):
        for paragraph in article.paragraphs:
            if paragraph.role == "body":
                places.append((number, paragraph.index))
                texts.append(words_of(paragraph.text))
    holders = Holders(texts)
    found: list[dict[Key, int]] = [{} for _ in articles]
    for key, issue_draft in drafts.by_key.items():
        parts = _parts(issue_draft.draft)
        for at in holders.of(parts) if parts else ():
            number, index = places[at]
            if key not in found[number] and _in_order(parts, texts[at]):
                found[number][key] = index
    return found


class _Enumerations:
    """Enumerations by their items, each with the numbers of the articles that are its home."""

    def __init__(self) -> None:
        self._with: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._homes: dict[frozenset[str], set[int]] = defaultdict(set)

    def add(self, issue_draft: IssueDraft) -> None:
        """Add the enumeration of a draft, where it is of one."""
        items = frozenset(_words(issue_draft.draft.enumeration))
        if items not in self._homes:
            for item in items:
                self._with[item].append(items)
        self._homes[items].add(issue_draft.home.number)

    def hold_more(self, heads: tuple[str, ...], elsewhere_than: int = 0) -> bool:
        """Whether a longer one, of another article than that, has all of `heads` among its items."""
        items = frozenset(_words(heads))
        fewest = min((self._with.get(item, []) for item in items), key=len, default=[])
        return any(items < longer and self._homes[longer] != {elsewhere_than} for longer in fewest)


def without_items_of_parts(drafts: IssueDrafts) -> None:
    """Where all items of an enumeration are among those of a longer one in another article, only its whole is asked
    for: items that stand in both at other places would be taken for each other.
    """
    wholes, asked = _Enumerations(), set()
    for issue_draft in drafts.by_key.values():
        if issue_draft.draft.fact.form == "list":
            wholes.add(issue_draft)
            asked.add(issue_draft.draft.fact.items)
    for key, issue_draft in list(drafts.by_key.items()):
        draft = issue_draft.draft
        is_item = draft.fact.form == "item" and draft.fact.items in asked
        if is_item and wholes.hold_more(draft.enumeration, elsewhere_than=issue_draft.home.number):
            drafts.drop(key)


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
