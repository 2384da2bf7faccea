"""What stands before an enumeration: the words before it in its sentence, the sentences before that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from cards.records import Article, Item, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import ANNOUNCES, clauses_of

FIGURE = re.compile(r"\d")  # a sentence that gives figures leads to no enumeration
EDGES = "，；：、。！？?“‘— "
LEAST_BEFORE, LEAST_ANNOUNCING = 6, 4  # characters before the first item that say something; before a colon (原则是：)
LEAST_LEAD = 26
LEAST_TITLE = 8
LONG_TOPIC = 40


def opening(item: Item) -> Span:
    """Where an item begins: at its marker, where that stands in the paragraph of what is recited."""
    start = item.body.start if item.body.paragraph == item.head.paragraph else item.head.start
    return Span(item.head.paragraph, min(start, item.head.start), item.head.end)


def lead(kind: Kind, article: Article, head: Span) -> str:
    """The end of what stands before the sentence that `head` opens: whole clauses, enough of them to say something.

    What sums up what stands before it (这是…) says nothing of what follows: then it is how the text before that begins.
    """
    texts = sentences_before(article, head)
    summed = False
    while texts:
        before = texts.pop().strip(EDGES)
        clauses = [before[start:end] for start, end in clauses_of(before)]
        kept = [*takewhile(lambda clause: not sums_up(kind, clause), clauses)]
        summed = summed or len(kept) < len(clauses)
        if kept:
            words = _enough(kind, kept if summed else kept[::-1], summed).strip(EDGES)
            return words if LEAST_TITLE <= len(words) <= LONG_TOPIC and not FIGURE.search(words) else ""
    return ""


def sums_up(kind: Kind, clause: str) -> bool:
    return kind.sums_up is not None and kind.sums_up.match(clause) is not None


def _enough(kind: Kind, clauses: list[str], forward: bool) -> str:
    """The first of `clauses` that together say something; they go on to the right, or else to the left, and then not
    from one that goes on with the one before it (kind.follows).
    """
    words = ""
    for clause in clauses:
        if len(words) >= LEAST_TITLE and len((words + clause).strip(EDGES)) > LONG_TOPIC:
            break
        words = words + clause if forward else clause + words
        if len(words.strip(EDGES)) >= LEAST_LEAD and not (kind.follows and kind.follows.match(words)):
            break
    return words


def sentences_before(article: Article, head: Span) -> list[str]:
    """The sentences before `head` in its paragraph, last what stands before it in its own if that says something; of
    the paragraph before where there are none.
    """
    paragraph = article.paragraphs[head.paragraph]
    own = article.sentence_at(head)
    texts = [sentence.text for sentence in paragraph.sentences if sentence.end <= head.start]
    run_up = own.text[: head.start - own.start] if own else ""
    if len(run_up.rstrip(EDGES)) >= (LEAST_ANNOUNCING if run_up.endswith(ANNOUNCES) else LEAST_BEFORE):
        texts.append(run_up)
    if not texts and head.paragraph and article.paragraphs[head.paragraph - 1].role == "body":
        texts = [sentence.text for sentence in article.paragraphs[head.paragraph - 1].sentences]
    return texts


def two_sentences_before(article: Article, head: Span) -> Iterator[str]:
    """The two sentences before `head`, the nearer first: its own as far as `head`; also the paragraph's before."""
    paragraph = article.paragraphs[head.paragraph]
    begun = [sentence for sentence in paragraph.sentences if sentence.start < head.start][-2:]
    texts = [sentence.text[: max(0, head.start - sentence.start)] for sentence in begun]
    if len(texts) < 2 and head.paragraph:
        earlier = article.paragraphs[head.paragraph - 1].sentences[-1:]
        texts = [*(sentence.text for sentence in earlier), *texts]
    yield from reversed(texts)


def text_before(article: Article, head: Span, least: int = LEAST_BEFORE) -> str:
    """The end of what stands before `head` in its sentence: whole clauses, enough of them to say something."""
    sentence = article.sentence_at(head)
    before = sentence.text[: head.start - sentence.start] if sentence else ""
    cuts = [0, *(at + 1 for at, character in enumerate(before) if character in "，；：")]
    start = max((at for at in cuts if len(before) - at >= LEAST_BEFORE), default=0)
    return before[start:] if len(before) >= least else ""
