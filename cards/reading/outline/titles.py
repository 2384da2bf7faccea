"""The title of a source without contents: one line or several."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cards.reading.lines import HANGING, SENTENCE_ENDS, Line, cut_off
from cards.reading.outline.cover import LONGEST_DATE
from cards.reading.outline.locating import WRAPS, Titled, joined_title
from cards.reading.outline_rules import Outline

LONGEST_COVER = 12  # lines that a cover has at most, where no contents end it
FIRST_WORDS = 30  # characters of the text that stand in for a title


def sole_title(lines: Sequence[Line], outline: Outline) -> Titled:
    """The title of a source without contents: the first line behind the cover's that may be one, with the lines it is
    wrapped over; without one, the first words of the text, which stay in the text too.
    """
    body = _cover_end(lines, outline)
    if body < min(LONGEST_COVER, len(lines)) and len(lines) > 1 and outline.find("title", lines[body].text):
        return _wrapped(lines, body, outline)
    first_words = lines[body].text[:FIRST_WORDS] if body < len(lines) else ""
    return Titled(first_words, body, body)


def _cover_end(lines: Sequence[Line], outline: Outline) -> int:
    """How many lines the cover has; the name over the number of an issue belongs to it."""
    for at, line in enumerate(lines[:LONGEST_COVER]):
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        if not _of_a_cover(line.text, outline) and not outline.find("issue", after):
            return at
    return min(LONGEST_COVER, len(lines))


def _of_a_cover(text: str, outline: Outline) -> bool:
    """A line that belongs to a cover: issue, publisher, theme, or a date by itself."""
    named = any(outline.find(name, text) for name in ("issue", "publisher", "theme"))
    return named or (bool(outline.date(text)) and len(text) <= LONGEST_DATE)


def _wrapped(lines: Sequence[Line], first: int, outline: Outline) -> Titled:
    """The title that begins with line `first`, with the lines under it that go on with it."""
    parts, end = [lines[first].text], first + 1
    while end < min(first + WRAPS, len(lines) - 1) and _second_line(lines[end].text, outline):
        if outline.find("title_cut", f"{parts[-1]}\n{lines[end].text}"):
            parts[-1] += lines[end].text
        elif _belongs(lines, end, outline):
            parts.append(lines[end].text)
        else:
            break
        end += 1
    return Titled(joined_title(parts), first, end)


def _second_line(text: str, outline: Outline) -> bool:
    """A line that may go on with a title: neither text nor something else that stands under titles."""
    other = any(outline.find(name, text) for name in ("title_opening", "under_title", "source", "remark", "issue"))
    return not other and outline.find("title_line", text) is not None


def _belongs(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """Proof that a line under a title goes on with it: only an empty line parts both from the text; or the text has no
    other heading like it, for headings are never alone.
    """
    above, line, below = lines[at - 1 : at + 2]
    if above.role != line.role or above.text[-1] in SENTENCE_ENDS:
        return False
    if cut_off(line.text, line.text) or below.text[0] in HANGING:  # a text that a page break cut
        return False
    if _apart(lines, at, outline):
        return True
    return not any(line.role == "heading" or outline.find("heading", line.text) for line in lines[at + 1 :])


def _apart(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """The lines up to `at` follow each other, and an empty line follows them and at most one or two more like them."""
    if lines[at].number - lines[at - 1].number != 1:
        return False
    for line, below in pairwise(lines[at : at + WRAPS]):
        if below.number - line.number > 1:
            return True
        if not _second_line(below.text, outline):
            return False
    return False
