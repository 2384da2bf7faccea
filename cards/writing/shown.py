"""What a card shows of a selected sentence, and hides: all of it while it is short, else what can be read in one
breath; and no words that another sentence's card asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from cards.records import Article, Blank, Finding, Span
from cards.rules.contract import Selection
from cards.rules.ruleset import RuleSet
from cards.text.sentences import PAUSES, STOPS, clauses_of, unpaired

FIGURE = re.compile(r"\d")
QUOTED_END = re.compile(r"[。！？]?”[。！？]?$")
SHORT_ANSWER = 2
LEAST_LEFT = 6
LONG_REST, LONG_WITH_REST = 16, 45  # so much behind what is asked, of so much, is set in small type
RUN_UP = 25  # so much before the clause that is asked keeps a reader waiting
LONG = 90  # a sentence nobody reads in one breath
LEAST_OF_LONG = 30  # so many characters say something
MOST_OF = 0.62  # a sentence of which less would be left is shown whole: its end is part of what it says


REFRAIN = 4  # words that stand so often in an article tell none of its sentences
Asked = dict[str, set[str]]  # what sentences ask so far, by kind


def shown_once(article: Article, findings: Iterable[Finding], rules: RuleSet, asked: Asked) -> list[Finding]:
    """The findings that are no enumerations; those of kinds that select as their cards show them, each without the
    blanks whose words an earlier sentence asks for (`asked`, which is added to) or the article keeps saying; with one
    blank where no other is left.
    """
    others: list[Finding] = []
    selected: list[Finding] = []
    for finding in findings:
        selection = rules.kinds[finding.kind].selection
        if selection and not finding.items:
            selected.append(as_shown(finding, article, selection))
        elif not finding.items:
            others.append(finding)
    whole = "".join(paragraph.text for paragraph in article.paragraphs)
    selected.sort(key=lambda finding: (finding.context.paragraph, finding.context.start))
    for at, finding in enumerate(selected):
        asked_before = asked.setdefault(finding.kind, set())
        words = [blank.span.of(article) for blank in finding.blanks]
        new = tuple(blank for blank, word in zip(finding.blanks, words, strict=True)
                    if word not in asked_before and whole.count(word) < REFRAIN)
        asked_before.update(words)
        selected[at] = replace(finding, blanks=new or finding.blanks[:1])
    return others + selected


def as_shown(found: Finding, article: Article, selection: Selection) -> Finding:
    """`found` with the part of its sentence that its card shows; who said it, where that is left out, is its cue."""
    text = found.context.of(article)
    if len(text) >= selection.tail:
        found = _without_speaker(found, text, selection) or found
        span = in_one_breath(found.context, found.context.of(article), found.blanks, selection)
        found = replace(found, context=span)
    return _untold(_unsaid(found, found.context.of(article)), article)


def _untold(found: Finding, article: Article) -> Finding:
    """`found` without the blanks whose last word (its last two characters) the clauses behind the last blank say, if it
    has others.
    """
    text, start = found.context.of(article), found.context.start
    end = next((end for _, end in clauses_of(text) if end >= found.blanks[-1].span.end - start), len(text))
    kept = tuple(blank for blank in found.blanks if blank.span.of(article)[-2:] not in text[end:])
    return replace(found, blanks=kept or found.blanks)


def _unsaid(found: Finding, text: str) -> Finding:
    """`found` without the clauses behind its last blank from one on that says a short answer (longer ones are hidden
    there too), where enough is left.
    """
    start = found.context.start
    hidden = [text[blank.span.start - start : blank.span.end - start] for blank in found.blanks]
    short = [answer for answer in hidden if len(answer) <= SHORT_ANSWER]
    clauses = clauses_of(text)
    for (_, end), (begin, following) in pairwise(clauses):
        if end >= found.blanks[-1].span.end - start and any(answer in text[begin:following] for answer in short):
            shown = len(text[:end].rstrip(STOPS + PAUSES))
            enough = shown - sum(map(len, hidden)) >= LEAST_LEFT and not unpaired(text[:shown])
            return replace(found, context=replace(found.context, end=start + shown)) if enough else found
    return found


def rest(text: str, last: int) -> int:
    """Where in `text`, whose last blank ends at `last`, what is neither asked nor leads up to it begins: clauses that
    are only shown for the sentence's sake, if they are long; else its end.
    """
    end = next((end for _, end in clauses_of(text) if end >= last), len(text))
    begin = len(text[:end].rstrip(STOPS + PAUSES))
    return begin if len(text) - begin >= LONG_REST and len(text) >= LONG_WITH_REST else len(text)


def _without_speaker(found: Finding, text: str, selection: Selection) -> Finding | None:
    """`found` without the opening of its sentence that says who speaks, and where; that is its cue instead."""
    said = selection.said.match(text) if selection.said else None
    if said is None or found.context.start + said.end() > found.blanks[0].span.start:
        return None
    end = len(text)
    if said[0].endswith("“") and (closing := QUOTED_END.search(text)):
        end = closing.start()
    if unpaired(text[said.end() : end]) or found.context.start + end < found.blanks[-1].span.end:
        return None
    context = replace(found.context, start=found.context.start + said.end(), end=found.context.start + end)
    return replace(found, context=context, cue=said[0].rstrip("“" + PAUSES))


def in_one_breath(span: Span, text: str, blanks: tuple[Blank, ...], selection: Selection) -> Span:
    """`span`, of the words `text`, without clauses behind its last blank where it is long, and without a long run-up to
    its first one where the clause of that stands alone.
    """
    if len(text) < selection.tail:
        return span
    first, last = blanks[0].span.start - span.start, blanks[-1].span.end - span.start
    figures = any(FIGURE.search(text, blank.span.start - span.start, blank.span.end - span.start) for blank in blanks)
    clauses = clauses_of(text)
    start = _start(text, clauses, first, selection)
    hidden = sum(blank.span.end - blank.span.start for blank in blanks)
    alone = not figures and any(begin <= first and last <= end for begin, end in clauses)
    least = _least(len(text) - start, alone)
    for end in _ends(text, clauses, last):
        shown = start + len(text[start:end].rstrip(STOPS + PAUSES)) if end < len(text) else end
        if shown - start - hidden >= selection.readable and not unpaired(text[start:shown]) and shown - start >= least:
            return Span(span.paragraph, span.start + start, span.start + shown)
    return span


def _least(length: int, alone: bool) -> float:
    """How much of `length` characters must be shown: most of them, less of many where one clause holds `alone` what is
    asked.
    """
    return LEAST_OF_LONG if alone and length >= LONG else MOST_OF * length


def _start(text: str, clauses: list[tuple[int, int]], first: int, selection: Selection) -> int:
    """Where the card begins: with the clause of the place `first`, if it stands alone behind a long run-up; else with
    the sentence.
    """
    at = max(i for i, (start, _) in enumerate(clauses) if start <= first)
    if selection.stands is None or not selection.stands.match(text[slice(*clauses[at])]):
        return 0
    return clauses[at][0] if clauses[at][0] >= RUN_UP else 0


def _ends(text: str, clauses: list[tuple[int, int]], last: int) -> Iterator[int]:
    """Where the card may end: behind the clause of the place `last`, or a later one; not where the next goes on in
    parallel, and of what follows a stop (；) not a part.
    """
    at = next(i for i, (_, end) in enumerate(clauses) if end >= last)
    stopped = False
    for (begin, end), (following, _) in pairwise(clauses[at:]):
        stops = text[end - 1] in STOPS
        if stops or (text[begin] != text[following] and not stopped):
            yield end
        stopped = stopped or stops
    yield len(text)
