"""Series: members of a text that stand side by side and are built alike, where the first begins and the last ends.

    推动形成能者上、优者奖、庸者下、劣者汰的正确导向  →  能者上 | 优者奖 | 庸者下 | 劣者汰
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from statistics import median

from cards.text.acting import HOW
from cards.text.chunks import chunks_of
from cards.text.joined import LEAST, MIXED
from cards.text.members import Models, is_heard, is_of_length, may_begin, may_end
from cards.text.paired import Paired
from cards.text.placed import CLAUSES, ENDS, LEAST_BEGINNING, SHORTEST_WORD
from cards.text.sentences import ANNOUNCES
from cards.text.units import (
    Alike,
    Stretch,
    common_end,
    common_start,
    levels,
    runs,
    same_first,
    same_length,
    split_at,
    stands_in,
)
from cards.text.words import names, part_of_speech

HALVES = "；"
MANNER = ("a", "i")  # parts of speech of words that say how something is done
PAUSES = frozenset("，,；")
FIGURE_ENDS = frozenset("0123456789%％")
MUCH_LONGER = 1.5  # times the longest of a run: so long a clause beside it is one of them at most
LONG_RUN_UP = 8  # characters before the first of several clauses that are alike


class Wording(Paired, frozen=True, dict=True):
    """A text with its places, and what stands between its marks (`split`), as it is asked for."""

    @cached_property
    def split(self) -> dict[str, list[Sequence[Stretch]]]:
        """By its marks, what stands between them; filled in as it is asked for."""
        return {}

    def parts(self) -> Iterator[list[Stretch]]:
        """The series of parts joined by 、 (and a last 和) in the clauses of the text, the words around the first and
        behind the last left out: three members or more.
        """
        for start, end in levels(self.text):
            for first, last in split_at(self.text, start, end, CLAUSES + ENDS):
                yield from self.parts_of(first, last)

    def parts_of(self, start: int, end: int) -> Iterator[list[Stretch]]:
        """The series of parts in the clause text[start:end], if there is one."""
        whole = self._without_manner(chunks_of(self.text, start, end, self.joints.wholes))
        for chunks in map(self._closed, self._told_apart(whole)):
            members = self.fitted(self._begun(self._behind_verb(self._joined(chunks)))) if len(chunks) > 1 else []
            if len(members) >= LEAST:
                yield members

    def _without_manner(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks`, the first and the second in one where the first only says how that is done which the second says
        with another adverb (全面准确、坚定不移贯彻…).
        """
        if len(chunks) <= LEAST:
            return chunks
        (first, end), (start, last) = chunks[:2]
        adverb = self.joints.adverbs.match(self.text, start, last)
        is_done = adverb is not None and self.joints.is_verb(self.text[adverb.end() : adverb.end() + 2])
        is_how = all(self._is_manner(word) for word in self.cut(self.text[first:end]))
        return [(first, last), *chunks[2:]] if is_done and is_how else chunks

    def _is_manner(self, word: str) -> bool:
        """Whether `word` says how something is done."""
        return part_of_speech(word).startswith(MANNER) or self.joints.adverbs.fullmatch(word) is not None

    def _told_apart(self, chunks: list[Stretch]) -> list[list[Stretch]]:
        """`chunks`, in two where one of them ends a series and begins another (土地、资金的统一管理、合理使用)."""
        for number in range(1, len(chunks) - 1):
            left, right = chunks[:number], chunks[number + 1 :]
            ends, begins = self._meeting(chunks[number], left, right)
            if ends <= begins:
                start, end = chunks[number]
                return [[*left, (start, ends)], [(begins, end), *right]]
        return [chunks]

    def _meeting(self, chunk: Stretch, left: list[Stretch], right: list[Stretch]) -> Stretch:
        """Where in `chunk` the series on the `left` ends and that on the `right` begins; the first behind the second
        where it is of one series.
        """
        start, end = chunk
        before, behind = self._texts(left[1:] or left), self._texts(right[:-1] or right)
        usual = median(map(len, self._texts([*left[1:], *right[:-1]]) or before))
        if end - start <= MIXED * usual or len(left) + len(right) < LEAST:
            return end, start
        for ends, again in self._links(chunk, left, right):
            begins = self.first_fitted((again, end), Models.of(behind, self.joints))[0]
            like = before if left[1:] else self._texts([self._fitted_to(left[0], (start, ends))])
            last = self._end_like(like, (start, ends)) if is_of_length(end - begins, behind) else start
            if last > start:
                return last, begins
        return end, start

    def _end_like(self, like: list[str], chunk: Stretch) -> int:
        """Where in `chunk` a member about as long as those it is `like` ends; its beginning for nowhere."""
        start, end = chunk
        fitted = self.last_fitted(chunk, Models.of(like, self.joints))[1]
        return next((at for at in (end, fitted) if is_of_length(at - start, like)), start)

    def _links(self, chunk: Stretch, left: list[Stretch], right: list[Stretch]) -> Iterator[Stretch]:
        """Where in `chunk` a series on the `left` may end and one on the `right` go on: around a word that links them,
        or where their lengths part them (更大范围、更高层次形成畅通无阻、优势互补).
        """
        for link in self.joints.series_links.finditer(self.text, chunk[0] + 1, chunk[1] - 1):
            is_put = self.joints.taking.match(self.text, chunk[0])  # 把…书写在…: what is put somewhere is one member
            if self._is_word(*link.span()) and not is_put:
                yield link.span()
        yield from self._lengths_part(chunk, left, right)

    def _lengths_part(self, chunk: Stretch, left: list[Stretch], right: list[Stretch]) -> Iterator[Stretch]:
        """The same where no word links them: the members on the right are all of one length, and those on the left all
        end alike or are of one length too.
        """
        closes = common_end(self._texts(left))
        lengths = {end - start for start, end in right[:-1]}
        at = chunk[1] - min(lengths, default=0)
        if len(lengths) != 1 or not self._is_edge(at):
            return
        if closes and self.text.endswith(closes, chunk[0], at):
            yield at, at
        ahead = {end - start for start, end in left[1:]}
        ends = chunk[0] + min(ahead, default=0)
        if len(ahead) == 1 and self._is_apart(ends, at, chunk[1], common_start(self._texts([*left[1:], chunk]))):
            yield ends, at

    def _is_apart(self, ends: int, begins: int, last: int, opens: str) -> bool:
        """Whether whole words stand between the end of a member and the beginning of the next, and that, which ends at
        `last`, is no figure, which stands behind what it is of; none need to where all before it `opens` alike.
        """
        if opens and ends == begins:
            return True
        return ends < begins and self._is_edge(ends) and self.text[last - 1] not in FIGURE_ENDS

    def clauses(self, alike: Alike, marks: str = CLAUSES) -> Iterator[list[Stretch]]:
        """The series of three clauses or more that stand side by side and are `alike`."""
        if marks not in self.split:
            self.split[marks] = list(self._units(marks))
        for units in self.split[marks]:
            yield from self._alike(units, alike)

    def _units(self, marks: str) -> Iterator[Sequence[Stretch]]:
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

    def _alike(self, units: Sequence[Stretch], alike: Alike) -> Iterator[list[Stretch]]:
        texts = [self.text[start:end] for start, end in units]
        for run in runs(texts, alike):
            if len(run) == 1 and (alike is same_first or not alike(texts[run[0]], texts[run[0]])):
                continue  # nothing is like it, and what stands beside it can't be
            members = self._extended(units, texts, run, alike)
            if len(members) >= LEAST:
                yield members

    def _extended(self, units: Sequence[Stretch], texts: list[str], run: range, alike: Alike) -> list[Stretch]:
        """The units of `run`, with the end of the one before them and the beginning of the one behind where these are
        alike too; none of them where that can't make a series.
        """
        members = [units[at] for at in run]
        first, behind = run.start, run.stop
        if not alike(texts[first], texts[first]):
            return members
        ends = first > 0 and may_end(self.text, units[first - 1], texts[first], alike, self.joints)
        begins = behind < len(units) and may_begin(self.text, units[behind], texts[behind - 1], alike, self.joints)
        if ends + len(members) + begins < LEAST:
            return []
        models = Models.of([texts[at] for at in run], self.joints)
        before = self._end_of(units[first - 1], models, alike) if ends else []
        if len(before) + len(members) + begins < LEAST:
            return []
        return [*before, *members, *self._behind(units[behind : behind + 1], models, alike, begins)]

    def _behind(self, units: Sequence[Stretch], models: Models, alike: Alike, begins: bool) -> list[Stretch]:
        """What of the unit behind `models` (`units`, or none) is a member too: its beginning, where it `begins` alike,
        or all of it.
        """
        found = self._beginning_of(units[0], models, alike) if begins else []
        if found or alike is same_length:
            return found
        return [unit for unit in units if self._holds_what_all_hold(unit, models)]

    def _holds_what_all_hold(self, unit: Stretch, models: Models) -> bool:
        """Whether a `unit` behind `models`, which are many, holds a word that all of them hold, and is not much longer
        than they are (发展林区运输 behind 做强林区果业，做优林区茶业，做大林区药业).
        """
        text, begins, ends = self.text[slice(*unit)], common_start(models.texts), common_end(models.texts)
        words = [word for word in self.cut(text) if word in models.held and word not in begins]
        is_short = len(text) <= MUCH_LONGER * max(models.lengths)
        return is_short and any(word not in ends or text.endswith(ends) for word in words)

    def _end_of(self, unit: Stretch, models: Models, alike: Alike) -> list[Stretch]:
        """The end of a unit that is alike with the `models` behind it, if there is one."""
        model = models.texts[0]
        first = self._from_shared(unit, models) if alike is same_first else self.first_fitted(unit, models)
        if self._is_within_lead(first[0]) or (first[0] > unit[0] and self._is_object(first, models, alike)):
            return []
        is_said = self.text.endswith(self.joints.says_what, 0, first[0])
        near = is_said if is_heard(alike, model) else self._is_near(unit, first, model)
        return [first] if near and alike(self.text[first[0] : first[1]], model) else []

    def _is_within_lead(self, at: int) -> bool:
        """Whether the place `at` is within a word that leads members in (特别|是)."""
        longest = self.joints.longest_lead
        leads = self.joints.long_leads.finditer(self.text, max(0, at - longest), at + longest)
        return any(lead.start() < at < lead.end() for lead in leads)

    def _is_object(self, first: Stretch, models: Models, alike: Alike) -> bool:
        """Whether `first` is what a verb before it acts on, and the `models` behind it are not: they are acts (放到
        |更加重要位置，狠抓…，突出…), or, alike in how they begin, say something of things.
        """
        is_thing = models.are_acts and not self.joints.is_act(self.text[slice(*first)])
        return is_thing or (alike is same_first and self._is_thing_among_clauses(first, models))

    def _is_near(self, unit: Stretch, first: Stretch, model: str) -> bool:
        """Whether little stands before the `first` member in its unit, or what leads up to it."""
        led = self._is_led_up_to(first[0]) or self.text[first[0] - 1 : first[0]] in PAUSES
        return led or first[0] - unit[0] <= LONG_RUN_UP or self._begins_with_word_of(first, model)

    def _from_shared(self, unit: Stretch, models: Models) -> Stretch:
        """The end of a unit that is most like `models`, from the word on that all of them begin with (是, 对不起) where
        it is one clause and holds that; from no preposition, before which a verb may stand.
        """
        first = self.first_fitted(unit, models)
        word = self.cut(common_start(models.texts) or models.texts[0])[0]
        at = self.text.find(word, *unit)
        is_clause = PAUSES.isdisjoint(self.text[slice(*unit)]) and word not in self.joints.prepositions
        is_it = is_clause and stands_in(self.places, at) and self._is_edge(at + len(word))
        return (at, unit[1]) if is_it and not self.text.startswith(word, first[0]) else first

    def _begins_with_word_of(self, first: Stretch, model: str) -> bool:
        """Whether `first` begins with the word that the `model` behind it begins with."""
        word = self.cut(model)[0]
        end = first[0] + len(word)
        return self.text.startswith(word, first[0], first[1]) and self._is_word(first[0], end)

    def _is_thing_among_clauses(self, first: Stretch, models: Models) -> bool:
        """Whether `first` is a thing that a verb before it acts on, and the `models` behind it say something of things
        (改善|县城道路，县城面貌焕然一新).
        """
        words = self.cut(self.text[slice(*first)])
        is_thing = part_of_speech(words[0]).startswith("n") and all(map(names, words))
        return is_thing and not any(map(self._names, models.texts))

    def _names(self, text: str) -> bool:
        return all(map(names, self.cut(text)))

    def _beginning_of(self, unit: Stretch, models: Models, alike: Alike) -> list[Stretch]:
        """The beginning of a unit that is alike with the `models` before it, if there is one."""
        model = models.texts[-1]
        last = self.last_fitted(unit, models)
        ends = last[1] == unit[1] and not is_heard(alike, model)
        near = ends or self.joints.closing.match(self.text, last[1]) or self.joints.behind.match(self.text, last[1])
        return [last] if near and alike(model, self.text[last[0] : last[1]]) else []

    def _closed(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks` up to the first, from the third on, that a word closes (看病难、上学难、住房难等揪心事、烦心事) and
        that is not as long as those before it (惩防并举), or that goes on with the sentence.
        """
        for number, (start, end) in enumerate(chunks[2:-1], 3):
            closing = self.joints.closing.search(self.text, start + 2, end)
            closes = closing and self._may_part(closing.start()) and not self._holds(chunks[: number - 1], closing[0])
            is_even = len({last - first for first, last in chunks[1:number]}) == 1
            if (closes and not is_even) or self._goes_on(chunks[1:number], chunks[number]):
                return chunks[:number]
        return chunks

    def _goes_on(self, chunks: list[Stretch], following: Stretch) -> bool:
        """Whether the last of `chunks` begins with words built like those before it, and goes on unlike the one
        `following` it (全局性 of 长远性、全局性的事项以及有关大局).
        """
        *others, (start, end) = chunks
        length = self._even(others, end - start)
        part = start, start + length
        if not 0 < length != following[1] - following[0]:
            return False
        return self._is_built_like(others, part) or self._is_done_together(others, (part[1], end))

    def _is_done_together(self, others: list[Stretch], behind: Stretch) -> bool:
        """Whether what stands `behind` a member of many says how they do what they do (相互促进)."""
        start, end = behind
        is_how = end - start > SHORTEST_WORD and part_of_speech(self.text[start : start + SHORTEST_WORD]) == HOW[0]
        return len(others) >= LEAST and is_how and self._is_edge(start)

    def _begun(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks` from the last that ends with words built like those behind it, and is unlike the one before it."""
        for number in range(len(chunks) - 3, 0, -1):
            (start, end), others = chunks[number], chunks[number + 1 :]
            length = self._even(others, end - start)
            before = chunks[number - 1][1] - chunks[number - 1][0]
            if 0 < length != before and self._is_built_like(others, (end - length, end)):
                return chunks[number:]
        return chunks

    def _even(self, others: list[Stretch], length: int) -> int:
        """The length that all `others` have, where one of `length` characters is twice as long; else 0."""
        lengths = {end - start for start, end in others}
        return min(lengths) if len(lengths) == 1 and min(lengths) < length / 2 else 0

    def _is_built_like(self, others: list[Stretch], part: Stretch) -> bool:
        """Whether the `part` of a chunk, as long as the `others`, is of whole words and has a character where all of
        them have it.
        """
        alike = any(len(set(at)) == 1 for at in zip(*self._texts([*others, part]), strict=True))
        return alike and self._is_edge(part[0]) and self._is_edge(part[1])

    def fitted(self, chunks: list[Stretch]) -> list[Stretch]:
        """`chunks`, of the first what stands before the member left out, of the last what stands behind it: where it is
        most like the members between.
        """
        if len(chunks) < LEAST:
            return chunks
        between = self._texts(chunks[1:-1])
        first = self._with_word_of(chunks, self.first_fitted(chunks[0], Models.of(between, self.joints)))
        last = self.last_fitted(chunks[-1], Models.of([*between, self.text[first[0] : first[1]]], self.joints))
        first = self._without_verb(chunks, self._with_verb(chunks, first, last[1]), last)
        if self.text[first[0]] not in {text[0] for text in between}:
            first, last = self._taken(chunks[0][0], first, last)
        return self._within_frame(chunks[0][0], [first, *chunks[1:-1], last])

    def _with_word_of(self, chunks: list[Stretch], first: Stretch) -> Stretch:
        """The first member, with the name right before it where the last of `chunks` begins with that too (健全党委统一
        领导、政府负责、党委林业部门统筹协调).
        """
        word = self._word_before(first[0]) if chunks[0][0] < first[0] and self._is_edge(first[0]) else ""
        is_name = len(word) >= LEAST_BEGINNING and names(word) and self.text.startswith(word, chunks[-1][0])
        return (first[0] - len(word), first[1]) if is_name else first
