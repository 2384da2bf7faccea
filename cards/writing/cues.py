"""Cues: what a learner must know before a card's text: when and where it holds, what it is of, what it leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cards.records import Article, Sentence, Span
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
WHAT = ("when", "where", "in")  # what an opening says, in the order of a cue


def cue(article: Article, span: Span, answers: list[str], own: str, kind: Kind) -> str:
    """The cue of the text `span`: the rule's `own`, else when and where it holds as the text before it says, and what
    it is of (kind.field); where that is not said, its section (of a sentence that is learned as such and has no
    figure, only that); and the words before it where it leans on them; where nothing
    dates a figure, when its article appeared. Nothing that holds one of `answers`.
    """
    timeless = kind.selection is not None and not FIGURE.search(span.of(article))
    section = [article.heading_before(span.paragraph)]
    parts = [own] if own else section if timeless else _governing(article, span, kind)
    if kind.leaning and kind.leaning.match(span.of(article)):
        parts.append(preceding(article, span))
    elif (sentence := article.sentence_at(span)) and _is_part(sentence.text, kind):
        parts.append(preceding(article, Span(span.paragraph, sentence.start, sentence.end)))
    if not timeless:
        parts.append(appeared(article, " ".join((span.of(article), *parts)), kind))
    return " · ".join(part for part in parts if part and not any(_tells(part, answer) for answer in answers))


def _tells(part: str, answer: str) -> bool:
    """Whether `part` says the answer, or half of one of two words."""
    halves = [answer[:2], answer[2:]] if len(answer) == TWO_WORDS and not FIGURE.search(answer) else []
    return any(said in part for said in (answer, *halves) if len(said) > 1)


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
    said = _carried(article, span, kind)
    what = said.get("in") or subject_of(article, span, kind) or field_of(article, span, kind) \
        or _continued(article, span, said.get("when", ""), kind)
    what = "" if what in text else what
    when = _dated(article, span, said.get("when", ""), text + what, kind)
    carried = "，".join(part for part in (when, said.get("where", "")) if part and part not in what)
    parts = [part for part in (carried, what) if part]
    heading = "" if when or said.get("where") else article.heading_before(span.paragraph)
    return [heading, *parts] if heading and (not what or len(" · ".join([heading, *parts])) <= GLANCE) else parts


def _dated(article: Article, span: Span, carried: str, said: str, kind: Kind) -> str:
    """The words `carried` that say when `span` holds, and the date that names what they leave vague; the date alone
    where `said` has such words.
    """
    own = _times(said, kind)
    dates = [date_of(words, article, span.paragraph, kind) for words in own or [carried]]
    date = dates[0] if all(dates) and dates[0] not in said else ""
    if own:
        return date
    return f"{carried}（{date}）" if date else carried


def _times(text: str, kind: Kind) -> list[str]:
    """When `text` holds, as it says itself; not the times it only compares with."""
    found = [match.groupdict() for match in kind.carry.finditer(text)] if kind.carry else []
    return [groups["when"] for groups in found if groups.get("when") and not groups.get("compared")]


def _continued(article: Article, span: Span, when: str, kind: Kind) -> str:
    """What the paragraph before is about, where that one says `when` and the one of `span` goes on from it."""
    before, own = article.paragraphs[span.paragraph - 1], article.paragraphs[span.paragraph]
    if not span.paragraph or not when or "when" in opening_says(own.text, kind) \
            or opening_says(before.text, kind).get("when") != when:
        return ""
    return field_of(article, Span(before.index, len(before.text), len(before.text)), kind)


def _carried(article: Article, span: Span, kind: Kind) -> dict[str, str]:
    """When and where `span` holds, in the words of the text before it; '' for what it says itself."""
    if kind.carry is None:
        return {}
    text = span.of(article)
    own = {"when"} if _times(text, kind) else set()
    own |= {"where"} if any("where" in opening_says(text[start:], kind) for start, _ in clauses_of(text)) else set()
    said = dict.fromkeys(own, "")
    for opening, governs in _openings(article, span, kind):
        for what, words in opening_says(opening, kind).items():
            if what not in said and (what != "where" or governs):
                said[what] = words if words not in text else ""
        if opening.endswith(ANNOUNCES) and len(opening) in ANNOUNCEMENT and not said.get("in"):
            said["in"] = opening.rstrip(ANNOUNCES)
    return said


def opening_says(text: str, kind: Kind) -> dict[str, str]:
    """What the opening of `text` says of what follows: when, where; as other (in) what it is else."""
    match = kind.carry.match(text) if kind.carry else None
    if match is None or match.groupdict().get("compared"):
        return {}
    found = {name: value for name in ("when", "where") if (value := match.groupdict().get(name))}
    return found or {"in": match[0]}


def _opens(clause: str, kind: Kind) -> bool:
    """Whether a clause only opens its sentence: what comes behind it is what the sentence is about."""
    return len(clause) <= SHORT_OPENING or "when" in opening_says(clause, kind)


def _span_of_time(sentence: Sentence, kind: Kind) -> str:
    """The span of time that `sentence` opens with, if it stands by itself (过去五年，)."""
    opening = kind.undated.match(sentence.text) if kind.undated else None
    return opening[0] if opening and sentence.text.startswith(tuple(PAUSES), opening.end()) else ""


def _openings(article: Article, span: Span, kind: Kind) -> Iterator[tuple[str, bool]]:
    """Where to look for what governs `span`, nearest first, and whether it may say where: the clauses before it in its
    sentence, a sentence before it that opens with a span of time (过去五年，), the opening of its paragraph, that of
    the one before it, and that of the one that announces it.
    """
    paragraph = article.paragraphs[span.paragraph]
    sentence = article.sentence_at(span)
    if sentence is not None:
        before = [sentence.text[start:end] for start, end in clauses_of(sentence.text)
                  if sentence.start + start < span.start]
        for at in range(len(before) - 1, -1, -1):
            yield before[at], all(_opens(each, kind) for each in before[:at])
    for earlier_sentence in paragraph.sentences_before(span.start, REACH):
        words = _span_of_time(earlier_sentence, kind) if earlier_sentence.end <= span.start else ""
        if words:
            yield words, False
    if span.start:
        yield paragraph.text[:LONG_CUE], True
    for index in range(span.paragraph - 1, max(-1, span.paragraph - 1 - REACH), -1):
        earlier = article.paragraphs[index]
        if earlier.role == "heading":
            return
        announces = earlier.text.endswith(ANNOUNCES)
        if announces or earlier.index == span.paragraph - 1:
            yield earlier.text.rstrip(ANNOUNCES)[:LONG_CUE], True
        if announces or "when" in opening_says(earlier.text, kind):
            return
