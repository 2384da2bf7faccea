"""Titles: what an enumeration is of, in the words of the text around it; the title of its cards asks for it.

A rule's `topic` names ways, the first that gives something counts. What comes of it is a Topic: its words, the way, and
whether the enumeration itself goes on from them. A rule author writes `……` where that is so (永葆……), and the patterns
of `ask` see it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from cards.records import Article, Finding, Item, Span
from cards.rules.pieces import REFERENCE, fill, put_in
from cards.rules.ruleset import Kind, Rule
from cards.text.sentences import ANNOUNCES, clauses_of, split_sentences
from cards.text.series import common_start

FIGURE = re.compile(r"\d")  # a sentence that gives figures leads to no enumeration
# In a topic: the section's heading, what stands before in the sentence, the end of the sentence before.
HEADING, BEFORE, LEAD = "{heading}", "{before}", "{lead}"
TITLE_PARTS = re.compile(r"\w+")
LONG_THEME = 12
REFRAIN = 5  # what an article says so often it is about
NO_REFERENCE = str.maketrans("{}", "（）")  # braces of a source would refer to groups
GOES_ON = "……"  # how rule files write that the enumeration goes on from a title
EDGES = "，；：、。！？“‘— "
LEAST_BEFORE = 6
LEAST_VERB = 1  # beside other words, so many characters before the items are enough (要)
LEAST_TITLE = 8
LEAST_LEAD = 12
LEAST_SUBJECT = 4
LONG_TOPIC = 40


@dataclass(frozen=True, slots=True)
class Topic:
    """What an enumeration is of: `words`, found by one of the ways of a rule (`way`: a name of WAYS, or the rule's own
    text).

    `goes_on`: the enumeration goes on from the words (永葆……), and `end` is how all its items end (…的历史性跨越).
    `around` are the words of the section's heading, of the sentence before or of the article's title that the words
    begin with, '' where they are the enumeration's own: an item that holds all of the enumeration says better what it
    is of.
    """

    words: str
    way: str
    goes_on: bool = False
    end: str = ""
    around: str = ""

    @property
    def text(self) -> str:
        """The topic as rule files write it."""
        return f"{self.words}{GOES_ON}{self.end}" if self.goes_on else self.words

    def under(self, words: str) -> Topic:
        """The topic with `words` in the stead of those from around it."""
        return replace(self, words=words + self.words[len(self.around) :], around="")


def topic_of(finding: Finding, rule: Rule, kind: Kind, article: Article) -> Topic:
    """The topic of an enumeration, by the first of its rule's ways that gives one; else the article's title."""
    for way in rule.topic:
        made = WAYS[way](kind, article, finding.items) if way in WAYS else _filled(way, kind, article, finding)
        if made is not None and made.text:
            return _trimmed(made, kind)
    return Topic(article.title, "title", around=article.title)


def _trimmed(topic: Topic, kind: Kind) -> Topic:
    tie = len(topic.text) - len(trimmed(topic.text, kind))
    return replace(topic, words=topic.words[tie:], around=trimmed(topic.around, kind))


def trimmed(text: str, kind: Kind) -> str:
    """A title without the words that tied it to the text before it (kind.leaning) and those no list is recited with."""
    for pattern in (kind.leaning, kind.leaning, kind.unrecited):  # two ties: 同时，我们也清醒认识到，
        tie = pattern.match(text) if pattern else None
        if tie and len(text) - tie.end() >= LEAST_TITLE:
            text = text[tie.end() :]
    return text


def asked(text: str, kind: Kind) -> str:
    """A title reworded so that it asks (kind.ask)."""
    for rewording in kind.ask:
        match = rewording.match.search(text)
        if match:
            return text[: match.start()] + fill(rewording.becomes, match) + text[match.end() :]
    return text


def theme(article: Article) -> str:
    """The longest words of the title, short of a sentence, that `article` keeps saying; '' for none."""
    text = "".join(paragraph.text for paragraph in article.paragraphs)
    counts = {run: text.count(run) for run in _runs(article.title)}
    refrains = [run for run, count in counts.items() if count >= REFRAIN]
    return max(refrains, key=lambda run: (len(run), counts[run], run), default="")


def _runs(title: str) -> Iterator[str]:
    """The runs of characters of a title that may be a theme."""
    for part in TITLE_PARTS.findall(title):
        for size in range(LEAST_SUBJECT, LONG_THEME + 1):
            for at in range(len(part) - size + 1):
                yield part[at : at + size]


def _own(text: str, way: str, around: str = "") -> Topic:
    """The topic that a rule's own `text` is, in which `……` says that the enumeration goes on."""
    words, goes_on, end = text.partition(GOES_ON)
    return Topic(words, way, bool(goes_on), end, around)


