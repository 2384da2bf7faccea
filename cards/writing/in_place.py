"""A series asked in its own sentence: its members hidden where they stand, in order; many of them in two groups."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from cards.anki.cloze import hide
from cards.records import Article, Item, Sentence, Span
from cards.rules.ruleset import Kind
from cards.text.chunks import PARTS
from cards.text.sentences import STOPS, clauses_of, open_brackets, past_mark
from cards.text.spoken import words_of

MOST_BETWEEN = 4  # characters: more between two members is a text of its own
LONGEST = 160  # characters from the first member to the last: a longer series is asked under a title
LONG_MEMBER = 45  # characters: nobody says a longer one by heart
LONG_RUN_UP = 60  # characters before the first member: of more only whole clauses next to it are shown
LEAST_RUN_UP = 18
LEAST_PART = 8  # so many behind a semicolon are a beginning
MANY, SEVERAL = 4, 3  # parts of a clause; clauses
SHORT_RUN_UP = 8  # characters: so few do not say what the members are of
LONG_SHOWN = 90  # characters: of a longer text only the clauses next to the members are shown
LONG_BESIDE = 75  # characters beside the members: of no more all of their sentence, or its part, is shown
LONGEST_SHOWN = 300  # nobody reads more on a card: a table without stops
LEAST_SHOWN = 14  # characters beside the members
DANGLING = "，；、：—"  # no text that is shown ends with one of these
LONG_LEAD = 60  # characters of the sentence before: a longer one tells of more
LEAST_BEHIND = 5  # characters behind the last member: hardly more than marks that end its sentence (的方针。)
LONG_REST = 30  # characters behind the last member, to the end of the sentence


class InPlace(Struct, frozen=True):
    """Where a series and what is shown around it stand, and the field that hides the members."""

    shown: Span
    field: str


def in_place(article: Article, items: tuple[Item, ...], kind: Kind, titled: bool = True) -> InPlace | None:
    """The series of `items` in its sentence, at most kind.whole_most of them on a card; None where it is no series of
    one sentence, or the sentence has fewer than kind.readable characters beside them, with the one before it where
    nothing titles the series (not `titled`).
    """
    heads = [item.head for item in items]
    if not _is_series(article, heads):
        return None
    hidden = len(words_of("".join(head.of(article) for head in heads)))
    shown = _shown(article, heads, kind)
    if not titled and len(words_of(shown.of(article))) - hidden < kind.readable:
        shown = _with_sentence_before(article, shown, heads)
    if len(words_of(shown.of(article))) - hidden < kind.readable or shown.end - shown.start > LONGEST_SHOWN:
        return None
    groups = -(-len(heads) // kind.whole_most)
    size = -(-len(heads) // groups)
    blanks = [(head.start - shown.start, head.end - shown.start, 1 + number // size, "")
              for number, head in enumerate(heads)]
    return InPlace(shown, hide(shown.of(article), blanks))


def is_run(article: Article, heads: list[Span]) -> bool:
    """Whether 、 stands between the first two members, or no mark but theirs: they are parts of a clause."""
    if len(heads) < 2:
        return False
    between = article.paragraphs[heads[0].paragraph].text[heads[0].end : heads[1].start]
    return between.strip("”’“‘")[:1] in ("", PARTS)


def _is_series(article: Article, heads: list[Span]) -> bool:
    """Whether the members stand in one sentence, with hardly more than marks between them."""
    first, last = heads[0], heads[-1]
    sentence = article.sentence_at(first)
    if sentence is None or any(head.paragraph != first.paragraph for head in heads) or last.end > sentence.end:
        return False
    if any(head.end - head.start > LONG_MEMBER for head in heads):
        return False
    near = all(0 <= second.start - one.end <= MOST_BETWEEN for one, second in pairwise(heads))
    return near and last.end - first.start <= LONGEST


def _shown(article: Article, heads: list[Span], kind: Kind) -> Span:
    """The members with so much of their sentence around them that it is read in one breath."""
    first, last = heads[0], heads[-1]
    sentence = article.sentence_at(first)
    assert sentence is not None  # else it is no series
    text = article.paragraphs[first.paragraph].text
    hidden = sum(head.end - head.start for head in heads)
    start, end = _part_around(sentence, first, last, kind)
    if end - start - hidden > LONG_BESIDE:
        start, end = _near(sentence, first, last, kind)
    if end - start - hidden < LEAST_SHOWN:
        start, end = sentence.start, sentence.end
    while end < sentence.end and open_brackets(text[start:end]):
        end += 1
    dangling = len(text[start:end]) - len(text[start:end].rstrip(DANGLING))
    start += past_mark(text[start : first.start])
    tie = kind.passed_over.match(text[start : first.start]) if kind.passed_over else None
    return Span(first.paragraph, start + (tie.end() if tie else 0), max(last.end, end - dangling))


def _with_sentence_before(article: Article, shown: Span, heads: list[Span]) -> Span:
    """`shown` with the sentence before it in its paragraph, where that is not long, a few words lead from it up to the
    first of many members, and hardly more is said behind the last (两者也有矛盾。这种矛盾包括…、…、…、…).
    """
    sentences = article.paragraphs[shown.paragraph].sentences
    before = [sentence for sentence in sentences if sentence.end <= shown.start][-1:]
    is_led_up_to = 0 < heads[0].start - shown.start <= SHORT_RUN_UP and shown.end - heads[-1].end <= LEAST_BEHIND
    are_many = len(heads) >= (MANY if is_run(article, heads) else SEVERAL)
    if not are_many or not before or not is_led_up_to or before[0].end - before[0].start > LONG_LEAD:
        return shown
    return Span(shown.paragraph, before[0].start, shown.end)


def _near(sentence: Sentence, first: Span, last: Span, kind: Kind) -> tuple[int, int]:
    """The clauses of the sentence next to the members; all before or behind them where that is not long. With a clause
    that is nothing without the one behind it (kind.leads_into) that too.
    """
    clauses = [(sentence.start + start, sentence.start + end) for start, end in clauses_of(sentence.text)]
    start, end = sentence.start, sentence.end
    if end - start > LONG_SHOWN or end - last.end > LONG_REST:
        end = _end_near(sentence, clauses, last, kind)
    if first.start - start > LONG_RUN_UP or end - start > LONG_SHOWN:
        starts = [at for at, _ in clauses if first.start - at >= LEAST_RUN_UP and not _follows(sentence, at, kind)]
        start = max([*starts, *_part_before(sentence, first, kind)], default=start)
    return start, end


def _part_around(sentence: Sentence, first: Span, last: Span, kind: Kind) -> tuple[int, int]:
    """The part of the sentence with the members, between semicolons where it has any."""
    stop = sentence.text.find(STOPS, last.end - sentence.start)
    start = max(_part_before(sentence, first, kind), default=sentence.start)
    return start, sentence.start + stop if stop >= 0 else sentence.end


def _part_before(sentence: Sentence, first: Span, kind: Kind) -> list[int]:
    """Where the part with the first member begins behind a semicolon, if it says something before that or a mark counts
    it (；四是建立…).
    """
    stop = sentence.text.rfind(STOPS, 0, first.start - sentence.start)
    begins = sentence.start + stop + 1
    counted = kind.passed_over is not None and kind.passed_over.match(sentence.text, stop + 1) is not None
    return [begins] if stop >= 0 and (counted or first.start - begins >= LEAST_PART) else []


def _follows(sentence: Sentence, at: int, kind: Kind) -> bool:
    """Whether the clause that begins `at` goes on with the one before it."""
    return kind.follows is not None and kind.follows.match(sentence.text, at - sentence.start) is not None


def _end_near(sentence: Sentence, clauses: list[tuple[int, int]], last: Span, kind: Kind) -> int:
    """Where the clause with the last member ends, or the one that it leads up to, or that says what it does."""
    ends = [end for _, end in clauses if end >= last.end] or [sentence.end]
    if len(ends) == 1:
        return ends[0]
    if _leads_into(sentence, clauses, last, kind):
        return next((end for start, end in pairwise(ends) if not _leads_further(sentence, start, end, kind)), ends[-1])
    is_completed = kind.completed_by and kind.completed_by.match(sentence.text, ends[0] - sentence.start)
    return ends[1] if is_completed else ends[0]


def _leads_further(sentence: Sentence, start: int, end: int, kind: Kind) -> bool:
    """Whether the clause from `start` to `end` only leads into the next one as well."""
    clause = sentence.text[start - sentence.start : end - sentence.start]
    return kind.leads_further is not None and kind.leads_further.search(clause) is not None


def _leads_into(sentence: Sentence, clauses: list[tuple[int, int]], last: Span, kind: Kind) -> bool:
    """Whether the clause with the last member only leads up to the one behind it, by how it begins or ends."""
    begins = max((start for start, _ in clauses if start <= last.start), default=sentence.start)
    ends = next((end for _, end in clauses if end >= last.end), sentence.end)
    words = sentence.text[begins - sentence.start :]
    leads = kind.leads_into is not None and kind.leads_into.match(words) is not None
    return leads or _leads_further(sentence, last.end, ends, kind)
