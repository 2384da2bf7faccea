"""From members that stand in a stretch to a match with items: what all kinds that propose enumerations share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from cards.records import Item
from cards.rules.kinds.depth import CONDITION, deepened
from cards.rules.kinds.heads import HEADING, clip, is_heading, own_words, trim
from cards.rules.match import Match
from cards.rules.stretches import Stretch
from cards.text.any_of import NEVER, any_of
from cards.text.members import Joints
from cards.text.placed import Cut
from cards.text.sentences import Brackets
from cards.text.series import Wording
from cards.text.units import common_start, split_at
from cards.text.words import is_verb, names, word_cutter

Lexicons = Mapping[str, tuple[str, ...]]
Member = tuple[int, int]
NOTHING_OF: Mapping[str, str | None] = {}
LONG_SHARED, LEAST_LEFT = 6, 4
SENTENCE_ENDS = "。；！？\n"
GAP = "…"  # stands in an entry of a lexicon for any words
SUBJECT = ".{0,30}?"  # before what says that somebody ought to do something


TEXTS_KEPT = 2048  # with their words: one rule after the other looks at them

# By the id of the lexicons, which it keeps.
_kept: dict[int, tuple[Lexicons, Cut, Joints, Callable[[str], Wording], re.Pattern[str]]] = {}


def wording_of(text: str, lexicons: Lexicons) -> Wording:
    """`text` with where its words begin and end, and the words about series, of these lexicons."""
    return _of_lexicons(lexicons)[2](text)


def joints_of(lexicons: Lexicons) -> Joints:
    """The words about series of these lexicons."""
    return _of_lexicons(lexicons)[1]


def _of_lexicons(lexicons: Lexicons) -> tuple[Cut, Joints, Callable[[str], Wording], re.Pattern[str]]:
    """What splits a text into words, the words about series, what makes its wording, and how a clause looks that is
    half said, by these lexicons.
    """
    if id(lexicons) not in _kept:
        _kept.clear()
        cut, joints = word_cutter(lexicons.get("domain_words", ())), _joints(lexicons)
        wording = lru_cache(maxsize=TEXTS_KEPT)(lambda text: Wording(text, cut, joints))
        _kept[id(lexicons)] = lexicons, cut, joints, wording, _half_said(lexicons)
    return _kept[id(lexicons)][1:]


def _joints(lexicons: Lexicons) -> Joints:
    """The words about series."""
    return Joints(
        joining=any_of(lexicons.get("joining", ())), before=lexicons.get("before_member", ()),
        behind=any_of(lexicons.get("behind_member", ())), closing=any_of(lexicons.get("closing_member", ())),
        ties=lexicons.get("no_member", ()), leads=lexicons.get("leads_in", ()), not_first=lexicons.get("not_first", ()),
        leading_verbs=frozenset(lexicons.get("leading_verb", ())),
        adverbs=any_of(lexicons.get("before_verb", ())), wholes=lexicons.get("one_thing", ()),
        names=frozenset(lexicons.get("domain_words", ())), asking=lexicons.get("asking", ()),
        open_ends=lexicons.get("leads_on", ()), compounds=any_of(lexicons.get("compound", ())),
        prepositions=frozenset(lexicons.get("preposition", ())), no_end=frozenset(lexicons.get("no_end", ())),
        negations=frozenset(lexicons.get("negation", ())), not_alone=frozenset(lexicons.get("not_alone", ())),
        framing=any_of(lexicons.get("framing", ())), place_ends=lexicons.get("place_end", ()),
        taking=any_of(lexicons.get("taking", ())), as_what=any_of(lexicons.get("as_what", ())),
        series_links=any_of(lexicons.get("series_link", ())), says_what=lexicons.get("says_what", ()),
        says_of_two=frozenset(lexicons.get("says_of_two", ())))


def _half_said(lexicons: Lexicons) -> re.Pattern[str]:
    """How a clause looks that says nothing without the one behind it, whoever ought to do it; group `CONDITION` where
    that is so in a list of such clauses too.
    """
    conditions, said = (_any_clause(lexicons.get(name, ())) for name in (CONDITION, "half_said"))
    ought = any_of(lexicons.get("ought", ())).pattern
    return re.compile(f"(?P<{CONDITION}>{conditions})|(?:{SUBJECT}(?:{ought}))?(?:{said})")


def _any_clause(entries: tuple[str, ...]) -> str:
    """The pattern of clauses that begin, and with … end, as one of `entries` says; one that nothing fits for none."""
    return "|".join(".*".join(map(re.escape, entry.split(GAP))) + "$" * (GAP in entry)
                    for entry in sorted(entries, key=len, reverse=True)) or NEVER.pattern


def _shared_start(texts: list[str], cut: Cut, joints: Joints) -> int:
    """How many characters all `texts` begin with, whole words, that need not be recited with each of them; a name that
    a verb stands before is no part of them (健全完善数据要素产权制度, 健全完善数据开放共享制度), nor is what opens
    brackets (《中华人民共和国森林法》, 《中华人民共和国草原法》).
    """
    most = min(len(common_start(texts)), min(map(len, texts)) - LEAST_LEFT)
    if most < LONG_SHARED:
        return 0
    words = cut(texts[0])
    whole = [word for word, at in zip(words, accumulate(map(len, words)), strict=True) if at <= most]
    if whole and names(whole[-1]):  # it may go on as the name of a thing, of which the verb before it is no part
        behind = max((at for at, word in enumerate(whole, 1) if is_verb(word)), default=len(whole))
        whole = whole[:behind]
    shared = sum(map(len, _without_preposition(whole, joints)))
    opened = Brackets()
    opened.read(texts[0][:shared])
    return shared if shared >= LONG_SHARED and not opened.waiting else 0


def _without_preposition(words: list[str], joints: Joints) -> list[str]:
    """`words` without a last one that leads on to what follows (在 of 是在)."""
    return words[:-1] if words and words[-1] in joints.prepositions else words


def _longest(text: str, members: Sequence[Member], bodies: Sequence[Member], longest: int) -> list[int]:
    """How long the head of each of `members` may be: longer where its sentence is the heading of an item that goes on,
    there or up to the next, and that of the first is one too; else the last would have what follows a whole list.
    """
    ends = [*(start for start, _ in bodies[1:]), *(end for _, end in bodies[-1:])]
    headings = [is_heading(text, member[1], end) for member, end in zip(members, ends, strict=False)]
    if not headings or not headings[0]:
        return [longest] * len(members)
    return [max(longest, HEADING) if heading else longest for heading in headings]


def _heads(text: str, members: Sequence[Member], bodies: Sequence[Member], longest: int, shared: int,
           lexicons: Lexicons) -> list[Member]:
    """What is recited of each of `members`, without so many characters that all of them begin with."""
    allowed = _longest(text, members, bodies, longest)
    heads = [clip(text, start + shared, end, most) for (start, end), most in zip(members, allowed, strict=True)]
    ends = [_sentence_end(text, end, body[1]) for (_, end), body in zip(members, bodies or members, strict=True)]
    return deepened(text, heads, ends, _of_lexicons(lexicons)[3])


def _sentence_end(text: str, at: int, last: int) -> int:
    """Where the sentence that goes on at a place ends, or its part up to a semicolon; at `last` at the latest."""
    parts = split_at(text, at, last, SENTENCE_ENDS) if text[at : at + 1] not in SENTENCE_ENDS else ()
    return parts[0][1] if parts else at


def listed(stretch: Stretch, members: Sequence[Member], longest: int, lexicons: Lexicons,
           groups: Mapping[str, str | None] = NOTHING_OF, bodies: Sequence[Member] = (),
           around: Sequence[Member] = ()) -> Match | None:
    """The enumeration of `members`, places in the stretch's text, each with its `bodies` (default: itself), and with
    what else was matched `around` them; None where two members say the same or one says nothing.
    """
    items: list[Item] = []
    recited: set[str] = set()
    cut, joints, *_ = _of_lexicons(lexicons)
    shared = _shared_start([stretch.text[start:end] for start, end in members], cut, joints)
    heads = _heads(stretch.text, members, bodies, longest, shared, lexicons)
    if any(head[1] <= head[0] for head in heads):
        return None
    for number, ((start, end), head) in enumerate(zip(members, heads, strict=True)):
        recited.add(stretch.text[head[0] : head[1]])
        body = bodies[number] if bodies else (trim(stretch.text, start, end)[0], end)
        own = own_words(stretch.text, start, end)
        items.append(Item(stretch.span(*head), stretch.span(*body), stretch.span(*own)))
    if len(recited) < len(members):
        return None
    marked = [(body[0], member[1]) for body, member in zip(bodies or members, members, strict=True)]
    parts = tuple(sorted([*around, *marked]))
    return Match(stretch, parts[0][0], max(end for _, end in parts), groups, items=tuple(items), parts=parts)
