"""What each line of an article is: text, a heading, or about the text: a caption, the labels of a chart, a by-line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from cards.reading.lines import HANGING, Line, LineRole
from cards.reading.outline.heads import ends_of, names_source, says_about
from cards.reading.outline.locating import loose
from cards.reading.outline.own_contents import bare
from cards.reading.outline.torn import torn
from cards.reading.outline_rules import Outline
from cards.text.sentences import open_brackets

LONGEST_ABOUT = 120  # characters of a line that is no text
LONGEST_LABEL, LONGEST_HEADING = 24, 40  # characters of a name in a chart or a table
CROWD = 5
LEAST_TELLING = 0.3  # of the lines of a chart: numbers and captions
LEAST_RUN = 3  # lines of a chart; lines like headings that are none, for a heading stands over a text
ITEM_MARKS = ("dotted", "bracketed", "circled")  # the outer first
NO_STOP = "。；！？：，、”"
GOES_ON = ("；", ";")
DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}")
SPACED = re.compile(r"(?<=\w)[ \u3000]+(?=\w)")


def with_roles(title: str, lines: Sequence[Line], headings: frozenset[str], outline: Outline) -> list[Line]:
    """The lines of an article, each with what it is; `headings` are those that a report's own contents name."""
    roles = [_role(line, outline) for line in lines]
    _set_broken(roles, lines, outline)
    _set_figures(roles, lines, outline, charts=bool(headings))
    _set_torn(roles, lines, outline)
    _set_headings(roles, lines, headings, outline)
    _set_items(roles, lines, headings, outline)
    _set_notes(roles, lines, outline)
    _set_ends(roles, title, lines, outline)
    _set_legal(roles, lines, outline)
    return [replace(line, role=role) for line, role in zip(lines, roles, strict=True)]


def _role(line: Line, outline: Outline) -> LineRole:
    """What a line is by itself; '' for text."""
    if len(line.text) > LONGEST_ABOUT or line.role in ("remark", "body"):
        return line.role
    if _is_about(line, outline):
        return "remark"
    if outline.find("salutation", line.text) or outline.find("label", line.text):
        return "body"
    if outline.find("part", unspaced(line.text)):
        return "heading"
    said = outline.role(line.text)
    if said == "heading" and not any(map(str.isalnum, line.text)):
        return "body"
    if said in ("heading", "remark"):
        return said
    return line.role


def _is_about(line: Line, outline: Outline) -> bool:
    named = any(outline.find(name, line.text) for name in ("caption", "note"))
    return named or (says_about(line, outline) and not outline.find("day", line.text))


def _set_broken(roles: list[LineRole], lines: Sequence[Line], outline: Outline) -> None:
    """A line that only looks like a heading, where the next goes on with its sentence."""
    for at, (line, below) in enumerate(pairwise(lines)):
        if roles[at] == "heading" and not line.role and _goes_on_with(line.text, below.text, outline):
            roles[at] = "body"


def _set_torn(roles: list[LineRole], lines: Sequence[Line], outline: Outline) -> None:
    """The same, where the next line goes on with its last word or closes its bracket."""
    for at, (line, below) in enumerate(pairwise(lines)):
        if roles[at] == "heading" and not line.role and _is_torn(line.text, below.text, outline):
            roles[at] = "body"


def _is_torn(text: str, below: str, outline: Outline) -> bool:
    if outline.find("numbered", text):
        return False
    return any(bracket in below for bracket in open_brackets(text)) or torn(text, below, outline)


def _goes_on_with(text: str, below: str, outline: Outline) -> bool:
    if below[0] in HANGING or outline.find("hanging", below):
        return True
    return DECIMAL.fullmatch(below) is not None and _breaks_off(text)


