"""Where two lines of print meet: what was one text before the margin cut it."""

from __future__ import annotations

import re

from cards.reading.formats.pdf.records import CJK, Row

TOKEN = re.compile(r"[“‘（《【〈「『(\[]*(?:[\x21-\x7e]+|.)[，。、；：！？”’）》】〉」』,.;:!?)\]…—％%]*")
FULL_WIDTH = "“”‘’…—·"
HYPHENED = re.compile(r"(?:^|[^A-Za-z-])[A-Za-z]+-$")
LAST_WORD, FIRST_WORD = re.compile(r"[\u4e00-\u9fff] [A-Za-z]+$"), re.compile(r"[A-Za-z]+ [\u4e00-\u9fff]")


def seam(first: str, second: str) -> tuple[str, str]:
    """Two lines of a paragraph, so that their sum reads on: no hyphen in a word, a space between words."""
    if HYPHENED.search(first) and second[0].islower() and second[0].isascii():
        return first[:-1], second
    if (LAST_WORD.search(first) and second[0] >= CJK) or (first[-1] >= CJK and FIRST_WORD.match(second)):
        return first, f" {second}"  # a space stands on the word's other side: the line break took this one's place
    latin = first[-1].isascii() and second[0].isascii() and first[-1] not in "-/(" and not first[-1].isspace()
    numbers = first[-1].isdecimal() and second[0].isdecimal()
    return first, f" {second}" if latin and not numbers else second


def fits(row: Row, room: float) -> bool:
    """What `row` begins with and can't be broken would have fitted into `room` em."""
    found = TOKEN.match(row.text)
    width = sum(1.0 if c >= CJK or c in FULL_WIDTH else 0.5 for c in (found[0] if found else ""))
    return room >= width + 0.6
