"""Fields: what figures are of, where their own clauses leave it to the text before them: 提振消费促增长."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from cards.records import Article, Paragraph, Sentence, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import PAUSES, STOPS, clauses_of

if TYPE_CHECKING:
    import regex

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
    clause_before = _match_of_clause_before(paragraph, sentence, span, kind) if sentence else None
    narrows = clause_before is not None and clause_before.groupdict().get("near") is not None
    matches = (clause_before if narrows else None,
               _match_of_opening(paragraph, sentence, span, kind) if sentence else None,
               _match_of_marked(paragraph, span, kind),
               clause_before)
    return next((str(match["field"]) for match in matches if match), "")


def subject_of(article: Article, span: Span, kind: Kind) -> str:
    """The words of its sentence that `span` goes on from (kind.follows), up to the first that give figures, or the last
    clause of these where they are long; '' where it stands alone.
    """
    sentence = article.sentence_at(span)
    if sentence is None or kind.follows is None or not kind.follows.match(span.of(article)):
        return ""
    offset = span.start - sentence.start
    before = [sentence.text[start:end] for start, end in clauses_of(sentence.text) if end <= offset]
    if not before or before[-1][-1] in STOPS:
        return ""
    clauses = list(takewhile(_gives_no_figure, dropwhile(_is_short, before)))
    if not clauses:
        return ""
    subject = "".join(clauses)
    return (subject if len(subject) <= LONG_SUBJECT else clauses[-1]).rstrip(PAUSES)


def _is_short(clause: str) -> bool:
    return len(clause) <= SHORT


def _gives_no_figure(clause: str) -> bool:
    return not any(character.isdigit() for character in clause)


def _match_of_opening(paragraph: Paragraph, sentence: Sentence, span: Span, kind: Kind) -> regex.Match[str] | None:
    """The match of kind.field at the beginning of `sentence`, if it ends before `span`."""
    match = kind.field.match(paragraph.text, sentence.start) if kind.field else None
    return match if match and match["field"] and match.end("field") <= span.start else None


def _match_of_marked(paragraph: Paragraph, span: Span, kind: Kind) -> regex.Match[str] | None:
    """The nearest match before `span` that holds for the rest of the paragraph."""
    for sentence in paragraph.sentences_before(span.start + 1, REACH):
        match = _match_of_opening(paragraph, sentence, span, kind)
        if match and match.groupdict().get("marked") is not None:
            return match
    return None


def _match_of_clause_before(
        paragraph: Paragraph, sentence: Sentence, span: Span, kind: Kind) -> regex.Match[str] | None:
    """The match of kind.field on the last clause before `span` that gives no figure."""
    before = [clause for clause in clauses_of(sentence.text) if sentence.start + clause[1] <= span.start]
    for start, end in reversed(before):
        clause = sentence.text[start:end]
        if clause[-1] in STOPS:
            return None
        if _gives_no_figure(clause):
            return kind.field.match(paragraph.text, sentence.start + start) if kind.field else None
    return None
