"""The title of a source without contents: one line or several."""

from __future__ import annotations

from itertools import pairwise

from cards.reading.lines import HANGING, SENTENCE_ENDS, Line, cut_off
from cards.reading.outline.contents import WRAPS, Titled, joined
from cards.reading.outline_rules import Outline

LONGEST_COVER = 12
LONGEST_DATE = 20


def sole_title(lines: tuple[Line, ...], outline: Outline) -> Titled:
    """The title of a source without contents: the first line behind the cover's that may be one, with the lines it is
    wrapped over; without one, the first words of the text, which stay in the text too.
    """
    body = 0
    for i, line in enumerate(lines[:LONGEST_COVER]):
        after = lines[i + 1].text if i + 1 < len(lines) else ""
        if _covers(line.text, outline) or outline.find("issue", after):
            body = i + 1
        elif outline.find("title", line.text) and len(lines) > 1:
            return _wrapped(lines, i, outline)
        else:
            break
    rest = lines[body:]
    return Titled(rest[0].text[:30] if rest else "", body, body)


def _covers(text: str, outline: Outline) -> bool:
    """A line that belongs to a cover: issue, publisher, theme, or a date by itself."""
    named = any(outline.find(name, text) for name in ("issue", "publisher", "theme"))
    return named or (bool(outline.date(text)) and len(text) <= LONGEST_DATE)


def _wrapped(lines: tuple[Line, ...], first: int, outline: Outline) -> Titled:
    parts, end = [lines[first].text], first + 1
    while end < min(first + WRAPS, len(lines) - 1) and _second_line(lines[end].text, outline):
        cut = outline.find("title_cut", f"{parts[-1]}\n{lines[end].text}") is not None
        if not cut and not _belongs(lines, end, outline):
            break
        parts[-1:] = [parts[-1] + lines[end].text] if cut else [parts[-1], lines[end].text]
        end += 1
    return Titled(joined(parts), first, end)


def _second_line(text: str, outline: Outline) -> bool:
    """A line that may go on with a title: neither text nor something else that stands under titles."""
    other = any(outline.find(name, text) for name in ("title_opening", "under_title", "source", "remark", "issue"))
    return not other and outline.find("title_line", text) is not None


def _belongs(lines: tuple[Line, ...], at: int, outline: Outline) -> bool:
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
    return not any(each.role == "heading" or outline.find("heading", each.text) for each in lines[at + 1 :])


def _apart(lines: tuple[Line, ...], at: int, outline: Outline) -> bool:
    """The lines up to `at` follow each other, and an empty line follows them and at most one or two more like them."""
    if lines[at].number - lines[at - 1].number != 1:
        return False
    for line, below in list(pairwise(lines[at : at + WRAPS])):
        if below.number - line.number > 1:
            return True
        if not _second_line(below.text, outline):
            return False
    return False
