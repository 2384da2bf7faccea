"""Cues: what a learner must know before the text of a card: when and where it holds, what it leans on, its section."""

from __future__ import annotations

from collections.abc import Iterator

from cards.engine.ruleset import Kind
from cards.reading.sentences import ANNOUNCES, clauses_of
from cards.records import Article, Span

LONG_CUE = 60
LONG_ANNOUNCEMENT = 40
SHORT_OPENING = 12
WHAT = ("when", "where", "in")  # what an opening says, in the order of a cue


def cue(article: Article, span: Span, answers: list[str], own: str, kind: Kind) -> str:
    """The cue of the text `span`: the rule's `own`, else when and where it holds as the text before it says, else its
    section; and the words before it where it leans on them. Nothing that holds one of `answers`.
    """
    parts = [own] if own else _governing(article, span, kind)
    if kind.leaning and kind.leaning.match(span.of(article)):
        parts.append(preceding(article, span))
    return " · ".join(part for part in parts if part and not any(a in part for a in answers if len(a) > 1))


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
    """What the text before `span` says of it: when it holds, or, where that is not said, its section; and where."""
    said = _carried(article, span, kind)
    parts = [words for what in WHAT if (words := said.get(what, ""))]
    carried = "，".join(part for part in parts if not any(part in other for other in parts if other != part))
    return [carried] if said.get("when") or said.get("in") else [article.heading_before(span.paragraph), carried]


def _carried(article: Article, span: Span, kind: Kind) -> dict[str, str]:
    """When and where `span` holds, in the words of the text before it; '' for what it says itself."""
    if kind.carry is None:
        return {}
    text = span.of(article)
    own = {"when"} if any(match.groupdict().get("when") for match in kind.carry.finditer(text)) else set()
    own |= {"where"} if any("where" in opening_says(text[start:], kind) for start, _ in clauses_of(text)) else set()
    said = dict.fromkeys(own, "")
    for opening, governs in _openings(article, span, kind):
        for what, words in opening_says(opening, kind).items():
            if what not in said and (what != "where" or governs):
                said[what] = words if words not in text else ""
        if opening.endswith(ANNOUNCES) and len(opening) <= LONG_ANNOUNCEMENT and not said.get("in"):
            said["in"] = opening.rstrip(ANNOUNCES)
    return said


def opening_says(text: str, kind: Kind) -> dict[str, str]:
    """What the opening of `text` says of what follows: when, where; as other (in) what it is else."""
    match = kind.carry.match(text) if kind.carry else None
    if match is None:
        return {}
    found = {name: value for name in ("when", "where") if (value := match.groupdict().get(name))}
    return found or {"in": match[0]}


def _opens(clause: str, kind: Kind) -> bool:
    """Whether a clause only opens its sentence: what comes behind it is what the sentence is about."""
    return len(clause) <= SHORT_OPENING or "when" in opening_says(clause, kind)


def _openings(article: Article, span: Span, kind: Kind) -> Iterator[tuple[str, bool]]:
    """Where to look for what governs `span`, nearest first, and whether it may say where: the clauses before it in its
    sentence, the opening of its paragraph, that of the one before it, and that of the one that announces it.
    """
    paragraph = article.paragraphs[span.paragraph]
    sentence = next((each for each in paragraph.sentences if each.start <= span.start < each.end), None)
    if sentence is not None:
        before = [sentence.text[start:end] for start, end in clauses_of(sentence.text)
                  if sentence.start + start < span.start]
        for at in range(len(before) - 1, -1, -1):
            yield before[at], all(_opens(each, kind) for each in before[:at])
    if span.start:
        yield paragraph.text[:LONG_CUE], True
    for earlier in reversed(article.paragraphs[: span.paragraph]):
        if earlier.role == "heading":
            return
        announces = earlier.text.endswith(ANNOUNCES)
        if announces or earlier.index == span.paragraph - 1:
            yield earlier.text.rstrip(ANNOUNCES)[:LONG_CUE], True
        if announces or "when" in opening_says(earlier.text, kind):
            return
