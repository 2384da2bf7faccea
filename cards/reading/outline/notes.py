"""Notes that a page wrapped: the lines with which a remark (注：…, 数据来源：…) goes on are of it, and no text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from cards.reading.lines import SENTENCE_ENDS, Line
from cards.reading.outline.column import width
from cards.reading.outline_rules import Outline

NUMBERED = re.compile(r"[①-⑳]")  # the next of several notes in one


def with_whole_notes(lines: Sequence[Line], column: int, outline: Outline) -> list[Line]:
    """`lines`, wrapped at the `column` (0 where they are not): a remark goes on while its lines are full and end
    without a stop, and with its next number.
    """
    made: list[Line] = []
    inside = False
    for line in lines:
        inside = inside and line.role != "heading" and _goes_on(made[-1].text, line.text, column)
        made.append(replace(line, role="remark") if inside else line)
        inside = inside or _is_note(line, outline)
    return made if column else [*lines]


def _is_note(line: Line, outline: Outline) -> bool:
    named = any(outline.find(name, line.text) for name in ("remark", "figure_source"))
    return line.role == "remark" and named


def _goes_on(text: str, below: str, column: int) -> bool:
    """Whether a note whose last line is `text` goes on with the line `below`."""
    if text[-1] in SENTENCE_ENDS:
        return NUMBERED.match(below) is not None
    return width(text) >= column
