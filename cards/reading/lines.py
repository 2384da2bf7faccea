"""A source as lines: what every format's reader returns, before anything is known of articles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cards.records import Doubt, Place
from cards.text.sentences import open_brackets

LINE = "juyao-line"  # the attribute of markup made of another source: the line there
SENTENCE_ENDS = "。！？!?；;：:”’…"
HANGING = "，、。；：！？”’）》】,;"
CUT_OFF_FROM, LONGEST_BRACKET = 30, 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: `number` and `page` count from 1; a number 0 says that the source has no lines.

    `role` is heading where the source's style or look says so, else ''; `mended` counts the breaks rejoined in it;
    `repeats` holds the characters that stood on both sides of such a break.
    """

    text: str
    number: int
    page: int | None = None
    role: str = ""
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


def rejoin(lines: list[Line], begins: list[bool], ends: list[bool]) -> list[Line]:
    """Rejoin paragraphs cut by a page break: a line that ends without 。！？”；： and is not a heading goes on.

    Proof of a cut is one of: the next line begins with punctuation that can't begin a paragraph; this line ends with
    ， or 、 or inside a bracket; or this line holds a comma or fills a line of print. `begins` says of each line that
    it opens a paragraph whatever came before (a heading, 第一，, ——), `ends` that nothing can go on after it.
    """
    joined: list[Line] = []
    open_ended = False
    for at, (line, begin, end) in enumerate(zip(lines, begins, ends, strict=True)):
        if joined and (line.text[0] in HANGING or (open_ended and not begin)):
            last = joined[-1]
            repeats = last.repeats + (last.text[-1:] if last.text[-1] == line.text[0] else "")
            joined[-1] = replace(last, text=_glue(last.text, line.text), mended=last.mended + 1, repeats=repeats)
        else:
            joined.append(line)
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        open_ended = not end and cut_off(joined[-1].text, line.text, after)
    return joined


def cut_off(paragraph: str, line: str, after: str | None = None) -> bool:
    """`paragraph` can't have ended with its last `line`: for one, it has an open bracket, which closes in the line
    `after`, if that is known.
    """
    if line[-1] in "，、,（《":
        return True
    waiting = open_brackets(paragraph[-LONGEST_BRACKET:])
    if waiting and (after is None or waiting[-1] in after):
        return True
    return line[-1] not in SENTENCE_ENDS + "）)" and ("，" in paragraph or len(paragraph) >= CUT_OFF_FROM)


def _glue(first: str, second: str) -> str:
    latin = first[-1].isascii() and first[-1].isalpha() and second[0].isascii() and second[0].isalpha()
    return f"{first} {second}" if latin else first + second
