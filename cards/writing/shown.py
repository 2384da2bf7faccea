"""What a card shows of a selected sentence, and hides: all of it while it is short, else what can be read in one
breath; and no words that another sentence's card asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from cards.finding.said import says
from cards.finding.sentences import goes_on
from cards.records import Article, Blank, Finding, Span
from cards.rules.contract import Selection
from cards.rules.ruleset import Kind, RuleSet
from cards.text.sentences import PAUSES, STOPS, clauses_of, unpaired

FIGURE = re.compile(r"\d")
QUOTED_END = re.compile(r"[。！？]?”[。！？]?$")
SHORT_ANSWER = 2
LEAST_LEFT = 6
LONG_REST, LONG_WITH_REST = 16, 45  # so much behind what is asked, of so much, is set in small type
RUN_UP = 25  # so much before the clause that is asked keeps a reader waiting
SHORT_END = 7  # characters, with the mark behind them: so short a clause ends what stands before it (十分重要)
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
        kind = rules.kinds[finding.kind]
        if finding.items:
            continue
        if kind.selection:
            selected.append(as_shown(finding, article, kind, kind.selection))
        else:
            others.append(finding)
    selected.sort(key=lambda finding: (finding.context.paragraph, finding.context.start))
    return others + [_asked_once(finding, article, asked.setdefault(finding.kind, set()))
                     for finding in selected]


def _asked_once(finding: Finding, article: Article, asked: set[str]) -> Finding:
    """`finding` without the blanks whose words are `asked` before, or are a refrain of the `article`."""
    answers = [blank.span.of(article) for blank in finding.blanks]
    new = tuple(blank for blank, answer in zip(finding.blanks, answers, strict=True)
                if answer not in asked and not says(article, answer, REFRAIN))
    asked.update(answers)
    return finding if _is_pair(finding.blanks) else replace(finding, blanks=new or finding.blanks[:1])


def _is_pair(blanks: Sequence[Blank]) -> bool:
    """Whether `blanks` stand side by side, with one character between them (和): half of a pair is a torn phrase."""
    return len(blanks) > 1 and all(one.span.end + 1 == other.span.start for one, other in pairwise(blanks))


def as_shown(finding: Finding, article: Article, kind: Kind, selection: Selection) -> Finding:
    """`finding`, of a `kind` with a `selection`, with the part of its sentence that its card shows; who said it, where
    that is left out, is its cue.
    """
    text = finding.context.of(article)
    if len(text) >= selection.tail:
        finding = _without_speaker(finding, text, selection) or finding
        span = in_one_breath(finding.context, finding.context.of(article), finding.blanks, kind, selection)
        finding = replace(finding, context=span)
    finding = _without_end_that_answers(finding, finding.context.of(article))
    return _without_blanks_answered(finding, article)


def _without_blanks_answered(finding: Finding, article: Article) -> Finding:
    """`finding` without the blanks whose last word (its last two characters) the clauses behind the last blank say, if
    it has others.
    """
    if _is_pair(finding.blanks):
        return finding
    text = finding.context.of(article)
    behind = text[_clause_end(text, finding.blanks[-1].span.end - finding.context.start) :]
    kept = tuple(blank for blank in finding.blanks if blank.span.of(article)[-2:] not in behind)
    return replace(finding, blanks=kept or finding.blanks)


def _clause_end(text: str, place: int) -> int:
    """Where the clause that holds the character before `place` ends."""
    return next((end for _, end in clauses_of(text) if end >= place), len(text))


def _without_end_that_answers(finding: Finding, text: str) -> Finding:
    """`finding` without the clauses behind its last blank from one on that says a short answer (longer ones are hidden
    there too), where enough is left.
    """
    start = finding.context.start
    last = finding.blanks[-1].span.end - start
    answers = [text[blank.span.start - start : blank.span.end - start] for blank in finding.blanks]
    short = [answer for answer in answers if len(answer) <= SHORT_ANSWER]
    for (_, end), (following, following_end) in pairwise(clauses_of(text)):
        if end >= last and any(answer in text[following:following_end] for answer in short):
            shown = _without_pauses(text, 0, end)
            is_enough = shown - sum(map(len, answers)) >= LEAST_LEFT and not unpaired(text[:shown])
            return replace(finding, context=replace(finding.context, end=start + shown)) if is_enough else finding
    return finding


def rest(text: str, last: int) -> int:
    """Where in `text`, whose last blank ends at `last`, what is neither asked nor leads up to it begins: clauses that
    are only shown for the sentence's sake, if they are long; else its end.
    """
    begin = len(text[: _clause_end(text, last)].rstrip(STOPS + PAUSES))
    return begin if len(text) - begin >= LONG_REST and len(text) >= LONG_WITH_REST else len(text)


def _without_speaker(finding: Finding, text: str, selection: Selection) -> Finding | None:
    """`finding` without the opening of its sentence that says who speaks, and where; that is its cue instead. None
    where it has no such opening, or does not go without.
    """
    speaker = selection.said.match(text) if selection.said else None
    offset = finding.context.start
    if speaker is None or offset + speaker.end() > finding.blanks[0].span.start:
        return None
    start, end = speaker.end(), len(text)
    if speaker[0].endswith("“") and (closing := QUOTED_END.search(text)):
        end = closing.start()
    if unpaired(text[start:end]) or offset + end < finding.blanks[-1].span.end:
        return None
    context = replace(finding.context, start=offset + start, end=offset + end)
    return replace(finding, context=context, cue=speaker[0].rstrip("“" + PAUSES))


def in_one_breath(span: Span, text: str, blanks: tuple[Blank, ...], kind: Kind, selection: Selection) -> Span:
    """`span`, of the words `text`, without clauses behind its last blank where it is long, and without a long run-up to
    its first one where the clause of that stands alone.
    """
    if len(text) < selection.tail:
        return span
    first, last = blanks[0].span.start - span.start, blanks[-1].span.end - span.start
    clauses = clauses_of(text)
    start = _start(text, clauses, first, selection)
    hidden = sum(blank.span.end - blank.span.start for blank in blanks)
    in_one_clause = any(begin <= first and last <= end for begin, end in clauses)
    says_enough = _least(len(text) - start, in_one_clause and not _hides_figures(span, text, blanks))
    for end in _ends(text, clauses, last, kind):
        shown = _without_pauses(text, start, end)
        is_readable = shown - start - hidden >= selection.readable
        if is_readable and shown - start >= says_enough and not unpaired(text[start:shown]):
            return Span(span.paragraph, span.start + start, span.start + shown)
    return span


def _hides_figures(span: Span, text: str, blanks: tuple[Blank, ...]) -> bool:
    """Whether one of `blanks` in `span`, of the words `text`, holds a digit."""
    return any(FIGURE.search(text, blank.span.start - span.start, blank.span.end - span.start) for blank in blanks)


def _without_pauses(text: str, start: int, end: int) -> int:
    """Where text[start:end] ends without the punctuation that leads on, if anything follows."""
    return start + len(text[start:end].rstrip(STOPS + PAUSES)) if end < len(text) else end


def _least(length: int, alone: bool) -> float:
    """How much of `length` characters must be shown: most of them, less of many where one clause holds `alone` what is
    asked.
    """
    return LEAST_OF_LONG if alone and length >= LONG else MOST_OF * length


def _start(text: str, clauses: Sequence[tuple[int, int]], first: int, selection: Selection) -> int:
    """Where the card begins: with the clause of the place `first`, if it stands alone behind a long run-up; else with
    the sentence.
    """
    start, end = next(clause for clause in reversed(clauses) if clause[0] <= first)
    stands_alone = selection.stands is not None and selection.stands.match(text[start:end]) is not None
    return start if stands_alone and start >= RUN_UP else 0


def _ends(text: str, clauses: Sequence[tuple[int, int]], last: int, kind: Kind) -> Iterator[int]:
    """Where the card may end: behind the clause of the place `last`, or a later one; not where the next goes on in
    parallel or says what it does, and of what follows a stop (；) not a part.
    """
    remaining = [clause for clause in clauses if clause[1] >= last]
    is_behind_stop = False
    for (start, end), (following, following_end) in pairwise(remaining):
        stops = text[end - 1] in STOPS
        goes_on_in_parallel = text[start] == text[following]
        is_short = following_end - following <= SHORT_END
        needs_next = goes_on_in_parallel or is_short or goes_on(text, start, following, kind)
        if stops or not (needs_next or is_behind_stop):
            yield end
        is_behind_stop = is_behind_stop or stops
    yield len(text)
