"""The title of a source without contents: one line or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from cards.reading.lines import HANGING, SENTENCE_ENDS, Line, cut_off
from cards.reading.outline.heads import says_about, says_again
from cards.reading.outline.locating import WRAPS, Titled, joined_title, loose
from cards.reading.outline_rules import Outline

LONGEST_COVER = 12  # lines that a cover has at most, where no contents end it
FIRST_WORDS = 30  # characters of the text that stand in for a title
LEAST_LABELS, LONGEST_LABEL = 3, 12  # lines that only instruct; characters before their colon
NAMELESS = re.compile(r"stdin|[\d\W_]+")  # a file's name that names nothing: 2026-05


def sole_title(lines: Sequence[Line], name: str, outline: Outline) -> Titled:
    """The title of a source without contents: the first line behind the cover's that may be one, with the lines it is
    wrapped over; without one the source's `name`, or, where that says nothing, the first words of the text.
    """
    body = _cover_end(lines, outline)
    if body < len(lines) and (wired := outline.find("wire_title", lines[body].text)):
        return Titled(wired["title"], body, body + 1)
    if body < min(LONGEST_COVER, len(lines)) and len(lines) > 1 and may_be_title(lines[body], outline):
        return _wrapped(lines, body, outline)
    first_words = lines[body].text[:FIRST_WORDS] if body < len(lines) else ""
    return Titled(first_words if NAMELESS.fullmatch(name) else name, body, body)


def may_be_title(line: Line, outline: Outline) -> bool:
    """A line that may be a title: neither whom a speech speaks to, nor a numbered heading, nor about the text, nor
    where a news item comes from.
    """
    text = line.text
    if line.role == "remark" or not outline.find("title", text):
        return False
    others = ("salutation", "numbered", "own_section", "caption", "label", "credits", "published", "document_number",
              "wire")
    return not any(outline.find(name, text) for name in others)


def without_site(title: str, outline: Outline) -> str:
    """A title without the name of the site that shows it."""
    site = outline.find("site", title)
    return title[: site.start()].rstrip() if site else title


def _cover_end(lines: Sequence[Line], outline: Outline) -> int:
    """How many lines the cover has; the name over the number of an issue belongs to it, and what only instructs."""
    for at, line in enumerate(lines[:LONGEST_COVER]):
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        of_cover = _of_a_cover(line.text, outline) or outline.find("issue", after)
        if not of_cover and not _instructs(lines, at) and not _is_issuer(lines, at, outline):
            return at
    return min(LONGEST_COVER, len(lines))


def _of_a_cover(text: str, outline: Outline) -> bool:
    """A line that belongs to a cover: issue, publisher, theme, or a date by itself."""
    named = ("issue", "publisher", "theme", "day", "document_number", "credits", "published", "label")
    return any(outline.find(name, text) for name in named)


def _instructs(lines: Sequence[Line], at: int) -> bool:
    """A line like 正文：四号，两端对齐, one of many over a text whose title looks like one."""
    titled = next((place for place, line in enumerate(lines[:LONGEST_COVER]) if line.role == "heading"), 0)
    return LEAST_LABELS <= titled > at and all(0 < line.text.find("：") <= LONGEST_LABEL for line in lines[:titled])


def _is_issuer(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """A body that issues a document stands over its title, and then its number or the day stands under it."""
    if outline.find("organ", lines[at].text) is None or at + 1 == len(lines):
        return False
    of_company = outline.find("company", lines[at].text) is not None and says_about(lines[at + 1], outline)
    return of_company or outline.find("issue", lines[at + 1].text) is not None


def _wrapped(lines: Sequence[Line], first: int, outline: Outline) -> Titled:
    """The title that begins with line `first`, with the lines under it that go on with it."""
    if (issued := _issued(lines, first, outline)) is not None:
        return issued
    parts, end = [lines[first].text], first + 1
    while end < min(first + WRAPS, len(lines) - 1) and _second_line(lines[end], outline):
        if says_again(lines[end].text, parts[-1]) or _says_whose(lines[end].text, parts[-1]):
            end += 1
            continue
        if loose(parts[-1]).endswith(loose(lines[end].text)):  # 内容摘要 under a title that ends with it
            break
        if outline.find("title_cut", f"{parts[-1]}\n{lines[end].text}"):
            parts[-1] += lines[end].text
        elif _belongs(lines, end, outline):
            parts.append(lines[end].text)
        else:
            break
        end += 1
    return Titled(without_site(joined_title(parts), outline), first, end)


def _says_whose(text: str, title: str) -> bool:
    """The line gives the `title` again behind whose words they are (县长江清：护林要靠大家)."""
    _, mark, said = text.rpartition("：")
    return mark != "" and loose(said) == loose(title)


def _issued(lines: Sequence[Line], first: int, outline: Outline) -> Titled | None:
    """云岭市人民政府办公室, perhaps a document number, and 关于…的通知 are one title."""
    if not outline.find("organ", lines[first].text):
        return None
    for at in range(first + 1, min(first + 1 + WRAPS, len(lines))):
        if outline.find("about", lines[at].text):
            rest = _wrapped(lines, at, outline)
            return Titled(lines[first].text + rest.title, first, rest.end)
        if not says_about(lines[at], outline) and not outline.find("organ", lines[at].text):
            return None
    return None


def _second_line(line: Line, outline: Outline) -> bool:
    """A line that may go on with a title: neither text nor something else that stands under titles."""
    named = ("title_opening", "under_title", "source", "remark", "issue", "numbered", "salutation", "caption")
    other = any(outline.find(name, line.text) for name in named) or says_about(line, outline)
    return not other and outline.find("title_line", line.text) is not None


def _belongs(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """Proof that a line under a title goes on with it: only an empty line parts both from the text; or what stands
    under titles follows it; or the text has no other heading like it, for headings are never alone.
    """
    above, line, below = lines[at - 1 : at + 2]
    if above.role != line.role or above.text[-1] in SENTENCE_ENDS:
        return False
    if cut_off(line.text, line.text) or below.text[0] in HANGING:  # a text that a page break cut
        return False
    if _apart(lines, at, outline) or _over_subtitle(line, below, outline):
        return True
    return not any(line.role == "heading" or outline.find("heading", line.text) for line in lines[at + 1 :])


def _over_subtitle(line: Line, below: Line, outline: Outline) -> bool:
    """Under the line stands a subtitle, a day or 来源, and it is no body's name."""
    under = outline.find("under_title", below.text) or says_about(below, outline)
    return bool(under) and not outline.find("organ", line.text)


def _apart(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """The lines up to `at` follow each other, and an empty line follows them and at most one or two more like them."""
    if lines[at].number - lines[at - 1].number != 1:
        return False
    for line, below in pairwise(lines[at : at + WRAPS]):
        if below.number - line.number > 1:
            return True
        if not _second_line(below, outline):
            return False
    return False
