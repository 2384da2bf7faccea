"""Fields: what figures are of, where their own clauses leave it to the text before them: 提振消费促增长."""

from __future__ import annotations

from typing import Any

from cards.engine.ruleset import Kind
from cards.reading.sentences import STOPS, clauses_of
from cards.records import Article, Paragraph, Sentence, Span


def field_of(article: Article, span: Span, kind: Kind) -> str:
    """What `span` is about, as the nearest words before it say that look like kind.field: a clause right before it that
    narrows it, the opening of its sentence, the head of its paragraph or of its item in it; '' where none does.
    """
    if kind.field is None:
        return ""
    paragraph = article.paragraphs[span.paragraph]
    sentence = next((each for each in paragraph.sentences if each.start <= span.start < each.end), None)
    ways = (_narrowing(paragraph, sentence, span, kind) if sentence else None,
            _read(paragraph, sentence, span, kind) if sentence else None,
            _marked(paragraph, span, kind))
    return next((str(match["field"]) for match in ways if match), "")


def _read(paragraph: Paragraph, sentence: Sentence, span: Span, kind: Kind) -> Any:
    """The match of kind.field at the beginning of `sentence`, if it ends before `span`."""
    match = kind.field.match(paragraph.text, sentence.start) if kind.field else None
    return match if match and match["field"] and match.end("field") <= span.start else None


def _marked(paragraph: Paragraph, span: Span, kind: Kind) -> Any:
    """The nearest match before `span` that holds for the rest of the paragraph."""
    for sentence in reversed(paragraph.sentences):
        match = _read(paragraph, sentence, span, kind) if sentence.start <= span.start else None
        if match and match.groupdict().get("marked") is not None:
            return match
    return None


def _narrowing(paragraph: Paragraph, sentence: Sentence, span: Span, kind: Kind) -> Any:
    """The match of kind.field on the last clause before `span` that gives no figure, if it is one that narrows."""
    for start, end in reversed(clauses_of(sentence.text)):
        if sentence.start + end > span.start:
            continue
        clause = sentence.text[start:end]
        if clause[-1] in STOPS:
            return None
        if not any(character.isdigit() for character in clause):
            match = kind.field.match(paragraph.text, sentence.start + start) if kind.field else None
            return match if match and match.groupdict().get("near") is not None else None
    return None
