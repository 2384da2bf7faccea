"""What a page shows around its text, and is none: share and print buttons, breadcrumbs, rows of signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cards.reading.lines import Line
from cards.reading.outline_rules import LONGEST_LINE, Outline
from cards.records import Doubt

SPACED_OUT = re.compile(r"\w(?: \w){4,}")
LONG = re.compile(r"(\W)\1{4}|.{0,60}https?://")  # how furniture looks that is longer than a line
LONGEST_FURNITURE = 1_000  # characters
MOST_SHOWN, LONGEST_SHOWN = 4, 16  # lines and characters in a doubt
MOST_BEHIND = 0.3  # of a page's text may stand behind the line that names its editor


def without_furniture(lines: Sequence[Line], outline: Outline) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """`lines` without what a page shows around its text, and what is said of that."""
    kept = [line for line in lines if not is_furniture(line, outline)]
    left = [line for line in lines if is_furniture(line, outline)]
    return tuple(kept), _told(left, "no text of an article, left out")


def is_furniture(line: Line, outline: Outline) -> bool:
    if len(line.text) > LONGEST_FURNITURE or (len(line.text) > LONGEST_LINE and not LONG.match(line.text)):
        return False
    spaced_out = SPACED_OUT.fullmatch(line.text)  # 版 权 所 有
    text = line.text.replace(" ", "") if spaced_out else line.text
    return any(outline.find(name, text) for name in ("furniture", "preamble"))


def without_links(lines: Sequence[Line], outline: Outline) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """The lines of one page without the other texts that it points at behind the line that names its editor."""
    at = next((at for at, line in enumerate(lines) if _names_editor(line.text, outline)), None)
    if at is None:
        return tuple(lines), ()
    behind = lines[at + 1 :]
    length = sum(len(line.text) for line in behind)
    if length > MOST_BEHIND * sum(len(line.text) for line in lines):
        return tuple(lines), ()
    return tuple(lines[: at + 1]), _told(behind, "left out behind the editor's name")


def _names_editor(text: str, outline: Outline) -> bool:
    return all(outline.find(name, text) for name in ("credits", "editor"))


def _told(left: Sequence[Line], what: str) -> tuple[Doubt, ...]:
    if not left:
        return ()
    shown = " | ".join(line.text[:LONGEST_SHOWN] for line in left[:MOST_SHOWN])
    shown += " | …" if len(left) > MOST_SHOWN else ""
    return (Doubt(f"{what}: {len(left)} ({shown})", left[0].place, mended=True),)