def _filled(way: str, kind: Kind, article: Article, finding: Finding) -> Topic | None:
    """A topic in the rule's own words; None where one of the groups it names took no part, or it wants words before the
    enumeration or its sentence and there are none.
    """
    words_by_name = _words_around(way, kind, article, finding.items[0])
    if not all(words_by_name.values()) or _names_a_missing_group(way, finding):
        return None
    text = way
    for name, words in words_by_name.items():
        text = text.replace(name, words.translate(NO_REFERENCE))
    begins_with = [name for name in (HEADING, LEAD) if way == name or way.startswith(f"{name}：")]
    return _own(put_in(text, finding.groups), way, words_by_name[begins_with[0]] if begins_with else "")


def _words_around(way: str, kind: Kind, article: Article, first: Item) -> dict[str, str]:
    """What {heading} and, where `way` asks for them, {before} and {lead} stand for."""
    heading = article.heading_before(first.head.paragraph) or article.title
    words_by_name = {HEADING: heading.rstrip(EDGES)}
    if BEFORE in way:
        words_by_name[BEFORE] = _text_before(article, opening(first), LEAST_VERB).strip(EDGES)
    if LEAD in way:
        words_by_name[LEAD] = lead(kind, article, opening(first))
    return words_by_name


def _names_a_missing_group(way: str, finding: Finding) -> bool:
    """Whether `way` names a group of the rule's pattern that took no part in the match."""
    return any(finding.groups.get(name, "") is None for name in REFERENCE.findall(way))


def opening(item: Item) -> Span:
    """Where an item begins: at its marker, where that stands in the paragraph of what is recited."""
    start = item.body.start if item.body.paragraph == item.head.paragraph else item.head.start
    return Span(item.head.paragraph, min(start, item.head.start), item.head.end)


def lead(kind: Kind, article: Article, head: Span) -> str:
    """The end of what stands before the sentence that `head` opens: whole clauses, enough of them to say something.

    What sums up what stands before it (这是…) says nothing of what follows: then it is how the text before that begins.
    """
    texts = _sentences_before(article, head)
    summed = False
    while texts:
        before = texts.pop().strip(EDGES)
        clauses = [before[start:end] for start, end in clauses_of(before)]
        kept = [*takewhile(lambda clause: not _sums_up(kind, clause), clauses)]
        summed = summed or len(kept) < len(clauses)
        if kept:
            words = _enough(kind, kept if summed else kept[::-1], summed).strip(EDGES)
            return words if LEAST_TITLE <= len(words) <= LONG_TOPIC and not FIGURE.search(words) else ""
    return ""


def _sums_up(kind: Kind, clause: str) -> bool:
    return kind.sums_up is not None and kind.sums_up.match(clause) is not None


def _enough(kind: Kind, clauses: list[str], forward: bool) -> str:
    """The first of `clauses` that together say something; they go on to the right, or else to the left, and then not
    from one that goes on with the one before it (kind.follows).
    """
    words = ""
    for clause in clauses:
        words = words + clause if forward else clause + words
        if len(words.strip(EDGES)) >= LEAST_LEAD and not (kind.follows and kind.follows.match(words)):
            break
    return words


