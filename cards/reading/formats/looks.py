"""Headings that are told by their look alone, and remarks: what the readers of formats with a look share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from cards.reading.formats.list_numbers import COUNT
from cards.reading.formats.unwrap import DASHES

LONGEST_HEADING, LARGER = 60, 1.04
STOPS = tuple("。；：，、;:,.")
NO_HEADING = re.compile(rf"{DASHES}|第{COUNT}[，、]|{COUNT}是|[（(].*[）)]$|.*\t|[\W\d_]*$")
SELF_NAMED = re.compile(r"※|[（(]?(?:注|编者按|来源|原载|载于|摘自|出处)[：:]")


class Look(NamedTuple):
    """What makes a heading of a short line: it is bolder or larger than running text, or centred unlike that."""

    bold: bool = False
    size: float = 0
    centred: bool = False


def usual_look(said: Iterable[tuple[str, Look | None]]) -> Look | None:
    """The look of running text: the one that most characters of long lines and whole sentences have."""
    running: Counter[Look] = Counter()
    for text, look in said:
        if look and (len(text) > LONGEST_HEADING or text.endswith("。")):
            running[look] += len(text)
    return max(running, key=running.__getitem__, default=None)


def stands_out(text: str, look: Look | None, usual: Look | None) -> bool:
    """A short line that could be a heading and looks unlike running text."""
    if look is None or usual is None or not 2 <= len(text) <= LONGEST_HEADING:
        return False
    if text.endswith(STOPS) or NO_HEADING.match(text):
        return False
    return (look.bold and not usual.bold) or (look.centred and not usual.centred) or look.size > usual.size * LARGER


def remark(text: str) -> str:
    """A note's text as a remark of the article: what stands in a footnote is no text of the article but about it."""
    return text if SELF_NAMED.match(text) else f"注：{text}"
