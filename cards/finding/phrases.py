"""Phrases: what a card hides of a sentence that is built like no frame, by what makes it tellable."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from cards.finding.fitting import Fitting
from cards.records import Blank, Span
from cards.text.sentences import clauses_of
from cards.text.words import is_thing, is_verb, names, part_of_speech

OPENS, CLOSES = "“", "”"
ENDS = "，；：。！？、”"
ANNOUNCES, BESIDE, PAUSE = "：", "、", "，"
FULL = range(4, 11)  # characters of a good phrase
SHORTEST, SHORTEST_LOOSE = 3, 4
WORN = 9.0  # what is well worn is worth less than anything else
LATER = 0.1  # what comes later in a sentence is rather what it says
MOST_IN_NAME = 12  # characters of a thing that ends a clause
SHARED = 2  # characters with which two clauses of unlike length must both begin to be parallel
LEAST_MEMBERS = 3
MEMBER = range(2, 9)  # characters of the members of a series of which the last is asked
IN_QUOTES, PARALLEL, MEMBERS, LOOSE = "quoted_phrase", "parallel_clause", "last_member", "end_of_clause"
PAIR, IDIOM, OBJECT = "pair", "idiom", "object"
LEAST_BEFORE = {LOOSE: 6, OBJECT: 4}  # so much of a clause tells what its end may be
ENDS_OF_CLAUSES, WHOLE = (LOOSE, OBJECT), (PAIR, IDIOM)
ADDED = {IN_QUOTES: 2.0, PARALLEL: 1.0, MEMBERS: 1.0, PAIR: 0.5, IDIOM: -0.2, LOOSE: 0.0, OBJECT: -0.6}
FIGURE = re.compile(r"\d")
JOINT, FOUR = re.compile("[、与和]"), 4  # what joins a pair, and how long each of it is


class Phrase(Struct, frozen=True):
    """What a card hides, and what makes it tellable: it stands in quotation marks, its clause is built like the one
    before, it is the last of a series of equal length, or a pair of such side by side, or only the thing that ends a
    clause whose beginning says what it is of.
    """

    blanks: tuple[Blank, ...]
    way: str


def telling_phrases(fitting: Fitting, values: Mapping[str, float]) -> tuple[Phrase, ...]:
    """The phrases of a sentence that a card may hide, the best first. `values` are what words tell; one whose words
    stand elsewhere in the sentence tells nothing.
    """
    if not fitting.inside:
        return ()
    text, offset = fitting.text, fitting.starts[0]
    ranked: list[tuple[float, int, Phrase]] = []
    for number, (places, way) in enumerate(_ways(text, fitting, offset)):
        spans = [span for start, end in places if (span := _tellable(offset + start, offset + end, way, text, fitting))]
        if len(spans) == len(places):
            worth = max(_told(span, fitting, values) for span in spans) + ADDED[way] + LATER * number
            if any(text[span.start - offset : span.end - offset] in fitting.selection.worn for span in spans):
                worth -= WORN
            ranked.append((-worth, number, Phrase(tuple(map(Blank, spans)), way)))
    return tuple(phrase for _, _, phrase in sorted(ranked, key=lambda entry: entry[:2]))


def _tellable(start: int, end: int, way: str, text: str, fitting: Fitting) -> Span | None:
    """The words from `start` to `end` of the paragraph, where they are whole and ask for something; else None."""
    span = fitting.exactly(start, end) if way == IN_QUOTES else fitting.spanning(start, end)
    if span is None or span.start != start or (way in WHOLE and span.end != end):
        return None
    if way in ENDS_OF_CLAUSES and (fitting.nearly_says_itself(span, -1) or _ends_again(span, text, fitting)):
        return None
    return span if _asks_something(span, text, fitting.starts[0], fitting, way) else None


def _ends_again(span: Span, text: str, fitting: Fitting) -> bool:
    """Whether `span`, of four characters, ends with two that stand before it too (再分配…重新分配)."""
    first, last = span.start - fitting.starts[0], span.end - fitting.starts[0]
    return last - first == FOUR and text[last - 2 : last] in text[:first]


def _asks_something(span: Span, text: str, offset: int, fitting: Fitting, way: str) -> bool:
    """Whether the words of `span` stand nowhere else in the sentence and ask for something."""
    words = text[span.start - offset : span.end - offset]
    least = SHORTEST_LOOSE if way in ENDS_OF_CLAUSES else SHORTEST
    return len(words) >= least and text.count(words) == 1 and fitting.asks(span, is_member=way in (MEMBERS, PAIR))


def _told(span: Span, fitting: Fitting, values: Mapping[str, float]) -> float:
    """What the words of `span` tell, and that it is of a good length."""
    first, behind = bisect_left(fitting.starts, span.start), bisect_left(fitting.starts, span.end)
    words = [word for word, _ in fitting.inside[first:behind]]
    return sum(max(0.0, values.get(word, 0.0)) for word in words) + (span.end - span.start in FULL)


def _ways(text: str, fitting: Fitting, offset: int) -> Iterator[tuple[list[tuple[int, int]], str]]:
    """Where phrases stand in `text`, each with its way; those of a pair together."""
    clauses = [(first, first + len(text[first:last].rstrip(ENDS))) for first, last in clauses_of(text)]
    for start, end, way in _places(text, clauses, fitting, offset):
        yield [(start, end)], way
    for pair in _pairs(text, clauses, fitting, offset):
        yield pair, PAIR
    for word, at in fitting.inside:
        if _is_idiom(word, fitting):
            yield [(at - offset, at - offset + FOUR)], IDIOM


def _is_idiom(word: str, fitting: Fitting) -> bool:
    """Whether `word` is an idiom, and none of a verb that only says that something is to be done (全面落实)."""
    is_done = word[:2] in fitting.selection.no_parallel or word[2:] in fitting.selection.no_parallel
    return len(word) == FOUR and part_of_speech(word) == "i" and not is_done


def _places(text: str, clauses: Sequence[tuple[int, int]], fitting: Fitting, offset: int,
            ) -> Iterator[tuple[int, int, str]]:
    """Where single phrases stand in `text`, each with its way."""
    yield from _quotations(text)
    yield from _ends_of_quotations(text, fitting)
    yield from _parallels(text, clauses, fitting, offset)
    yield from _last_members(text, clauses, fitting, offset)
    for first, last in clauses:
        begin = _thing(offset + first, offset + last, fitting) - offset
        if begin < last and text[last : last + 1] != ANNOUNCES:
            way = _way_of_thing(text[first:begin], fitting, offset + begin, offset + last)
            if way and begin - first >= LEAST_BEFORE[way]:
                yield begin, last, way


def _way_of_thing(before: str, fitting: Fitting, at: int, end: int) -> str:
    """How the thing from the place `at` to `end`, behind the words `before` of its clause, may be asked for; '' not at
    all. What a verb acts on ends with a noun.
    """
    if before.endswith(tuple(fitting.selection.links)):
        return LOOSE
    number = bisect_left(fitting.starts, at) - 1
    last, _ = fitting.inside[bisect_left(fitting.starts, end) - 1]
    acts = number >= 0 and is_verb(fitting.inside[number][0])
    return OBJECT if acts and part_of_speech(last).startswith("n") else ""


def _quotations(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands in quotation marks in `text`."""
    start = text.find(OPENS)
    while start >= 0:
        end = text.find(CLOSES, start)
        if end < 0:
            break
        yield start + 1, end, IN_QUOTES
        start = text.find(OPENS, end)


