"""Topics: what an enumeration is of, in the words of the text around it; the title of its cards asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from cards.engine.ruleset import Kind, Rule
from cards.reading.sentences import ANNOUNCES, clauses_of
from cards.records import Article, Item, Span

FIGURE = re.compile(r"\d")  # a sentence that gives figures leads to no enumeration
HEADING = "{heading}"  # in a topic: the section's heading
EDGES = "，；：、。！？“‘— "
LEAST_BEFORE = 6
LEAST_TITLE = 8
LEAST_LEAD = 12
LONG_TOPIC = 40


def topic(rule: Rule, article: Article, items: tuple[Item, ...], match: Any) -> str:
    """An enumeration's title, by the first of the rule's ways that gives one."""
    for way in rule.topic:
        if way in TOPICS:
            text = TOPICS[way](rule.kind, article, items)
        else:
            text = rule.filled(way.replace(HEADING, _section(article, items)), match)
        if text:
            return trimmed(text, rule.kind)
    return article.title


def _section(article: Article, items: tuple[Item, ...]) -> str:
    """The heading that the enumeration stands under, or the article's title; no braces, which would be references."""
    heading = article.heading_before(items[0].head.paragraph) or article.title
    return heading.translate({ord("{"): "（", ord("}"): "）"})


def opening(item: Item) -> Span:
    """Where an item begins: at its marker, where that stands in the paragraph of what is recited."""
    start = item.body.start if item.body.paragraph == item.head.paragraph else item.head.start
    return Span(item.head.paragraph, min(start, item.head.start), item.head.end)


def trimmed(text: str, kind: Kind) -> str:
    """A title without the words that tied it to the text before it (kind.leaning)."""
    tie = kind.leaning.match(text) if kind.leaning else None
    return text[tie.end() :] if tie and len(text) - tie.end() >= LEAST_TITLE else text


def lead(article: Article, head: Span) -> str:
    """The end of the sentence before the one that `head` opens: whole clauses, enough of them to say something."""
    before = _sentence_before(article, head).strip(EDGES)
    starts = [start for start, _ in clauses_of(before)]
    start = next((at for at in reversed(starts) if len(before) - at >= LEAST_LEAD), 0)
    words = before[start:]
    return words if LEAST_TITLE <= len(words) <= LONG_TOPIC and not FIGURE.search(words) else ""


def _stated(kind: Kind, article: Article, items: tuple[Item, ...]) -> str:
    """How the text announces the enumeration: in the item's own sentence before it, or in one of the two before."""
    if kind.stated is None:
        return ""
    for before in _before(article, opening(items[0])):
        found = list(kind.stated.finditer(before))
        if found:
            return str(found[-1].groupdict().get("topic") or found[-1][0])
    return ""


def _summed(kind: Kind, article: Article, items: tuple[Item, ...]) -> str:
    """How the text sums the enumeration up behind its last item (以上十条，是…): in the same or the next paragraph."""
    if kind.summed is None:
        return ""
    last = items[-1].head
    following = [p.text for p in article.paragraphs[last.paragraph + 1 : last.paragraph + 2]]
    for text in (article.paragraphs[last.paragraph].text[last.end :], *following):
        if found := kind.summed.search(text):
            return str(found.groupdict().get("topic") or found[0])
    return ""


def _announced(kind: Kind, article: Article, items: tuple[Item, ...]) -> str:
    """The sentence before the enumeration where it announces something."""
    before = _sentence_before(article, opening(items[0]))
    return before.strip(EDGES) if before.endswith(ANNOUNCES) and len(before) <= LONG_TOPIC else ""


def _sentence_before(article: Article, head: Span) -> str:
    """What stands before `head` in its sentence, if it says something; else the sentence before that."""
    paragraph = article.paragraphs[head.paragraph]
    own = next((s for s in paragraph.sentences if s.start <= head.start < s.end), None)
    texts = [s.text for s in paragraph.sentences if s.end <= head.start]
    if own and len(own.text[: head.start - own.start].rstrip(EDGES)) >= LEAST_BEFORE:
        texts.append(own.text[: head.start - own.start])
    if not texts and head.paragraph and article.paragraphs[head.paragraph - 1].role == "body":
        texts = [s.text for s in article.paragraphs[head.paragraph - 1].sentences]
    return texts[-1] if texts else ""


def _before(article: Article, head: Span) -> Iterator[str]:
    paragraph = article.paragraphs[head.paragraph]
    texts = [s.text[: max(0, head.start - s.start)] for s in paragraph.sentences if s.start < head.start][-2:]
    if len(texts) < 2 and head.paragraph:
        texts = [s.text for s in article.paragraphs[head.paragraph - 1].sentences][-1:] + texts
    yield from reversed(texts)


def _same_run_up(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether what stands between the beginning of an item and what is recited belongs to the title (建设…) or to every
    item (是…), and is no marker that counts them.
    """
    run_ups = [Span(item.head.paragraph, opening(item).start, item.head.start).of(article) for item in items[:2]]
    return not run_ups[-1] or run_ups[0] == run_ups[-1]


def _words_before(kind: Kind, article: Article, items: tuple[Item, ...]) -> str:
    """The end of what stands before the enumeration in its sentence: whole clauses, enough of them to say something."""
    head = items[0].head if _same_run_up(article, items) else opening(items[0])
    paragraph = article.paragraphs[head.paragraph]
    sentence = next((s for s in paragraph.sentences if s.start <= head.start < s.end), None)
    before = sentence.text[: head.start - sentence.start] if sentence else ""
    cuts = [0, *(at + 1 for at, character in enumerate(before) if character in "，；：")]
    start = max((at for at in cuts if len(before) - at >= LEAST_BEFORE), default=0)
    return before[start:].strip(EDGES) + "……" if len(before) >= LEAST_BEFORE else ""


TOPICS: dict[str, Callable[[Kind, Article, tuple[Item, ...]], str]] = {
    "stated": _stated,
    "summed": _summed,
    "announced": _announced,
    "before": _words_before,
    "heading": lambda kind, article, items: article.heading_before(opening(items[0]).paragraph),
    "lead": lambda kind, article, items: lead(article, opening(items[0])),
    "title": lambda kind, article, items: article.title,
}
