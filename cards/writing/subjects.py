"""Subjects: what a clause goes on from in its sentence, where it leaves its own subject out."""

from __future__ import annotations

from itertools import dropwhile, takewhile

from cards.records import Article, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import PAUSES, STOPS, clauses_of

LONG_SUBJECT = 60
SHORT = 6  # characters of a clause that says nothing by itself (比如，)


def subject_of(article: Article, span: Span, kind: Kind) -> str:
    """The words of its sentence that `span` goes on from (kind.follows), up to the first that give figures, or the last
    clause of these where they are long; its first clause where that gives figures; '' where it stands alone.
    """
    sentence = article.sentence_at(span)
    if sentence is None or kind.follows is None or not kind.follows.match(span.of(article)):
        return ""
    offset = span.start - sentence.start
    before = [sentence.text[start:end] for start, end in clauses_of(sentence.text) if end <= offset]
    return "" if not before or before[-1][-1] in STOPS else _subject_in(before)


def _subject_in(clauses: list[str]) -> str:
    """What `clauses` of a sentence are about; see subject_of."""
    telling = list(dropwhile(_is_short, clauses))
    before_figures = list(takewhile(_gives_no_figure, telling)) or telling[:1]
    subject = "".join(before_figures)
    return (subject if len(subject) <= LONG_SUBJECT else before_figures[-1]).rstrip(PAUSES)


def _is_short(clause: str) -> bool:
    return len(clause) <= SHORT


def _gives_no_figure(clause: str) -> bool:
    return not any(character.isdigit() for character in clause)