def _ends_of_quotations(text: str, fitting: Fitting) -> Iterator[tuple[int, int, str]]:
    """The last clause of what stands in quotation marks in `text` and is too long to be hidden, where it says no more
    than once what it begins with and not only that something is to be done.
    """
    for start, end, _ in _quotations(text):
        if end - start > fitting.selection.blank_longest and (pause := text.rfind(PAUSE, start, end)) > 0:
            begins = text[pause + 1 : pause + 3]
            if text.count(begins) == 1 and begins not in fitting.selection.no_parallel:
                yield pause + 1, end, LOOSE


def _parallels(text: str, clauses: Sequence[tuple[int, int]], fitting: Fitting, offset: int,
               ) -> Iterator[tuple[int, int, str]]:
    """Where a clause goes on that begins like the one before."""
    starts = {at - offset for _, at in fitting.inside}
    for one, other in pairwise(clauses):
        shared = _shared(text[slice(*one)], text[slice(*other)], other[0], starts)
        opening = text[other[0] : other[0] + shared]
        stops = opening in fitting.selection.no_parallel or opening.endswith(tuple(fitting.selection.links))
        if opening and not stops:
            yield other[0] + shared, other[1], PARALLEL


def _last_members(text: str, clauses: Sequence[tuple[int, int]], fitting: Fitting, offset: int,
                  ) -> Iterator[tuple[int, int, str]]:
    """The last members of series in `text` whose members, but for the first, which may have words before it, are of one
    length.
    """
    for first, last in clauses:
        members = text[first:last].split(BESIDE)
        begin = last - len(members[-1])
        end = begin + _common_length(members)
        if (end == last or text.startswith(tuple(fitting.selection.links), end)) and end - begin in MEMBER:
            yield begin, end, MEMBERS


