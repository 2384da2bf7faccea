"""Reciting: what of an enumeration's items a learner says; not the function words they begin with, nor a subject that
all of them share and the title names, nor the 等等 that ends the last.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from cards.finding.worded import worded
from cards.records import Article, Item
from cards.rules.ruleset import Kind, RuleSet
from cards.text.any_of import any_of
from cards.text.units import common_start
from cards.writing.topics import Topic

LEAST_RECITED = 4
COUNTED = re.compile("第?[一二三四五六七八九十]+(?:是|，)|[—―]+")  # what counts an item is no part of it
FIGURE = re.compile(r"\d")
ANOTHER_FIGURE = re.compile(r"，(?P<said>[^，。；：\d]{0,36}\d[^，。；：]{0,36})(?=；)")
LONGEST_COUNTING = 36  # characters of an item with two figures
LEAST_SUBJECT = 4
LEAST_LEFT = 2  # items: no fewer are asked for


def recited(items: tuple[Item, ...], topic: Topic, kind: Kind, article: Article, rules: RuleSet) -> tuple[Item, ...]:
    """`items`, the heads without what kind.unrecited says that they begin with, and kind.open_end that the last ends
    with.
    """
    items = uncounted((*items[:-1], _closed(items[-1], kind, article)), article)
    heads = [item.head.of(article) for item in items]
    subject = _subject(heads, topic)
    starts = [_start(head, subject, kind) for head in heads]
    title_ends_with_it = topic.words.endswith(common_start(heads)[:subject])
    if subject and not title_ends_with_it and not all(start > subject for start in starts):
        starts = [_start(head, 0, kind) for head in heads]
    items = tuple(replace(item, head=replace(item.head, start=item.head.start + start))
                  for item, start in zip(items, starts, strict=True))
    followed = zip(items, (*items[1:], None), strict=True)
    return _fields(tuple(_lengthened(item, following, article, rules) for item, following in followed), article, rules)


def _lengthened(item: Item, following: Item | None, article: Article, rules: RuleSet) -> Item:
    """`item` with the clause behind it that it needs, unless the one `following` it stands there."""
    longer = _with_other_half(_counting(item, article, rules), article, rules)
    if following is None or following.head.paragraph != item.head.paragraph:
        return longer
    return longer if longer.head.end <= following.head.start else item


def _counting(item: Item, article: Article, rules: RuleSet) -> Item:
    """`item`, where it says how much and its part of the sentence goes on with one clause more that says how much, with
    that (城镇调查失业率5%左右，城镇新增就业50万人): each is a fact that its list is asked for.
    """
    head, text = item.head.of(article), article.paragraphs[item.head.paragraph].text
    goes_on = ANOTHER_FIGURE.match(text, item.head.end)
    if goes_on is None or FIGURE.search(head) is None or worded(rules).first("goes_on", goes_on["said"]):
        return item
    if goes_on.end() - item.head.start > LONGEST_COUNTING:
        return item
    return replace(item, head=replace(item.head, end=goes_on.end()))


def _with_other_half(item: Item, article: Article, rules: RuleSet) -> Item:
    """`item`, where it is the half of a sentence that says not only what (不仅…), with the other (，而且…)."""
    if not item.head.of(article).startswith(rules.lexicons.get("not_only", ())):
        return item
    also, text = _but_also(rules.lexicons.get("but_also", ())), article.paragraphs[item.head.paragraph].text
    goes_on = also.match(text, item.head.end)
    return replace(item, head=replace(item.head, end=goes_on.end())) if goes_on else item


@lru_cache
def _but_also(words: tuple[str, ...]) -> re.Pattern[str]:
    """A clause that begins with one of `words`."""
    return re.compile(f"，(?:{any_of(words).pattern})[^，；。：]*")


def _fields(items: tuple[Item, ...], article: Article, rules: RuleSet) -> tuple[Item, ...]:
    """`items`, the heads without the words around them where each only names a field (在农业方面)."""
    field = _field(rules.lexicons.get("framing", ()), rules.lexicons.get("field_noun", ()))
    fields = [field.fullmatch(item.head.of(article)) for item in items]
    if not all(fields):
        return items
    return tuple(replace(item, head=replace(item.head, start=item.head.start + field.start(1),
                                            end=item.head.start + field.end(1)))
                 for item, field in zip(items, fields, strict=True) if field)


@lru_cache
def _field(begins: tuple[str, ...], ends: tuple[str, ...]) -> re.Pattern[str]:
    """The name of a field between words that it `begins` and `ends` with."""
    return re.compile(f"(?:{any_of(begins).pattern})(.{{2,}})(?:{any_of(ends).pattern})")


def finished(items: tuple[Item, ...], kind: Kind, article: Article) -> tuple[Item, ...]:
    """`items` without the first where that says nothing by itself (总书记指出), and others are left."""
    heads = tuple(item.head.of(article) for item in items)
    begins = len(items) > LEAST_LEFT and is_unfinished(kind, heads[0]) and are_finished(kind, heads[1:])
    return items[1:] if begins and not are_finished(kind, heads) else items


def is_unfinished(kind: Kind, head: str) -> bool:
    """Whether an item says nothing by itself."""
    return kind.unfinished is not None and kind.unfinished.search(head) is not None


def are_finished(kind: Kind, heads: tuple[str, ...]) -> bool:
    """Whether all items say something by themselves, or all are of one form (在供给侧, 在需求侧)."""
    found = [kind.unfinished.search(head) if kind.unfinished else None for head in heads]
    return not any(found) or all(match is not None and match.groupdict().get("form") for match in found)


def uncounted(items: tuple[Item, ...], article: Article) -> tuple[Item, ...]:
    """`items`, the heads without what counts them (一是) where all have it."""
    marks = [COUNTED.match(item.head.of(article)) for item in items]
    starts = [mark.end() if mark else 0 for mark in marks]
    if not all(starts):
        return items
    return tuple(replace(item, head=replace(item.head, start=item.head.start + start))
                 for item, start in zip(items, starts, strict=True))


def _closed(item: Item, kind: Kind, article: Article) -> Item:
    """`item` without the words at its end that say that there are more."""
    head = item.head.of(article)
    open_end = kind.open_end.search(head) if kind.open_end else None
    if open_end is None or open_end.start() < LEAST_RECITED or open_end.end() < len(head):
        return item
    return replace(item, head=replace(item.head, end=item.head.start + open_end.start()))


def _subject(heads: list[str], topic: Topic) -> int:
    """How many characters all `heads` begin with that stand in the title too, enough to be their subject, or that it
    ends with; else 0.
    """
    common = common_start(heads)
    for size in range(len(common), 1, -1):
        subject = common[:size]
        if topic.words.endswith(subject) or (size >= LEAST_SUBJECT and subject in topic.text):
            return size
    return 0


def _start(head: str, subject: int, kind: Kind) -> int:
    """Where what is recited begins in `head`, behind so many characters of a shared subject."""
    unrecited = kind.unrecited.match(head[subject:]) if kind.unrecited else None
    start = subject + unrecited.end() if unrecited else subject
    return start if len(head) - start >= LEAST_RECITED else 0
