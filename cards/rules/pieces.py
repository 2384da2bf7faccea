"""Named pieces and lexicons, and the patterns made of them."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import regex
from msgspec import Struct

from cards.records import UserError
from cards.rules.advice import about_pattern
from cards.rules.compiled import KeptPatterns, as_compiled, as_kept
from cards.rules.needs import SHORT, Needs, needs_met
from cards.rules.nodes import Node

REFERENCE = re.compile(r"(?<!\\[pPN])\{([a-z_][a-z0-9_]*)\}")
SECONDS_A_PATTERN = 1.0
SECONDS_TOGETHER = 3.0
SECONDS_SLOW = 0.05
SECONDS_A_CHARACTER = 0.00005  # a sound pattern needs a hundredth of it
FEW_WAYS = 5000  # a place of a short text, each of some nanoseconds
MANY_WAYS = FEW_WAYS * SHORT * SHORT  # of a short text tried at every place; a longer one has more at each of them
T = TypeVar("T")
LONGEST_PATTERN = 20_000
HUGE_REPEAT = re.compile(r"\{\d*,?\d{4,}\}|\{\d{4,}")


class PatternError(ValueError):
    """A pattern that can't be compiled; the message says why and where in it, `node` where it stands (None: unknown).
    """

    def __init__(self, message: str, node: Node | None = None):
        super().__init__(message)
        self.node = node


class BrokenPieceError(PatternError):
    """A pattern that uses a piece with a fault of its own, which is reported where the piece is defined."""


class OverrunError(UserError):
    """A pattern, `source`, ran longer than a rule may; the message names it and the text."""

    def __init__(self, message: str, source: str):
        super().__init__(message)
        self.source = source


class Lexicon(Struct, frozen=True):
    """A word list in the order of its lines, by its name."""

    name: str
    words: tuple[str, ...]

    def position(self, word: str | None) -> int:
        """Where `word` stands in the list, from 1; 0 for what is none of its words."""
        return self.words.index(word) + 1 if word in self.words else 0


class Pattern:
    """A compiled pattern whose every search ends within SECONDS_A_PATTERN, and all of them within SECONDS_TOGETHER and
    a little more for each character it saw: one that is only slow, sentence after sentence, can't hang a build either.

    Only one that was slow once is watched so, and by the processor's time: a busy machine takes no rule away. A text
    that lacks what the pattern `needs` is not searched at all, and one in which it can be tried in few ways is searched
    unguarded: to look at the clock takes longer.
    """

    __slots__ = ("_bits", "_groups", "_kept", "_left", "_quick", "_slow", "compiled", "needs", "source")
    compiled: regex.Pattern[str]

    def __init__(self, source: str, compiled: regex.Pattern[str] | bytes, needs: Needs):
        self.source, self.needs = source, needs
        self._bits, self._quick = needs.bits, MANY_WAYS / needs.ways
        self._left, self._slow = SECONDS_TOGETHER, False
        self._groups: frozenset[str] | None = None
        if isinstance(compiled, bytes):
            self._kept = compiled
        else:
            self.compiled = compiled

    def __getattr__(self, name: str) -> regex.Pattern[str]:
        """`compiled`, where the pattern was kept of an earlier run: nearly half are never asked."""
        if name != "compiled":
            raise AttributeError(name)
        self.compiled = as_compiled(self._kept)
        return self.compiled

    def __reduce__(self) -> tuple[type[Pattern], tuple[str, bytes, Needs]]:
        return Pattern, (self.source, as_kept(self.compiled), self.needs)

    @property
    def groups(self) -> frozenset[str]:
        """The names of its groups; a piece and a lexicon are groups too."""
        if self._groups is None:
            self._groups = frozenset(self.compiled.groupindex)
        return self._groups

    @property
    def group_count(self) -> int:
        """How many groups it has, those without a name too."""
        return int(self.compiled.groups)

    def search(self, text: str, start: int = 0) -> regex.Match[str] | None:
        """The first match in text[start:]. This and all below raise OverrunError where it takes too long."""
        if self._bits and self._bits & needs_met(text) != self._bits:
            return None
        if self._is_quick(text, len(text)):
            return self.compiled.search(text, start)
        return self._timed(lambda: self.compiled.search(text, start, timeout=SECONDS_A_PATTERN), text)

    def match(self, text: str, start: int = 0) -> regex.Match[str] | None:
        """The match that begins at `start`."""
        if not self.needs.met_at(text, start):
            return None
        if self._is_quick(text, 1):
            return self.compiled.match(text, start)
        return self._timed(lambda: self.compiled.match(text, start, timeout=SECONDS_A_PATTERN), text)

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """The match that is all of `text`."""
        if not self.needs.met_at(text, 0):
            return None
        return self._timed(lambda: self.compiled.fullmatch(text, timeout=SECONDS_A_PATTERN), text)

    def finditer(self, text: str, start: int = 0) -> Iterator[regex.Match[str]]:
        """All matches in text[start:], none touching another."""
        if self._bits and self._bits & needs_met(text) != self._bits:
            return iter(())
        if self._is_quick(text, len(text)):
            return iter(self.compiled.finditer(text, start))
        # all at once: the time until the caller wants the next is not the pattern's
        return iter(self._timed(lambda: list(self.compiled.finditer(text, start, timeout=SECONDS_A_PATTERN)), text))

    def _is_quick(self, text: str, places: int) -> bool:
        """Whether the pattern, tried at so many places of `text`, can't be tried in many ways."""
        return places * max(len(text), SHORT) <= self._quick

    def split(self, text: str) -> list[tuple[int, int]]:
        """The stretches of `text` between matches, as offsets."""
        stretches, start = [], 0
        for match in self.finditer(text):
            stretches.append((start, match.start()))
            start = match.end()
        return [*stretches, (start, len(text))]

    def sub(self, replacement: str | Callable[[regex.Match[str]], str], text: str) -> tuple[str, int]:
        """`text` with every match replaced, and how many there were."""
        return self._timed(lambda: self.compiled.subn(replacement, text, timeout=SECONDS_A_PATTERN), text)

    def _timed(self, run: Callable[[], T], text: str) -> T:
        """What `run` gives. Raises OverrunError where it, or all such runs together, take too long."""
        clock = time.process_time if self._slow else time.perf_counter
        began = clock()
        try:
            if self._left > 0:
                return run()
        except TimeoutError:
            what = f"ran longer than {SECONDS_A_PATTERN:g} s"
        else:
            what = "ran longer than a rule may, all texts together, the last"
        finally:
            took = clock() - began
            if self._slow:
                self._left += len(text) * SECONDS_A_CHARACTER - took
            self._slow = self._slow or took > SECONDS_SLOW
        raise OverrunError(f"the pattern {self.source[:80]} {what} on “{text[:40]}”", self.source)