def _pairs(text: str, clauses: Sequence[tuple[int, int]], fitting: Fitting, offset: int,
           ) -> Iterator[list[tuple[int, int]]]:
    """Two phrases of four characters that stand side by side, and no third, and end their clause or stand before 的."""
    starts = {at - offset for _, at in fitting.inside}
    for first, last in clauses:
        joints = list(JOINT.finditer(text, first, last))
        for joint in joints:
            begin, end = joint.start() - FOUR, joint.end() + FOUR
            edges = {begin, joint.start(), joint.end(), end}
            are_words = first <= begin and edges <= starts | {last} and not FIGURE.search(text, begin, end)
            ends_well = end == last or _tells_of(text, begin, end, tuple(fitting.selection.links))
            if are_words and ends_well and not _is_beside(joints, begin, end, joint):
                yield _of_pair(offset + begin, end, joint, fitting)


def _of_pair(begin: int, end: int, joint: re.Match[str], fitting: Fitting) -> list[tuple[int, int]]:
    """Both of what seems a pair, from the place `begin` to `end` of the text, with `joint` between them; or the one
    phrase that they are: a verb and what it acts on with a further such thing (提升监管和服务能力), or a row without
    marks that begins before them (党章党规党纪和法律法规).
    """
    offset, number = fitting.starts[0], bisect_left(fitting.starts, begin)
    first, second = fitting.inside[number][0], fitting.text[joint.end() : joint.end() + 2]
    before = number
    while before and len(fitting.inside[before - 1][0]) > 1 and fitting.inside[before - 1][0][0] == first[0]:
        before -= 1
    verbs = fitting.selection.no_parallel
    acts = first in verbs and is_verb(first) and second not in verbs
    if joint[0] != BESIDE and (acts or _acts_on_both(number, offset + joint.end(), fitting)):
        return [(begin - offset, end)]
    if before < number:
        return [(fitting.starts[before] - offset, end)]
    return [(begin - offset, joint.start()), (joint.end(), end)]


def _acts_on_both(number: int, other: int, fitting: Fitting) -> bool:
    """Whether the word of this `number` is a verb that nothing but its own clause governs, and what begins at the place
    `other` a thing (从源头防治病虫和生态破坏; not 检查学习情况和教学效果).
    """
    verb, _ = fitting.inside[number]
    thing, _ = fitting.inside[bisect_left(fitting.starts, other)]
    is_governed = number > 0 and part_of_speech(fitting.inside[number - 1][0]).startswith("v")
    return is_verb(verb) and is_thing(thing) and not is_governed


def _tells_of(text: str, begin: int, end: int, links: tuple[str, ...]) -> bool:
    """Whether a pair tells of what follows (求真务实、清正廉洁的新风), and does not stand in the middle of two things
    that are told of (积极的财政政策、宽松的货币政策).
    """
    return text.startswith(links, end) and not text.startswith(links, begin - 1)


def _is_beside(joints: Sequence[re.Match[str]], begin: int, end: int, own: re.Match[str]) -> bool:
    """Whether another joint than their `own` stands within or right beside a pair."""
    return any(begin - 1 <= joint.start() <= end for joint in joints if joint is not own)


def _common_length(members: list[str]) -> int:
    """The length of all `members` but the first and the last; 0 where they are few or have no common length."""
    lengths = {len(member) for member in members[1:-1]}
    return lengths.pop() if len(members) >= LEAST_MEMBERS and len(lengths) == 1 else 0


def _thing(first: int, last: int, fitting: Fitting) -> int:
    """Where the thing begins that ends the clause from `first` to `last`: the words there that name one, behind a word
    that is none of it; `last` where there is no such thing.
    """
    begin = last
    for word, at in reversed(fitting.inside):
        if at >= last:
            continue
        if at < first or word in fitting.selection.weak or not names(word) or last - at > MOST_IN_NAME:
            break
        begin = at
    return _with_what_it_is_of(begin, first, last, fitting)


def _with_what_it_is_of(begin: int, first: int, last: int, fitting: Fitting) -> int:
    """Where the thing from the place `begin` to `last` begins with the verb that stands between a link and it and says
    of what it is (美好的振兴发展新图景), in a clause from `first` on; `begin` for none.
    """
    number = bisect_left(fitting.starts, begin) - 1
    if begin == last or number < 1:
        return begin
    (link, at), (verb, start) = fitting.inside[number - 1 : number + 1]
    is_of_it = at >= first and link in fitting.selection.links and is_verb(verb)
    return start if is_of_it and last - start <= MOST_IN_NAME else begin


def _shared(one: str, other: str, start: int, starts: set[int]) -> int:
    """With how many characters, of whole words, both clauses begin, if they are parallel; else 0. `other` begins at
    `start` of its sentence, whose words begin at `starts`.
    """
    shared = next((at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs), 0)
    while shared and start + shared not in starts:
        shared -= 1
    return shared if shared >= SHARED or (shared and len(one) == len(other)) else 0
