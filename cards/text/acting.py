"""Acts: the verb of a first member that does what the others do too, where it might be told from it as that of all:
动态调整粮食布局、优化储备体系、完善流通网络  →  调整粮食布局 | 优化储备体系 | 完善流通网络
"""

from __future__ import annotations

from cards.text.framed import Framed
from cards.text.members import SHORT
from cards.text.placed import SHORTEST_WORD
from cards.text.units import OPENERS, Stretch, common_end
from cards.text.words import NAMING_VERB, names, part_of_speech

HOW = ("d", "ad", "a")  # parts of speech of words that say how something is done
VERB = "v"  # how the parts of speech of verbs begin, and of what may be one


class Acting(Framed, frozen=True):
    """A text with its places, and what verb belongs to a first member."""

    def _with_verb(self, chunks: list[Stretch], first: Stretch, ends: int) -> Stretch:
        """The first member of `chunks`, with the verb right before it where all others are acts and it is none without
        that; not where that may govern them all with what stands behind the last, which `ends` there
        (形成尊重知识、崇尚创新的氛围), unless it is led up to itself (作为申请补贴、开展业务的前提).
        """
        start, end = first
        verb = self._word_before(start) if chunks[0][0] < start and self._is_edge(start) else ""
        if not self._is_verb_of_one(verb) or not self._are_other_acts(first, chunks[1:]):
            return first
        begins = start - len(verb)
        before = self._word_before(begins) if chunks[0][0] < begins else ""
        is_led_up_to = len(before) > 1 and (before in self.joints.openings or self.joints.is_verb(before))
        return (begins, end) if is_led_up_to or not self._goes_on_behind(ends) else first

    def _behind_verb(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks` from the thing on that a verb in one of them, behind an act, governs with all things behind it
        (登记注册、设立|子公司、分公司、分支机构).
        """
        for number in range(1, len(chunks) - 2):
            start, end = chunks[number]
            verb, thing = self.text[start : start + SHORTEST_WORD], self.text[start + SHORTEST_WORD : end]
            others = self._texts(chunks[number + 1 :])
            are_things = all(map(self._is_name, [thing, *others[:-1]])) and not any(map(self.joints.is_act, others))
            is_word = self._governs(verb) and self._is_word(start, start + SHORTEST_WORD) and thing != ""
            if is_word and are_things and self._is_act_word(self._word_before(chunks[number - 1][1])):
                return [(start + SHORTEST_WORD, end), *chunks[number + 1 :]]
        return chunks

    def _is_act_word(self, word: str) -> bool:
        """Whether `word` names nothing, or is made of two verbs (登记注册)."""
        return not names(word) or all(map(self._governs, (word[:SHORTEST_WORD], word[SHORTEST_WORD:])))

    def _is_name(self, text: str) -> bool:
        return all(map(names, self.cut(text)))

    def _without_verb(self, chunks: list[Stretch], first: Stretch, last: Stretch) -> Stretch:
        """The first member of `chunks`, without the verb that their clause begins with where all others name things,
        the `last` too: it governs all (提高|排污费、污水费、垃圾费).
        """
        start, end = first
        things = self._texts([(start + SHORTEST_WORD, end), *chunks[1:-1], last])
        verb = self.text[start : start + SHORTEST_WORD]
        is_word = self._governs(verb) and self._is_word(start, start + SHORTEST_WORD)
        if not is_word or not self._is_done(chunks, start):
            return first
        are_things = all(len(thing) >= SHORTEST_WORD and all(map(names, self.cut(thing))) for thing in things)
        is_one = any(map(self.joints.is_act, things[1:])) or common_end(things) == things[0]
        return (start + SHORTEST_WORD, end) if are_things and not is_one else first

    def _is_done(self, chunks: list[Stretch], at: int) -> bool:
        """Whether the clause of `chunks` begins at the place `at`, or how something is done stands before it."""
        word = self._word_before(at) if chunks[0][0] < at else ""
        is_how = part_of_speech(word) in HOW and not self.joints.is_verb(word)
        return word == "" or is_how or self.joints.adverbs.fullmatch(word) is not None

    def _governs(self, word: str) -> bool:
        """Whether `word` is a verb and names nothing."""
        return self.joints.is_verb(word) and part_of_speech(word) != NAMING_VERB

    def _is_verb_of_one(self, word: str) -> bool:
        """Whether `word` may be the verb of one member, and leads none in."""
        is_verb = part_of_speech(word).startswith(VERB) or self.joints.is_verb(word)
        return len(word) == SHORTEST_WORD and is_verb and word not in self.joints.openings

    def _are_other_acts(self, first: Stretch, chunks: list[Stretch]) -> bool:
        """Whether all of `chunks` are acts, and the `first` member is none and ends unlike them."""
        member, others = self.text[slice(*first)], self._texts(chunks)
        is_thing = len(member) > SHORT and not self.joints.is_act(member) and self.text[first[0] - 1] not in OPENERS
        are_acts = all(self.joints.is_act(other) or self._is_act_on_act(other) for other in others)
        return is_thing and are_acts and not common_end([member, *others[:-1]])

    def _is_act_on_act(self, text: str) -> bool:
        """Whether `text` is a verb with what is done as its object (促进发展)."""
        verb, done = text[:SHORTEST_WORD], text[SHORTEST_WORD:]
        return self._governs(verb) and part_of_speech(done) == NAMING_VERB

    def _goes_on_behind(self, at: int) -> bool:
        """Whether words behind a series that ends at a place take its members together (的, 等)."""
        return bool(self.joints.behind.match(self.text, at) or self.joints.closing.match(self.text, at))
