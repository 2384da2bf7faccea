"""Fields: what figures are of, where their own clauses leave it to the text before them: 提振消费促增长."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import Any

from cards.records import Article, Paragraph, Sentence, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import PAUSES, STOPS, clauses_of

LONG_SUBJECT = 60
REACH = 40  # sentences: what a paragraph said longer ago is forgotten
SHORT = 6  # characters of a clause that says nothing by itself (比如，)


def field_of(article: Article, span: Span, kind: Kind) -> str:
    """What `span` is about, as the nearest words before it say that look like kind.field: a clause right before it that
    narrows it, the opening of its sentence, the head of its paragraph or of its item in it, any clause right before it;
    '' where none does.
    """
    if kind.field is None:
        return ""
    paragraph = article.paragraphs[span.paragraph]
    sentence = article.sentence_at(span)
    beside = _beside(paragraph, sentence, span, kind) if sentence else None
    ways = (beside if beside and beside.groupdict().get("near") is not None else None,
            _read(paragraph, sentence, span, kind) if sentence else None,
            _marked(paragraph, span, kind), beside)
    return next((str(match["field"]) for match in ways if match), "")


def subject_of(article: Article, span: Span, kind: Kind) -> str:
    """The words of its sentence that `span` goes on from (kind.follows), up to the first that give figures, or the last
    clause of these where they are long; '' where it stands alone.
    """
    sentence = article.sentence_at(span)
    if sentence is None or kind.follows is None or not kind.follows.match(span.of(article)):
        return ""
    own = span.start - sentence.start
    before = [sentence.text[start:end] for start, end in clauses_of(sentence.text) if end <= own]
    if not before or before[-1][-1] in STOPS:
        return ""
    says = list(takewhile(lambda clause: not _gives_figures(clause), dropwhile(_is_short, before)))
    words = "".join(says)
    return (words if len(words) <= LONG_SUBJECT else says[-1]).rstrip(PAUSES) if says else ""


def _is_short(clause: str) -> bool:
    return len(clause) <= SHORT


def _gives_figures(clause: str) -> bool:
    return any(character.isdigit() for character in clause)


def _read(paragraph: Paragraph, sentence: Sentence, span: Span, kind: Kind) -> Any:
    """The match of kind.field at the beginning of `sentence`, if it ends before `span`."""
    match = kind.field.match(paragraph.text, sentence.start) if kind.field else None
    return match if match and match["field"] and match.end("field") <= span.start else None


def _marked(paragraph: Paragraph, span: Span, kind: Kind) -> Any:
    """The nearest match before `span` that holds for the rest of the paragraph."""
    for sentence in paragraph.sentences_before(span.start + 1, REACH):
        match = _read(paragraph, sentence, span, kind)
        if match and match.groupdict().get("marked") is not None:
            return match
    return None


def _beside(paragraph: Paragraph, sentence: Sentence, span: Span, kind: Kind) -> Any:
    """The match of kind.field on the last clause before `span` that gives no figure."""
    for start, end in reversed(clauses_of(sentence.text)):
        if sentence.start + end > span.start:
            continue
        clause = sentence.text[start:end]
        if clause[-1] in STOPS:
            return None
        if not _gives_figures(clause):
            return kind.field.match(paragraph.text, sentence.start + start) if kind.field else None
    return None
