"""Phrases: what a card hides of a sentence that is built like no frame: a quoted phrase, or the end of a clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cards.finding.fitting import PLAIN, Fitting
from cards.records import Blank, Span
from cards.text.sentences import clauses_of

OPENS, CLOSES = "“", "”"
SERIES = "、"
TORN = -1.0
FULL, GOOD = range(4, 11), 6  # characters of a good phrase
SHORTEST = 3
LATER = 0.1  # what comes later in a sentence is rather what it says
LEAST_CLAUSE = 6


def telling_phrases(fitting: Fitting, values: Mapping[str, float]) -> tuple[Blank, ...]:
    """The phrases of a sentence that a card may hide, the most telling first. `values` are what words tell; a phrase
    in quotation marks tells more than any other, and one whose words stand elsewhere in the sentence nothing.
    """
    if not fitting.inside:
        return ()
    text = "".join(word for word, _ in fitting.inside)
    offset = fitting.inside[0][1]
    ranked: list[tuple[float, int, Span]] = []
    for number, (start, end, added) in enumerate(_places(text, fitting, offset)):
        span = fitting.spanning(offset + start, offset + end)
        if span is not None and _asks_something(span, text, offset, fitting):
            ranked.append((-_told(span, fitting, values) - added - LATER * number, number, span))
    return tuple(Blank(span) for _, _, span in sorted(ranked, key=lambda entry: entry[:2]))


def _asks_something(span: Span, text: str, offset: int, fitting: Fitting) -> bool:
    """Whether the words of `span` stand nowhere else in the sentence and are no stock phrase."""
    words = text[span.start - offset : span.end - offset]
    return len(words) >= SHORTEST and text.count(words) == 1 and not fitting.useless(span)


def _told(span: Span, fitting: Fitting, values: Mapping[str, float]) -> float:
    """What the words of `span` tell, and that it is of a good length."""
    words = [word for word, at in fitting.inside if span.start <= at < span.end]
    return sum(max(0.0, values.get(word, 0.0)) for word in words) + (span.end - span.start in FULL)


def _places(text: str, fitting: Fitting, offset: int) -> Iterator[tuple[int, int, float]]:
    """Where phrases stand in `text`, and what it adds that one is quoted."""
    start = text.find(OPENS)
    while start >= 0:
        end = text.find(CLOSES, start)
        if end < 0:
            break
        yield start + 1, end, 1.0
        start = text.find(OPENS, end)
    for first, last in clauses_of(text):
        stripped = len(text[first:last].rstrip("，；：。！？、”"))
        if stripped >= LEAST_CLAUSE:
            begin, added = _begin(text[first : first + stripped], fitting, offset + first)
            yield first + begin, first + stripped, added


def _begin(clause: str, fitting: Fitting, offset: int) -> tuple[int, float]:
    """Where the last phrase of `clause` begins, and what it takes that no phrase does there: behind the last link or
    comma of a series that leaves enough, else with a short clause; of a long one its last words.
    """
    longest = fitting.selection.blank_longest
    link = max(clause.rfind(mark, 0, len(clause) - FULL.start) for mark in (SERIES, *fitting.selection.links))
    if link >= 0 and len(clause) - link - 1 <= longest:
        return link + 1, 0.0
    if len(clause) <= longest:
        return 0, 0.0
    starts = [at - offset for word, at in fitting.inside if offset <= at < offset + len(clause)
              and not PLAIN.fullmatch(word)]
    return min(starts, key=lambda at: abs(len(clause) - at - GOOD), default=len(clause)), TORN
