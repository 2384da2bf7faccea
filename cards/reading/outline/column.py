"""The column that a text was wrapped at, where it was copied out of a page: its lines end near each other, not at one
place, for letters and figures are narrower than Chinese characters.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from cards.reading.lines import SENTENCE_ENDS

LEAST_LINES, LEAST_WIDTH = 30, 40  # lines that break off; columns, of which a Chinese character takes two
LEAST_SHARE = 0.6  # of the lines that break off, those which end near each other
RAGGED = 8  # columns between the ends of such lines
STOP = 2  # columns


def column_of(texts: Sequence[str]) -> int:
    """The column from which a line of the `texts` is full; 0 where they are not wrapped."""
    cut = [width(text) for text in texts if text[-1] not in SENTENCE_ENDS]
    ends = Counter(end for end in cut if end >= LEAST_WIDTH)
    if ends.total() < LEAST_LINES:
        return 0
    first = max(ends, key=lambda end: sum(ends[end + more] for more in range(RAGGED + 1)))
    near = sum(ends[first + more] for more in range(RAGGED + 1))
    return first if near >= LEAST_SHARE * ends.total() else 0


def fills(text: str, column: int, over: int = 0) -> bool:
    """Whether `text` fills the `column` that its text was wrapped at; `over`: columns that its stop may stand over."""
    return 0 < column <= width(text) <= column + RAGGED + over


def width(text: str) -> int:
    """The columns that `text` takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
