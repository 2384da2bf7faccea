"""What stands over and under an article's text and is none of it: who issued it and when, its number, who wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cards.reading.lines import Line
from cards.reading.outline.locating import loose
from cards.reading.outline_rules import Outline

MOST_OVER, MOST_UNDER = 10, 12  # lines
LONGEST_SUBTITLE, LEAST_PART = 60, 0.4  # characters; a share of a title
ABOUT = ("published", "credits", "day", "document_number", "dispatch", "adopted")


def says_about(line: Line, outline: Outline) -> bool:
    """A line about the text, wherever it stands: 发布日期：…, 审核：…, a day, a document's number."""
    return not names_source(line.text, outline) and any(outline.find(name, line.text) for name in ABOUT)


def names_source(text: str, outline: Outline) -> bool:
    """A line that names the source and nothing else."""
    return outline.find("source", text) is not None and sum(map(text.count, "：:")) < 2


class Ends(Struct, frozen=True):
    """How many lines stand over an article's text, under its title, and where those behind it begin."""

    over: int
    under: int


def ends_of(title: str, lines: Sequence[Line], outline: Outline) -> Ends:
    """The lines under an article's `title` that are no text of it yet, and those that are none any more."""
    over = 0
    while over < min(MOST_OVER, len(lines)) and _is_over(title, lines, over, outline):
        over += 1
    under = len(lines)
    while under > max(over, len(lines) - MOST_UNDER) and _is_under(lines, under - 1, outline):
        under -= 1
    return Ends(over, under)


def _is_over(title: str, lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """Line `at` stands under the title and is no text."""
    line = lines[at]
    if outline.find("salutation", line.text) or outline.find("numbered", line.text):
        return False
    if any(outline.find(name, line.text) for name in ("under_title", "source")) or says_about(line, outline):
        return True
    if says_again(line.text, title):
        return True
    return _goes_on(lines, at, outline) or _is_organ(lines, at, outline)


def says_again(text: str, title: str) -> bool:
    """The line says the title again, or much of it."""
    return len(loose(text)) >= LEAST_PART * len(loose(title)) and text[-1] not in "。！" and loose(text) in loose(title)


def _goes_on(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """The line is the rest of a subtitle that breaks off: ——在云岭市第五届 / 人民代表大会上."""
    if not at or not lines[at - 1].text.startswith("—") or len(lines[at].text) > LONGEST_SUBTITLE:
        return False
    return outline.find("title_line", lines[at].text) is not None and not outline.find("organ", lines[at].text)


def _is_organ(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """A body's name beside a line about the text."""
    if not outline.find("organ", lines[at].text):
        return False
    beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    return any(says_about(line, outline) or outline.find("organ", line.text) for line in beside)


def _is_under(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """Line `at` stands behind the text, and so do those behind it."""
    return says_about(lines[at], outline) or names_source(lines[at].text, outline) or _is_organ(lines, at, outline)
