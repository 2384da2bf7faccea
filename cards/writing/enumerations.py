"""Enumerations to drafts: cards that ask for the whole list, and one card an item, the one before it as its cue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from cards.anki.cloze import cloze, harmless
from cards.finding.identity import item_fact, list_fact
from cards.records import Article, Finding, Item, Span
from cards.rules.ruleset import Kind, RuleSet
from cards.text.placed import CLAUSES
from cards.writing.asking import asked, filled, of_parts, theme, trimmed, unmarked
from cards.writing.backs import body, overview, rest, stops
from cards.writing.before import EDGES
from cards.writing.drafts import ELLIPSIS, Cut, Draft, context, wrapped
from cards.writing.in_place import InPlace, in_place
from cards.writing.mnemonic import mnemonic
from cards.writing.naming import called, tells_items
from cards.writing.opened_when import opened_when
from cards.writing.parents import (
    Governing,
    Named,
    governing_of,
    parent_of,
    place_of,
    places_of,
    reaching_of,
    section_of,
)
from cards.writing.reciting import are_finished, finished, recited, uncounted
from cards.writing.surroundings import Above, around
from cards.writing.titles import topic_of
from cards.writing.topics import NO_TOPIC, Topic
from cards.writing.wholeness import is_picked, total_of

NEXT_CLAUSE = 2  # characters between two items that are clauses side by side
LONG_CLAUSE = 66  # characters: nobody recites an item with a longer one
LONG_LABEL = 4  # characters of a heading that says where something stands
SHORT_TITLE = 4  # characters: so short a one (基本原则) does not say what of
LEFT_OUT = "……"  # stands in a title where an item's words would


class _List(Struct, frozen=True):
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
    named = _named(article, findings, rules)
    governing, places, reaching = governing_of(article, named), places_of(article, named), reaching_of(article, named)
    in_sentences: set[int] = set()
    for one in named:
        series = None
        if "whole" in one.finding.cards:
            members = uncounted(one.finding.items, article)
            series = in_place(article, members, one.kind, one.topic is not None)
        if series is not None:
            in_sentences.add(id(one.finding))
            if _is_marked(article, series, one.kind):
                parent = place_of(article, one, places)
            else:
                parent = "".join(parent_of(article, one, governing)[-1:])
            above = Above(parent, section_of(article, one, places, reaching))
            parts = around(article, members, series, above, one.kind, rules, cut)
            yield _in_sentence(article, one, members, series, " · ".join(parts), cut)
    for enumeration in _titled(article, named, governing, in_sentences, rules, cut):
        if id(enumeration.finding) not in in_sentences:
            yield from _wholes(article, enumeration, cut)
        yield from _items(article, enumeration)


def _is_marked(article: Article, series: InPlace, kind: Kind) -> bool:
    """Whether the sentence of a series is itself an item (七是…): it is no part of the item before it."""
    sentence = article.sentence_at(series.shown)
    return sentence is not None and kind.leaning is not None and kind.leaning.match(sentence.text) is not None


def _in_sentence(article: Article, named: Named, members: tuple[Item, ...], series: InPlace, cue: str,
                 cut: Cut) -> Draft:
    """The draft that asks for a series in its own sentence, its `members` as they are recited."""
    heads = tuple(item.head.of(article) for item in members)
    shown = series.shown.of(article)
    called = mnemonic(list(heads), named.kind.mnemonic_skips, cut, shown)
    fact = list_fact(article, named.finding.items)
    return Draft(
        named.kind, named.finding.rule, fact, wrapped(named.kind, series.field), heads, series.shown, cue=cue,
        extra=context(article, *(member.head for member in members)),
        mnemonic=harmless(" · ".join(called)), enumeration=heads,
        tags=(*named.finding.tags, f"规则::{named.finding.rule}"), worth=named.finding.worth)


def _named(article: Article, findings: tuple[Finding, ...], rules: RuleSet) -> list[Named]:
    """The enumerations among `findings` with their topics."""
    named = []
    for finding in findings:
        rule = rules.named(finding.rule) if finding.items else None
        if rule is not None:
            kind = rules.kinds[finding.kind]
            topic = topic_of(finding, rule, kind, article)
            items = finding.items if rule.alike is None else finished(finding.items, kind, article)
            items = recited(items, topic or NO_TOPIC, kind, article, rules)
            named.append(Named(finding, rule, kind, topic, items))
    return named


def _titled(article: Article, lists: list[Named], governing: Governing, in_sentences: set[int], rules: RuleSet,
            cut: Cut) -> Iterator[_List]:
    """`lists` with their titles and cues: this is where titles are made. One that has no topic has no title; of two
    that would have the same the first has it, unless the other is worthier and is not asked in its sentence.
    """
    titles: set[str] = set()
    titled: dict[str, _List] = {}
    for named in lists:
        heads = tuple(item.head.of(article) for item in named.items)
        if not _may_have_title(article, named, heads, cut):
            continue
        parent = parent_of(article, named, governing)
        usual, title = _title_of(article, named, heads, parent)
        other = titled.get(title) if id(named.finding) not in in_sentences else None
        if title and (title not in titles or (other and other.finding.worth < named.finding.worth)):
            titles.update((usual, title))
            titled.pop(title, None)
            titled[title] = _list(article, named, parent, heads, title, _when(article, named, rules), cut)
    yield from titled.values()


def _when(article: Article, named: Named, rules: RuleSet) -> str:
    """The time that the sentence with the words of its topic opens with, or else that of its first item; '' for none.
    """
    first = named.items[0].head
    spans = [*_places(article, (named.topic or NO_TOPIC).words, first.paragraph), first]
    return next(filter(None, (opened_when(article, span, rules) for span in spans)), "")


def _places(article: Article, words: str, paragraph: int) -> Iterator[Span]:
    """Where `words` stand in a paragraph and in the one before it."""
    for near in article.paragraphs[max(0, paragraph - 1) : paragraph + 1]:
        start = near.text.find(words) if words else -1
        if start >= 0:
            yield Span(near.index, start, start + len(words))


def _may_have_title(article: Article, named: Named, heads: tuple[str, ...], cut: Cut) -> bool:
    """Whether it has a topic, and `heads` that are finished, short enough to be known by heart, and not picked from
    among others.
    """
    if any(len(clause) > LONG_CLAUSE for head in heads for clause in head.split(CLAUSES[0])):
        return False
    return named.topic is not None and are_finished(named.kind, heads) and not is_picked(article, named, cut)


def _list(article: Article, named: Named, parent: list[str], heads: tuple[str, ...], title: str, when: str,
          cut: Cut) -> _List:
    """An enumeration that has this title; `when` it holds, '' where no sentence opens with that."""
    cue = _cue(article, named, parent, heads, title, when, cut)
    total, stated = total_of(article, named), _is_stated(named.kind, title)
    return _List(named.finding, named.kind, named.items, heads, title, cue, total, stated)


def _title_of(article: Article, named: Named, heads: tuple[str, ...], parent: list[str]) -> tuple[str, str]:
    """How the enumeration's topic asks, and a title in which no item stands in sight; '' for none. Where it would be
    the end of the sentence before, the heading or the article's title, the item it is a part of (`parent`) says better
    what it is of.
    """
    kind = named.kind
    usual = title = asked(_topic_under(parent, named).text, kind)
    if kind.subjectless and kind.subjectless.match(title):
        title = theme(article) + title
    if len(title) <= SHORT_TITLE:
        title = _with_whole(article, named, title)
    if kind.of_section and title and _are_labels(article, named):
        title = of_parts(kind.of_section, title, len(heads), kind)
    title = _without_items(title, heads)
    return usual, "" if LEFT_OUT in title[:-len(LEFT_OUT)] or tells_items(title, heads) else title


def _with_whole(article: Article, named: Named, title: str) -> str:
    """A short `title` behind what it is of: the heading that it stands under (主要内容), else the article's title."""
    heading = unmarked(article.heading_before(named.items[0].head.paragraph)).rstrip(EDGES)
    of_text = article.title.rstrip(EDGES)
    whole = of_text if not heading or heading.endswith(title) else heading
    return whole if whole.endswith(title) else f"{whole}：{title}"


