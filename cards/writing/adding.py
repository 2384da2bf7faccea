"""Adding: a note of a stretch of the source and of words in it that somebody names."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cards.anki.cloze import hide
from cards.finding.identity import answer_fact, list_fact, sentence_fact
from cards.records import Article, Fact, Issue, Item, Note, Span
from cards.rules.ruleset import Kind
from cards.text.spoken import words_of
from cards.writing.drafts import Draft, context, wrapped
from cards.writing.notes import note_of
from cards.writing.retelling import IssueDraft

RULE = "decisions"  # what stands for the rule of an added card
LISTS = "list"


class Stretch(Struct, frozen=True):
    """A stretch of an article."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        return self.span.of(self.article)


def stretch_of(issue: Issue, words: str) -> Stretch | None:
    """The first stretch of `issue` that says `words`, however these are spaced and punctuated; None for none."""
    wanted = words_of(words)
    for article in issue.articles if wanted else ():
        for paragraph in article.paragraphs:
            start = paragraph.text.find(words)
            if start >= 0:
                return Stretch(article, Span(paragraph.index, start, start + len(words)))
            if wanted in words_of(paragraph.text):
                return Stretch(article, _heard(paragraph.text, wanted, paragraph.index))
    return None


def _heard(text: str, wanted: str, index: int) -> Span:
    """The shortest stretch of `text` in which the words `wanted` are heard."""
    end = next(end for end in range(1, len(text) + 1) if wanted in words_of(text[:end]))
    start = next(start for start in range(end - 1, -1, -1) if wanted in words_of(text[start:end]))
    return Span(index, start, end)


def added_notes(issue: Issue, stretch: Stretch, kind: Kind, blanks: Sequence[tuple[int, int]], cue: str = "",
                ) -> list[Note]:
    """The notes that show `stretch` and hide its `blanks` (start and end in it, in order): of figures one each, else
    one.
    """
    spans = [Span(stretch.span.paragraph, stretch.span.start + start, stretch.span.start + end)
             for start, end in blanks]
    return [_note(issue, stretch, kind, fact, hidden, cue) for fact, hidden in _facts(stretch, kind, spans)]


def _facts(stretch: Stretch, kind: Kind, spans: list[Span]) -> list[tuple[Fact, list[tuple[Span, int]]]]:
    """What each note asks for, and what it hides under which number."""
    article = stretch.article
    sentence = article.sentence_at(spans[0])
    whole = Span(stretch.span.paragraph, sentence.start, sentence.end) if sentence else stretch.span
    if kind.selection:
        return [(sentence_fact(article, stretch.span), [(span, at) for at, span in enumerate(spans, 1)])]
    if len(spans) > 1 and kind.lasting:  # members of a series, recited on one card
        items = tuple(Item(span, whole, span) for span in spans)
        return [(list_fact(article, items), [(span, 1) for span in spans])]
    return [(answer_fact(article, whole, span), [(span, 1)]) for span in spans]


def _note(issue: Issue, stretch: Stretch, kind: Kind, fact: Fact, hidden: list[tuple[Span, int]], cue: str) -> Note:
    first = stretch.span.start
    text = hide(stretch.text, [(span.start - first, span.end - first, number, "") for span, number in hidden])
    draft = Draft(kind, RULE, fact, wrapped(kind, text), (stretch.text,), stretch.span, cue=cue,
                  extra=context(stretch.article, stretch.span), tags=(f"规则::{RULE}",))
    page = stretch.article.paragraphs[stretch.span.paragraph].page
    home = IssueDraft(draft, stretch.article, {stretch.article.number: (stretch.article, page)})
    return note_of(issue, home, essential=True)
