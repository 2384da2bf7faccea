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
from cards.text.spoken import words_of
from cards.text.units import common_end, common_start
from cards.text.words import parts_of_speech
from cards.writing.drafts import Cut

MOST_BETWEEN = 4  # characters: more between two members is a text of its own
LONGEST = 160  # characters from the first member to the last: a longer series is asked under a title
LONG_RUN_UP = 60  # characters before the first member: of more only whole clauses next to it are shown
LEAST_RUN_UP = 18
LONG_SHOWN = 90  # characters: of a longer text only the clauses next to the members are shown
LEAST_SHOWN = 14  # characters beside the members
LONG_SHARED = 3  # characters: what a series is called by one character (四稳) has no longer members
LEAST_NAME, SHORT_NAME, LONG_NAME = 2, 12, 20
EDGES = "，；：、。！？”’》 "
DANGLING = "，；、：—"  # no text that is shown ends with one of these
PAUSE = re.compile(r"[”’》]*[，；：、。！？]")
NAMING = frozenset(("n", "a", "b", "j"))  # parts of speech of words in a name: nouns and what tells their kind
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
    dangling = len(text[start:end]) - len(text[start:end].rstrip(DANGLING))
    return Span(first.paragraph, start, max(last.end, end - dangling))


def _near(sentence: Sentence, first: Span, last: Span) -> tuple[int, int]:
    """The clauses of the sentence next to the members; all before or behind them where that is not long."""
    clauses = [(sentence.start + start, sentence.start + end) for start, end in clauses_of(sentence.text)]
    start, end = sentence.start, sentence.end
    is_long = end - start > LONG_SHOWN
    if is_long or end - last.end > LONG_REST:
        end = min((at for _, at in clauses if at >= last.end), default=end)
    if first.start - start > LONG_RUN_UP or end - start > LONG_SHOWN:
        start = max((at for at, _ in clauses if first.start - at >= LEAST_RUN_UP), default=start)
    return start, end


def named_behind(article: Article, items: tuple[Item, ...], lexicons: Mapping[str, tuple[str, ...]], cut: Cut) -> str:
    """What the words right behind a series call it: …的特区精神, 三大先导产业; '' where they don't."""
    words = _words_behind(article, items[-1].head)
    tie = next((tie for tie in lexicons.get("behind_member", ()) if words.startswith(tie)), "")
    name = words[len(tie) :]
    if not LEAST_NAME <= len(name) <= LONG_NAME:
        return ""
    is_listed = tie and len(name) <= SHORT_NAME and name.endswith(lexicons.get("list_noun", ()))
    is_counted = name.startswith(lexicons.get("how_many", ()))
    return name if is_listed or is_counted or _is_noun(name, cut) else ""


def _words_behind(article: Article, last: Span) -> str:
    """The rest of the clause behind the last member; '' where that ends it."""
    text = article.paragraphs[last.paragraph].text
    clauses = clauses_of(text[last.end :])
    words = text[last.end : last.end + clauses[0][1]] if clauses else ""
    return "" if PAUSE.match(words) else words.split("。")[0].strip(EDGES)


def _is_noun(name: str, cut: Cut) -> bool:
    """Whether all words of a short name are nouns, or say of which kind what the last one names is."""
    tags = [parts_of_speech().get(word, "")[:1] for word in cut(name)]
    return len(name) <= SHORT_NAME and tags[-1] == "n" and all(tag in NAMING for tag in tags)


def called(kind: Kind, article: Article, items: tuple[Item, ...], cut: Cut) -> str:
    """What the article calls a series by its number and the words its members share (四个自信); else that they
    all begin or end with these words; '' where they share none.
    """
    heads = [item.head.of(article) for item in items]
    shared, template = _shared_word(heads, cut, kind)
    if not shared or shared in heads:
        return ""
    name = _name(kind, len(heads), shared)
    if name and any(name in paragraph.text for paragraph in article.paragraphs):
        return name
    return put_in(template, {"shared": shared}) if template else ""


def _name(kind: Kind, count: int, shared: str) -> str:
    """So many members and the word they share in one name; '' where the kind has no such names."""
    template = kind.called if len(shared) > 1 else kind.called_short
    numbers = kind.counts.words if kind.counts else ()
    return put_in(template, {"count": numbers[count - 1], "shared": shared}) if count <= len(numbers) else ""


def _shared_word(heads: list[str], cut: Cut, kind: Kind) -> tuple[str, str]:
    """The words that all of `heads` end or begin with, or the character that very short ones do, and how a cue says so.
    """
    end, begin = common_end(heads), common_start(heads)
    words = {word for head in heads for word in (cut(head)[-1], cut(head)[0])}
    for shared, template in ((end, kind.all_end), (begin, kind.all_begin)):
        if len(shared) > 1 and shared in words:
            return shared, template
    if max(map(len, heads)) > LONG_SHARED:
        return "", ""
    return (end[-1], kind.all_end) if end else (begin[:1], kind.all_begin)
