"""Parents: the item of another list that a list is a part of, and what the heading above it says of it."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import pairwise, takewhile

from msgspec import Struct

from cards.records import Article, Finding, Item, Paragraph, Span
from cards.rules.kinds.marked import ENDS
from cards.rules.ruleset import Kind, Rule
from cards.text.counted import first_of_its_kind
from cards.writing.asking import asked, filled, trimmed
from cards.writing.before import EDGES
from cards.writing.openings import is_numbered
from cards.writing.topics import Topic


class Named(Struct, frozen=True):
    """An enumeration that has a topic: its finding, its rule and kind, and its items with what is recited of them."""

    finding: Finding
    rule: Rule
    kind: Kind
    topic: Topic | None
    items: tuple[Item, ...]


Begins = tuple[int, int]  # a paragraph, and where in it a sentence begins
SHORT_LABEL = 4  # characters: so short an item (目标任务) says less than the heading it stands under
TOLD = ("stated", "announced", "summed")  # ways of topics that are the list's own
Places = dict[Begins, tuple[Named, int]]  # whose item begins there, and its place in that, from 0
Reaching = dict[int, str]  # by paragraph: the item of an earlier one that goes on in it
Governing = dict[int, list[tuple[Item, Named, int]]]  # by paragraph: items, whose, and where their sentences begin


def parent_of(article: Article, named: Named, governing: Governing) -> list[str]:
    """Title and item of the innermost enumeration with an item that goes on to give all of `named`."""
    holding = _holding(article, named, governing)
    if not holding:
        return []
    item, other = min(holding, key=lambda pair: pair[0].body.end - pair[0].body.start)
    return [_called(other, article), item.head.of(article)]


def _called(named: Named, article: Article) -> str:
    """What an enumeration is called above a part of it; '' where it is the whole text's, or only says its numbers
    ({first}至{last}各是什么).
    """
    topic = named.topic
    if topic is None or topic.way == "title" or topic.words == article.title:
        return ""
    if any(f"{{{name}}}" in topic.way for name in ENDS):
        return ""
    return topic.words[: topic.words.rfind("，") + 1].rstrip("，") if topic.goes_on else topic.words


def section_of(article: Article, named: Named, places: Places, reaching: Reaching) -> str:
    """The heading that a series stands under, or an item that reaches as far and says more; where the heading is the
    title of a whole list and the series a part of one of its items, with the how manieth that is: the series is not the
    list that the heading speaks of.
    """
    first = named.items[0].head
    heading = article.heading_before(first.paragraph)
    whole, at = places.get((first.paragraph, sentence_start(article, first)), (named, 0))
    is_titled = whole.topic is not None and whole.topic.words in heading
    if whole is named or not is_titled or not first.within(whole.items[at].head):
        reached = reaching.get(first.paragraph, "")
        return heading if reached in heading or len(reached) <= SHORT_LABEL else reached
    return _position(whole, trimmed(heading, whole.kind).rstrip(EDGES), at)


def place_of(article: Article, named: Named, places: Places) -> str:
    """The list that the sentence of a series is itself an item of, and the how manieth; '' where it is none, or the
    text announces or sums up no such list.
    """
    first = named.items[0].head
    whole, at = places.get((first.paragraph, sentence_start(article, first)), (named, 0))
    if whole is named or whole.topic is None or whole.topic.way not in TOLD:
        return ""
    return _position(whole, asked(whole.topic.text, whole.kind), at)


def _position(whole: Named, title: str, at: int) -> str:
    return filled(whole.kind.item_title, whole.kind.total, title, len(whole.items), at + 1)


def reaching_of(article: Article, lists: list[Named]) -> Reaching:
    """The items of counted lists that go on in paragraphs behind their own, by these paragraphs: up to the next item,
    a heading or a paragraph that a number marks.
    """
    reaching: Reaching = {}
    for named in lists:
        if named.rule.marked is not None or named.rule.outline is not None:
            for item, following in pairwise(named.items):
                own = article.paragraphs[item.head.paragraph]
                behind = article.paragraphs[own.index + 1 : following.head.paragraph]
                below = takewhile(partial(_goes_on, own), behind)
                reaching.update((paragraph.index, item.head.of(article)) for paragraph in below)
    return reaching


def _goes_on(item: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a paragraph behind that of an `item` begins nothing else: by a mark, or as the item does (第三十三条)."""
    is_other = is_numbered(paragraph.text) or paragraph.text[:1] == item.text[:1]
    return paragraph.role != "heading" and not is_other


def places_of(article: Article, lists: list[Named]) -> Places:
    """The items of `lists` by the sentence in which they stand: whose each is, and its place there, from 0."""
    return {(item.head.paragraph, sentence_start(article, item.head)): (named, at)
            for named in lists if not _is_one_sentence(article, named.items)
            for at, item in enumerate(named.items)}


def governing_of(article: Article, lists: list[Named]) -> Governing:
    """The items of `lists` that hold what follows them, by the paragraph in which they do."""
    governing: Governing = defaultdict(list)
    for named in lists:
        if not _is_one_sentence(article, named.items):
            for item in _going_on(named):
                governing[item.body.paragraph].append((item, named, sentence_start(article, item.head)))
    return governing


def _holding(article: Article, named: Named, governing: Governing) -> list[tuple[Item, Named]]:
    """The items of other enumerations, each with its own, that begin in an earlier sentence and hold all of `named`."""
    first = named.items[0].head
    sentence = sentence_start(article, first)
    return [(item, other) for item, other, start in governing.get(first.paragraph, ())
            if start < sentence and other is not named and _holds(item, named.items)
            and not _is_ended(article, Span(first.paragraph, start, sentence + 1))]


def _is_ended(article: Article, reach: Span) -> bool:
    """Whether a sentence that begins in `reach`, behind the first, is a later item (第二，…) of a list that began
    before all of them: what an item said ends there.
    """
    within = [sentence for sentence in article.paragraphs[reach.paragraph].sentences
              if reach.start <= sentence.start < reach.end]
    text = "".join(sentence.text for sentence in within)
    firsts = filter(None, (first_of_its_kind(sentence.text) for sentence in within[1:]))
    return any(first not in text for first in firsts)


def _going_on(named: Named) -> tuple[Item, ...]:
    """The items that hold what follows them: not the last of several in a paragraph, where no mark says that it is one.
    """
    in_paragraph = len({item.head.paragraph for item in named.items}) == 1
    is_told = named.rule.alike is not None or named.rule.announced is not None or named.rule.counted is not None
    return named.items[:-1] if in_paragraph and is_told else named.items


def _is_one_sentence(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether all items stand in one sentence: what follows it belongs to none of them."""
    return len({(item.head.paragraph, sentence_start(article, item.head)) for item in items}) == 1


def _holds(item: Item, inner: tuple[Item, ...]) -> bool:
    """Whether all of the items `inner` stand in the body of `item`."""
    return all(inner_item.head.within(item.body) for inner_item in inner)


def sentence_start(article: Article, span: Span) -> int:
    """Where the sentence of `span` begins in its paragraph."""
    sentence = article.sentence_at(span)
    return sentence.start if sentence else span.start
