"""The kind `alike`: units of one level that stand side by side and are built alike: parts joined by 、, clauses, parts
of a sentence between semicolons, sentences of a paragraph, openings of paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median_high

from cards.rules.kinds.heads import HEADING, is_heading
from cards.rules.kinds.members import Lexicons, Member, joints_of, listed, wording_of
from cards.rules.list_keys import AlikeUnits
from cards.rules.match import Match
from cards.rules.pieces import Pattern
from cards.rules.stretches import Stretch
from cards.text.chunks import MEET, PARTS
from cards.text.placed import CLAUSES
from cards.text.sentences import PAIRS, split_sentences
from cards.text.series import HALVES
from cards.text.units import PLACES_KEPT, Alike, runs, same_first, same_last, same_length, split_at

WAYS: dict[str, Alike] = {"first": same_first, "last": same_last, "length": same_length}
PAIRED, TWO = "pairs", 2
BEHIND_HEADING = 2  # sentences: the heading of a paragraph, and one that says it in more words
LONG_BESIDE_OTHERS = 1.5  # times the length of the middle one
LONGEST_OPENING = 40  # characters: a longer sentence or clause opens nothing, it is the text
MARKS = {"clauses": CLAUSES, "halves": HALVES, "parts": PARTS, "pieces": PARTS + CLAUSES}
HEAD, MARK = "head", "mark"  # groups of a mould
Opening = tuple[Member, Member]  # where a sentence or paragraph stands, and what of it is recited
Series = tuple[list[Member], list[Member], list[Member]]  # its members, their bodies, what else of it was matched


def check_alike(alike: AlikeUnits) -> Iterator[tuple[str, str]]:
    """What is wrong with it, with the key: pairs are two, before what a mould says."""
    if alike.units == PAIRED and alike.mould is None:
        yield "mould", "pairs need a `mould`: what stands right behind them"
    if alike.units == PAIRED and alike.least > TWO:
        yield "least", "pairs are two: `least: 2`"


def find_alike(alike: AlikeUnits, stretch: Stretch, lexicons: Lexicons) -> Iterator[Match]:
    """Each series of units that are alike, neither too short nor too long."""
    found = FOUND.get(alike.units, _openings)
    for members, bodies, around in found(alike, stretch.text, lexicons):
        if alike.least <= len(members) <= alike.most:
            match = listed(stretch, members, alike.longest, lexicons, bodies=bodies, around=around)
            if match is not None:
                yield match


def _in_sentence(alike: AlikeUnits, text: str, lexicons: Lexicons) -> Iterator[Series]:
    """The series of parts or clauses of a sentence."""
    marks = MARKS[alike.units]
    if sum(text.count(mark) for mark in marks) > 1 or (marks == PARTS and (PARTS in text or MEET.search(text))):
        wording = wording_of(text, lexicons)
        found = wording.parts() if alike.units == "parts" else wording.clauses(_way(alike, lexicons), marks)
        yield from ((_without_run_in(alike, text, members), [], [(members[0][0], members[-1][1])])
                    for members in found if _is_even(alike, text, members))


def _paired(alike: AlikeUnits, text: str, lexicons: Lexicons) -> Iterator[Series]:
    """The pairs of parts right before what the mould says."""
    counted = [match.start() for match in alike.mould.finditer(text)] if alike.mould else []
    if counted:
        yield from ((members, [], []) for members in wording_of(text, lexicons).pairs(counted))


def _without_run_in(alike: AlikeUnits, text: str, members: list[Member]) -> list[Member]:
    """`members`, without what the parts of a sentence begin with and is not recited (随着…，)."""
    if alike.run_in is None:
        return members
    openings = [(alike.run_in.match(text[start:end]), start, end) for start, end in members]
    return [(start + opening.end() if opening and opening.end() < end - start else start, end)
            for opening, start, end in openings]


def _is_even(alike: AlikeUnits, text: str, members: list[Member]) -> bool:
    """Whether the marks between clauses are the same; between pieces, which are all of a quotation, they are not."""
    between = {text[first[1] : second[0]] for first, second in pairwise(members)}
    if alike.units == "pieces":
        return len(between) > 1 and _is_quoted(text, members)
    return alike.units == "parts" or len(between) == 1


def _is_quoted(text: str, members: list[Member]) -> bool:
    """Whether the members are all of a quotation."""
    return text[members[0][0] - 1 : members[0][0]] in PAIRS and text[members[-1][1] :][:1] in PAIRS.values()


def _way(alike: AlikeUnits, lexicons: Lexicons) -> Alike:
    """When two units are alike."""
    mould = alike.mould
    if mould is None:
        return WAYS[alike.by] if alike.by in WAYS else _both_act(lexicons)
    fits = cache(lambda unit: mould.match(unit) is not None)
    return lambda one, other: fits(one) and fits(other)


def _both_act(lexicons: Lexicons) -> Alike:
    """When two units begin with a verb, and report no figure."""
    joints = joints_of(lexicons)

    @cache
    def acts(text: str) -> bool:
        return joints.is_act(text) and not any(character.isdigit() for character in text)

    return lambda one, other: acts(one) and acts(other)


def _openings(alike: AlikeUnits, text: str, lexicons: Lexicons) -> Iterator[Series]:
    """The series of sentences, or of paragraphs, that open alike; what stands between two belongs to the first."""
    if len(_units(alike.units, text)) < alike.least:
        return
    for openings in _unbroken(alike, text):
        if len(openings) < alike.least:
            continue
        for chosen in _chosen(alike, text, openings, lexicons):
            starts = [unit[0] for unit, _ in chosen]
            ends = [*starts[1:], _line_end(text, starts[-1])]
            bodies = list(zip(starts, ends, strict=True))
            around = [_moulded(alike, text, *unit)[0] for unit, _ in chosen] if _recites_head(alike) else []
            yield [_recited(alike, text, *unit) for unit in chosen], bodies, around


def _recited(alike: AlikeUnits, text: str, unit: Member, opening: Member) -> Member:
    """What is recited of a unit that opens so: of a paragraph all of its first sentence where that is its heading."""
    end = split_at(text, opening[0], unit[1], "。！？；")[0][1]
    is_short = end - opening[0] <= HEADING and is_heading(text, end, unit[1])
    return (opening[0], end) if alike.units == "paragraphs" and alike.first_clause and is_short else opening


def _unbroken(alike: AlikeUnits, text: str) -> Iterator[list[Opening]]:
    """The sentences or paragraphs of the text with their openings, in a new list behind each that breaks and behind
    more without an opening than may stand apart.
    """
    together: list[Opening] = []
    between = 0
    units = _units(alike.units, text)
    openings = [_opening(text, start, end, alike) for start, end in units]
    if alike.leading:
        openings = _that_lead(openings)
    for (start, end), opening in zip(units, openings, strict=True):
        breaks = alike.breaks is not None and _past(alike.breaks, text, start) is not None
        is_open = opening[0] < opening[1] and not breaks
        between = 0 if is_open else between + 1
        if breaks or between > alike.apart:
            yield together
            together = []
        together += [((start, end), opening)] if is_open else []
    yield together


def _that_lead(openings: list[Member]) -> list[Member]:
    """`openings`, emptied where their sentences do not lead up to others."""
    lengths = [end - start for start, end in openings]
    leads = _leads(lengths)
    return [(start, end if at in leads else start) for at, (start, end) in enumerate(openings)]


def _leads(lengths: list[int]) -> list[int]:
    """Which of a paragraph's openings of these lengths (0: none) lead up to the sentences behind them: not the one that
    opens the paragraph, which is its heading, the last one, one right behind another, whose text it is, or one much
    longer than most; none where the first stands too far behind the heading.
    """
    inside = range(1, len(lengths) - 1)
    leads = [at for at in inside if lengths[at] and (at == 1 or not lengths[at - 1])]
    if not leads or leads[0] > BEHIND_HEADING:
        return []
    most = LONG_BESIDE_OTHERS * median_high(lengths[at] for at in leads)
    return [at for at in leads if lengths[at] <= most]


@lru_cache(maxsize=PLACES_KEPT)
def _units(units: str, text: str) -> tuple[Member, ...]:
    """The paragraphs, the sentences, or what ends in a closing, of `text`."""
    if units == "paragraphs":
        return tuple(_paragraphs(text))
    sentences = ((sentence.start, sentence.end) for sentence in split_sentences(text))
    if units == "closings":  # the sentences, and of one with semicolons the parts between these
        return tuple(part for start, end in sentences for part in split_at(text, start, end, HALVES))
    return tuple(sentences)


def _paragraphs(text: str) -> Iterator[Member]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _opening(text: str, start: int, end: int, alike: AlikeUnits) -> Member:
    """What is recited of a unit: what its mould says, or its first clause, or all of its first sentence where that is
    a short one; its last clause where closings are wanted.
    """
    if _recites_head(alike):
        return _moulded(alike, text, start, end)[1]
    run_in = _past(alike.run_in, text, start) if alike.run_in else None
    start = start if run_in is None else run_in
    clauses = split_at(text, start, end, CLAUSES + "。！？：")
    if not clauses:
        return start, start
    if alike.units == "closings":
        return clauses[-1] if len(clauses) > 1 else (start, start)
    sentence = split_at(text, start, end, "。！？；")[0]
    return sentence if sentence[1] - sentence[0] <= alike.longest and not alike.first_clause else clauses[0]


@lru_cache(maxsize=PLACES_KEPT)
def _past(pattern: Pattern, text: str, start: int) -> int | None:
    """Where the match of a pattern ends that begins at `start`; None for none."""
    match = pattern.match(text, start)
    return match.end() if match else None


def _recites_head(alike: AlikeUnits) -> bool:
    """Whether the mould says what is recited, wherever it stands in a unit."""
    return alike.mould is not None and HEAD in alike.mould.groups


def _moulded(alike: AlikeUnits, text: str, start: int, end: int) -> Opening:
    """Where the mould matches in text[start:end], and what is recited there."""
    match = alike.mould.search(text[start:end]) if alike.mould else None
    if match is None:
        return (start, start), (start, start)
    return (start + match.start(), start + match.end()), (start + match.start(HEAD), start + match.end(HEAD))


FOUND: dict[str, Callable[[AlikeUnits, str, Lexicons], Iterator[Series]]] = {
    **dict.fromkeys(MARKS, _in_sentence), PAIRED: _paired}


def _line_end(text: str, at: int) -> int:
    line_end = text.find("\n", at)
    return len(text) if line_end < 0 else line_end


def _chosen(alike: AlikeUnits, text: str, openings: list[Opening], lexicons: Lexicons) -> Iterator[list[Opening]]:
    """Which units make a series: neighbours, or, with `gaps`, all that are alike with the first of them."""
    said = [text[start:end] for _, (start, end) in openings]
    way: Alike = (lambda one, other: True) if _recites_head(alike) else _way(alike, lexicons)
    for group in _groups(alike, said, way):
        chosen = _below_heading(alike, text, _marked_alike(alike, text, [openings[at] for at in group]))
        chosen = _behind_introduction(alike, text, chosen)
        if len(chosen) >= alike.least and _are_short(chosen) and not _has_texts_of_lines(alike, text, chosen):
            yield chosen


def _marked_alike(alike: AlikeUnits, text: str, chosen: list[Opening]) -> list[Opening]:
    """Of units whose mould has a group `mark` only those with a mark, where the first of them has one: a paragraph
    without one (回顾过去一年，……) goes on behind the item before it, or closes the list.
    """
    if alike.mould is None or MARK not in alike.mould.groups:
        return chosen
    marked = [opening for opening in chosen if _has_mark(alike.mould, text, *opening[0])]
    return marked if chosen[:1] == marked[:1] else chosen


def _has_mark(mould: Pattern, text: str, start: int, end: int) -> bool:
    match = mould.search(text[start:end])
    return match is not None and bool(match[MARK])


def _are_short(chosen: list[Opening]) -> bool:
    return max(end - start for _, (start, end) in chosen) <= LONGEST_OPENING


def _below_heading(alike: AlikeUnits, text: str, chosen: list[Opening]) -> list[Opening]:
    """`chosen`, of sentences without the first where it is the heading that their paragraph opens with: all of its
    sentence, a clause (扩大投资。), while others are the beginnings of theirs (稳定工业投资，…。).
    """
    (begins, _), (start, end) = chosen[0]
    whole = [is_heading(text, end, len(text)) for _, (_, end) in chosen]
    is_headed = alike.units == "sentences" and begins == 0 and whole[0] and not any(whole[1:])
    return chosen[1:] if is_headed and CLAUSES[0] not in text[start:end] else chosen


def _behind_introduction(alike: AlikeUnits, text: str, chosen: list[Opening]) -> list[Opening]:
    """`chosen`, of paragraphs without the first where that begins with a clause (坚持创新驱动，…，…。), and all others
    with their heading (办好学校。…): it says what they are for.
    """
    if alike.units != "paragraphs" or len(chosen) < 2:
        return chosen
    are_headed = [is_heading(text, end, paragraph_end) for (_, paragraph_end), (_, end) in chosen]
    return chosen[1:] if all(are_headed[1:]) and text[chosen[0][1][1] :][:1] in CLAUSES else chosen


def _has_texts_of_lines(alike: AlikeUnits, text: str, chosen: list[Opening]) -> bool:
    """Whether one of the paragraphs `chosen` is a line, and the text right under it is another."""
    if alike.units != "paragraphs":
        return False
    lines = [end - start <= HEADING for (start, end), _ in chosen]
    return any(lines[at - 1] and not lines[at] and chosen[at - 1][0][1] + 1 == chosen[at][0][0]
               for at in range(1, len(lines)))


def _groups(alike: AlikeUnits, said: list[str], way: Alike) -> list[list[int]]:
    """Which of what is `said` are alike, where they are enough for a series."""
    groups = _grouped(said, way) if alike.gaps else [list(run) for run in runs(said, way)]
    return [group for group in groups if len(group) >= alike.least]


def _grouped(said: list[str], way: Alike) -> list[list[int]]:
    groups: list[list[int]] = []
    for at, words in enumerate(said):
        group = next((group for group in groups if way(said[group[0]], words)), None)
        if group is None:
            groups.append([at])
        else:
            group.append(at)
    return groups
