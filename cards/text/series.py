"""Series: members of a text that stand side by side and are built alike, where the first begins and the last ends.

    推动形成能者上、优者奖、庸者下、劣者汰的正确导向  →  能者上 | 优者奖 | 庸者下 | 劣者汰
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, takewhile
from statistics import median

from cards.text.sentences import ANNOUNCES, BRACKETS, PAIRS, Brackets, between_digits

Stretch = tuple[int, int]  # where it starts and ends in the text
Cut = Callable[[str], list[str]]
Alike = Callable[[str, str], bool]
PARTS, CLAUSES, HALVES, ENDS = "、", "，,；", "；", "。！？：:"
OPENERS, CLOSERS = "".join(PAIRS), "".join(PAIRS.values())
FAR = 60  # characters more than twice the longest: so long a member is none
LEAST = 3
LONG = 12  # characters: nobody hears that two longer clauses are of the same length
BEHIND, CLOSED, AT_END = 1.6, 6.0, 1.0  # how well a member ends before 的, before 等方面, and with its clause
LONG_RUN_UP = 8  # characters before the first of several clauses that are alike
LEAST_BEGINNING = 2  # characters: what members begin with is a word even where a longer one could be read there
SHORT = 3  # characters: so short a one is heard within another clause


@dataclass(frozen=True)
class Joints:
    """The words about a series: `joining` its last two members (和), those that stand `before` the first (的, 为) and
    `behind` the last (的), those that close it (等方面), `ties` that no member
    begins with (的), `verbs`, and `wholes` that are one thing (党员、干部).
    """

    joining: re.Pattern[str]
    before: tuple[str, ...]
    behind: re.Pattern[str]
    closing: re.Pattern[str]
    ties: tuple[str, ...]
    verbs: Set[str]
    wholes: tuple[str, ...]

    def is_verbal(self, member: str) -> bool:
        """Whether `member` begins with a verb, or has one behind its first character."""
        return len(member) > SHORT - 1 and (member[:2] in self.verbs or member[1:3] in self.verbs)


def common_start(texts: Sequence[str]) -> str:
    """The characters that all of `texts` begin with: 建设 of 建设强省, 建设大省."""
    shared = takewhile(lambda characters: len(set(characters)) == 1, zip(*texts, strict=False))
    return "".join(characters[0] for characters in shared)


def common_end(texts: Sequence[str]) -> str:
    """The characters that all of `texts` end with: 强省 of 文化强省, 旅游强省."""
    return common_start([text[::-1] for text in texts])[::-1]


def split_at(text: str, start: int, end: int, marks: str) -> list[Stretch]:
    """text[start:end] split at `marks`, none of them inside quotation marks or brackets or between digits."""
    found: list[Stretch] = []
    brackets = Brackets()
    first = start
    for mark in _marks(marks).finditer(text, start, end):
        brackets.read(mark[0])
        at = mark.start()
        if mark[0] in marks and not brackets.waiting and not between_digits(text, at):
            found.append((first, at))
            first = at + 1
    return [(left, right) for left, right in [*found, (first, end)] if text[left:right].strip()]


@cache
def _marks(marks: str) -> re.Pattern[str]:
    """Any of `marks`, and whatever opens or closes brackets."""
    return re.compile(f"[{re.escape(marks + OPENERS + CLOSERS)}]")


def levels(text: str) -> Iterator[Stretch]:
    """The whole of a text, and what stands in each pair of its quotation marks and brackets."""
    yield 0, len(text)
    opened: list[int] = []
    for bracket in BRACKETS.finditer(text):
        at = bracket.start()
        if bracket[0] in PAIRS:
            opened.append(at)
        elif opened and bracket[0] == PAIRS[text[opened[-1]]]:
            yield opened.pop() + 1, at


def runs(texts: Sequence[str], alike: Alike) -> Iterator[range]:
    """The longest runs of neighbours in `texts` each of which is alike with the one before it."""
    first = 0
    for at in range(1, len(texts) + 1):
        if at == len(texts) or not alike(texts[at - 1], texts[at]):
            yield range(first, at)
            first = at


def same_first(one: str, other: str) -> bool:
    """Both begin with the same character, which is no digit or mark."""
    return one[:1] == other[:1] and one[:1].isalpha()


def same_last(one: str, other: str) -> bool:
    """Both end with the same character, and neither is twice as long as the other."""
    return one[-1:] == other[-1:] and max(len(one), len(other)) <= 2 * min(len(one), len(other)) + 2


def same_length(one: str, other: str) -> bool:
    """Both are of the same length, and short enough for that to be heard."""
    return len(one) == len(other) <= LONG


@dataclass(frozen=True)
class Models:
    """Members that another is held against, and what they have in common: their first and last characters, their
    lengths and the usual one, how many are `verbal`, whether they stand in quotation marks, and whether one holds words
    that stand `behind` a last member.
    """

    texts: Sequence[str]
    firsts: str
    lasts: str
    lengths: Set[int]
    usual: float
    verbal: int
    quoted: bool
    behind: bool

    @classmethod
    def of(cls, texts: Sequence[str], joints: Joints) -> Models:
        """The models `texts`."""
        lengths = list(map(len, texts))
        return cls(texts, "".join(text[0] for text in texts), "".join(text[-1] for text in texts), set(lengths),
                   median(lengths), sum(map(joints.is_verbal, texts)), texts[0][0] in OPENERS,
                   any(map(joints.behind.search, texts)))

    def likeness(self, member: str, joints: Joints) -> float:
        """How much `member` is built like them: in length, first and last character, marks and verbs."""
        count, length = len(self.texts), len(member)
        same = (self.firsts.count(member[0]) + self.lasts.count(member[-1])) / count
        quoted = (member[0] in OPENERS) == self.quoted and _is_closed(member)
        verbs = (self.verbal if joints.is_verbal(member) else count - self.verbal) / count
        odd = abs(length - self.usual) / max(self.usual, 2)
        even = self.lengths == {length}
        tied = not self.behind and joints.behind.search(member) is not None
        return 3.0 * same - 3.0 * odd + 1.2 * even + 2.0 * quoted + 1.2 * verbs - tied


@dataclass(frozen=True)
class Wording:
    """A text, where its words begin and end, and the words about series."""

    text: str
    edges: tuple[int, ...]
    joints: Joints
    split: dict[str, list[list[Stretch]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, text: str, cut: Cut, joints: Joints) -> Wording:
        """`text` as `cut` splits it into words."""
        return cls(text, (0, *accumulate(map(len, cut(text)))), joints)

    def parts(self) -> Iterator[list[Stretch]]:
        """The series of parts joined by 、 (and a last 和) in the clauses of the text, the words around the first and
        behind the last left out: three members or more.
        """
        for start, end in levels(self.text):
            for first, last in split_at(self.text, start, end, CLAUSES + ENDS):
                yield from self.parts_of(first, last)

    def parts_of(self, start: int, end: int) -> Iterator[list[Stretch]]:
        """The series of parts in the clause text[start:end], if there is one."""
        chunks = self._closed(self._chunks(start, end))
        members = self.fitted(self._joined(chunks)) if len(chunks) > 1 else []
        if len(members) >= LEAST:
            yield members

    def clauses(self, alike: Alike, marks: str = CLAUSES) -> Iterator[list[Stretch]]:
        """The series of three clauses or more that stand side by side and are `alike`."""
        if marks not in self.split:
            self.split[marks] = list(self._units(marks))
        for units in self.split[marks]:
            yield from self._alike(units, alike)

    def _units(self, marks: str) -> Iterator[list[Stretch]]:
        """What stands side by side between `marks`, where it is enough for a series."""
        for start, end in levels(self.text):
            if marks == HALVES:
                start = self._behind_announcement(start, end)
            units = split_at(self.text, start, end, marks + ENDS)
            if len(units) >= LEAST:
                yield units

    def _behind_announcement(self, start: int, end: int) -> int:
        """Where the parts between semicolons begin: behind the last colon."""
        return split_at(self.text, start, end, ANNOUNCES)[-1][0] if end > start else start

    def _alike(self, units: list[Stretch], alike: Alike) -> Iterator[list[Stretch]]:
        texts = [self.text[start:end] for start, end in units]
        for run in runs(texts, alike):
            members = self._extended(units, texts, run, alike)
            if len(members) >= LEAST:
                yield members

    def _extended(self, units: list[Stretch], texts: list[str], run: range, alike: Alike) -> list[Stretch]:
        """The units of `run`, with the end of the one before them and the beginning of the one behind where these are
        alike too; none of them where that can't make a series.
        """
        members = [units[at] for at in run]
        if (alike is same_length and len(texts[run.start]) > SHORT) or not alike(texts[run.start], texts[run.start]):
            return members
        models = Models.of([texts[at] for at in run], self.joints)
        before = self._end_of(units[run.start - 1], models, alike) if run.start else []
        if len(before) + len(members) + 1 < LEAST:
            return []
        behind = self._beginning_of(units[run.stop], models, alike) if run.stop < len(units) else []
        return [*before, *members, *behind]

    def _end_of(self, unit: Stretch, models: Models, alike: Alike) -> list[Stretch]:
        """The end of a unit that is alike with the `models` behind it, if there is one."""
        text, model = self.text[unit[0] : unit[1]], models.texts[0]
        if (alike is same_first and model[0] not in text) or (alike is same_last and model[-1] != text[-1]):
            return []
        first = self.first_fitted(unit, models)
        near = first[0] - unit[0] <= LONG_RUN_UP or self._begins_well(first[0]) > 0
        return [first] if near and alike(self.text[first[0] : first[1]], model) else []

    def _beginning_of(self, unit: Stretch, models: Models, alike: Alike) -> list[Stretch]:
        """The beginning of a unit that is alike with the `models` before it, if there is one."""
        if alike is same_first:
            return []  # else the unit itself were
        model = models.texts[-1]
        if alike is same_last and model[-1] not in self.text[unit[0] : unit[1]]:
            return []
        last = self.last_fitted(unit, models)
        return [last] if alike(model, self.text[last[0] : last[1]]) else []

    def _chunks(self, start: int, end: int) -> list[Stretch]:
        """What stands between the marks of a clause, what is one thing (党员、干部) in one."""
        chunks: list[Stretch] = []
        for first, last in split_at(self.text, start, end, PARTS):
            if chunks and self._is_one_thing(chunks[-1][1]):
                chunks[-1] = (chunks[-1][0], last)
            else:
                chunks.append((first, last))
        return chunks

    def _is_one_thing(self, mark: int) -> bool:
        for whole in self.joints.wholes:
            begins = mark - whole.index(PARTS)
            if begins >= 0 and self.text.startswith(whole, begins):
                return True
        return False

    def _closed(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks` up to the first, from the third on, that a word closes (看病难、上学难、住房难等揪心事、烦心事)."""
        for number, (start, end) in enumerate(chunks[2:-1], 3):
            closing = self.joints.closing.search(self.text, start + 2, end)
            if closing and self._is_edge(closing.start()) and not self._holds(chunks[: number - 1], closing[0]):
                return chunks[:number]
        return chunks

    def _holds(self, chunks: list[Stretch], word: str) -> bool:
        return any(self.text.find(word, start, end) >= 0 for start, end in chunks)

    def _joined(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks`, the last two told apart where they are joined by a word (A、B和C)."""
        start, end = chunks[-1]
        usual = median([last - first for first, last in chunks[1:-1]] or [chunks[0][1] - chunks[0][0]])
        leading = self.joints.joining.match(self.text, start, end)
        if leading and end - leading.end() > 1:
            return [*chunks[:-1], (leading.end(), end)]
        joints = [joint for joint in self.joints.joining.finditer(self.text, start + 1, end - 1)
                  if self._joins(chunks, joint, usual)]
        if not joints:
            return chunks
        joint = min(joints, key=lambda match: abs(match.start() - start - usual))
        return [*chunks[:-1], (start, joint.start()), (joint.end(), end)]

    def _joins(self, chunks: list[Stretch], joint: re.Match[str], usual: float) -> bool:
        """Whether the word `joint` in the last of `chunks` joins two members."""
        start = chunks[-1][0]
        before = self.text[start : joint.start()]
        if self._holds(chunks[:-1], joint[0]):
            return False
        is_word = self._is_edge(joint.start()) and self._is_edge(joint.end())
        is_member = _is_closed(before) and self.joints.behind.search(before) is None
        return is_word and is_member and len(before) <= 1.5 * usual + 2

    def fitted(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks`, of the first what stands before the member left out, of the last what stands behind it: where it is
        most like the members between.
        """
        if len(chunks) < LEAST:
            return chunks
        between = [self.text[start:end] for start, end in chunks[1:-1]]
        first = self.first_fitted(chunks[0], Models.of(between, self.joints))
        models = Models.of([*between, self.text[first[0] : first[1]]], self.joints)
        return [first, *chunks[1:-1], self.last_fitted(chunks[-1], models)]

    def first_fitted(self, chunk: Stretch, models: Models) -> Stretch:
        """`chunk` from where it is most like `models`."""
        start, end = chunk
        near = max(start, end - _reach(models.texts))
        places = [start, *self._edges_between(near, end)]
        begins = common_start(models.texts) if len(models.texts) > 1 else ""
        if len(begins) >= LEAST_BEGINNING and begins in self.text[near:end]:  # 关系 of 粮食生产关系国家安全
            places.append(self.text.index(begins, near))
        return max(places, key=lambda at: self._likeness(at, end, models) + self._begins_well(at)), end

    def _edges_between(self, start: int, end: int) -> Sequence[int]:
        """Where words begin behind `start` and before `end`."""
        return self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]

    def _is_edge(self, at: int) -> bool:
        place = bisect_left(self.edges, at)
        return place < len(self.edges) and self.edges[place] == at

    def last_fitted(self, chunk: Stretch, models: Models) -> Stretch:
        """`chunk` as far as it is most like `models`."""
        start, end = chunk[0], min(chunk[1], chunk[0] + _reach(models.texts))
        closed = self._closings(self.joints.behind, (start, end), models, BEHIND)
        closed |= self._closings(self.joints.closing, (start, end), models, CLOSED) | {end: AT_END}
        least = start + len(common_start(models.texts)) * (len(models.texts) > 1)
        places = [end, *reversed(self._edges_between(least, end))]
        return start, max(places, key=lambda at: self._likeness(start, at, models) + self._ends_well(at, closed))

    def _closings(self, pattern: re.Pattern[str], chunk: Stretch, models: Models, worth: float) -> dict[int, float]:
        """Where in `chunk` a word that ends a series stands, and none of `models` holds it, with what that is worth."""
        return {match.start(): worth for match in pattern.finditer(self.text, chunk[0] + 1, chunk[1])
                if not any(match[0] in model for model in models.texts)}

    def _begins_well(self, at: int) -> float:
        if self.text.startswith(self.joints.ties, at):
            return -3.0
        before = self.text[max(0, at - 2) : at] in self.joints.verbs
        before = before or (self.text.endswith(self.joints.before, 0, at) and self._is_edge(at - 1))
        return 1.0 if before or self.text[at : at + 1] in OPENERS else 0.0

    def _ends_well(self, at: int, closed: Mapping[int, float]) -> float:
        quoted = self.text[at - 1] in CLOSERS or self.text[at : at + 1] in OPENERS
        return closed.get(at, 1.2 if quoted else 0.0)

    def _likeness(self, start: int, end: int, models: Models) -> float:
        return models.likeness(self.text[start:end], self.joints)


def _reach(models: Sequence[str]) -> int:
    """How many characters a member may have beside `models`: what stands further away is looked at by no reader."""
    return 2 * max(map(len, models)) + FAR


@lru_cache(maxsize=10_000)
def _is_closed(member: str) -> bool:
    """Whether every bracket and quotation mark of `member` has its other half."""
    brackets = Brackets()
    brackets.read(member)
    return not brackets.waiting and not brackets.lone
