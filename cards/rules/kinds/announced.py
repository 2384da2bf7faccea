"""The kinds `announced` and `counted`: members behind words that say that a series follows (主要有：…), or how many do
(五大片区：…).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cards.rules.kinds.members import Lexicons, Member, joints_of, listed, wording_of
from cards.rules.list_keys import Announcing
from cards.rules.match import Match
from cards.rules.stretches import Stretch
from cards.text.chunks import PARTS
from cards.text.placed import CLAUSES
from cards.text.sentences import ANNOUNCES, split_sentences
from cards.text.series import HALVES
from cards.text.units import split_at
from cards.text.words import is_verb, part_of_speech

FEW = 4  # one in so many


def check_announcing(announcing: Announcing) -> Iterator[tuple[str, str]]:
    """What is wrong with it, with the key: the pattern lacks the group that states the number."""
    if announcing.count and announcing.count.name not in announcing.by.groups:
        yield "by", f"the pattern has no group or piece named “{announcing.count.name}”"


def find_announced(announcing: Announcing, stretch: Stretch, lexicons: Lexicons) -> Iterator[Match]:
    """Of each announcement the members that follow it: parts, clauses or parts between semicolons of the rest of its
    sentence, whichever are as many as it says; the longest where it does not say.
    """
    for announcement in announcing.by.finditer(stretch.text):
        count = announcing.count.position(announcement[announcing.count.name]) if announcing.count else 0
        for found in _following(announcing, stretch.text, announcement.end(), lexicons):
            members = _without_more(stretch.text, found, lexicons)
            if len(members) == count or (count == 0 and announcing.least <= len(members) <= announcing.most):
                match = listed(stretch, members, announcing.longest, lexicons, announcement.groupdict(),
                               around=[announcement.span()])
                if match is not None:
                    yield match
                break


def _without_more(text: str, members: list[Member], lexicons: Lexicons) -> list[Member]:
    """`members` without a last one that only says that there are more (等等)."""
    start, end = members[-1]
    says_more = joints_of(lexicons).closing.match(text, start, end)
    return members[:-1] if says_more and end - says_more.end() <= len(says_more[0]) else members


def _goes_on_with_statements(text: str, start: int, members: Sequence[Member], lexicons: Lexicons) -> bool:
    """Whether no colon stands before `members`, the first names a thing or several, and the others say something
    (包括证券，管理混乱，…).
    """
    cut = wording_of(text, lexicons).cut
    things = [_names_things(cut(text[first:last])) for first, last in members]
    return text[start - 1] not in ANNOUNCES and things[0] and FEW * sum(things[1:]) <= len(things)


def _names_things(words: Sequence[str]) -> bool:
    """Whether `words` end with a noun, and none is a verb."""
    return part_of_speech(words[-1]).startswith("n") and not any(map(is_verb, words))


def _following(announcing: Announcing, text: str, start: int, lexicons: Lexicons) -> Iterator[list[Member]]:
    """The ways to split the rest of the sentence that goes on at `start`, the widest members first."""
    rest = split_sentences(text[start:])
    if not rest or text[start - 1 : start] in ("。", "\n"):
        return
    end = start + rest[0].end
    while text[end - 1] in "。！？；”":
        end -= 1
    for marks in (HALVES, CLAUSES, PARTS):
        members = split_at(text, start, end, marks)
        if len(members) < 2:
            continue
        if marks == CLAUSES and not announcing.count and _goes_on_with_statements(text, start, members, lexicons):
            break
        yield list(members)
    clause = split_at(text, start, end, CLAUSES + "：")[:1]
    if clause:
        yield from wording_of(text[: clause[0][1]], lexicons).parts_of(*clause[0])
