"""Joints: where the last two members of a series are joined by a word: A、B和C."""

from __future__ import annotations

import re
from statistics import median

from cards.text.acting import Acting
from cards.text.members import SHORT, Models, is_closed
from cards.text.placed import LEAST_BEGINNING
from cards.text.units import CLOSERS, Stretch, common_end, common_start, stands_in
from cards.text.words import is_verb

LEAST = 3
MIXED = 1.5  # times the usual length: so long a part may end one series and begin another


class Joined(Acting, frozen=True):
    """A text with its places, and what words join in it."""

    def _joined(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks`, the last two told apart where they are joined by a word (A、B和C)."""
        start, end = chunks[-1]
        usual = median([last - first for first, last in chunks[1:-1]] or [chunks[0][1] - chunks[0][0]])
        leading = self.joints.joining.match(self.text, start, end)
        if leading and end - leading.end() > 1 and self._is_edge(leading.end()):
            return [*chunks[:-1], (leading.end(), end)]
        joints = [joint for joint in self.joints.joining.finditer(self.text, start + 1, end - 1)
                  if self._joins(chunks, joint, usual)]
        if not joints:
            return chunks
        joint = min(joints, key=lambda match: abs(match.start() - start - usual))
        return [*chunks[:-1], (start, joint.start()), (joint.end(), end)]

    def _joins(self, chunks: list[Stretch], joint: re.Match[str], usual: float) -> bool:
        """Whether the word `joint` in the last of `chunks` joins two members."""
        start, end = chunks[-1]
        before, behind = self.text[start : joint.start()], self.text[joint.end() : end]
        ends = joint.start() not in self.named and stands_in(self.places, joint.start())  # not 碳中|和
        if not ends or not stands_in(self.places, joint.end()) or self._is_within(chunks, joint, before, behind):
            return False
        is_member = is_closed(before) and self._is_named_like(chunks[1:-1], before)
        return is_member and len(before) <= 1.5 * usual + 2 and not self._is_another_act(chunks, before, behind)

    def _is_within(self, chunks: list[Stretch], joint: re.Match[str], before: str, behind: str) -> bool:
        """Whether a `joint` stands within one member: between what it acts on, or in the words of it."""
        start, others = chunks[-1][0], self._near(chunks[:-1], len(before))
        if self._holds(others, joint[0]) or self._is_tied(others, before, behind) or self._is_closed_in(before, start):
            return True
        if len(chunks) < LEAST and self._is_joined_so(chunks[0], joint[0], behind):
            return True
        return self._is_acted_on(chunks, (start, joint.start()), behind)

    def _is_joined_so(self, chunk: Stretch, word: str, behind: str) -> bool:
        """Whether the only other member is joined by the same `word`, with as much behind it (治水和修路并举 beside
        办学和行医并重).
        """
        at = self.text.rfind(word, *chunk)
        return at >= 0 and chunk[1] - at - len(word) == len(behind)

    def _is_acted_on(self, chunks: list[Stretch], before: Stretch, behind: str) -> bool:
        """Whether a joint stands in what the last verb acts on (落实改革和建设 of 扩大开放、落实改革和建设)."""
        first = self._fitted_to(chunks[0], before)
        acts = self._texts([first, *chunks[1:-1], before])
        is_act = self.joints.is_act(behind) or self._is_act_on_act(behind)
        is_thing = not is_act or behind[:2] in acts[-1][2:]  # 治理体系 and 治理能力
        return is_thing and (self._act_on_much(acts, behind) or all(map(self.joints.is_led, acts)))

    def _act_on_much(self, acts: list[str], behind: str) -> bool:
        """Whether `acts` are two whose verbs both act on more than one word (提供优秀产品), and no verb may stand right
        `behind` the joint: it makes no third.
        """
        if len(acts) != LEAST - 1 or not is_verb(acts[-1][:2]) or self._is_verb_of_one(behind[:2]):
            return False
        return all(len(act) >= 2 * SHORT and self._is_verb_of_one(act[:2]) for act in acts)

    def _is_named_like(self, chunks: list[Stretch], before: str) -> bool:
        """Whether what stands `before` a joint ends as the members do where these end alike (not 行业 of 楼宇党组织、
        园区党组织、行业或行业协会党组织).
        """
        named = common_end(self._texts(chunks)) if len(chunks) > 1 else ""
        return len(named) < LEAST_BEGINNING or before.endswith(named)

    def _near(self, chunks: list[Stretch], length: int) -> list[Stretch]:
        """`chunks`, of the first no more than a member as long as that behind them may have."""
        start, end = chunks[0]
        return [(max(start, end - int(MIXED * length)), end), *chunks[1:]]

    def _is_tied(self, chunks: list[Stretch], before: str, behind: str) -> bool:
        """Whether a word that stands behind a series (的) is in what stands `before` a joint, not in all members."""
        members = [*self._texts(chunks), behind]
        is_one = all(map(self.joints.behind.search, members)) or len(common_start([before, behind])) >= LEAST_BEGINNING
        return before[-1] not in CLOSERS and self.joints.behind.search(before) is not None and not is_one

    def _is_another_act(self, chunks: list[Stretch], before: str, behind: str) -> bool:
        """Whether a verb stands behind a joint, and the members before it are things of one name (三种精神)."""
        members = [*(self.text[start:end] for start, end in chunks[:-1]), before]
        named = common_end(members)
        is_named = len(named) >= LEAST_BEGINNING and named[-1] not in CLOSERS
        is_other = is_named and not behind.startswith(named, len(before) - len(named))
        return is_other and self.joints.is_act(behind) and not any(map(self.joints.is_act, members[1:]))

    def _is_closed_in(self, before: str, start: int) -> bool:
        """Whether a word that closes a series stands in `before`, what stands before a joint from `start` on."""
        closing = self.joints.closing.search(before, 2)
        return closing is not None and stands_in(self.places, start + closing.start())

    def _holds(self, chunks: list[Stretch], word: str) -> bool:
        return any(self._is_word(at, at + len(word)) for start, end in chunks
                   for at in [self.text.find(word, start, end)] if at >= 0)

    def _fitted_to(self, chunk: Stretch, other: Stretch) -> Stretch:
        """`chunk` from where it is most like the `other`."""
        return self.first_fitted(chunk, Models.of(self._texts([other]), self.joints))
