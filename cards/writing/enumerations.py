"""Enumerations to drafts: cards that ask for the whole list, and one card an item, the one before it as its cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cards.anki.cloze import cloze, harmless
from cards.finding.topics import TORN, asked, lead, opening, theme, trimmed
from cards.records import Article, Finding, Item, Span
from cards.rules.pieces import put_in
from cards.rules.ruleset import Kind, RuleSet
from cards.text.sentences import STOPS, split_sentences
from cards.writing.drafts import Cut, Draft, context, wrapped
from cards.writing.mnemonic import mnemonic

LEAST_REST, LONG_REST = 4, 40
LEAST_BODY = 8  # so many characters more than what is recited make an item's own words worth a back of their own
APART = "。！？；：”—"  # behind one of these an item stands by itself
SENTENCES_OF_ITEM = 2


@dataclass(frozen=True, slots=True)
class _List:
    """An enumeration on its way to cards: its finding, its items' heads, its title, and what must be known before."""

    finding: Finding
    kind: Kind
    heads: tuple[str, ...]
    topic: str
    cue: str
    total: str


def enumerations(article: Article, findings: tuple[Finding, ...], rules: RuleSet, cut: Cut) -> Iterator[Draft]:
    """The drafts of every enumeration among `findings`."""
    topics: set[str] = set()
    lists = [finding for finding in findings if finding.items]
    for finding in lists:
        kind = rules.kinds[finding.kind]
        heads = tuple(item.head.of(article) for item in finding.items)
        parent = _parent(article, finding, lists, kind)
        topic = _unlike(article, finding, heads, rules, topics, parent)
        each = _List(finding, kind, heads, topic, _cue(article, finding, parent, kind, heads, topic),
                     (kind.total_open if _is_open(kind, article, finding) else kind.total))
        yield from _whole(article, each, cut)
        yield from _items(article, each)


