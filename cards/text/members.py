"""What the members of a series have in common, and how much another is like them."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cached_property, lru_cache
from math import inf
from statistics import median

from msgspec import Struct

from cards.text.any_of import NEVER, any_of
from cards.text.holding import pairs
from cards.text.sentences import Brackets
from cards.text.units import CLOSERS, OPENERS, Alike, Stretch, common_end, same_first, same_last, same_length
from cards.text.words import NAMING_VERB, is_verb, part_of_speech

FAR = 60  # characters more than twice the longest: so long a member is none
SHORT = 3  # characters: so short a member is heard within another clause
MANY = 3  # members that hold one word: the next holds it too
NO_PAIRS: frozenset[str] = frozenset()
SAME, ODD, EVEN = 3.0, 3.0, 1.75  # same first and last character, another length, all of one length
CLOSED_OFF, VERBAL = 2.0, 2.0  # quotation marks and brackets, and a verb first as in the others


class Joints(Struct, frozen=True, dict=True):
    """The words about a series: `joining` its last two members (和), those that stand `before` the first (的, 为) and
    `behind` the last (的), those that close it (等方面), `ties` that no member begins with (的), `leads` that none
    begins with alone (通过), `leading_verbs` beside those of the dictionary, what stands before a verb (`adverbs`),
    `wholes` that are one thing (党员、干部); `names` are words that no member ends within, `asking` those that ask
    (为什么), `open_ends` those that lead on to what follows (其他), `not_first` those that lead in what one may hold
    too (一批), `compounds` names that no member begins or ends within (全生命周期).

    No member ends with one of `prepositions` or `no_end`, begins right behind `negations`, or, the first, with one of
    `not_alone` alone. A series stands between `framing` and `place_ends` (在…中), between `taking` and `as_what`
    (以…为), and before another behind `series_links`; `says_what` stand right before clauses that are heard to be of
    one length. What holds one of `says_of_two` is no second of two that are counted (是 of 修路和办学是两件事).
    """

    joining: re.Pattern[str]
    before: tuple[str, ...]
    behind: re.Pattern[str]
    closing: re.Pattern[str]
    ties: tuple[str, ...]
    leads: tuple[str, ...]
    leading_verbs: Set[str]
    adverbs: re.Pattern[str]
    wholes: tuple[str, ...]
    names: frozenset[str] = frozenset()
    asking: tuple[str, ...] = ()
    open_ends: tuple[str, ...] = ()
    not_first: tuple[str, ...] = ()
    compounds: re.Pattern[str] = NEVER
    prepositions: frozenset[str] = frozenset()
    no_end: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    not_alone: frozenset[str] = frozenset()
    framing: re.Pattern[str] = NEVER
    place_ends: tuple[str, ...] = ()
    taking: re.Pattern[str] = NEVER
    as_what: re.Pattern[str] = NEVER
    series_links: re.Pattern[str] = NEVER
    says_what: tuple[str, ...] = ()
    says_of_two: frozenset[str] = frozenset()

    @cached_property
    def long_leads(self) -> re.Pattern[str]:
        """The words of two characters or more that lead members in."""
        return any_of([word for word in self.leads if len(word) > 1])

    @cached_property
    def frame_ends(self) -> re.Pattern[str]:
        """What ends the words for where something is."""
        return any_of(self.place_ends)

    @cached_property
    def unfinished(self) -> frozenset[str]:
        """The characters that no member ends with."""
        return self.prepositions | self.no_end

    @cached_property
    def openings(self) -> tuple[str, ...]:
        """All that no member begins with alone."""
        return *self.leads, *self.not_first

    @cached_property
    def longest_lead(self) -> int:
        """How many characters the longest of `leads` has."""
        return max(map(len, self.leads), default=0)

    def is_act(self, member: str) -> bool:
        """Whether a member begins with a verb, whatever stands before that."""
        adverb = self.adverbs.match(member)
        again = adverb and self.adverbs.match(member, adverb.end())  # 积极主动融入
        if any(said and self._is_act(member[said.end() :], 0) for said in (adverb, again)):
            return True
        return self._is_act(member, 0) or (adverb is None and self._is_act(member, 1))

    def is_led(self, member: str) -> bool:
        """Whether a member begins with a verb that leads enumerations, or with how it is done before a verb."""
        adverb = self.adverbs.match(member)
        begins = adverb.end() if adverb else 0
        return self._is_act(member, begins) and (begins > 0 or member[:2] in self.leading_verbs)

    def _is_act(self, said: str, at: int) -> bool:
        """Whether `said` has a verb `at` this place, and behind its beginning something that it acts on."""
        verb = said[at : at + 2]
        is_one = self.is_verb(verb) and verb not in self.open_ends
        return is_one and len(said) >= SHORT and not self.is_verb(said[2:])

    def is_verb(self, word: str) -> bool:
        """Whether `word` is a verb, to the dictionary or here."""
        return word in self.leading_verbs or is_verb(word)

    def holds_verb(self, said: str) -> bool:
        """Whether a verb of two characters, that names nothing too, stands in `said`."""
        words = (said[at : at + 2] for at in range(len(said) - 1))
        return any(self.is_verb(word) and part_of_speech(word) != NAMING_VERB for word in words)


class Models(Struct, frozen=True, dict=True):
    """Members that another is held against, and what they have in common: their first and last characters, their
    lengths and the usual one, how many are acts (`verbal`), whether they stand in quotation marks, and whether one
    holds words that stand `behind` a last member, begins with one that `leads` members in, or holds one that `asks`,
    and whether all begin with a verb that leads (`led`).
    """

    texts: Sequence[str]
    firsts: str
    lasts: str
    lengths: Set[int]
    usual: float
    verbal: int
    quoted: bool
    behind: bool
    leads: bool
    asks: bool
    led: bool

    @classmethod
    def of(cls, texts: Sequence[str], joints: Joints) -> Models:
        """The models `texts`."""
        lengths = list(map(len, texts))
        return cls(texts, "".join(text[0] for text in texts), "".join(text[-1] for text in texts), set(lengths),
                   median(lengths), sum(map(joints.is_act, texts)), is_quoted(texts[0]),
                   any(map(joints.behind.search, texts)), any(text.startswith(joints.openings) for text in texts),
                   any(word in text for text in texts for word in joints.asking),
                   all(map(joints.is_led, texts)))

    @property
    def even(self) -> int:
        """The length of all of them; 0 where they differ."""
        return len(self.texts[0]) if len(self.lengths) == 1 else 0

    @cached_property
    def named(self) -> str:
        """The word that all of them end with (思想优势、政治优势); '' for none."""
        word = common_end(self.texts) if len(self.texts) > 1 else ""
        return word if len(word) > 1 and word not in self.texts else ""

    @cached_property
    def held(self) -> frozenset[str]:
        """The pairs of characters that all of them hold, where they are many (更加)."""
        return frozenset.intersection(*map(frozenset, map(pairs, self.texts))) if len(self.texts) >= MANY else NO_PAIRS

    @property
    def are_acts(self) -> bool:
        """Whether all of them are verbs with what they act on."""
        return self.verbal == len(self.texts) and min(self.lengths) > SHORT

    def likeness(self, member: str, joints: Joints, oddest: float = inf) -> float:
        """How much `member` is built like them: in length, first and last character, marks and verbs; an act beside
        acts is at most `oddest` in its length.
        """
        count, length = len(self.texts), len(member)
        same = (self.firsts.count(member[0]) + self.lasts.count(member[-1])) / count
        quoted = is_quoted(member) == self.quoted and is_closed(member)
        verbs = (self.verbal if joints.is_act(member) else count - self.verbal) / count
        beyond = max(min(self.lengths) - length, length - max(self.lengths), 0)
        odd = (abs(length - self.usual) + beyond) / 2 / max(self.usual, 2)
        if self.are_acts and joints.is_act(member) and not joints.holds_verb(member[2:]):
            odd = min(odd, oddest)
        even = self.lengths == {length}
        tied = not self.behind and joints.behind.search(member) is not None
        return SAME * same - ODD * odd + EVEN * even + CLOSED_OFF * quoted + VERBAL * verbs - tied


def is_quoted(member: str) -> bool:
    """Whether a member begins with an opening mark and ends with a closing one."""
    return member[0] in OPENERS and member[-1] in CLOSERS


@lru_cache(maxsize=10_000)
def is_closed(member: str) -> bool:
    """Whether every bracket and quotation mark of `member` has its other half."""
    brackets = Brackets()
    brackets.read(member)
    return not brackets.waiting and not brackets.lone


def is_of_length(length: int, models: list[str]) -> bool:
    """Whether a member of so many characters is about as long as one of `models`."""
    return any(abs(length - len(model)) <= max(1, len(model) // 4) for model in models)


def reach(models: Sequence[str]) -> int:
    """How many characters a member may have beside `models`: what stands further away is looked at by no reader."""
    return 2 * max(map(len, models)) + FAR


def is_heard(alike: Alike, model: str) -> bool:
    """Whether members like `model` are alike only in a length that is heard of whole clauses: with a word before or
    behind them.
    """
    return alike is same_length and len(model) > SHORT


def may_end(text: str, unit: Stretch, model: str, alike: Alike, joints: Joints) -> bool:
    """Whether a unit of `text` may end alike with the `model` behind it, as far as is seen at once."""
    start, end = unit
    if alike is same_length:
        at = end - len(model)
        return at >= start and (not is_heard(alike, model) or text.endswith(joints.says_what, 0, at))
    if alike is same_first:
        return model[0] in text[start:end]
    return alike is not same_last or model[-1] == text[end - 1]


def may_begin(text: str, unit: Stretch, model: str, alike: Alike, joints: Joints) -> bool:
    """Whether a unit of `text` may begin alike with the `model` before it; one with the same first character were
    alike as a whole.
    """
    start, end = unit
    if alike is same_length:
        at = start + len(model)
        return at <= end and (not is_heard(alike, model) or joints.closing.match(text, at) is not None)
    if alike is same_last:
        return model[-1] in text[start:end]
    return alike is not same_first
