"""Hard-wrapped text to one paragraph a line.

Mends: text whose lines were cut at a column (an old mail program, `fold`, a copy out of a PDF), its paragraphs set off
by blank lines, by an indent, or only by a last line that is short.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

STOPS = "。！？!?；;：:”’…）)》】"
CLOSING = "，、。；：！？”’）》】」』〉…,.;:!?)]}%"
OPENING = "“‘（《【「『〈([{"
# The piece of a line that no wrap would cut: a word or a character, with what may not be parted from it.
CHUNK = re.compile(rf"[{re.escape(OPENING)}]{{0,3}}(?:[!-~]{{1,40}}|.)[{re.escape(CLOSING)}]{{0,3}}")
SOURCE = re.compile(r"※|[（(【]?(?:来源|原载|载于|摘自|出处|注)[：:]")
COUNT = "[一二三四五六七八九十]+"
OPENS = re.compile(rf"——|第{COUNT}[，、]|{COUNT}[、是]|[（(]{COUNT}[）)]|\d{{1,2}}[.．、]\D|{SOURCE.pattern}")
ENTRY = re.compile(r"(?:[\t ]{2,}|\t|[.…·．‥]{2,}\s*)\d{1,4}$")
WIDE = re.compile(r"[\u1100-\u115f\u2010-\uffdc·×°]")  # quotation marks and dashes too, as Chinese fonts have them
NARROWEST, WIDEST = 24, 120  # in columns; a Chinese character takes two
LEAST_CUT, LEAST_FULL, LEAST_FITTING, MOST_WIDER = 3, 0.4, 0.8, 0.05
MOST_LINES = 100_000  # no issue is as long; to measure more would keep the user waiting
HANGING = 4  # columns a wrap may leave over for punctuation that hangs, or for an indent that widens its line


def unwrapped(lines: list[str]) -> list[str]:
    """`lines` with each paragraph on one; text that is not hard-wrapped comes back as it is."""
    paragraphs: list[list[str]] = []
    for line, goes_on in zip(lines, continued(lines), strict=True):
        if goes_on:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [glued(paragraph) for paragraph in paragraphs]


def continued(lines: list[str]) -> list[bool]:
    """Of each line: it goes on with the paragraph of the line before. All False for text that is not hard-wrapped."""
    if len(lines) > MOST_LINES:
        return [False] * len(lines)
    texts = [_Text(line) for line in lines]
    column = _column(texts)
    indented = column > 0 and _indented(texts, column)
    following = [*texts[1:], _Text("")]
    return [bool(at and column) and _goes_on(texts[at - 1], texts[at], following[at], column, indented)
            for at in range(len(texts))]


def glued(lines: list[str]) -> str:
    """Lines as one: a space where two Latin words met, nothing where a Chinese character stands on either side."""
    if len(lines) < 2:
        return lines[0] if lines else ""
    parts = [lines[0].rstrip(), *(line.strip() for line in lines[1:])]
    return parts[0] + "".join(_space(*pair) + pair[1] for pair in pairwise(parts))


def _space(first: str, second: str) -> str:
    latin = first[-1:].isascii() and second[:1].isascii() and first.strip() and second
    return " " if latin and (first[-1].isalpha() or second[0].isalpha()) else ""


class _Text:
    """A line as it is laid out: what it says, the columns of its indent, and the column it ends at."""

    def __init__(self, line: str):
        line = line.rstrip()
        self.words = line.lstrip()
        self.indent = width(line[: len(line) - len(self.words)][:WIDEST])
        self.end = self.indent + width(self.words[:WIDEST])
        self.entry = ENTRY.search(line[-60:]) is not None
        first = CHUNK.match(self.words)
        self.first = width(first[0]) if first else 0

    def fills(self, after: _Text, column: int) -> bool:
        """Nothing of the line `after` would have fitted behind this one, nor behind the space the break may have eaten.
        """
        space = 1 if self.words[-1:].isascii() or after.words[:1].isascii() else 0
        return column + HANGING >= self.end > column - after.first - space


def width(text: str) -> int:
    """The columns that `text` takes."""
    return len(text) + len(WIDE.findall(text))


def _column(texts: list[_Text]) -> int:
    """The column the text is wrapped at, or 0 for text that is not wrapped.

    Wrapped text breaks off mid-sentence at much the same column again and again, and hardly a line is longer.
    """
    pairs = [(text, after) for text, after in pairwise(texts)
             if text.words and after.words and not text.entry]
    cut = [(text, after) for text, after in pairs if text.words[-1] not in STOPS and after.indent <= text.indent]
    ends = Counter(text.end for text, _ in cut if NARROWEST <= text.end <= WIDEST)
    if len(cut) < LEAST_CUT or not ends:
        return 0
    usual = [end for end, times in ends.items() if times >= max(2, ends.total() // 50)]
    column = max(usual, default=max(ends))
    fitting = sum(text.fills(after, column) for text, after in cut)
    full = sum(text.fills(after, column) for text, after in pairs)
    held = [text for text in texts if text.words and not text.entry]
    wider = sum(text.end > column + HANGING for text in held)
    wrapped = (fitting >= max(LEAST_CUT, LEAST_FITTING * len(cut)) and full >= LEAST_FULL * len(held)
               and wider <= MOST_WIDER * len(held))
    return column if wrapped else 0


def _indented(texts: list[_Text], column: int) -> bool:
    """The paragraphs begin with an indent: behind most lines that are not full comes one."""
    firsts = [after.indent > 0 for text, after in pairwise(texts)
              if after.words and not (text.words and text.fills(after, column))]
    return sum(firsts) > len(firsts) / 2


def _goes_on(before: _Text, text: _Text, after: _Text, column: int, indented: bool) -> bool:
    """`text` goes on with the paragraph of `before`; `after` is the line behind it."""
    if not before.words or not text.words or before.entry or text.entry or text.indent > before.indent:
        return False
    if not before.fills(text, column) or (indented and text.indent > 0):
        return False
    if before.words[-1] not in STOPS:
        return True
    if not indented:
        return not OPENS.match(text.words)
    heading = text.words[-1] not in STOPS and (after.indent > 0 or not after.words)
    return not heading and not SOURCE.match(text.words)
