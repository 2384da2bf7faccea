"""Pairs: two members joined by 、 or a word, right before words that say that they are two.

    抓好垃圾分类和物业管理两件小事  →  垃圾分类 | 物业管理
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cards.text.chunks import PARTS
from cards.text.joined import Joined
from cards.text.members import Models
from cards.text.placed import CLAUSES, ENDS, SHORTEST_WORD
from cards.text.units import CLOSERS, Stretch, levels, split_at

PART = re.compile(PARTS)
FARTHEST = 120  # characters: so long two members and what stands before them are at most


class Paired(Joined, frozen=True):
    """A text with its places, and what in it are two."""

    def pairs(self, counted: Iterable[int]) -> Iterator[list[Stretch]]:
        """The two members that stand right before each of the places `counted`, where words begin that count two."""
        for at in counted:
            chunk = self._clause_before(self._without_closers(at))
            found = [pair for joint in self._joints(chunk) for pair in self._beside(chunk, joint)]
            if found:
                yield max(found, key=lambda pair: pair[:2])[2]

    def _without_closers(self, at: int) -> int:
        """The place `at`, or that before the marks that close there."""
        while at and self.text[at - 1] in CLOSERS:
            at -= 1
        return at

    def _clause_before(self, at: int) -> Stretch:
        """The clause up to the place `at`, or its last so many characters, within the quotation or brackets that this
        stands in.
        """
        start = max(0, at - FARTHEST)
        clauses = split_at(self.text, start, at, CLAUSES + ENDS)
        first = clauses[-1][0] if clauses else at
        inside = [level for level in levels(self.text[first:at] + self.text[at : at + 1]) if first + level[1] == at]
        return max([first, *(first + begins for begins, _ in inside)]), at

    def _joints(self, chunk: Stretch) -> Iterator[Stretch]:
        """Where in `chunk` a mark or a word joins two."""
        inside = chunk[0] + 1, chunk[1] - 1
        yield from (mark.span() for mark in PART.finditer(self.text, *inside))
        for word in self.joints.joining.finditer(self.text, *inside):
            if self._is_word(*word.span()):
                yield word.span()

    def _beside(self, chunk: Stretch, joint: Stretch) -> Iterator[tuple[int, float, list[Stretch]]]:
        """The two members of `chunk` beside a `joint`, before them how many parts each has and how like each other they
        are; none where one has more parts or a figure, or the second says what it is.
        """
        second = joint[1], chunk[1]
        models = Models.of(self._texts([second]), self.joints)
        first = self._behind_lead(self.first_fitted((chunk[0], joint[0]), models), models)
        said = self._texts([first, second])
        is_short = min(map(len, said)) < SHORTEST_WORD
        says_more = any(map(str.isdigit, "".join(said))) or not self.joints.says_of_two.isdisjoint(self.cut(said[1]))
        if not is_short and not says_more and said[0].count(PARTS) == said[1].count(PARTS):
            yield said[0].count(PARTS), models.likeness(said[0], self.joints), [first, second]

    def _behind_lead(self, first: Stretch, models: Models) -> Stretch:
        """`first` behind a verb or preposition that leads it in, where the other is an act too
        (完成|打赢攻坚战和补上短板两大任务).
        """
        start, end = first
        places = self._within(start, end) if models.are_acts else ()
        acts = [at for at in places if self._governs(self.text[at : at + SHORTEST_WORD])]
        led = [at for at in acts if self._leads(self._word_before(at))]
        return (led[0], end) if led else first

    def _leads(self, word: str) -> bool:
        return self.joints.is_verb(word) or word in self.joints.leads
