"""A source as lines: what every format's reader returns, before anything is known of articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from cards.records import Doubt, Place
from cards.text.sentences import BULLETS, open_brackets

LINE = "juyao-line"  # the attribute of markup made of another source: the line there
SENTENCE_ENDS = "。！？!?；;：:”’…"
HANGING = "，、。；：！？”’）》】,;"
GOES_ON, CLOSING_BRACKETS = "，、,（《", "）)"
CUT_OFF_FROM, LONGEST_BRACKET = 30, 1_000  # characters: of a full line of print; that a bracket may hold

LineRole = Literal["", "heading", "remark", "body"]  # what is known of a line; '' before anything is


class Line(Struct, frozen=True):
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


class Source(Struct, frozen=True):
    """What a format's reader makes of a file: its lines, each a paragraph (or a piece of one that a page break cut),
    and what a person should look at.
    """

    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()


class Joint(Struct, frozen=True):
    """How a line may stand to the one before it: it `begins` a paragraph whatever came before (a heading, 第一，, ——),
    nothing can go on after it (`ends`), its first word begins no sentence (`hangs`). It is `full`: it fills the column
    that the text was wrapped at, so that a stop at its end may stand within a paragraph; where it at least `reaches`
    that, a line that `counts` (三是) goes on with a paragraph within which it was `counted` before (。二是).
    """

    begins: bool = False
    ends: bool = False
    hangs: bool = False
    full: bool = False
    reaches: bool = False
    counts: bool = False
    counted: bool = False


def rejoin(lines: Sequence[Line], joints: Sequence[Joint]) -> list[Line]:
    """Rejoin paragraphs cut by a page break: a line that ends without 。！？”；： and is not a heading goes on.

    Proof of a cut is one of: the next line begins with punctuation that can't begin a paragraph, or hangs; this line
    ends with ， or 、 or inside a bracket; or this line holds a comma or fills a line of print. A remark between the
    halves, as a caption over a page break, stands behind them.
    """
    texts = [(line, joint) for line, joint in zip(lines, joints, strict=True) if line.role != "remark"]
    afters = iter([*(line.text for line, _ in texts[1:]), ""])
    made = _Made()
    for line, joint in zip(lines, joints, strict=True):
        if line.role == "remark":
            made.aside.append(line)
        else:
            made.take(line, joint, next(afters))
    made.end()
    return made.paragraphs


def _begins_item(text: str) -> bool:
    """Whether a line begins with the mark of an item (■), and that is no nought of a year (○三五年)."""
    return text[0] in BULLETS and not text.lstrip(BULLETS)[:1].isnumeric()


class _Made:
    """The paragraphs as far as they are made, the one that is being made, and the remarks that stand in or behind it.
    """

    def __init__(self) -> None:
        self.paragraphs: list[Line] = []
        self.aside: list[Line] = []
        self._current: _Rejoined | None = None
        self._open = self._reaches = self._counted = False

    def take(self, line: Line, joint: Joint, after: str) -> None:
        """Put `line` behind the paragraph that is being made, or begin another with it; `after` is the next text."""
        if self._current and self._goes_on(line, joint):
            self._current.add(line.text)
        else:
            self.end()
            self._current = _Rejoined(line)
        self._reaches = not joint.ends and joint.reaches
        self._counted = self._counted or joint.counted
        self._open = not joint.ends and (joint.full or cut_off(self._current.tail, line.text, after))

    def _goes_on(self, line: Line, joint: Joint) -> bool:
        if _begins_item(line.text):
            return False
        if line.text[0] in HANGING or (not joint.begins and (joint.hangs or self._open)):
            return True
        return self._reaches and self._counted and joint.counts

    def end(self) -> None:
        """End the paragraph that is being made."""
        self.paragraphs += [*([self._current.line] if self._current else ()), *self.aside]
        self._current, self.aside, self._counted = None, [], False


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