def _whole(article: Article, each: _List, cut: Cut) -> Iterator[Draft]:
    """Cards that ask for the list; a long one is asked for in parts of kind.whole_most items."""
    if "whole" not in each.finding.cards:
        return
    parts = -(-len(each.heads) // each.kind.whole_most)
    size = -(-len(each.heads) // parts)
    for start in range(0, len(each.heads), size):
        heads = each.heads[start : start + size]
        title = _title(each.kind.whole_title, each, 0)
        title += f"（{start + 1}—{start + len(heads)}）" if parts > 1 else ""
        lines = "".join(f"<li>{cloze(1, head)}</li>" for head in heads)
        first = f' start="{start + 1}"' if start else ""
        yield _shared(article, each)(
            words=("whole", *heads), plain=heads, place=each.finding.items[start].head,
            text=_asked(each, title, f"<ol{first}>{lines}</ol>"),
            extra=_overview(article, each.finding.items[start : start + size]), weight=each.finding.weight + 1,
            mnemonic=harmless(" · ".join(mnemonic(list(heads), each.kind.mnemonic_skips, cut, each.topic))))


def _items(article: Article, each: _List) -> Iterator[Draft]:
    """A card an item: its position, the item before it, and nothing of those behind it."""
    stops = all(_stops(article, item) for item in each.finding.items[:-1])
    for position, item in enumerate(each.finding.items if _asks_each(each) else (), 1):
        head = each.heads[position - 1]
        before = f'<li class="before">{harmless(each.heads[position - 2])}</li>' if position > 1 else ""
        rest = _rest(article, item) if stops else ""
        lines = f'<ol start="{max(1, position - 1)}">{before}<li>{cloze(1, head)}{rest}</li></ol>'
        yield _shared(article, each)(
            words=("item", head, *each.heads), plain=(head,), place=item.head, weight=each.finding.weight,
            text=_asked(each, _title(each.kind.item_title, each, position), lines), extra=_body(article, item))


def _stops(article: Article, item: Item) -> bool:
    """Whether a semicolon ends the item."""
    text = article.paragraphs[item.body.paragraph].text
    return STOPS in text[max(item.head.end, item.body.end - 1) : item.body.end + 1]


def _rest(article: Article, item: Item) -> str:
    """What the text says of a short item beyond what is recited, so that it is seen where the answer ends."""
    text = article.paragraphs[item.head.paragraph].text[item.head.end : item.body.end].rstrip("；。，、 ")
    same = item.head.paragraph == item.body.paragraph
    return f'<span class="rest">{harmless(text)}</span>' if same and LEAST_REST <= len(text) <= LONG_REST else ""


def _asks_each(each: _List) -> bool:
    """Whether the list makes cards item by item: its rule wants them, and it is more than one glance."""
    long = sum(map(len, each.heads)) >= each.kind.each_from and len(each.heads) >= each.kind.each_items
    return "each" in each.finding.cards and ("whole" not in each.finding.cards or long)


def _is_open(kind: Kind, article: Article, finding: Finding) -> bool:
    """Whether the sentence of the last item says behind it that there are more (等)."""
    last = finding.items[-1].head
    sentence = article.sentence_at(last)
    behind = article.paragraphs[last.paragraph].text[last.end : sentence.end] if sentence else ""
    return kind.open_end is not None and kind.open_end.search(behind) is not None


def _shared(article: Article, each: _List) -> partial[Draft]:
    """A draft with all that the cards of one enumeration share."""
    return partial(Draft, kind=each.kind, rule=each.finding.rule, cue=each.cue, enumeration=each.heads,
                   topic=each.topic, stated=_is_stated(each.kind, each.topic),
                   tags=(*each.finding.tags, f"规则::{each.finding.rule}"))


def _is_stated(kind: Kind, topic: str) -> bool:
    """Whether the text announces the enumeration by this title (六方面举措)."""
    return kind.stated is not None and kind.stated.search(topic) is not None


def _asked(each: _List, title: str, lines: str) -> str:
    """The question: the title, in which the words behind the topic (第3项／共6项) stay in one piece, and the lines."""
    topic, behind = title, ""
    if title.startswith(each.topic):
        topic, behind = each.topic, title[len(each.topic) :]
    position = f'<span class="position">{harmless(behind)}</span>' if behind else ""
    return wrapped(each.kind, f'<div class="topic">{harmless(topic)}{position}</div>{lines}')


def _title(template: str, each: _List, position: int) -> str:
    values = {"topic": each.topic, "count": str(len(each.heads)), "position": str(position)}
    template = template.replace("{total}", each.total)
    return put_in(template, values)


def _unlike(article: Article, finding: Finding, heads: tuple[str, ...], rules: RuleSet, topics: set[str],
            parent: list[str]) -> str:
    """A title no other enumeration of the article has, in which no item stands in sight. Where it would be the end of
    the sentence before, the heading or the article's title, the item it is a part of (`parent`) says better what it is
    of.
    """
    kind, rule = rules.kinds[finding.kind], rules.named(finding.rule)
    led = trimmed(lead(kind, article, opening(finding.items[0])), kind)
    own = finding.topic
    around = (led, trimmed(article.heading_before(finding.items[0].head.paragraph), kind), article.title)
    said = next((words for words in around if words and re.match(f"{re.escape(words)}(?:：|$)", own)), "")
    if parent and said and not _is_stated(kind, said):
        own = parent[-1] + own[len(said) :]
    spare = led if rule and "lead" in rule.topic and own == finding.topic else ""
    topics_asked = [asked(topic, kind) for topic in (own, spare) if topic]
    topic = next((topic for topic in topics_asked if topic not in topics), topics_asked[0])
    if kind.subjectless and kind.subjectless.match(topic):
        topic = theme(article) + topic
    for head in heads:
        topic = topic.replace(head, "……") if len(head) > 2 else topic
    unlike, count = topic, 1
    while unlike in topics:
        count += 1
        unlike = f"{topic}（{count}）"
    topics.update((topics_asked[0], unlike))
    return unlike


def _cue(article: Article, finding: Finding, parent: list[str], kind: Kind, heads: tuple[str, ...],
         topic: str) -> str:
    """What must be known before the title: the rule's own cue, else the item of another enumeration that this one is
    a part of, else the section.
    """
    parts = [finding.cue] if finding.cue else parent or [
        article.heading_before(finding.items[0].head.paragraph)]
    return " · ".join(part for part in parts if part and trimmed(part, kind) not in topic
                      and not any(head in part for head in heads))


def _parent(article: Article, finding: Finding, lists: list[Finding], kind: Kind) -> list[str]:
    """Title and item of the innermost enumeration with an item that goes on to give all of `finding`."""
    sentence = _sentence_at(article, finding.items[0].head)
    holding = [(item, other) for other in lists if other is not finding for item in other.items
               if all(_within(mine.head, item.body) for mine in finding.items)
               and _sentence_at(article, item.head) < sentence]
    if not holding:
        return []
    item, other = min(holding, key=lambda each: each[0].body.end - each[0].body.start)
    topic = other.topic[: other.topic.rfind("，") + 1].rstrip("，") if TORN in other.topic else other.topic
    return [topic if topic != article.title else "", item.head.of(article)]


def _sentence_at(article: Article, span: Span) -> int:
    """Where the sentence of `span` begins in its paragraph."""
    sentence = article.sentence_at(span)
    return sentence.start if sentence else span.start


def _within(inner: Span, outer: Span) -> bool:
    return inner.paragraph == outer.paragraph and outer.start <= inner.start and inner.end <= outer.end


def _body(article: Article, item: Item) -> str:
    """The back of an item: its own words, or its paragraph with the item marked where it has none beyond the head, or
    stands in the middle of a sentence.
    """
    own = item.body.of(article)
    before = article.paragraphs[item.body.paragraph].text[: item.body.start].rstrip()
    inside = bool(before) and before[-1] not in APART
    ends = own.rstrip()[-1:] in APART or item.body.end == len(article.paragraphs[item.body.paragraph].text)
    alone = not inside and ends and len(own) >= item.head.end - item.head.start + LEAST_BODY
    return harmless(own) if alone else context(article, item.head)


def _overview(article: Article, items: tuple[Item, ...]) -> str:
    """The back of a whole enumeration: its paragraph, or the first sentences of each of its items."""
    if len({item.head.paragraph for item in items}) == 1:
        return context(article, *(item.head for item in items))
    return "".join(f"<p>{harmless(_first_sentences(item.body.of(article)))}</p>" for item in items)


def _first_sentences(text: str) -> str:
    sentences = split_sentences(text)
    return text[: sentences[min(len(sentences), SENTENCES_OF_ITEM) - 1].end] if sentences else text
