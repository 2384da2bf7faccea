"""A series asked in its own sentence: its members hidden where they stand, in order; many of them in two groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from cards.anki.cloze import hide
from cards.records import Article, Item, Sentence, Span
from cards.rules.pieces import put_in
from cards.rules.ruleset import Kind
from cards.text.sentences import clauses_of, open_brackets
from cards.text.series import common_end, common_start
from cards.text.spoken import words_of
from cards.writing.drafts import Cut

MOST_BETWEEN = 4  # characters: more between two members is a text of its own
LONGEST = 160  # characters from the first member to the last: a longer series is asked under a title
LONG_RUN_UP = 60  # characters before the first member: of more only whole clauses next to it are shown
LEAST_RUN_UP = 18
LEAST_SHOWN = 14  # characters beside the members
LONG_SHARED = 3  # characters: what a series is called by one character (四稳) has no longer members
LEAST_NAME, SHORT_NAME, LONG_NAME = 2, 12, 20
EDGES = "，；：、。！？”’》 "
PAUSE = re.compile(r"[”’》]*[，；：、。！？]")
LONG_REST = 30  # characters behind the last member, to the end of the sentence


@dataclass(frozen=True, slots=True)
class InPlace:
    """Where a series and what is shown around it stand, and the field that hides the members."""

    shown: Span
    field: str


def in_place(article: Article, items: tuple[Item, ...], whole_most: int, readable: int = 0) -> InPlace | None:
    """The series of `items` in its sentence, at most `whole_most` of them on a card; None where it is no series of one
    sentence, or the sentence has fewer than `readable` characters beside them.
    """
    heads = [item.head for item in items]
    if not _is_series(article, heads):
        return None
    shown = _shown(article, heads)
    hidden = "".join(head.of(article) for head in heads)
    if len(words_of(shown.of(article))) - len(words_of(hidden)) < readable:
        return None
    groups = -(-len(heads) // whole_most)
    size = -(-len(heads) // groups)
    blanks = [(head.start - shown.start, head.end - shown.start, 1 + number // size, "")
              for number, head in enumerate(heads)]
    return InPlace(shown, hide(shown.of(article), blanks))


def _is_series(article: Article, heads: list[Span]) -> bool:
    """Whether the members stand in one sentence, with hardly more than marks between them."""
    first, last = heads[0], heads[-1]
    sentence = article.sentence_at(first)
    if sentence is None or any(head.paragraph != first.paragraph for head in heads) or last.end > sentence.end:
        return False
    near = all(0 < second.start - one.end <= MOST_BETWEEN for one, second in pairwise(heads))
    return near and last.end - first.start <= LONGEST


def _shown(article: Article, heads: list[Span]) -> Span:
    """The members with so much of their sentence around them that it is read in one breath."""
    first, last = heads[0], heads[-1]
    sentence = article.sentence_at(first)
    assert sentence is not None  # else it is no series
    text = article.paragraphs[first.paragraph].text
    start, end = _near(sentence, first, last)
    hidden = sum(head.end - head.start for head in heads)
    if end - start - hidden < LEAST_SHOWN:
        start, end = sentence.start, sentence.end
    while end < sentence.end and open_brackets(text[start:end]):
        end += 1
    return Span(first.paragraph, start, end)


def _near(sentence: Sentence, first: Span, last: Span) -> tuple[int, int]:
    """The clauses of the sentence next to the members; all before or behind them where that is not long."""
    clauses = [(sentence.start + start, sentence.start + end) for start, end in clauses_of(sentence.text)]
    start, end = sentence.start, sentence.end
    if first.start - start > LONG_RUN_UP:
        start = max((at for at, _ in clauses if first.start - at >= LEAST_RUN_UP), default=start)
    if end - last.end > LONG_REST:
        end = min((at for _, at in clauses if at >= last.end), default=end)
    return start, end


def named_behind(article: Article, items: tuple[Item, ...], lexicons: Mapping[str, tuple[str, ...]]) -> str:
    """What the words right behind a series call it: …的特区精神, 三大先导产业; '' where they don't."""
    last = items[-1].head
    text = article.paragraphs[last.paragraph].text
    clauses = clauses_of(text[last.end :])
    words = text[last.end : last.end + clauses[0][1]] if clauses else ""
    if PAUSE.match(words):
        return ""
    words = words.split("。")[0].strip(EDGES)
    tie = next((tie for tie in lexicons.get("behind_member", ()) if words.startswith(tie)), "")
    name = words[len(tie) :]
    if not LEAST_NAME <= len(name) <= LONG_NAME:
        return ""
    is_noun = len(name) <= SHORT_NAME and (tie or name.endswith(lexicons.get("list_noun", ())))
    return name if is_noun or name.startswith(lexicons.get("how_many", ())) else ""


def called(kind: Kind, heads: list[str], cut: Cut) -> str:
    """What a series is called by the words that all its members share (四个自信, 四稳); '' where they share none."""
    shared = _shared_word(heads, cut)
    template = kind.called if len(shared) > 1 else kind.called_short
    numbers = kind.counts.words if kind.counts else ()
    if not shared or shared in heads or not template or len(heads) > len(numbers):
        return ""
    return put_in(template, {"count": numbers[len(heads) - 1], "shared": shared})


def _shared_word(heads: list[str], cut: Cut) -> str:
    """The words that all of `heads` end or begin with, or the character that very short ones do."""
    words = [cut(head) for head in heads]
    for ends in ({each[-1] for each in words}, {each[0] for each in words}):
        if len(ends) == 1 and len(min(ends)) > 1:
            return min(ends)
    is_short = max(map(len, heads)) <= LONG_SHARED
    return (common_end(heads) or common_start(heads))[:1] if is_short else ""