class Pieces:
    """The names a pattern may use: `define`d pieces and lexicons. One name, one meaning, over all rule files."""

    def __init__(self, defined: Mapping[str, str], lexicons: Mapping[str, tuple[str, ...]],
                 kept: KeptPatterns | None = None):
        self._defined, self.lexicons, self._kept = defined, lexicons, kept or KeptPatterns()
        self.broken: set[str] = set()
        self.asked: set[str] = set()  # the lexicons that any pattern holds or any setting names
        self.compiled: dict[tuple[str, bool], Pattern] = {}

    def compile(self, source: str | Node, empty: bool = False) -> Pattern:
        """Compile a pattern, given as its text or its node; see `_compile`. A PatternError names the node."""
        text = source if isinstance(source, str) else source.text
        if (text, empty) not in self.compiled:
            try:
                self.compiled[text, empty] = self._compile(text, empty)
            except PatternError as error:
                raise type(error)(str(error), None if isinstance(source, str) else source) from None
        return self.compiled[text, empty]

    def _compile(self, source: str, empty: bool) -> Pattern:
        """Compile a pattern in which {name} stands for a piece or lexicon; each is a group of its own name.

        Raises PatternError for an unknown name, pieces that hold each other, a syntax error (with its position), and,
        unless `empty` allows it, a pattern that matches the empty text.
        """
        if HUGE_REPEAT.search(source):
            raise PatternError("a repeat count above 999; patterns here look at sentences, not at books")
        if advice := about_pattern(source):
            raise PatternError(advice)
        used: set[str] = set()
        expanded = self._expand(source, (), used)
        try:
            compiled, needs = self._kept.compile(expanded, {name: self.lexicons[name] for name in used})
        except (regex.error, RecursionError, OverflowError, ValueError, IndexError) as error:
            where = getattr(error, "pos", None)
            at = "" if where is None else f" at character {self._place(source, where) + 1} of {source[:200]}"
            raise PatternError(f"{getattr(error, 'msg', error)}{at}") from None
        pattern = Pattern(source, compiled, needs)
        try:
            found = pattern.search("")
        except (OverrunError, RecursionError, MemoryError):
            raise PatternError("the pattern never ends, even on the empty text") from None
        if not empty and found is not None:
            raise PatternError("the pattern matches the empty text")
        return pattern

    def _place(self, source: str, where: int) -> int:
        """The place in `source` that became place `where` when its pieces were put in; within a piece, its name's."""
        grown = 0
        for match in REFERENCE.finditer(source):
            length = len(self._expand(match[0], (), set()))
            if where < match.start() + grown:
                break
            if where < match.start() + grown + length:
                return match.start()
            grown += length - len(match[0])
        return where - grown

    def _expand(self, source: str, inside: tuple[str, ...], used: set[str]) -> str:
        """`source` with its pieces and lexicons put in; the lexicons go into `used`."""
        def put(match: re.Match[str]) -> str:
            name = match[1]
            if name in inside:
                raise PatternError(f"the piece {{{name}}} holds itself")
            if name in self.lexicons:
                used.add(name)
                self.asked.add(name)
                return rf"(?P<{name}>\L<{name}>)"
            if name in self.broken:
                raise BrokenPieceError(f"the piece {{{name}}} has a fault")
            if name in self._defined:
                expanded = self._expand(self._defined[name], (*inside, name), used)
                if len(expanded) > LONGEST_PATTERN:
                    raise PatternError(f"the piece {{{name}}} grows beyond {LONGEST_PATTERN} characters")
                return f"(?P<{name}>{expanded})"
            near = difflib.get_close_matches(name, [*self._defined, *self.lexicons], n=1, cutoff=0.6)
            meant = f", did you mean {{{near[0]}}}?" if near else ""
            raise PatternError(f"{{{name}}} is neither a piece nor a lexicon{meant}")

        return REFERENCE.sub(put, source)


def fill(template: str, match: regex.Match[str]) -> str:
    """Put what the groups of `match` matched in place of {name}; a group that took no part gives nothing."""
    return put_in(template, match.groupdict())


def put_in(template: str, values: Mapping[str, str | None]) -> str:
    """Put `values` in place of {name}; what has none gives nothing."""
    if "{" not in template:
        return template
    return REFERENCE.sub(lambda found: values.get(found[1]) or "", template)
