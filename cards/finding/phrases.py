"""Phrases: what a card hides of a sentence that is built like no frame: a quoted phrase, or the end of a clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cards.finding.fitting import PLAIN, Fitting
from cards.records import Blank, Span
from cards.text.sentences import clauses_of

OPENS, CLOSES = "“", "”"
LINK = "的"
FULL = range(4, 11)  # characters of a good phrase
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
    for number, (start, end, quoted) in enumerate(_places(text, fitting, offset)):
        span = fitting.spanning(offset + start, offset + end)
        if span is None or text.count(text[span.start - offset : span.end - offset]) > 1 or fitting.useless(span):
            continue
        words = [word for word, at in fitting.inside if span.start <= at < span.end]
        told = sum(max(0.0, values.get(word, 0.0)) for word in words) + quoted + LATER * number
        ranked.append((told + (span.end - span.start in FULL), number, span))
    return tuple(Blank(span) for _, _, span in sorted(ranked, key=lambda entry: (-entry[0], entry[1])))


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
            yield first + _begin(text[first : first + stripped], fitting, offset + first), first + stripped, 0.0


def _begin(clause: str, fitting: Fitting, offset: int) -> int:
    """Where the last phrase of `clause` begins: behind its last 的 that leaves enough, else at the first word that
    leaves no more than a blank may have.
    """
    longest = fitting.selection.blank_longest
    link = clause.rfind(LINK, 0, len(clause) - FULL.start)
    if link >= 0 and len(clause) - link - 1 <= longest:
        return link + 1
    starts = [at - offset for word, at in fitting.inside if offset <= at < offset + len(clause)
              and not PLAIN.fullmatch(word)]
    return next((at for at in starts if len(clause) - at <= longest), len(clause))
