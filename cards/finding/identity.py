"""Identity: which fact a note is. Anki's study history hangs on a note's GUID and on its cards' cloze numbers.

A fact is taken from a finding before anything is cut, cued or titled, so that no setting of a card's look, no budget
and no weight changes it. A GUID is made of the publication, the kind and the fact; where in the issue the fact stands
is no part of it: a retitled or moved article keeps its notes. A figure belongs to its issue too, for the same words may
mean another year; a sentence or an enumeration of a lasting kind does not: where a later issue repeats it, it is the
earlier note (but for a list in a sentence that says something else: see record/siblings.py). A rule that was renamed
into a file of another kind (`formerly`) keeps the kind its cards were first made under, unless a note of that kind has
the same fact.

What stands here is frozen: a change of it is a change of every GUID.
"""

from __future__ import annotations

import base64
import hashlib

from cards.records import Article, Fact, Item, Span
from cards.text.spoken import words_of

LEAST_SENTENCE = 12  # a sentence of fewer characters (同比增长5%。) may stand elsewhere and say something else
LEAST_ITEMS = 3
LEAST_OF_ITEMS = 10


def answer_fact(article: Article, sentence: Span, answer: Span) -> Fact:
    """The fact that `answer` is what its `sentence` says there."""
    words = answer.of(article)
    before = sentence.of(article)[: answer.start - sentence.start]
    return Fact("answer", _told_apart(article, sentence), words, number=before.count(words) + 1)


def sentence_fact(article: Article, sentence: Span) -> Fact:
    """The fact that the article says `sentence`, whichever of its words are hidden."""
    return Fact("sentence", _told_apart(article, sentence))


def list_fact(article: Article, items: tuple[Item, ...], part: int = 1) -> Fact:
    """The fact that these are the items, in order; `part` counts from 1 where they are recited in several parts."""
    return Fact("list", items=_own_words(article, items), number=part)


def item_fact(article: Article, item: Item, items: tuple[Item, ...]) -> Fact:
    """The fact that `item` has its place among `items`."""
    return Fact("item", answer=item.own.of(article), items=_own_words(article, items))


def _own_words(article: Article, items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(item.own.of(article) for item in items)


def _told_apart(article: Article, sentence: Span) -> str:
    """The sentence's own words, with those of the sentence before it where they are few."""
    words = sentence.of(article)
    if len(words_of(words)) >= LEAST_SENTENCE:
        return words
    earlier = [other for other in article.paragraphs[sentence.paragraph].sentences if other.end <= sentence.start]
    return earlier[-1].text + words if earlier else words


def heard(fact: Fact) -> Fact:
    """`fact` as identity hears it: without white space and punctuation."""
    items = tuple(map(words_of, fact.items))
    return Fact(fact.form, words_of(fact.sentence), words_of(fact.answer), items, fact.number)


def guid(publication: str, issue: str, kind: str, fact: Fact, again: int = 1) -> str:
    """The GUID of `fact`. `issue` is '' where the fact belongs to no one issue; `again` counts from 1 the notes of one
    fact, of which all but the last say something else by now.
    """
    said = heard(fact)
    counted = f"{said.form} {said.number} {again}"
    parts = [words_of(publication), issue, kind, counted, said.sentence, said.answer, *said.items]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def is_unmistakable(fact: Fact) -> bool:
    """Whether `fact` can't be another one in another issue: a whole sentence, or enough items of enough words."""
    if fact.form in ("answer", "sentence"):
        return len(words_of(fact.sentence)) >= LEAST_SENTENCE
    return len(fact.items) >= LEAST_ITEMS and sum(len(words_of(item)) for item in fact.items) >= LEAST_OF_ITEMS


def code(note_guid: str) -> str:
    """A short code of the note for people, to name a card by: four and four letters and digits, CBSR-QDDD."""
    digest = base64.b32encode(hashlib.sha256(note_guid.encode()).digest()).decode()
    return f"{digest[:4]}-{digest[4:8]}"
