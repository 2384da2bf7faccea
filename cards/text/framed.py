"""Frames: what a series stands in that takes its members together: 在A、B、C中, 以A、B、C为重点."""

from __future__ import annotations

import re

from cards.text.ended import Ended
from cards.text.members import is_closed
from cards.text.units import Stretch, common_end, stands_in

LONGEST_END = 2  # characters of what ends a frame


class Framed(Ended, frozen=True):
    """A text with its places, and where a frame around members begins and ends."""

    def _within_frame(self, start: int, members: list[Stretch]) -> list[Stretch]:
        """`members`, of a clause that begins at `start`, as far as they stand between a preposition and what ends it
        (在…中); none where one of them alone is of another thing (从拖延、推诿的习气、“旧套”中走出来).
        """
        (begins, first_end), *between, (last_start, ends) = members
        opening = self._last_edge(self.joints.framing, start, first_end)
        closing = opening and self._first_edge(self.joints.frame_ends, last_start + 1, ends + LONGEST_END)
        if not opening or not closing:
            return members
        members = [(max(begins, opening.end()), first_end), *between, (last_start, closing.start())]
        tied = [self.joints.behind.search(text) is not None for text in self._texts(members)]
        return members if all(tied) or not any(tied[1:-1]) else []

    def _last_edge(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """The last match in text[start:end] that is a word and is not ended there."""
        found = [match for match in pattern.finditer(self.text, start, end) if self._is_word(*match.span())]
        return found[-1] if found and self._first_edge(self.joints.frame_ends, found[-1].end(), end) is None else None

    def _first_edge(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """The first match in text[start:end] that is a word."""
        words = (match for match in pattern.finditer(self.text, start, end) if self._is_edge(match.end()))
        return next((word for word in words if stands_in(self.places, word.start())), None)

    def _taken(self, begins: int, first: Stretch, last: Stretch) -> tuple[Stretch, Stretch]:
        """The first and the last member of a clause that `begins` there, from and up to the words by which all are
        taken as something (以…为重点).
        """
        end = self._before_as(*last)
        found = self.joints.taking.finditer(self.text, begins, first[0] + 1)
        signs = [sign.end() for sign in found if self._is_word(*sign.span())]
        if not signs or (end == last[1] and not self._is_taken(end)):
            return first, last
        last = last[0], end
        if self.joints.as_what.search(self.text, signs[-1], first[1]) or common_end(self._texts([first, last])):
            return first, last
        return (signs[-1], first[1]), last

    def _is_taken(self, end: int) -> bool:
        """Whether members that end there, maybe with a word that closes them (等), are taken as something."""
        closing = self.joints.closing.match(self.text, end)
        ends = (end, closing.end()) if closing else (end,)
        return any(self.joints.as_what.match(self.text, at) for at in ends)

    def _before_as(self, start: int, end: int) -> int:
        """Where a member of what is taken as something ends: before 为."""
        taken = self.joints.as_what.search(self.text, start + 2, end)
        whole = taken is not None and self._is_word(taken.start(), taken.end())
        return taken.start() if taken and whole and is_closed(self.text[start : taken.start()]) else end
