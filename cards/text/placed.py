"""Places: where in a text members may begin and end, and how well: what is most like the other members of a series."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain

from msgspec import Struct

from cards.text.chunks import PARTS
from cards.text.members import SHORT, Joints, Models, is_closed, reach
from cards.text.units import CLOSERS, OPENERS, Stretch, common_start, stands_in
from cards.text.words import NAMING_VERB, is_thing, is_verb, is_word, names, part_of_speech, seams_of

Cut = Callable[[str], list[str]]
CLAUSES, ENDS = "，,；", "。！？：:"
BEHIND, CLOSED, AT_END = 3.0, 9.0, 2.0  # how well a member ends before 的, before 等方面, and with its clause
AT_END_OF_ACTS, WITH_QUOTATION = 4.5, 8.0  # the same of members that are verbs with objects, and of a quotation
ENDS_BEFORE_VERB, QUOTED, BEFORE_NAME = 2.0, 1.2, 5.5  # and before a verb, a closing mark, an opening one
LED_UP_TO, IN_QUOTATION = 1.0, 4.0  # how well a member begins behind a verb or 的 (ill before), and with a quotation
ODDEST = 1.0  # so odd at most is the length of a last act beside acts: what it acts on may be long
OPEN = 8.0  # what takes from a member that it ends with a word that leads on to what follows
TIED, TORN = -3.0, -30.0  # how well a member begins with 的 or 和, or ends with 在; and begins within brackets
ACTORS = frozenset(("n", "j", "nt"))  # parts of speech of who acts
DOING = ("d", "v")  # parts of speech of what is done, and how
NAMED = 4.0  # how well a member ends with the word that all others end with
COMPOUND = 1.5  # what takes from a first member that a noun stands right before: it may begin with that
LACKING = 6.0  # what takes from a last member that lacks what all others have
BEFORE_CLOSED = 6.0  # what takes from a member that ends before a word that closes the series, and not with it
LED, SEAM = 4.0, 1.5  # what takes from a member that a word leads in (通过), and from one that ends within a word
ALONE = 6.0  # what takes from one character that longer members end with (上消化道|癌)
WITHIN_WORD = 4.0  # from one that ends within the name of a thing (领土|完整), or, an act, of what it acts on
SHORTEST_WORD = 2  # characters: one so short may be of two words by chance (赔偿低等 is no 低等)
LEAST_BEGINNING = 2  # characters: what members begin with is a word even where a longer one could be read there
PREPOSITIONS = frozenset("在对把以从由使将向是这")
UNFINISHED = PREPOSITIONS | frozenset("正也均已都更")  # no member ends with one
LEADING_ON = PREPOSITIONS - {"是"}  # what all members begin with does not end with one: 是在…的基础上形成的
NEGATIONS = frozenset("不没未")  # none stands before a member: it denies what it stands before
WITHIN, LONG_NOTE = re.compile("不[^不]{1,2}不$|[（(][^（()）]*$"), 12  # within 不担当不作为, or a note in brackets
LONGEST_FIRST = 4  # characters: so long is the first of two names that are joined in one member
PLACE_ENDS = tuple("中里下上")
LEADS_ALONE = frozenset("对以被向即集除")  # none begins a first member alone
TAKEN, AS = frozenset("以将把"), re.compile("作?为")


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
        return AS.match(self.text, at) is not None and any(sign in TAKEN for sign in self.text[start + 1 : at])

    def first_fitted(self, chunk: Stretch, models: Models) -> Stretch:
        """`chunk` from where it is most like `models`."""
        worths = self._beginnings(chunk, models)
        return max(worths, key=lambda at: worths[at]), chunk[1]

    def _beginnings(self, chunk: Stretch, models: Models) -> dict[int, float]:
        """Where in `chunk` a member beside `models` may begin, and how well."""
        start, end = chunk
        near = max(start, end - reach(models.texts), self._first_word(start) - 1)
        places = [start, *self._within(near, end)]
        begins = common_start(models.texts) if len(models.texts) > 1 else ""
        if len(begins) >= LEAST_BEGINNING and begins in self.text[near:end]:  # 关系 of 粮食生产关系国家安全
            places += {self.text.index(begins, near)} - self.within
        return {at: self._likeness(at, end, models) + self._begins_well(at, end, models) for at in places}

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

    def _within(self, start: int, end: int) -> tuple[int, ...]:
        """Where in text[start:end] a word begins or may begin."""
        return self.places[bisect_right(self.places, start) : bisect_left(self.places, end)]

    def _is_edge(self, at: int) -> bool:
        return stands_in(self.edges, at)

    def last_fitted(self, chunk: Stretch, models: Models) -> Stretch:
        """`chunk` as far as it is most like `models`."""
        worths = self._endings(chunk, models)
        return chunk[0], max(worths, key=lambda at: worths[at])

    def _endings(self, chunk: Stretch, models: Models) -> dict[int, float]:
        """Where in `chunk` a member beside `models` may end, and how well."""
        start, end = chunk[0], min(chunk[1], chunk[0] + reach(models.texts))
        closed = self._closings(self.joints.behind, (start, end), models, BEHIND)
        behind = min(closed, default=end)  # 方面 of 操作性强的环保方面 closes no member any more
        closing = self._closings(self.joints.closing, (start, end), models, CLOSED)
        closed |= {at: worth if at <= behind else AT_END for at, worth in closing.items()}
        closed |= {end: self._at_end(end, models)}
        least = start + len(common_start(models.texts)) * (len(models.texts) > 1)
        even = {start + models.even} & closed.keys() if models.even else set()
        places = [end, *(at for at in reversed(self._within(least, end)) if not self._is_within_as(start, at)), *even]
        return {at: models.likeness(self.text[start:at], self.joints, ODDEST)
                + self._ends_well(start, at, closed, models)
                - BEFORE_CLOSED * self._is_before_closed((start, at), closed, models)
                - LACKING * self._lacks((start, at), closed, models) for at in places}

    def _lacks(self, member: Stretch, closed: Iterable[int], models: Models) -> bool:
        """Whether what stands behind a `member`, up to where the series is closed, has a word that all others hold
        (更加) and it does not; or, where others tell what somebody does (政府负责), it is only who does it.
        """
        end = min((at for at in closed if at >= member[1]), default=member[1])
        said, behind = self.text[slice(*member)], self.text[member[1] : end]
        if any(word in behind and word not in said for word in models.held):
            return True
        return self._is_who_does(said, behind, models)

    def _is_who_does(self, said: str, behind: str, models: Models) -> bool:
        """Whether `said` is only who does what is told `behind` it, unlike `models`, which tell what somebody does."""
        is_like = said[0] in models.firsts or said[-1] in models.lasts
        if is_like or not behind or part_of_speech(self.cut(behind)[0]) not in DOING:
            return False
        return self._are_told(models) and all(map(names, self.cut(said)))

    def _is_before_closed(self, member: Stretch, closed: Mapping[int, float], models: Models) -> bool:
        """Whether a `member` ends before the word that closes the series (要求|设立分公司等), other than verbs do that
        share what they act on (鼓励、支持、引导).
        """
        ends = min((at for at, worth in closed.items() if worth == CLOSED), default=0)
        words = [*models.texts, self.text[slice(*member)]]
        share = all(len(word) == SHORTEST_WORD and self.joints.is_verb(word) for word in words)
        return member[1] < ends and not share

    def _closings(self, pattern: re.Pattern[str], chunk: Stretch, models: Models, worth: float) -> dict[int, float]:
        """Where in `chunk` a word that ends a series stands, with what that is worth: none that a quotation begins with
        or that one of `models` holds.
        """
        words = [match for match in pattern.finditer(self.text, chunk[0] + 1, chunk[1])
                 if not any(match[0] in model for model in models.texts) and not self._is_in_word(match.start())
                 and self.text[match.start() - 1] not in OPENERS]
        ends = {match.end() for match in words}  # 方面 of 等方面 ends nothing
        return {match.start(): worth for match in words if match.start() not in ends}

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
        if self.text[start - 1 : start] in NEGATIONS or self.text[start] in CLOSERS:
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
        one with what follows (用于高标准|农田建设); not where that is as long as the others are.
        """
        if not self._is_part(at, end) or models.verbal or models.usual == end - at:
            return False
        number = bisect_left(self.edges, at)
        begins = next(edge for edge in self.edges[number::-1] if edge == 0 or not self._is_thing_before(edge))
        return begins < at and (self._is_led_up_to(begins) or self._begins_clause(begins))

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

    def _is_before_verb(self, at: int, end: int) -> bool:
        """Whether the second word from `at` on is a verb (研究发现教育), and not the last."""
        return self.joints.is_verb(self.text[at + 2 : at + 4]) and self._is_word(at + 2, at + 4) and at + 4 < end

    def _is_led_in(self, at: int, end: int, models: Models) -> bool:
        """Whether a word that leads members in begins at the place `at`; of one character only where that takes nothing
        as something and the member with it is not as long as the others are (对外开放).
        """
        begins = any(self.text.startswith(word, at, end - 1) for word in self.joints.openings)
        if begins or self._holds_lead(at, end, models):
            return True
        if self.text[at] not in LEADS_ALONE or not self._is_word(at, at + 1) or AS.search(self.text, at, end):
            return False
        return models.even != end - at or (len(models.texts) == 1 and models.even > SHORT)

    def _holds_lead(self, start: int, end: int, models: Models) -> bool:
        """Whether a word of two characters or more that leads members in (划分为) ends within text[start:end], and none
        of `models` holds it; one behind a place (从村组干部中选拔) is what is done there.
        """
        found = self.joints.long_leads.finditer(self.text, max(0, start - self.joints.longest_lead + 1), end - 1)
        return any(lead.end() > start and self._is_word(*lead.span())
                   and not self.text.endswith(PLACE_ENDS, 0, lead.start())
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

    def _at_end(self, end: int, models: Models) -> float:
        """How well a member ends with its clause: all the better where members are verbs with what they act on."""
        if self.text[end : end + 1] and self.text[end] in CLOSERS:
            return WITH_QUOTATION
        return AT_END_OF_ACTS if models.are_acts else AT_END

    def _ends_well(self, start: int, at: int, closed: Mapping[int, float], models: Models) -> float:
        is_named = self._is_before_name(start, at, closed, models)
        quoted = BEFORE_NAME if is_named else QUOTED * (self.text[at - 1] in CLOSERS)
        if at in self.named:
            return TORN
        if self._leads_on(at, models) or (closed.get(at) != CLOSED and self._is_behind_adverb(at)):
            return TIED
        worth = closed[at] if at in closed else (quoted or self._ends_apart(start, at, models))
        named = models.named != "" and self.text.endswith(models.named, start, at)
        within = SEAM * (at in self.seams) if at in closed else self._is_within_name(at, models)
        return worth + NAMED * named - within

    def _is_open(self, at: int) -> bool:
        """Whether a word that leads on to what follows (其他|组织, 可|持续) ends at the place `at`."""
        ends = self.text.endswith(self.joints.open_ends, 0, at) and self._is_edge(at)
        return ends and self._word_before(at) in self.joints.open_ends

    def _is_thing_behind(self, at: int) -> bool:
        """Whether a word of two characters or more that names a thing, or what is done, begins at the edge `at`."""
        following = self.text[at : self.edges[bisect_right(self.edges, at)]] if at < self.edges[-1] else ""
        is_done = len(following) > 1 and part_of_speech(following) == NAMING_VERB
        return is_done or is_thing(following) or self.joints.compounds.match(self.text, at) is not None

    def _is_within_name(self, at: int, models: Models) -> float:
        """What it takes from a member that it ends before what its last word leads on to, within a word, or, one of
        acts, within the name of what it acts on.
        """
        if self._is_open(at):
            return OPEN
        if at in self.seams:
            return WITHIN_WORD if self._is_within_thing(at, models) else SEAM
        acts = models.are_acts and self._is_edge(at) and self.text[at - 1] not in models.lasts
        return WITHIN_WORD * (acts and names(self._word_before(at)) and self._is_thing_behind(at))

    def _is_within_thing(self, at: int, models: Models) -> bool:
        """Whether the word around `at` names a thing with what is behind (领土|完整), none that is done (舆论|监督)."""
        number = bisect_right(self.edges, at)
        before, behind = self.text[self.edges[number - 1] : at], self.text[at : self.edges[number]]
        is_other = before[-1:] not in models.lasts
        return is_other and is_thing(before) and part_of_speech(behind) != NAMING_VERB

    def _is_before_name(self, start: int, at: int, closed: Mapping[int, float], models: Models) -> bool:
        """Whether a quotation right behind the place `at` names the members: “四大检察”, not 的“四大检察”, nor what a
        verb acts on that ends none of them (四好公路|实现“四个全覆盖”).
        """
        if self.text[at : at + 1] not in OPENERS or at - 1 in closed:
            return False
        verb = self.text[at - 2 : at]
        acts = at - start >= SHORTEST_WORD and self.joints.is_verb(verb)
        return not acts or any(self.joints.is_verb(model[-2:]) for model in models.texts)

    def _ends_apart(self, start: int, at: int, models: Models) -> float:
        """How well a member ends that no word or mark ends: before a verb, and not where a name may go on."""
        acts = self.joints.is_verb(self.text[at : at + 2]) and not self._are_told(models)
        return ENDS_BEFORE_VERB * acts - COMPOUND * self._goes_on_as_name(at, at - start, models)

    def _goes_on_as_name(self, at: int, length: int, models: Models) -> bool:
        """Whether the name of a thing may go on behind the place `at` (党委林业|工作部门): not where a member of this
        `length` ends as others do, or is about as long as they are.
        """
        number = bisect_left(self.edges, at)
        if not self._is_edge(at) or self.text[at - 1] in models.lasts or number + 1 == len(self.edges):
            return False
        is_thing_before = is_thing(self._word_before(at)) and not models.usual <= length <= models.usual + 1
        is_thing_behind = is_thing(self.text[at : self.edges[number + 1]])
        return is_thing_before and (is_thing_behind or self.joints.compounds.match(self.text, at) is not None)

    def _are_told(self, models: Models) -> bool:
        """Whether one of `models` says what somebody does (政府负责): a verb may belong to a member then."""
        words = [self.cut(model) for model in models.texts]
        return any(len(of) > 1 and is_verb(of[-1]) and part_of_speech(of[0]) in ACTORS for of in words)

    def _leads_on(self, at: int, models: Models) -> bool:
        """Whether what stands before `at` is nothing without what follows: an opening mark, a preposition, or 的 where
        no other member ends with it.
        """
        last = self.text[at - 1]
        is_link = last not in models.lasts and self.joints.behind.fullmatch(last) is not None
        return is_link or last in OPENERS or (last in UNFINISHED and self._is_word(at - 1, at))

    def _is_behind_adverb(self, at: int) -> bool:
        """Whether an adverb that stands before verbs ends at the place `at`."""
        return self.joints.adverbs.fullmatch(self.text[max(0, at - 2) : at]) is not None and self._is_edge(at - 2)

    def _likeness(self, start: int, end: int, models: Models) -> float:
        return models.likeness(self.text[start:end], self.joints)
