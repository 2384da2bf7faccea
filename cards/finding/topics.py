"""Topics: what an enumeration is of, in the words of the text around it; the title of its cards asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from cards.finding.reciting import common_start
from cards.records import Article, Item, Span
from cards.rules.match import Match
from cards.rules.pieces import REFERENCE, fill
from cards.rules.ruleset import Kind, Rule
from cards.text.sentences import ANNOUNCES, clauses_of, split_sentences

FIGURE = re.compile(r"\d")  # a sentence that gives figures leads to no enumeration
# In a topic: the section's heading, what stands before in the sentence, the end of the sentence before.
HEADING, BEFORE, LEAD = "{heading}", "{before}", "{lead}"
TITLE_PARTS = re.compile(r"\w+")
LONG_THEME = 12
REFRAIN = 5  # what an article says so often it is about
TORN = "……"  # ends a title that the enumeration itself would go on with
EDGES = "，；：、。！？“‘— "
LEAST_BEFORE = 6
LEAST_VERB = 1  # beside other words, so many characters before the items are enough (要)
LEAST_TITLE = 8
LEAST_LEAD = 12
LEAST_SUBJECT = 4
LONG_TOPIC = 40


def topic(rule: Rule, article: Article, match: Match) -> str:
    """An enumeration's title, by the first of the rule's ways that gives one."""
    for way in rule.topic:
        text = TOPICS[way](rule.kind, article, match.items) if way in TOPICS else _filled(way, rule, article, match)
        if text:
            return trimmed(text, rule.kind)
    return article.title


def trimmed(text: str, kind: Kind) -> str:
    """A title without the words that tied it to the text before it (kind.leaning) and those no list is recited with."""
    for pattern in (kind.leaning, kind.leaning, kind.unrecited):  # two ties: 同时，我们也清醒认识到，
        tie = pattern.match(text) if pattern else None
        text = text[tie.end() :] if tie and len(text) - tie.end() >= LEAST_TITLE else text
    return text


def asked(text: str, kind: Kind) -> str:
    """A title reworded so that it asks (kind.ask)."""
    for rewording in kind.ask:
        if found := rewording.match.search(text):
            return text[: found.start()] + fill(rewording.becomes, found) + text[found.end() :]
    return text


def theme(article: Article) -> str:
    """The longest words of the title, short of a sentence, that `article` keeps saying; '' for none."""
    text = "".join(paragraph.text for paragraph in article.paragraphs)
    runs = {part[at : at + size] for part in TITLE_PARTS.findall(article.title)
            for size in range(LEAST_SUBJECT, LONG_THEME + 1) for at in range(len(part) - size + 1)}
    said = {run: count for run in runs if (count := text.count(run)) >= REFRAIN}
    return max(said, key=lambda run: (len(run), said[run], run), default="")


def _filled(way: str, rule: Rule, article: Article, match: Match) -> str:
    """A title in the rule's own words; nothing where one of the groups it names took no part, or it wants words before
    the enumeration or its sentence and there are none.
    """
    first = match.items[0]
    before = _text_before(article, opening(first), LEAST_VERB).strip(EDGES) if BEFORE in way else ""
    led = lead(rule.kind, article, opening(first)) if LEAD in way else ""
    wanting = (BEFORE in way and not before) or (LEAD in way and not led)
    if wanting or any(match.groups.get(name, "") is None for name in REFERENCE.findall(way)):
        return ""
    heading = (article.heading_before(first.head.paragraph) or article.title).rstrip(EDGES)
    for name, words in ((HEADING, heading), (BEFORE, before), (LEAD, led)):  # without braces, which would refer
        way = way.replace(name, words.translate({ord("{"): "（", ord("}"): "）"}))
    return match.filled(way)


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
    before = "".join(_sentences_before(article, opening(items[0]))[-1:])
    return before.strip(EDGES) if before.endswith(ANNOUNCES) and len(before) <= LONG_TOPIC else ""


def _sentences_before(article: Article, head: Span) -> list[str]:
    """The sentences before `head` in its paragraph, last what stands before it in its own if that says something; of
    the paragraph before where there are none.
    """
    paragraph = article.paragraphs[head.paragraph]
    own = article.sentence_at(head)
    texts = [s.text for s in paragraph.sentences if s.end <= head.start]
    if own and len(own.text[: head.start - own.start].rstrip(EDGES)) >= LEAST_BEFORE:
        texts.append(own.text[: head.start - own.start])
    if not texts and head.paragraph and article.paragraphs[head.paragraph - 1].role == "body":
        texts = [s.text for s in article.paragraphs[head.paragraph - 1].sentences]
    return texts


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
    """The end of what stands before the enumeration in its sentence, and TORN behind it."""
    before = _text_before(article, items[0].head if _same_run_up(article, items) else opening(items[0]))
    return before.strip("“‘— ") + TORN if before else ""


def _text_before(article: Article, head: Span, least: int = LEAST_BEFORE) -> str:
    """The end of what stands before `head` in its sentence: whole clauses, enough of them to say something."""
    sentence = article.sentence_at(head)
    before = sentence.text[: head.start - sentence.start] if sentence else ""
    cuts = [0, *(at + 1 for at, character in enumerate(before) if character in "，；：")]
    start = max((at for at in cuts if len(before) - at >= LEAST_BEFORE), default=0)
    return before[start:] if len(before) >= least else ""


def _shared(kind: Kind, article: Article, items: tuple[Item, ...]) -> str:
    """The opening clause that all items begin with (40年来，深圳…), their subject with it where a verb that says little
    (kind.mnemonic_skips) goes on behind it; TORN behind it, and how all their sentences end (…的历史性跨越).
    """
    bodies = [item.body.of(article).lstrip(EDGES) for item in items]
    common = common_start(bodies)
    clause = common[: common.rfind("，") + 1]
    subject = common[len(clause) :]
    goes_on = any(body[len(common) :].startswith(tuple(kind.mnemonic_skips)) for body in bodies) if subject else False
    if len(clause) < LEAST_SUBJECT:
        return ""
    ends = common_start([split_sentences(body)[0].text.rstrip(EDGES)[::-1] for body in bodies])[::-1]
    return (clause + subject if goes_on else clause) + TORN + (ends if len(ends) >= LEAST_SUBJECT else "")


TOPICS: dict[str, Callable[[Kind, Article, tuple[Item, ...]], str]] = {
    "stated": _stated,
    "summed": _summed,
    "announced": _announced,
    "before": _words_before,
    "shared": _shared,
    "heading": lambda kind, article, items: article.heading_before(opening(items[0]).paragraph),
    "lead": lambda kind, article, items: lead(kind, article, opening(items[0])),
    "title": lambda kind, article, items: article.title,
}
