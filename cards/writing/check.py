"""The check before writing: a draft that fails is not written and is reported, with the reason."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import accumulate

from cards.anki.cloze import CLOZE, TAG, answers, front, standing_alone, strip
from cards.text.chunks import PARTS
from cards.text.sentences import unpaired
from cards.text.spoken import words_of
from cards.writing.drafts import Draft

SERIES = 3  # members: so many are known where they stand side by side, however short each is
INSIDE_NUMBER = re.compile(r"(?<=\d)[.,]?\d|(?<=\d[.,])\d", re.ASCII)


def faults(draft: Draft, title: str, fronts: dict[str, tuple[str, ...]],
           edges: frozenset[int] | None = None) -> Iterator[str]:
    """What is wrong with `draft`. `title` is the article's, which stands in sight on every card; `fronts` holds the
    questions seen so far with their answers and is added to; `edges` are the places in the draft's text where a word
    begins or ends, where blanks must not cut one.
    """
    by_number = answers(draft.text)
    if not by_number or draft.text.count("{{c") != len(CLOZE.findall(draft.text)):
        yield "broken cloze markup"
        return
    if not _faithful(draft):
        yield "its text is not the source's text"
    yield from _cuts(draft, edges)
    for number, hidden in by_number.items():
        shown = front(draft.text, number)
        yield from _visible(shown, hidden, draft, title)
        if len(words_of(shown)) < draft.kind.readable:
            yield "nothing left to read"
        if draft.fact.is_text and max(map(len, hidden)) > draft.kind.answer_longest:
            yield "an answer is too long"
        if unpaired(shown) > unpaired(" ".join(draft.plain)):
            yield "a bracket or quotation mark without its other half"
        if fronts.setdefault(shown, tuple(hidden)) != tuple(hidden):
            yield "another card has the same question with another answer"


def _cuts(draft: Draft, edges: frozenset[int] | None) -> Iterator[str]:
    """Blanks that begin or end inside a number, or inside a word."""
    pieces = _plain_pieces(draft)
    text = "".join(pieces)
    for place in accumulate(map(len, pieces[:-1])):
        if not 0 < place < len(text):
            continue
        if INSIDE_NUMBER.match(text, place):
            yield "a blank cuts a number"
        elif draft.fact.is_text and edges is not None and place not in edges:
            yield "a blank cuts a word"


def _plain_pieces(draft: Draft) -> list[str]:
    """The draft's text in turn between and behind its clozes, as a reader sees it."""
    parts = CLOZE.split(TAG.sub("", draft.text))  # text, number, answer, hint, text, …
    return [html.unescape(part) for index, part in enumerate(parts) if index % 4 in (0, 2)]


def _faithful(draft: Draft) -> bool:
    if draft.fact.is_text:
        return strip(draft.text) == draft.plain[0]
    hidden = [answer for group in answers(draft.text).values() for answer in group]
    return tuple(hidden) == draft.plain


def _visible(shown: str, hidden: list[str], draft: Draft, title: str) -> Iterator[str]:
    if len(hidden) >= SERIES and PARTS.join(hidden) in shown:
        yield "its members stand in sight, side by side"
    for answer in hidden:
        if len(answer) >= 3 and (_stands_alone(answer, shown) or _stands_alone(answer, draft.cue)):
            yield f"the answer “{answer}” stands in sight"
        elif len(answer) >= draft.kind.title_tells and _stands_alone(answer, title):
            yield f"the answer “{answer}” stands in the article's title"


def _stands_alone(answer: str, text: str) -> bool:
    """Whether `answer` stands in `text`, a figure not as a part of a longer one."""
    return answer in text and standing_alone(answer).search(text) is not None
