"""Wholeness: whether the items of an enumeration are all there are, more than these, or picked from among others."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from cards.finding.said import last_heading
from cards.records import Article, Item, Sentence, Span
from cards.rules.ruleset import Kind
from cards.writing.asking import unmarked
from cards.writing.drafts import Cut
from cards.writing.naming import called
from cards.writing.parents import Named, sentence_start
from cards.writing.titles import are_announced_as_others

TWO = 2  # headings
LONG_SENTENCE, MORE_OF_THEM = 18, 2  # characters, sentences: so many more would be items too


def total_of(article: Article, named: Named) -> str:
    """How a title tells the number of the items: that these are all, some of them, or that there may be more."""
    kind = named.kind
    if _is_open(kind, article, named.items[-1].head) or _may_go_on(article, named):
        return kind.total_open
    return kind.total_some if _are_some(article, named) else kind.total


def is_picked(article: Article, named: Named, cut: Cut) -> bool:
    """Whether the items are some of the sentences of a paragraph and nothing tells which: they share no word, or more
    of the like stands behind them.
    """
    if _goes_on_behind(article, named):
        return True
    if named.rule.alike is None or not named.rule.alike.gaps or called(named.kind, article, named.items, cut):
        return False
    starts = {sentence_start(article, item.head) for item in named.items}
    begun = [sentence.start for sentence in article.paragraphs[named.items[0].head.paragraph].sentences]
    return sum(min(starts) <= start <= max(starts) for start in begun) > len(starts)


def _goes_on_behind(article: Article, named: Named) -> bool:
    """Whether two long sentences or more stand behind items that are sentences of a paragraph and share no word: of
    items that lead up to others, two more behind the last than behind any other.
    """
    alike, last = named.rule.alike, named.items[-1].head
    if alike is None or alike.units != "sentences" or alike.mould is None:
        return False
    sentences = article.paragraphs[last.paragraph].sentences
    if alike.leading:
        *others, behind = _texts_behind(sentences, named.items)
        return behind >= max(others) + MORE_OF_THEM
    long = (sentence for sentence in sentences if len(sentence.text) >= LONG_SENTENCE)
    return sum(sentence.start > last.end for sentence in long) >= MORE_OF_THEM


def _texts_behind(sentences: tuple[Sentence, ...], items: tuple[Item, ...]) -> list[int]:
    """How many of a paragraph's `sentences` begin behind each item, up to the next."""
    starts = [sentence.start for sentence in sentences]
    behind = [len(starts) - bisect_right(starts, item.head.end) for item in items]
    return [one - other - 1 for one, other in pairwise(behind)] + behind[-1:]


def _are_some(article: Article, named: Named) -> bool:
    """Whether the items are sentences of a paragraph, each by itself, and more stand among them or behind them."""
    alike = named.rule.alike
    if alike is None or alike.units != "sentences" or alike.leading:
        return False
    starts = [sentence_start(article, item.head) for item in named.items]
    sentences = article.paragraphs[named.items[0].head.paragraph].sentences
    return sum(sentence.start >= min(starts) for sentence in sentences) > len(starts)


def _may_go_on(article: Article, named: Named) -> bool:
    """Whether the items are a text's last two headings or numbered paragraphs and nothing says that they are two: it
    may be an excerpt; or the sentence before says that they are others.
    """
    if are_announced_as_others(named.kind, article, named.items):
        return True
    if len(named.items) != TWO or named.finding.features.get("count_agrees"):
        return False
    first, last = named.items[0].head.paragraph, named.items[-1].head.paragraph
    text = article.paragraphs[last].text
    is_numbered = first < last and unmarked(text) != text
    are_headings = {article.paragraphs[at].role for at in (first, last)} == {"heading"}
    return (are_headings or is_numbered) and last >= last_heading(article)


def _is_open(kind: Kind, article: Article, last: Span) -> bool:
    """Whether the sentence of the last item says behind it that there are more (等)."""
    sentence = article.sentence_at(last)
    behind = article.paragraphs[last.paragraph].text[last.end : sentence.end] if sentence else ""
    return kind.open_end is not None and kind.open_end.search(behind) is not None
