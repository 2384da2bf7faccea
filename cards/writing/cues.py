"""Cues: what a learner must know before a card's text: when and where it holds, what it is of, what it leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cards.records import Article, Paragraph, Sentence, Span
from cards.rules.ruleset import Kind
from cards.text.sentences import ANNOUNCES, PAUSES, clauses_of
from cards.writing.fields import REACH, field_of, subject_of
from cards.writing.periods import appeared, date_of

LONG_CUE = 60
GLANCE = 30  # what a learner reads at a glance
ANNOUNCEMENT = range(6, 41)  # characters: what is shorter names who speaks (答：)
SHORT_OPENING = 12
FIGURE = re.compile(r"\d")
TWO_WORDS = 4  # characters: 改革开放


@dataclass(frozen=True, slots=True)
class _Opening:
    """Words that may govern what comes behind them, and whether they may say where it holds."""

    words: str
    may_say_where: bool


def cue(article: Article, span: Span, answers: list[str], own: str, kind: Kind) -> str:
    """The cue of the text `span`: the rule's `own`, else when and where it holds as the text before it says, and what
    it is of (kind.field); where that is not said, its section (of a sentence that is learned as such and has no
    figure, only that); and the words before it where it leans on them; where nothing dates a figure, when its article
    appeared. Nothing that holds one of `answers`.
    """
    text = span.of(article)
    is_timeless = kind.selection is not None and not FIGURE.search(text)
    if own:
        parts = [own]
    elif is_timeless:
        parts = [article.heading_before(span.paragraph)]
    else:
        parts = _governing(article, span, kind)
    parts.append(_leant_on(article, span, kind))
    if not is_timeless:
        parts.append(appeared(article, " ".join((text, *parts)), kind))
    return " · ".join(part for part in parts if part and not _tells_any(part, answers))


def _tells_any(part: str, answers: list[str]) -> bool:
    return any(_tells(part, answer) for answer in answers)


def _tells(part: str, answer: str) -> bool:
    """Whether `part` says the answer, or half of one of two words."""
    halves = [answer[:2], answer[2:]] if len(answer) == TWO_WORDS and not FIGURE.search(answer) else []
    return any(words in part for words in (answer, *halves) if len(words) > 1)


def _leant_on(article: Article, span: Span, kind: Kind) -> str:
    """The words before `span`, or before its sentence, where it leans on them (同比, 其中); else ''."""
    if kind.leaning and kind.leaning.match(span.of(article)):
        return preceding(article, span)
    sentence = article.sentence_at(span)
    if sentence and _is_part(sentence.text, kind):
        return preceding(article, Span(span.paragraph, sentence.start, sentence.end))
    return ""


def _is_part(sentence: str, kind: Kind) -> bool:
    """Whether a sentence says of itself that all it gives are parts of what the one before gives (其中，)."""
    opening = kind.leaning.match(sentence) if kind.leaning else None
    return opening is not None and opening.groupdict().get("part") is not None


def preceding(article: Article, span: Span) -> str:
    """The words before `span` in its paragraph: its last clauses, as far as a line holds them."""
    before = article.paragraphs[span.paragraph].text[: span.start].rstrip()
    if not before:
        return ""
    last = before[-LONG_CUE:]
    cut = max(last.find(mark) for mark in "。！？") if len(before) <= LONG_CUE else -1
    if cut < 0 or cut == len(last) - 1:
        cut = min((last.find(mark) for mark in "。！？；，" if 0 <= last.find(mark) < len(last) - 8), default=-1)
    return f"…{last[cut + 1 :]}" if len(before) > len(last) - cut - 1 else last


def _governing(article: Article, span: Span, kind: Kind) -> list[str]:
    """What the text before `span` says of it: when and where it holds and what it is of; its section where it is not
    said when, as far as a glance takes it in.
    """
    text = span.of(article)
    carried = _carried(article, span, kind)
    where = carried.get("where", "")
    subject = _subject(article, span, carried, kind)
    subject = "" if subject in text else subject
    when = _dated(article, span, carried.get("when", ""), text + subject, kind)
    when_and_where = "，".join(part for part in (when, where) if part and part not in subject)
    parts = [part for part in (when_and_where, subject) if part]
    if when or where:
        return parts
    return _under_heading(article.heading_before(span.paragraph), parts, subject)


def _under_heading(heading: str, parts: list[str], subject: str) -> list[str]:
    """`parts` under the section's heading, unless they say a `subject` and a glance does not take in both."""
    under = [heading, *parts]
    return under if heading and (not subject or len(" · ".join(under)) <= GLANCE) else parts


def _subject(article: Article, span: Span, carried: dict[str, str], kind: Kind) -> str:
    """What `span` is of, as the text before it says in one way or another; '' where it does not."""
    return (carried.get("in") or subject_of(article, span, kind) or field_of(article, span, kind)
            or _continued(article, span, carried.get("when", ""), kind))


def _dated(article: Article, span: Span, carried: str, text: str, kind: Kind) -> str:
    """The words `carried` that say when `span` holds, and the date that names what they leave vague; the date alone
    where `text` has such words.
    """
    own = _times(text, kind)
    dates = [date_of(words, article, span.paragraph, kind) for words in own or [carried]]
    date = dates[0] if all(dates) and dates[0] not in text else ""
    if own:
        return date
    return f"{carried}（{date}）" if date else carried


