"""Ends: where in a text the last member of a series may end, and how well: what is most like the other members."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from cards.text.members import Models, reach
from cards.text.placed import CLAUSES, COMPOUND, ENDS, SEAM, SHORTEST_WORD, TIED, TORN, Placed
from cards.text.units import CLOSERS, OPENERS, Stretch, common_start
from cards.text.words import NAMING_VERB, is_thing, is_verb, names, part_of_speech

BEHIND, CLOSED, AT_END = 5.5, 9.0, 2.0  # how well a member ends before 的, before 等方面, and with its clause
BEFORE_CLOSING = 3.0  # before a 的 that 等方面 follows: it may stand in the member
AT_END_OF_ACTS, WITH_QUOTATION = 4.5, 8.0  # the same of members that are verbs with objects, and of a quotation
ENDS_BEFORE_VERB, QUOTED, BEFORE_NAME = 2.0, 1.2, 5.5  # and before a verb, a closing mark, an opening one
ODDEST = 1.0  # so odd at most is the length of a last act beside acts: what it acts on may be long
OPEN = 8.0  # what takes from a member that it ends with a word that leads on to what follows
ACTORS = frozenset(("n", "j", "nt"))  # parts of speech of who acts
DOING = ("d", "v")  # parts of speech of what is done, and how
NAMED = 4.0  # how well a member ends with the word that all others end with
LACKING = 6.0  # what takes from a last member that lacks what all others have
BEFORE_CLOSED = 6.0  # what takes from a member that ends before a word that closes the series, and not with it
WITHIN_WORD = 4.0  # from one that ends within the name of a thing (领土|完整), or, an act, of what it acts on
MARKS = frozenset((*CLOSERS, *CLAUSES, *ENDS, ""))  # what a clause ends at


class Ended(Placed, frozen=True):
    """A text with its places, and where in it the last member of a series ends."""

    def last_fitted(self, chunk: Stretch, models: Models) -> Stretch:
        """`chunk` as far as it is most like `models`."""
        worths = self._endings(chunk, models)
        return chunk[0], max(worths, key=lambda at: worths[at])

    def _endings(self, chunk: Stretch, models: Models) -> dict[int, float]:
        """Where in `chunk` a member beside `models` may end, and how well."""
        start, end = chunk[0], min(chunk[1], chunk[0] + reach(models.texts))
        closing = self._closings(self.joints.closing, (start, end), models, CLOSED)
        closed = self._closings(self.joints.behind, (start, end), models, BEFORE_CLOSING if closing else BEHIND)
        behind = min(closed, default=end)  # 方面 of 操作性强的环保方面 closes no member any more
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
        if is_like or not behind or not self._are_told(models):
            return False
        return part_of_speech(self.cut(behind)[0]) in DOING and all(map(names, self.cut(said)))

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
        acts = acts or self._is_before_done(at, models)
        return ENDS_BEFORE_VERB * acts - COMPOUND * self._goes_on_as_name(at, at - start, models)

    def _is_before_done(self, at: int, models: Models) -> bool:
        """Whether at the edge `at` begins how, and what, all members do (道路、水管、电网|不断延伸): none of `models`
        has an adverb that stands before verbs.
        """
        adverb = self.joints.adverbs.match(self.text, at) if self._is_edge(at) else None
        if adverb is None or any(map(self.joints.adverbs.search, models.texts)):
            return False
        return self.joints.is_verb(self.text[adverb.end() : adverb.end() + SHORTEST_WORD])

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
        return is_link or last in OPENERS or (last in self.joints.unfinished and self._is_word(at - 1, at))

    def _is_behind_adverb(self, at: int) -> bool:
        """Whether an adverb that stands before verbs ends at the place `at`, and no mark behind it ends its clause."""
        if self.text[at : at + 1] in MARKS:
            return False
        return self.joints.adverbs.fullmatch(self.text[max(0, at - 2) : at]) is not None and self._is_edge(at - 2)