def _stated(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """How the text announces the enumeration: in the item's own sentence before it, or in one of the two before."""
    if kind.stated is None:
        return None
    for before in _before(article, opening(items[0])):
        matches = list(kind.stated.finditer(before))
        if matches:
            return Topic(str(matches[-1].groupdict().get("topic") or matches[-1][0]), "stated")
    return None


def _summed(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """How the text sums the enumeration up behind its last item (以上十条，是…): in the same or the next paragraph."""
    if kind.summed is None:
        return None
    last = items[-1].head
    following = [paragraph.text for paragraph in article.paragraphs[last.paragraph + 1 : last.paragraph + 2]]
    for text in (article.paragraphs[last.paragraph].text[last.end :], *following):
        match = kind.summed.search(text)
        if match:
            return Topic(str(match.groupdict().get("topic") or match[0]), "summed")
    return None


def _announced(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The sentence before the enumeration where it announces something."""
    before = "".join(_sentences_before(article, opening(items[0]))[-1:])
    if not before.endswith(ANNOUNCES) or len(before) > LONG_TOPIC:
        return None
    return Topic(before.strip(EDGES), "announced")


def _sentences_before(article: Article, head: Span) -> list[str]:
    """The sentences before `head` in its paragraph, last what stands before it in its own if that says something; of
    the paragraph before where there are none.
    """
    paragraph = article.paragraphs[head.paragraph]
    own = article.sentence_at(head)
    texts = [sentence.text for sentence in paragraph.sentences if sentence.end <= head.start]
    if own and len(own.text[: head.start - own.start].rstrip(EDGES)) >= LEAST_BEFORE:
        texts.append(own.text[: head.start - own.start])
    if not texts and head.paragraph and article.paragraphs[head.paragraph - 1].role == "body":
        texts = [sentence.text for sentence in article.paragraphs[head.paragraph - 1].sentences]
    return texts


def _before(article: Article, head: Span) -> Iterator[str]:
    """The two sentences before `head`, the nearer first: its own as far as `head`; also the paragraph's before."""
    paragraph = article.paragraphs[head.paragraph]
    begun = [sentence for sentence in paragraph.sentences if sentence.start < head.start][-2:]
    texts = [sentence.text[: max(0, head.start - sentence.start)] for sentence in begun]
    if len(texts) < 2 and head.paragraph:
        earlier = article.paragraphs[head.paragraph - 1].sentences[-1:]
        texts = [*(sentence.text for sentence in earlier), *texts]
    yield from reversed(texts)


def _same_run_up(article: Article, items: tuple[Item, ...]) -> bool:
    """Whether what stands between the beginning of an item and what is recited belongs to the title (建设…) or to every
    item (是…), and is no marker that counts them.
    """
    run_ups = [Span(item.head.paragraph, opening(item).start, item.head.start).of(article) for item in items[:2]]
    return not run_ups[-1] or run_ups[0] == run_ups[-1]


def _words_before(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The end of what stands before the enumeration in its sentence; the enumeration goes on from it."""
    before = _text_before(article, items[0].head if _same_run_up(article, items) else opening(items[0]))
    return Topic(before.strip("“‘— "), "before", goes_on=True) if before else None


def _text_before(article: Article, head: Span, least: int = LEAST_BEFORE) -> str:
    """The end of what stands before `head` in its sentence: whole clauses, enough of them to say something."""
    sentence = article.sentence_at(head)
    before = sentence.text[: head.start - sentence.start] if sentence else ""
    cuts = [0, *(at + 1 for at, character in enumerate(before) if character in "，；：")]
    start = max((at for at in cuts if len(before) - at >= LEAST_BEFORE), default=0)
    return before[start:] if len(before) >= least else ""


def _shared(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The opening clause that all items begin with (40年来，深圳…), their subject with it where a verb that says little
    (kind.mnemonic_skips) goes on behind it; the items go on from it, and so do the words all their sentences end with.
    """
    bodies = [item.body.of(article).lstrip(EDGES) for item in items]
    common = common_start(bodies)
    clause = common[: common.rfind("，") + 1]
    if len(clause) < LEAST_SUBJECT:
        return None
    subject = common[len(clause) :]
    verbs = tuple(kind.mnemonic_skips)
    verb_follows = any(body[len(common) :].startswith(verbs) for body in bodies)
    end = common_start([split_sentences(body)[0].text.rstrip(EDGES)[::-1] for body in bodies])[::-1]
    return Topic(clause + subject if subject and verb_follows else clause, "shared", goes_on=True,
                 end=end if len(end) >= LEAST_SUBJECT else "")


def _heading(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The heading of the section."""
    words = article.heading_before(opening(items[0]).paragraph)
    return Topic(words, "heading", around=words)


def _lead(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The end of the sentence before."""
    words = lead(kind, article, opening(items[0]))
    return Topic(words, "lead", around=words)


def _title(kind: Kind, article: Article, items: tuple[Item, ...]) -> Topic | None:
    """The article's title."""
    return Topic(article.title, "title", around=article.title)


WAYS: dict[str, Callable[[Kind, Article, tuple[Item, ...]], Topic | None]] = {
    "stated": _stated,
    "summed": _summed,
    "announced": _announced,
    "before": _words_before,
    "shared": _shared,
    "heading": _heading,
    "lead": _lead,
    "title": _title,
}