def _times(text: str, kind: Kind) -> list[str]:
    """When `text` holds, as it says itself; not the times it only compares with."""
    matches = [match.groupdict() for match in kind.carry.finditer(text)] if kind.carry else []
    return [groups["when"] for groups in matches if groups.get("when") and not groups.get("compared")]


def _continued(article: Article, span: Span, when: str, kind: Kind) -> str:
    """What the paragraph before is about, where that one says `when` and the one of `span` goes on from it."""
    before, own = article.paragraphs[span.paragraph - 1], article.paragraphs[span.paragraph]
    if not span.paragraph or not when or "when" in opening_says(own.text, kind) \
            or opening_says(before.text, kind).get("when") != when:
        return ""
    return field_of(article, Span(before.index, len(before.text), len(before.text)), kind)


def _carried(article: Article, span: Span, kind: Kind) -> dict[str, str]:
    """When and where `span` holds and what it is of (`in`), in the words of the text before it; '' for what it says
    itself.
    """
    if kind.carry is None:
        return {}
    text = span.of(article)
    carried = dict.fromkeys(_says_itself(text, kind), "")
    for opening in _openings(article, span, kind):
        for part, words in opening_says(opening.words, kind).items():
            if part not in carried and (part != "where" or opening.may_say_where):
                carried[part] = "" if words in text else words
        if _is_announcement(opening.words) and not carried.get("in"):
            carried["in"] = opening.words.rstrip(ANNOUNCES)
    return carried


def _says_itself(text: str, kind: Kind) -> set[str]:
    """Which of when and where `text` says itself."""
    own: set[str] = set()
    if _times(text, kind):
        own.add("when")
    if any("where" in opening_says(text[start:], kind) for start, _ in clauses_of(text)):
        own.add("where")
    return own


def _is_announcement(words: str) -> bool:
    return words.endswith(ANNOUNCES) and len(words) in ANNOUNCEMENT


def opening_says(text: str, kind: Kind) -> dict[str, str]:
    """What the opening of `text` says of what follows: when, where; as other (in) what it is else."""
    match = kind.carry.match(text) if kind.carry else None
    if match is None or match.groupdict().get("compared"):
        return {}
    groups = match.groupdict()
    when_and_where = {name: groups[name] for name in ("when", "where") if groups.get(name)}
    return when_and_where or {"in": match[0]}


def _opens(clause: str, kind: Kind) -> bool:
    """Whether a clause only opens its sentence: what comes behind it is what the sentence is about."""
    return len(clause) <= SHORT_OPENING or "when" in opening_says(clause, kind)


def _span_of_time(sentence: Sentence, kind: Kind) -> str:
    """The span of time that `sentence` opens with, if it stands by itself (过去五年，)."""
    opening = kind.undated.match(sentence.text) if kind.undated else None
    return opening[0] if opening and sentence.text.startswith(tuple(PAUSES), opening.end()) else ""


def _openings(article: Article, span: Span, kind: Kind) -> Iterator[_Opening]:
    """Where to look for what governs `span`, nearest first: the clauses before it in its sentence, a sentence before it
    that opens with a span of time (过去五年，), the opening of its paragraph, that of the one before it, and that of
    the one that announces it.
    """
    paragraph = article.paragraphs[span.paragraph]
    yield from _clauses_before(article, span, kind)
    yield from _spans_of_time_before(paragraph, span, kind)
    if span.start:
        yield _Opening(paragraph.text[:LONG_CUE], may_say_where=True)
    yield from _openings_of_earlier_paragraphs(article, paragraph, kind)


def _clauses_before(article: Article, span: Span, kind: Kind) -> Iterator[_Opening]:
    """The clauses before `span` in its sentence; one that says where counts only at the opening of the sentence."""
    sentence = article.sentence_at(span)
    if sentence is None:
        return
    before = [sentence.text[start:end] for start, end in clauses_of(sentence.text)
              if sentence.start + start < span.start]
    for at in reversed(range(len(before))):
        yield _Opening(before[at], all(_opens(clause, kind) for clause in before[:at]))


def _spans_of_time_before(paragraph: Paragraph, span: Span, kind: Kind) -> Iterator[_Opening]:
    """The spans of time that sentences before `span` in its paragraph open with."""
    for sentence in paragraph.sentences_before(span.start, REACH):
        words = _span_of_time(sentence, kind) if sentence.end <= span.start else ""
        if words:
            yield _Opening(words, may_say_where=False)


def _openings_of_earlier_paragraphs(article: Article, paragraph: Paragraph, kind: Kind) -> Iterator[_Opening]:
    """The openings of the paragraph before this one in its section and of those that announce something, back to the
    first of these that announces or says when.
    """
    last = paragraph.index - 1
    for index in range(last, max(-1, last - REACH), -1):
        earlier = article.paragraphs[index]
        if earlier.role == "heading":
            return
        announces = earlier.text.endswith(ANNOUNCES)
        if announces or index == last:
            yield _Opening(earlier.text.rstrip(ANNOUNCES)[:LONG_CUE], may_say_where=True)
        if announces or "when" in opening_says(earlier.text, kind):
            return
