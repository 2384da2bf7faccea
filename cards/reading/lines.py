"""A source as lines: what every format's reader returns, before anything is known of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from cards.records import Doubt, Place
from cards.text.sentences import open_brackets

LINE = "juyao-line"  # the attribute of markup made of another source: the line there
SENTENCE_ENDS = "。！？!?；;：:”’…"
HANGING = "，、。；：！？”’）》】,;"
GOES_ON, CLOSING_BRACKETS = "，、,（《的与及", "）)"
CUT_OFF_FROM, LONGEST_BRACKET = 30, 1_000  # characters: of a full line of print; that a bracket may hold

LineRole = Literal["", "heading", "remark", "body"]  # what is known of a line; '' before anything is


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: `number` and `page` count from 1; a number 0 says that the source has no lines.

    `role` is heading where the source's style or look says so; `mended` counts the breaks rejoined in it;
    `repeats` holds the characters that stood on both sides of such a break.
    """

    text: str
    number: int
    page: int | None = None
    role: LineRole = ""
    mended: int = 0
    repeats: str = ""

    @property
    def place(self) -> Place:
        return Place(line=self.number or None, page=self.page)


@dataclass(frozen=True, slots=True)
class Source:
    """What a format's reader makes of a file: its lines, each a paragraph (or a piece of one that a page break cut),
    and what a person should look at.
    """

    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()


def rejoin(lines: Sequence[Line], begins: Sequence[bool], ends: Sequence[bool],
           hangs: Sequence[bool]) -> list[Line]:
    """Rejoin paragraphs cut by a page break: a line that ends without 。！？”；： and is not a heading goes on.

    Proof of a cut is one of: the next line begins with punctuation that can't begin a paragraph; this line ends with
    ， or 、 or inside a bracket; or this line holds a comma or fills a line of print. `begins` says of each line that
    it opens a paragraph whatever came before (a heading, 第一，, ——), `ends` that nothing can go on after it, `hangs` that
    its first word begins no sentence.
    """
    paragraphs: list[Line] = []
    current: _Rejoined | None = None
    open_ended = False
    aside: list[Line] = []  # remarks between the halves of a paragraph: a caption over a page break
    texts = [at for at, line in enumerate(lines) if line.role != "remark"]
    following = dict(pairwise(texts))
    for at, line in enumerate(lines):
        if line.role == "remark":
            aside.append(line)
            continue
        hanging = line.text[0] in HANGING or (hangs[at] and not begins[at])
        if current and (hanging or (open_ended and not begins[at])):
            current.add(line.text)
        else:
            paragraphs += _ended(current, aside)
            current, aside = _Rejoined(line), []
        after = lines[following[at]].text if at in following else ""
        open_ended = not ends[at] and cut_off(current.tail, line.text, after)
    return [*paragraphs, *_ended(current, aside)]


def _ended(current: _Rejoined | None, aside: Sequence[Line]) -> list[Line]:
    """A paragraph, and the remarks that stood in it or behind it."""
    return [*([current.line] if current else ()), *aside]


class _Rejoined:
    """The lines of one paragraph, put together at the end: a text that grows line by line is copied with each.

    `tail` is as much of its end as can tell whether it is cut off.
    """

    def __init__(self, first: Line):
        self._first = first
        self._parts = [first.text]
        self._repeats = first.repeats
        self.tail = first.text[-LONGEST_BRACKET:]

    def add(self, text: str) -> None:
        before = self._parts[-1]
        if before[-1] == text[0]:
            self._repeats += text[0]
        part = f" {text}" if _is_latin(before[-1]) and _is_latin(text[0]) else text
        self._parts.append(part)
        self.tail = (self.tail + part)[-LONGEST_BRACKET:]

    @property
    def line(self) -> Line:
        """The paragraph as one line, at the place of its first."""
        mended = self._first.mended + len(self._parts) - 1
        return replace(self._first, text="".join(self._parts), mended=mended, repeats=self._repeats)


def cut_off(paragraph: str, line: str, after: str | None = None) -> bool:
    """Whether `paragraph`, of which the last LONGEST_BRACKET characters are enough, can't have ended with its last
    `line`: for one, it has an open bracket, which closes in the line `after`, if that is known.
    """
    if line[-1] in GOES_ON:
        return True
    waiting = open_brackets(paragraph[-LONGEST_BRACKET:])
    if waiting and (after is None or waiting[-1] in after):
        return True
    whole = line[-1] in SENTENCE_ENDS + CLOSING_BRACKETS
    return not whole and (len(paragraph) >= CUT_OFF_FROM or "，" in paragraph)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