def _set_figures(roles: list[LineRole], lines: Sequence[Line], outline: Outline, *, charts: bool) -> None:
    """The names and numbers in a chart or a table that was read line by line belong to it, and so does its source. Of a
    report with many `charts`, the short lines around such lines too; else those between them.
    """
    for begin, end in _runs([_of_figure(roles, lines, at, outline) for at in range(len(lines))]):
        told = [at for at in range(begin, end) if _tells_figure(lines, at, outline)]
        if not told:
            continue
        first, last = told[0], told[-1] + 1
        if charts and end - begin > 1:
            first, last = begin, max(last, end - _may_head(lines, end, outline))
        elif len(told) < LEAST_TELLING * (last - first):
            last = first + 1
        roles[first:last] = ["remark"] * (last - first)


def _of_figure(roles: Sequence[LineRole], lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """A line may stand in a chart: a caption, a number, a short name without number."""
    text = lines[at].text
    if _tells_figure(lines, at, outline):
        return at == 0 or not _goes_on_with(lines[at - 1].text, text, outline)
    if outline.find("source", text):
        return False
    short = len(text) <= LONGEST_LABEL and text[-1] not in NO_STOP and "，" not in text
    return short and roles[at] != "body" and not outline.find("numbered", text)


def _tells_figure(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """The line is a caption, or under one that is but a number (图 1); a number; or the source beside a caption."""
    text = lines[at].text
    if _captioned(lines[at], outline) or outline.find("label", text):
        return True
    numbered = at > 0 and outline.find("caption_number", lines[at - 1].text) is not None
    if numbered and len(text) <= LONGEST_ABOUT and text[-1] not in NO_STOP:
        return True
    beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    return outline.find("source", text) is not None and any(_captioned(line, outline) for line in beside)


def _captioned(line: Line, outline: Outline) -> bool:
    return len(line.text) <= LONGEST_ABOUT and outline.find("caption", line.text) is not None


def _breaks_off(text: str) -> bool:
    """A line of text whose last word a number goes on with: PM, of PM2.5."""
    return len(text) >= LONGEST_LABEL and text[-1].isascii() and text[-1].isalpha()


def _may_head(lines: Sequence[Line], at: int, outline: Outline) -> bool:
    """The line before `at` may be the heading of the text that begins there."""
    if at >= len(lines) or outline.find("remark", lines[at].text):
        return False
    return outline.find("sentence", lines[at].text) is not None


def _set_headings(roles: list[LineRole], lines: Sequence[Line], headings: frozenset[str], outline: Outline) -> None:
    """A heading stands over a text: of many lines like headings in a row, only numbered ones and those that the source
    shows as headings are; where the report has contents, those that these name.
    """
    _set_unsure(roles, [_is_sure(line, headings, outline) for line in lines], bool(headings))
    for at, line in enumerate(lines):
        if roles[at] != "remark" and _is_listed(line, headings, outline):
            roles[at] = "heading"


def _set_items(roles: list[LineRole], lines: Sequence[Line], headings: frozenset[str], outline: Outline) -> None:
    """A short line with a small number (①) and nothing under it but the next number, or behind the one before it and
    over no text or that ends with ；, is an item of a list.
    """
    marks = [0, *(_mark(line, outline) for line in lines), 0]
    for at, line in enumerate(lines):
        if roles[at] == "heading" and not line.role and not _is_listed(line, headings, outline):
            goes_on = at > 0 and lines[at - 1].text.endswith(GOES_ON)
            over_text = not (goes_on or marks[at + 2]) and roles[at + 1 : at + 2] not in ([], ["heading"])
            if _is_numbered_item(marks[at], marks[at + 1], marks[at + 2], over_text):
                roles[at] = "body"


def _is_numbered_item(above: int, mark: int, below: int, over_text: bool) -> bool:
    """Whether a number that stands so deep, between two others, is an item's; `over_text`: under it stands a text."""
    if not mark or below > mark:
        return False
    return below == mark or (above == mark and not over_text)


def _mark(line: Line, outline: Outline) -> int:
    """How deep the number stands that an item of a list begins with; 0 for none."""
    match = outline.find("item_number", line.text[:LONGEST_LABEL])
    return ITEM_MARKS.index(match.lastgroup) + 1 if match and match.lastgroup else 0


def _set_unsure(roles: list[LineRole], sure: Sequence[bool], listed: bool) -> None:
    """Of lines like headings that are not `sure`, those in a row are text, and all where headings are `listed`."""
    strict = listed or _are_crowded([certain for certain, role in zip(sure, roles, strict=True)
                                             if role == "heading"])
    for first, end in _runs([role == "heading" and not certain for role, certain in zip(roles, sure, strict=True)]):
        if strict or end - first >= LEAST_RUN:
            roles[first:end] = ["body"] * (end - first)


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The begin and end of each run of true flags."""
    for flag, group in groupby(range(len(flags)), key=flags.__getitem__):
        if flag:
            places = list(group)
            yield places[0], places[-1] + 1


def _are_crowded(sure: Sequence[bool]) -> bool:
    """There are many sure headings and many lines that are only like headings: a handout in short lines."""
    return sum(sure) >= CROWD and len(sure) - sum(sure) >= CROWD


def _is_sure(line: Line, headings: frozenset[str], outline: Outline) -> bool:
    """A line like a heading that needs no text under it to be one."""
    if headings:
        return _is_listed(line, headings, outline) or outline.find("own_section", unspaced(line.text)) is not None
    return line.role == "heading" or outline.find("numbered", line.text) is not None


def _is_listed(line: Line, headings: frozenset[str], outline: Outline) -> bool:
    if not headings or len(line.text) > LONGEST_ABOUT or line.text[-1] in "。；，":
        return False
    return loose(line.text) in headings or bare(line.text, outline) in headings


def _set_ends(roles: list[LineRole], title: str, lines: Sequence[Line], outline: Outline) -> None:
    """What stands over and under the text is about it; 来源 keeps its own role."""
    ends = ends_of(title, lines, outline)
    for at in (*range(ends.over), *range(ends.under, len(lines))):
        roles[at] = "" if names_source(lines[at].text, outline) else "remark"


def _set_notes(roles: list[LineRole], lines: Sequence[Line], outline: Outline) -> None:
    """What is numbered under 注释 is a note, and no heading."""
    noted = False
    for at, line in enumerate(lines):
        if outline.find("notes_part", line.text):
            noted = True
        elif roles[at] == "heading" and noted:
            noted = _is_note(line)
            roles[at] = "body" if noted else "heading"


def _is_note(line: Line) -> bool:
    return not line.role and line.text[0].isdigit()


def numbered_together(lines: Sequence[Line], outline: Outline) -> list[Line]:
    """`lines`, where a heading's number (第一部分) on a line of its own goes with the heading under it."""
    made: list[Line] = []
    for line in lines:
        above = made[-1] if made else None
        if above and outline.find("number_alone", above.text) and _is_unnumbered(line, outline):
            made[-1] = replace(above, text=f"{above.text} {line.text}", role=above.role or line.role)
        else:
            made.append(line)
    return made


def _is_unnumbered(line: Line, outline: Outline) -> bool:
    short = len(line.text) <= LONGEST_HEADING and line.text[-1] not in NO_STOP
    return short and not any(outline.find(name, line.text) for name in ("numbered", "caption", "sentence"))


def _set_legal(roles: list[LineRole], lines: Sequence[Line], outline: Outline) -> None:
    """What stands under 版权声明 is no text of the report."""
    legal = False
    for at, line in enumerate(lines):
        if roles[at] == "heading":
            legal = outline.find("legal_part", unspaced(line.text)) is not None
        elif legal:
            roles[at] = "remark"


def unspaced(text: str) -> str:
    """前 言 as 前言."""
    return SPACED.sub("", text) if len(text) <= LONGEST_LABEL else text
