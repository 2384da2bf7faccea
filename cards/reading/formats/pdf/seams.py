"""Where two lines of print meet: what was one text before the margin cut it."""

from __future__ import annotations

import re

from cards.reading.formats.pdf.records import CJK, Row

TOKEN = re.compile(r"[“‘（《【〈「『(\[]*(?:[\x21-\x7e]+|.)[，。、；：！？”’）》】〉」』,.;:!?)\]…—％%]*")
FULL_WIDTH = "“”‘’…—·"
HYPHENED = re.compile(r"(?:^|[^A-Za-z-])[A-Za-z]+-$")
LAST_WORD, FIRST_WORD = re.compile(r"[\u4e00-\u9fff] [A-Za-z]+$"), re.compile(r"[A-Za-z]+ [\u4e00-\u9fff]")
CLOSE_BEFORE = "-/("  # no space stands behind them
LEEWAY = 0.6  # em that a line may leave free beyond what would have fitted


def seam(first: str, second: str) -> tuple[str, str]:
    """Two lines of a paragraph, so that their sum reads on: no hyphen in a word, a space between words."""
    if HYPHENED.search(first) and second[0].islower() and second[0].isascii():
        return first[:-1], second
    spaced = _space_was_cut(first, second) or _latin_words_meet(first, second)
    return first, f" {second}" if spaced else second


def _space_was_cut(first: str, second: str) -> bool:
    """A Latin word between Chinese ones has a space on its other side: the line break took this one's place."""
    ends_with_word = second[0] >= CJK and LAST_WORD.search(first) is not None
    begins_with_word = first[-1] >= CJK and FIRST_WORD.match(second) is not None
    return ends_with_word or begins_with_word


def _latin_words_meet(first: str, second: str) -> bool:
    before, after = first[-1], second[0]
    if not before.isascii() or not after.isascii():
        return False
    if before in CLOSE_BEFORE or before.isspace():
        return False
    return not (before.isdecimal() and after.isdecimal())


def fits(row: Row, room: float) -> bool:
    """What `row` begins with and can't be broken would have fitted into `room` em."""
    token = TOKEN.match(row.text)
    width = sum(1.0 if c >= CJK or c in FULL_WIDTH else 0.5 for c in (token[0] if token else ""))
    return room >= width + LEEWAY
