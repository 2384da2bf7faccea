"""Hard-wrapped text to one paragraph a line.

Mends: text whose lines were cut at a column (an old mail program, `fold`, a copy out of a PDF), its paragraphs set off
by blank lines, by an indent, or only by a last line that is short.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from cards.reading.formats.list_numbers import COUNT

STOPS = "。！？!?；;：:”’…）)》】"
CLOSING = "，、。；：！？”’）》】」』〉…,.;:!?)]}%"
OPENING = "“‘（《【「『〈([{"
# The piece of a line that no wrap would cut: a word or a character, with what may not be parted from it.
CHUNK = re.compile(rf"[{re.escape(OPENING)}]{{0,3}}(?:[!-~]{{1,40}}|.)[{re.escape(CLOSING)}]{{0,3}}")
SOURCE = re.compile(r"※|[（(【]?(?:来源|原载|载于|摘自|出处|注)[：:]")
DASHES = r"[—―─]\s?[—―─]"  # as sources write ——
OPENS = re.compile(rf"{DASHES}|第{COUNT}[，、]|{COUNT}[、是]|[（(]{COUNT}[）)]"
                   rf"|\d{{1,2}}[.．、]\D|{SOURCE.pattern}")
QUESTION = re.compile(r"[^。！？；]{2,30}？")
ENTRY = re.compile(r"(?:[\t ]{2,}|\t|[.…·．‥]{2,}\s*)\d{1,4}$")
WIDE = re.compile(r"[\u1100-\u115f\u2010-\uffdc·×°]")  # quotation marks and dashes too, as Chinese fonts have them
NARROWEST, WIDEST = 24, 120  # in columns; a Chinese character takes two
LEAST_CUT, LEAST_FULL, LEAST_FITTING, LEAST_APART, MOST_WIDER = 3, 0.4, 0.8, 0.6, 0.05
MOST_MEASURED = 2_000  # lines that break off: to measure more would keep the user waiting
HANGING = 4  # columns a wrap may leave over for punctuation that hangs, or for an indent that widens its line


def unwrapped(lines: list[str]) -> list[list[str]]:
    """The lines of each paragraph; of text that is not wrapped, each line is one."""
    paragraphs: list[list[str]] = []
    for line, goes_on in zip(lines, continued(lines), strict=True):
        if goes_on:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    cut = [line for paragraph in paragraphs for line in paragraph[:-1]]
    if sum(line.endswith(" ") for line in cut) > len(cut) / 2:  # a mark of the program's at each cut (format=flowed)
        return [[line.rstrip() for line in paragraph] for paragraph in paragraphs]
    return paragraphs


def continued(lines: list[str]) -> list[bool]:
    """Of each line: it goes on with the paragraph of the line before. All False for text that is not hard-wrapped."""
    read = [[_Text(line, measure) for line in lines] for measure in (width, size)]  # what the wrap may have counted
    (fitting, column), texts = max(((_column(texts), texts) for texts in read), key=lambda measured: measured[0])
    if not fitting:
        return [False] * len(lines)
    following = [*texts[1:], _Text("", width)]
    goes_on = _judge(texts, column)
    return [at > 0 and goes_on(texts[at - 1], texts[at], following[at]) for at in range(len(texts))]


def glued(lines: list[str]) -> str:
    """Lines as one: a space where two Latin words met, or where the wrap left the one it broke at; else nothing."""
    if len(lines) < 2:
        return lines[0] if lines else ""
    return lines[0].rstrip() + "".join(_gap(*pair) + pair[1].strip() for pair in pairwise(lines))


def _gap(first: str, second: str) -> str:
    """What stood where the wrap cut."""
    if first.endswith("\t"):
        return "\t"
    before, after = first.rstrip()[-1:], second.strip()[:1]
    if before.isascii() and after.isascii() and (before.isalpha() or after.isalpha()):
        return " "
    return " " if first.endswith(" ") or (second.startswith(" ") and second[1:2].strip()) else ""


class _Text:
    """A line as it is laid out: what it says, the columns of its indent, and the column it ends at."""

    def __init__(self, line: str, measure: Callable[[str], int]):
        self.spaced = line.endswith(" ")
        line = line.rstrip()
        self.words = line.lstrip()
        indent = measure(line[: len(line) - len(self.words)][:WIDEST])
        self.indent = indent if indent > 1 else 0  # one column is the space that the wrap broke at
        self.end = indent + measure(self.words[:WIDEST])
        self.entry = ENTRY.search(line[-60:]) is not None
        first = CHUNK.match(self.words)
        self.first = measure(first[0]) if first else 0

    def is_held(self) -> bool:
        """The line is one that a wrap would hold to its column: not empty, and no contents entry."""
        return bool(self.words) and not self.entry

    def fills(self, after: _Text, column: int) -> bool:
        """Nothing of the line `after` would have fitted behind this one, nor behind the space the break may have eaten.
        """
        space = 1 if self.spaced or self.words[-1:].isascii() or after.words[:1].isascii() else 0
        return column + HANGING >= self.end > column - after.first - space


def width(text: str) -> int:
    """The columns that `text` takes."""
    return len(text) + len(WIDE.findall(text))


def size(text: str) -> int:
    """The bytes that `text` takes in UTF-8: what GNU fold counts."""
    return len(text.encode(errors="replace"))


def _column(texts: list[_Text]) -> tuple[int, int]:
    """How many lines end as ones wrapped at a column do, and that column; (0, 0) for text that is not wrapped.

    Wrapped text breaks off mid-sentence at much the same column again and again, and hardly a line is longer.
    """
    pairs = [(text, after) for text, after in pairwise(texts) if text.is_held() and after.words]
    cut = [pair for pair in pairs if _is_cut(*pair)]
    column = _fullest(cut)
    fitting = _filling(cut, column)
    if fitting < max(LEAST_CUT, LEAST_FITTING * len(cut)):
        return 0, 0
    return (fitting, column) if _holds(texts, _filling(pairs, column), column) else (0, 0)


def _fullest(cut: list[tuple[_Text, _Text]]) -> int:
    """The column that most lines which break off fill, or 0."""
    ends = Counter(text.end for text, _ in cut if NARROWEST <= text.end <= WIDEST)
    measured = cut[:MOST_MEASURED]
    return max(ends, key=lambda end: (_filling(measured, end), ends[end]), default=0)


def _holds(texts: list[_Text], full: int, column: int) -> bool:
    """Many of the lines, `full` of them, fill the `column`, and hardly one is longer."""
    held = [text for text in texts if text.is_held()]
    wider = sum(text.end > column + HANGING for text in held)
    return full >= LEAST_FULL * len(held) and wider <= MOST_WIDER * len(held)


def _is_cut(text: _Text, after: _Text) -> bool:
    """A line breaks off within a sentence, and the next opens no paragraph by an indent."""
    return text.words[-1] not in STOPS and after.indent <= text.indent


def _filling(pairs: list[tuple[_Text, _Text]], column: int) -> int:
    """How many lines, each with the one behind it, fill the `column`."""
    return sum(text.fills(after, column) for text, after in pairs)


def _judge(texts: list[_Text], column: int) -> Callable[[_Text, _Text, _Text], bool]:
    """How paragraphs are set off in this text: the judge of whether a line goes on with the one before it.

    Behind most lines that are not full comes an indent, or a blank line; else only what the lines say can tell.
    """
    behind = [after for text, after in pairwise(texts) if text.words and not text.fills(after, column)]
    if sum(not after.words for after in behind) > LEAST_APART * len(behind):
        says = _always
    else:
        says = _says_indented if sum(after.indent > 0 for after in behind) > len(behind) / 2 else _says

    def goes_on(before: _Text, text: _Text, after: _Text) -> bool:
        if not before.words or not text.words or before.entry or text.indent > before.indent:
            return False
        return before.fills(text, column) and says(before, text, after)

    return goes_on


def _always(before: _Text, text: _Text, after: _Text) -> bool:
    return True


def _says_indented(before: _Text, text: _Text, after: _Text) -> bool:
    if text.indent > 0:
        return False
    alone = text.words[-1] not in STOPS or QUESTION.fullmatch(text.words)
    heading = alone and (after.indent > 0 or not after.words)
    return before.words[-1] not in STOPS or not (heading or SOURCE.match(text.words))


def _says(before: _Text, text: _Text, after: _Text) -> bool:
    return before.words[-1] not in STOPS or not OPENS.match(text.words)
