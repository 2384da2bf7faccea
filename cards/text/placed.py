"""Places: where in a text members may begin and end, and how well the first of a series begins: where it is most like
the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from math import inf

from msgspec import Struct

from cards.text.chunks import PARTS
from cards.text.members import SHORT, Joints, Models, is_closed, reach
from cards.text.units import CLOSERS, OPENERS, Stretch, common_start, stands_in
from cards.text.words import is_thing, is_word, names, part_of_speech, seams_of

Cut = Callable[[str], list[str]]
CLAUSES, ENDS = "，,；", "。！？：:"
LED_UP_TO, IN_QUOTATION = 1.0, 4.0  # how well a member begins behind a verb or 的 (ill before), and with a quotation
TIED, TORN = -3.0, -30.0  # how well a member begins with 的 or 和, or ends with 在; and begins within brackets
COMPOUND = 1.5  # what takes from a first member that a noun stands right before: it may begin with that
LED, SEAM = 4.0, 1.5  # what takes from a member that a word leads in (通过), and from one that ends within a word
ALONE = 6.0  # what takes from one character that longer members end with (上消化道|癌)
SHORTEST_WORD = 2  # characters: one so short may be of two words by chance (赔偿低等 is no 低等)
LEAST_BEGINNING = 2  # characters: what members begin with is a word even where a longer one could be read there
PREPOSITION = "p"  # a part of speech
WITHIN, LONG_NOTE = re.compile("不[^不]{1,2}不$|[（(][^（()）]*$"), 12  # within 不担当不作为, or a note in brackets
LONGEST_FIRST = 4  # characters: so long is the first of two names that are joined in one member


class Placed(Struct, frozen=True, dict=True):
    """A text, what cuts it into words, and the words about series."""

    text: str
    cut: Cut
    joints: Joints

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Where words begin and end."""
        return (0, *accumulate(map(len, self.cut(self.text))))

    @cached_property
    def seams(self) -> Mapping[int, str]:
        """Where words are made of two, each with its word."""
        words = zip(self.cut(self.text), self.edges, strict=False)
        return {start + at: word for word, start in words for at in seams_of(word)}

    @cached_property
    def named(self) -> frozenset[int]:
        """Where a name is made of two words."""
        return frozenset(at for at, word in self.seams.items() if word in self.joints.names)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where a word begins or may begin."""
        return tuple(sorted({*self.edges, *self.seams, *chain.from_iterable(self.compounds)} - self.within))

    @cached_property
    def compounds(self) -> list[Stretch]:
        """Where names stand that no member begins or ends within."""
        return [name.span() for name in self.joints.compounds.finditer(self.text)]

    @cached_property
    def within(self) -> frozenset[int]:
        """The places within them."""
        return frozenset(at for start, end in self.compounds for at in range(start + 1, end))

    def _texts(self, chunks: Sequence[Stretch]) -> list[str]:
        return [self.text[start:end] for start, end in chunks]

    def _is_word(self, start: int, end: int) -> bool:
        return self._is_edge(start) and self._is_edge(end)

    def _is_within_as(self, start: int, at: int) -> bool:
        """Whether what stands from `start` on takes something as something, and `at` parts the two (以…|为支撑)."""
        taken = self.joints.taking.search(self.text, start + 1, at)
        return taken is not None and self.joints.as_what.match(self.text, at) is not None

    def first_fitted(self, chunk: Stretch, models: Models) -> Stretch:
        """`chunk` from where it is most like `models`."""
        end = chunk[1]
        first, best = end, -inf
        for at in self._beginnings(chunk, models):
            likeness = self._likeness(at, end, models)
            if likeness + self._most_announced(at) > best:  # else however well it begins there
                worth = likeness + self._begins_well(at, end, models)
                first, best = (at, worth) if worth > best else (first, best)
        return first, end

    def _beginnings(self, chunk: Stretch, models: Models) -> list[int]:
        """Where in `chunk` a member beside `models` may begin."""
        start, end = chunk
        near = max(start, end - reach(models.texts), self._first_word(start) - 1)
        places = [start, *self._within(near, end)]
        begins = common_start(models.texts) if len(models.texts) > 1 else ""
        if len(begins) >= LEAST_BEGINNING and begins in self.text[near:end]:  # 关系 of 粮食生产关系国家安全
            places += {self.text.index(begins, near)} - self.within
        return places

    def _first_word(self, start: int) -> int:
        """Where the word ends that a clause begins with at `start`, which is not cut (移动互联网); else `start`."""
        begins = self._begins_clause(start) and start < self.edges[-1]
        return self.edges[bisect_right(self.edges, start)] if begins else start

    def _is_in_word(self, at: int) -> bool:
        """Whether `at` stands within a word of three characters or more that the dictionary has (第|三方)."""
        number = bisect_right(self.edges, at)
        if self._is_edge(at) or number == len(self.edges):
            return False
        word = self.text[self.edges[number - 1] : self.edges[number]]
        return len(word) > SHORTEST_WORD and is_word(word)

    def _may_part(self, at: int) -> bool:
        """Whether `at` stands within no word that the dictionary has (文明观|等, which is cut as 文明|观等)."""
        number = bisect_right(self.edges, at)
        return self._is_edge(at) or not is_word(self.text[self.edges[number - 1] : self.edges[number]])

    def _within(self, start: int, end: int) -> tuple[int, ...]:
        """Where in text[start:end] a word begins or may begin."""
        return self.places[bisect_right(self.places, start) : bisect_left(self.places, end)]

    def _is_edge(self, at: int) -> bool:
        return stands_in(self.edges, at)

    def _begins_well(self, at: int, end: int, models: Models) -> float:
        """How well a member begins at the place `at`, by what stands before it and by its own first word."""
        if self._is_tied_to(at) or self._is_second(at):
            return TIED
        is_asked = models.asks and self.text.endswith(self.joints.asking, 0, at)
        if is_asked or self._is_torn(at, end) or self._is_how(at):
            return TORN
        led = not models.leads and self._is_led_in(at, end, models)
        worth = self._announced(at, end, models) - COMPOUND * self._is_within_compound(at, end, models)
        alone = end - at == 1 < min(models.lengths) and self.text[at] in models.lasts
        return worth - (SEAM if at in self.seams else 0.0) - LED * led - ALONE * alone

    def _is_second(self, at: int) -> bool:
        """Whether the place `at` is behind a word that joins what follows with one name, and a verb stands before that,
        or nothing (举办|茶乡文化与|竹乡文化节): they are one.
        """
        if not self._is_behind_joint(at):
            return False
        edges = self.edges[bisect_left(self.edges, at - 1) :: -1]
        start = next((edge for edge in edges if self._is_behind_verb(edge) or self._begins_clause(edge)), 0)
        words = self.cut(self.text[start : at - 1])
        is_short = 0 < at - 1 - start <= LONGEST_FIRST
        return is_short and all(names(word) and not self.joints.is_verb(word) for word in words)

    def _is_behind_joint(self, at: int) -> bool:
        """Whether a word of one character that joins members (和) ends at the place `at`."""
        return self._is_word(at - 1, at) and self.joints.joining.fullmatch(self.text, at - 1, at) is not None

    def _is_torn(self, start: int, end: int) -> bool:
        """Whether text[start:end] lacks what denies it or what it began with, or holds half a pair of quotation marks
        or brackets, other than all around it.
        """
        if self.text[start - 1 : start] in self.joints.negations or self.text[start] in CLOSERS:
            return True
        if WITHIN.search(self.text, max(0, start - LONG_NOTE), start + 1):
            return True
        member = self.text[start:end]
        return not is_closed(member) and not is_closed(member.strip(OPENERS + CLOSERS))

    def _is_how(self, at: int) -> bool:
        """Whether the place `at` is within a name, behind how something is done (有效|应对)."""
        return at in self.named and self.joints.adverbs.match(self.seams[at]) is not None

    def _is_within_compound(self, at: int, end: int, models: Models) -> bool:
        """Whether things that a member acts on, or a verb before it, are named right before the place `at`: they may be
        one with what follows (用于高标准|农田建设); not where that is as long as the others are, or as most are and
        ends like one of them.
        """
        if not self._is_part(at, end) or models.verbal or self._is_as_long(at, end, models):
            return False
        number = bisect_left(self.edges, at)
        begins = next(edge for edge in self.edges[number::-1] if edge == 0 or not self._is_thing_before(edge))
        return begins < at and (self._is_led_up_to(begins) or self._begins_clause(begins))

    def _is_as_long(self, at: int, end: int, models: Models) -> bool:
        """Whether text[at:end] is as long as all `models` are, or as most are and ends like one of them."""
        return end - at == models.even or (end - at == models.usual and self.text[end - 1] in models.lasts)

    def _is_part(self, at: int, end: int) -> bool:
        """Whether one of several parts may begin at the place `at`, other than with a quotation, and ends at `end`."""
        return self.text[end : end + 1] == PARTS and self._is_edge(at) and self.text[at] not in OPENERS

    def _is_thing_before(self, edge: int) -> bool:
        """Whether the word that ends at an edge names a thing, and is none that leads members in (力争)."""
        word = self._word_before(edge)
        return is_thing(word) and word not in self.joints.leads

    def _begins_clause(self, at: int) -> bool:
        """Whether a clause begins at the place `at`."""
        return at == 0 or self.text[at - 1] in CLAUSES + ENDS

    def _word_before(self, edge: int) -> str:
        """The word that ends at an edge."""
        return self.text[self.edges[bisect_left(self.edges, edge) - 1] : edge]

    def _announced(self, at: int, end: int, models: Models) -> float:
        """How well what stands before the place `at` leads up to a member."""
        if at and self.text[at - 1] in OPENERS:
            return IN_QUOTATION
        is_apart = models.led and self._is_behind_verb(at) and not self.joints.is_act(self.text[at:end])
        if is_apart or (not models.verbal and self._is_before_verb(at, end)):
            return -LED_UP_TO
        return LED_UP_TO * (self._is_led_up_to(at) or self.text[at] in OPENERS)

    def _most_announced(self, at: int) -> float:
        """The most that what stands before the place `at` may lead up to a member."""
        return IN_QUOTATION if at and self.text[at - 1] in OPENERS else LED_UP_TO

    def _is_before_verb(self, at: int, end: int) -> bool:
        """Whether the second word from `at` on is a verb (研究发现教育), and not the last."""
        return self.joints.is_verb(self.text[at + 2 : at + 4]) and self._is_word(at + 2, at + 4) and at + 4 < end

    def _is_led_in(self, at: int, end: int, models: Models) -> bool:
        """Whether a word that leads members in begins at the place `at`; of one character only where that takes nothing
        as something and the member with it is not as long as the others are (对外开放).
        """
        begins = any(self.text.startswith(word, at, end - 1) for word in self.joints.openings)
        if begins or self._is_preposition(at, end) or self._holds_lead(at, end, models):
            return True
        is_alone = self.text[at] in self.joints.not_alone and self._is_word(at, at + 1)
        if not is_alone or self.joints.as_what.search(self.text, at, end):
            return False
        return models.even != end - at or (len(models.texts) == 1 and models.even > SHORT)

    def _is_preposition(self, at: int, end: int) -> bool:
        """Whether a preposition of two characters or more begins at the edge `at` and words follow it (经过|北伐)."""
        number = bisect_right(self.edges, at)
        word = self.text[at : self.edges[number]] if number < len(self.edges) else ""
        return SHORTEST_WORD <= len(word) < end - at and part_of_speech(word) == PREPOSITION

    def _holds_lead(self, start: int, end: int, models: Models) -> bool:
        """Whether a word of two characters or more that leads members in (划分为) ends within text[start:end], and none
        of `models` holds it; one behind a place (从村组干部中选拔) is what is done there.
        """
        found = self.joints.long_leads.finditer(self.text, max(0, start - self.joints.longest_lead + 1), end - 1)
        return any(lead.end() > start and self._is_word(*lead.span())
                   and not self.text.endswith(self.joints.place_ends, 0, lead.start())
                   and not any(lead[0] in model for model in models.texts) for lead in found)

    def _is_tied_to(self, at: int) -> bool:
        """Whether what stands `at` a place is tied to what stands before it (的, 和)."""
        joining = self.joints.joining.match(self.text, at)
        return self.text.startswith(self.joints.ties, at) or (joining is not None and self._is_word(*joining.span()))

    def _is_led_up_to(self, at: int) -> bool:
        """Whether a verb stands before `at`, or a word behind which members begin (的, 为)."""
        return self._is_behind_verb(at) or (self.text.endswith(self.joints.before, 0, at) and self._is_edge(at - 1))

    def _is_behind_verb(self, at: int) -> bool:
        """Whether a verb stands right before `at`."""
        return self.joints.is_verb(self.text[max(0, at - 2) : at]) and self._is_word(at - 2, at)

    def _likeness(self, start: int, end: int, models: Models) -> float:
        return models.likeness(self.text[start:end], self.joints)