def _are_labels(article: Article, named: Named) -> bool:
    """Whether the items are lines of a word or two, which say where something stands and not what (指导思想), under
    another line.
    """
    if named.topic is None or named.topic.way not in ("heading", "above"):
        return False
    heads = [item.head for item in named.items]
    have_paragraphs = len({head.paragraph for head in heads}) == len(heads)
    return have_paragraphs and max(head.end - head.start for head in heads) <= LONG_LABEL


def _topic_under(parent: list[str], named: Named) -> Topic:
    """The topic of `named`, with the item it is a part of in the stead of words from around it that announce nothing.
    """
    topic = named.topic
    assert topic is not None  # a list without one has no title
    if parent and topic.around and not _is_stated(named.kind, topic.around):
        return topic.under(parent[-1])
    return topic


def _without_items(title: str, heads: tuple[str, ...]) -> str:
    """`title` with LEFT_OUT in the stead of items."""
    for head in heads:
        if len(head) > 2:
            title = title.replace(head, LEFT_OUT)
    return title


def _wholes(article: Article, enumeration: _List, cut: Cut) -> Iterator[Draft]:
    """The note that asks for the list; of a long one its cards ask for kind.whole_most items each and show the others.
    """
    if "whole" not in enumeration.finding.cards:
        return
    heads = enumeration.heads
    size = -(-len(heads) // -(-len(heads) // enumeration.kind.whole_most))
    marks = _cut_marks(article, enumeration.items)
    lines = "".join(f"<li>{cloze(1 + number // size, head)}{mark}</li>"
                    for number, (head, mark) in enumerate(zip(heads, marks, strict=True)))
    called = mnemonic(list(heads), enumeration.kind.mnemonic_skips, cut, enumeration.title)
    yield _shared(enumeration)(
        fact=list_fact(article, enumeration.finding.items), plain=heads, place=enumeration.items[0].head,
        text=_asked(enumeration, _filled(enumeration.kind.whole_title, enumeration), f"<ol>{lines}</ol>"),
        worth=enumeration.finding.worth, extra=overview(article, enumeration.items),
        mnemonic=harmless(" · ".join(called)))


def _cut_marks(article: Article, items: tuple[Item, ...]) -> list[str]:
    """What stands behind each item: a sign where its sentence goes on with another clause and it is recited in part,
    unless that is so of all, or the items are clauses of one sentence themselves.
    """
    go_on = [_behind(article, item) == CLAUSES[0] for item in items]
    near = map(_are_neighbours, items, items[1:])
    if all(go_on) or any(goes_on and is_near for goes_on, is_near in zip(go_on, near, strict=False)):
        return [""] * len(items)
    return [ELLIPSIS if goes_on else "" for goes_on in go_on]


def _behind(article: Article, item: Item) -> str:
    """The character behind an item."""
    return article.paragraphs[item.head.paragraph].text[item.head.end : item.head.end + 1]


def _are_neighbours(one: Item, other: Item) -> bool:
    """Whether hardly more than a mark stands between two items."""
    return one.head.paragraph == other.head.paragraph and other.head.start - one.head.end <= NEXT_CLAUSE


def _items(article: Article, enumeration: _List) -> Iterator[Draft]:
    """A card an item: its position, the item before it, and nothing of those behind it."""
    if not _asks_item_by_item(enumeration):
        return
    ends_with_stops = all(stops(article, item) for item in enumeration.items[:-1])
    for position, item in enumerate(enumeration.items, 1):
        head = enumeration.heads[position - 1]
        before = f'<li class="before">{harmless(enumeration.heads[position - 2])}</li>' if position > 1 else ""
        behind = rest(article, item) if ends_with_stops else ""
        lines = f'<ol start="{max(1, position - 1)}">{before}<li>{cloze(1, head)}{behind}</li></ol>'
        title = _filled(enumeration.kind.item_title, enumeration, position)
        yield _shared(enumeration)(
            fact=item_fact(article, item, enumeration.finding.items), plain=(head,), place=item.head,
            worth=enumeration.finding.worth, text=_asked(enumeration, title, lines), extra=body(article, item))


def _asks_item_by_item(enumeration: _List) -> bool:
    """Whether the list makes cards item by item: its rule wants them, and it is more than one glance."""
    if "each" not in enumeration.finding.cards:
        return False
    heads, kind = enumeration.heads, enumeration.kind
    is_long = sum(map(len, heads)) >= kind.each_from and len(heads) >= kind.each_items
    return is_long or "whole" not in enumeration.finding.cards


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


def _filled(template: str, enumeration: _List, position: int = 0) -> str:
    """The template of a title with its values put in."""
    return filled(template, enumeration.total, enumeration.title, len(enumeration.heads), position)


def _cue(article: Article, named: Named, parent: list[str], heads: tuple[str, ...], title: str, when: str,
         cut: Cut) -> str:
    """What must be known before the title: `when` it is, the rule's own cue, else the item of another enumeration that
    this one is a part of, else the section; of items that are alike and have others between them, how they are.
    """
    if named.finding.cue:
        parts = [named.finding.cue]
    else:
        parts = parent or [article.heading_before(named.items[0].head.paragraph)]
    if named.rule.alike is not None and named.rule.alike.gaps:
        parts = [*parts, called(named.kind, article, named.items, cut)]
    return " · ".join(part for part in (when, *parts) if part and _tells(part, named.kind, heads, title))


def _tells(part: str, kind: Kind, heads: tuple[str, ...], title: str) -> bool:
    """Whether a part of a cue says more than the title, and no item."""
    return trimmed(part, kind).rstrip(EDGES) not in title and not tells_items(part, heads)
