"""Enumerations to drafts: cards that ask for the whole list, and one card an item, the one before it as its cue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cards.anki.cloze import cloze, harmless
from cards.finding.identity import item_fact, list_fact
from cards.records import Article, Finding, Item, Span
from cards.rules.pieces import put_in
from cards.rules.ruleset import Kind, Rule, RuleSet
from cards.text.sentences import STOPS, split_sentences
from cards.writing.drafts import Cut, Draft, context, wrapped
from cards.writing.mnemonic import mnemonic
from cards.writing.reciting import recited
from cards.writing.titles import Topic, asked, lead, opening, theme, topic_of, trimmed

LEAST_REST, LONG_REST = 4, 40
LEAST_BODY = 8  # so many characters more than what is recited make an item's own words worth a back of their own
APART = "。！？；：”—"  # behind one of these an item stands by itself
SENTENCES_OF_ITEM = 2
LEFT_OUT = "……"  # stands in a title where an item's words would


@dataclass(frozen=True, slots=True)
class _Named:
    """An enumeration that has a topic: its finding, its rule and kind, and its items with what is recited of them."""

    finding: Finding
    rule: Rule
    kind: Kind
    topic: Topic
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _List:
    """An enumeration on its way to cards: its items and what is recited of them (`heads`), the question its cards ask
    (`title`), what must be known before (`cue`), how its number is told (`total`), and whether the text announces it by
    this title (`stated`).
    """

    finding: Finding
    kind: Kind
    items: tuple[Item, ...]
    heads: tuple[str, ...]
    title: str
    cue: str
    total: str
    stated: bool


def enumerations(article: Article, findings: tuple[Finding, ...], rules: RuleSet, cut: Cut) -> Iterator[Draft]:
    """The drafts of every enumeration among `findings`."""
    for enumeration in _titled(article, _named(article, findings, rules)):
        yield from _wholes(article, enumeration, cut)
        yield from _items(article, enumeration)


def _named(article: Article, findings: tuple[Finding, ...], rules: RuleSet) -> list[_Named]:
    """The enumerations among `findings` with their topics."""
    named = []
    for finding in findings:
        rule = rules.named(finding.rule) if finding.items else None
        if rule is not None:
            kind = rules.kinds[finding.kind]
            topic = topic_of(finding, rule, kind, article)
            named.append(_Named(finding, rule, kind, topic, recited(finding.items, topic, kind, article)))
    return named


def _titled(article: Article, lists: list[_Named]) -> Iterator[_List]:
    """`lists` with their titles and cues: this is where titles are made."""
    titles: set[str] = set()
    for named in lists:
        kind = named.kind
        heads = tuple(item.head.of(article) for item in named.items)
        parent = _parent(article, named, lists)
        title = _title_of(article, named, heads, titles, parent)
        total = kind.total_open if _is_open(kind, article, named.items[-1].head) else kind.total
        yield _List(named.finding, kind, named.items, heads, title, _cue(article, named, parent, heads, title), total,
                    _is_stated(kind, title))


def _title_of(article: Article, named: _Named, heads: tuple[str, ...], titles: set[str], parent: list[str]) -> str:
    """A title no other enumeration of the article has, in which no item stands in sight; `titles` are those so far, and
    it is added to them. Where it would be the end of the sentence before, the heading or the article's title, the item
    it is a part of (`parent`) says better what it is of.
    """
    kind = named.kind
    topic = _topic_under(parent, named)
    usual = asked(topic.text, kind)
    title = usual
    if usual in titles and topic == named.topic:
        title = _title_from_lead(article, named, titles) or usual
    if kind.subjectless and kind.subjectless.match(title):
        title = theme(article) + title
    title = _counted(_without_items(title, heads), titles)
    titles.update((usual, title))
    return title


def _topic_under(parent: list[str], named: _Named) -> Topic:
    """The topic of `named`, with the item it is a part of in the stead of words from around it that announce nothing.
    """
    topic = named.topic
    if parent and topic.around and not _is_stated(named.kind, topic.around):
        return topic.under(parent[-1])
    return topic


def _title_from_lead(article: Article, named: _Named, titles: set[str]) -> str:
    """A title of the end of the sentence before; '' where the rule does not want it, there is none, or it is taken."""
    if "lead" not in named.rule.topic:
        return ""
    words = trimmed(lead(named.kind, article, opening(named.items[0])), named.kind)
    title = asked(words, named.kind) if words else ""
    return "" if title in titles else title


def _without_items(title: str, heads: tuple[str, ...]) -> str:
    """`title` with LEFT_OUT in the stead of items."""
    for head in heads:
        if len(head) > 2:
            title = title.replace(head, LEFT_OUT)
    return title


def _counted(title: str, titles: set[str]) -> str:
    """`title`, or where another enumeration has it, with a number behind it."""
    unlike, count = title, 1
    while unlike in titles:
        count += 1
        unlike = f"{title}（{count}）"
    return unlike


def _wholes(article: Article, enumeration: _List, cut: Cut) -> Iterator[Draft]:
    """Cards that ask for the list; a long one is asked for in parts of kind.whole_most items."""
    if "whole" not in enumeration.finding.cards:
        return
    parts = -(-len(enumeration.heads) // enumeration.kind.whole_most)
    size = -(-len(enumeration.heads) // parts)
    for part, start in enumerate(range(0, len(enumeration.heads), size), 1):
        heads = enumeration.heads[start : start + size]
        title = _filled(enumeration.kind.whole_title, enumeration, 0)
        title += f"（{start + 1}—{start + len(heads)}）" if parts > 1 else ""
        lines = "".join(f"<li>{cloze(1, head)}</li>" for head in heads)
        first = f' start="{start + 1}"' if start else ""
        called = mnemonic(list(heads), enumeration.kind.mnemonic_skips, cut, enumeration.title)
        yield _shared(enumeration)(
            fact=list_fact(article, enumeration.finding.items, part), plain=heads, place=enumeration.items[start].head,
            text=_asked(enumeration, title, f"<ol{first}>{lines}</ol>"), worth=enumeration.finding.worth,
            extra=_overview(article, enumeration.items[start : start + size]), mnemonic=harmless(" · ".join(called)))


def _items(article: Article, enumeration: _List) -> Iterator[Draft]:
    """A card an item: its position, the item before it, and nothing of those behind it."""
    if not _asks_item_by_item(enumeration):
        return
    stops = all(_stops(article, item) for item in enumeration.items[:-1])
    for position, item in enumerate(enumeration.items, 1):
        head = enumeration.heads[position - 1]
        before = f'<li class="before">{harmless(enumeration.heads[position - 2])}</li>' if position > 1 else ""
        rest = _rest(article, item) if stops else ""
        lines = f'<ol start="{max(1, position - 1)}">{before}<li>{cloze(1, head)}{rest}</li></ol>'
        title = _filled(enumeration.kind.item_title, enumeration, position)
        yield _shared(enumeration)(
            fact=item_fact(article, item, enumeration.finding.items), plain=(head,), place=item.head,
            worth=enumeration.finding.worth, text=_asked(enumeration, title, lines), extra=_body(article, item))


def _stops(article: Article, item: Item) -> bool:
    """Whether a semicolon ends the item."""
    text = article.paragraphs[item.body.paragraph].text
    return STOPS in text[max(item.head.end, item.body.end - 1) : item.body.end + 1]


def _rest(article: Article, item: Item) -> str:
    """What the text says of a short item beyond what is recited, so that it is seen where the answer ends."""
    text = article.paragraphs[item.head.paragraph].text[item.head.end : item.body.end].rstrip("；。，、 ")
    same = item.head.paragraph == item.body.paragraph
    return f'<span class="rest">{harmless(text)}</span>' if same and LEAST_REST <= len(text) <= LONG_REST else ""


def _asks_item_by_item(enumeration: _List) -> bool:
    """Whether the list makes cards item by item: its rule wants them, and it is more than one glance."""
    if "each" not in enumeration.finding.cards:
        return False
    heads, kind = enumeration.heads, enumeration.kind
    is_long = sum(map(len, heads)) >= kind.each_from and len(heads) >= kind.each_items
    return is_long or "whole" not in enumeration.finding.cards


def _is_open(kind: Kind, article: Article, last: Span) -> bool:
    """Whether the sentence of the last item says behind it that there are more (等)."""
    sentence = article.sentence_at(last)
    behind = article.paragraphs[last.paragraph].text[last.end : sentence.end] if sentence else ""
    return kind.open_end is not None and kind.open_end.search(behind) is not None


def _shared(enumeration: _List) -> partial[Draft]:
    """A draft with all that the cards of one enumeration share."""
    return partial(Draft, kind=enumeration.kind, rule=enumeration.finding.rule, cue=enumeration.cue,
                   enumeration=enumeration.heads, stated=enumeration.stated,
                   tags=(*enumeration.finding.tags, f"规则::{enumeration.finding.rule}"))


def _is_stated(kind: Kind, title: str) -> bool:
    """Whether the text announces the enumeration by this title (六方面举措)."""
    return kind.stated is not None and kind.stated.search(title) is not None


def _asked(enumeration: _List, title: str, lines: str) -> str:
    """The question: the title, in which the words behind the topic (第3项／共6项) stay in one piece, and the lines."""
    topic, behind = title, ""
    if title.startswith(enumeration.title):
        topic, behind = enumeration.title, title[len(enumeration.title) :]
    position = f'<span class="position">{harmless(behind)}</span>' if behind else ""
    return wrapped(enumeration.kind, f'<div class="topic">{harmless(topic)}{position}</div>{lines}')


def _filled(template: str, enumeration: _List, position: int) -> str:
    """The template of a title with its values put in."""
    values = {"topic": enumeration.title, "count": str(len(enumeration.heads)), "position": str(position)}
    return put_in(template.replace("{total}", enumeration.total), values)


def _cue(article: Article, named: _Named, parent: list[str], heads: tuple[str, ...], title: str) -> str:
    """What must be known before the title: the rule's own cue, else the item of another enumeration that this one is
    a part of, else the section.
    """
    if named.finding.cue:
        parts = [named.finding.cue]
    else:
        parts = parent or [article.heading_before(named.items[0].head.paragraph)]
    return " · ".join(part for part in parts if part and _tells(part, named.kind, heads, title))


def _tells(part: str, kind: Kind, heads: tuple[str, ...], title: str) -> bool:
    """Whether a part of a cue says more than the title, and no item."""
    return trimmed(part, kind) not in title and not any(head in part for head in heads)


def _parent(article: Article, named: _Named, lists: list[_Named]) -> list[str]:
    """Title and item of the innermost enumeration with an item that goes on to give all of `named`."""
    sentence = _sentence_start(article, named.items[0].head)
    holding: list[tuple[Item, _Named]] = []
    for other in lists:
        if other is not named:
            holding += [(item, other) for item in other.items
                        if _holds(item, named.items) and _sentence_start(article, item.head) < sentence]
    if not holding:
        return []
    item, other = min(holding, key=lambda pair: pair[0].body.end - pair[0].body.start)
    topic = other.topic.words
    if other.topic.goes_on:
        topic = topic[: topic.rfind("，") + 1].rstrip("，")
    return [topic if topic != article.title else "", item.head.of(article)]


def _holds(item: Item, inner: tuple[Item, ...]) -> bool:
    """Whether all of the items `inner` stand in the body of `item`."""
    return all(inner_item.head.within(item.body) for inner_item in inner)


def _sentence_start(article: Article, span: Span) -> int:
    """Where the sentence of `span` begins in its paragraph."""
    sentence = article.sentence_at(span)
    return sentence.start if sentence else span.start


def _body(article: Article, item: Item) -> str:
    """The back of an item: its own words, or its paragraph with the item marked where it has none beyond the head, or
    stands in the middle of a sentence.
    """
    own = item.body.of(article)
    paragraph = article.paragraphs[item.body.paragraph].text
    before = paragraph[: item.body.start].rstrip()
    inside = bool(before) and before[-1] not in APART
    ends = own.rstrip()[-1:] in APART or item.body.end == len(paragraph)
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
