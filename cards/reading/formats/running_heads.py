"""Running heads and feet of a paged plain text: they stand between the halves of a paragraph, and are no text.

A .txt made of a printed issue has them at the edges of its pages: by a form feed, by a page number on a line of its
own, or in the middle of a sentence. What repeats there is left out, and told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, takewhile

from cards.reading.lines import SENTENCE_ENDS, cut_off
from cards.reading.outline_rules import Outline
from cards.records import Doubt, Place

LONGEST_HEAD, LONGEST_NUMBER = 40, 20  # characters
DEPTH = 2  # lines from a page's edge that a head may stand at
MOSTLY, CUTTING = 0.8, 0.34  # of its places: at an edge; behind a line that a page break cut, where no edge is marked
OFTEN, FEW_PAGES = 3, 6  # a head stands so often, or twice in a text of so few page breaks
FIRST_ENTRIES = 5  # of contents without page numbers
BLANK = " \t\f\r\u3000\u00a0"


def without_heads(text: str, outline: Outline) -> tuple[str, tuple[Doubt, ...]]:
    """`text` with the lines of running heads, feet and page numbers left empty, so that all others keep their number;
    and what was left out, with the place where it first stood.
    """
    lines = text.split("\n")
    said = [line.strip(BLANK) for line in lines]
    numbers = [at for at, words in enumerate(said) if _is_number(words, lines[at - 1], outline)]
    heads = _heads(lines, said, set(numbers), outline)
    for at in chain(numbers, *heads.values()):
        lines[at] = "\f" * lines[at].count("\f")
    told = [Doubt(f"left out as a running head: {said[places[0]]} ×{len(places)}", Place(line=places[0] + 1),
                  mended=True) for places in heads.values()]
    if numbers:
        told.append(Doubt(f"page numbers left out: {len(numbers)}", Place(line=numbers[0] + 1), mended=True))
    return "\n".join(lines), tuple(told)


def _is_number(words: str, before: str, outline: Outline) -> bool:
    """A line is a page number, and not that of a contents entry, wrapped `before` it."""
    if not words or len(words) > LONGEST_NUMBER or before.endswith("\t"):
        return False
    return outline.find("page_number", words) is not None


def _heads(lines: Sequence[str], said: Sequence[str], numbers: set[int], outline: Outline) -> dict[str, list[int]]:
    """The places of each running head, by what is the same of it on every page."""
    words = [at for at, line in enumerate(said) if line and at not in numbers]
    edges, breaks = _edges(lines, words, numbers)
    repeated: dict[str, list[int]] = defaultdict(list)
    for at in words:
        if _short(said[at]):
            repeated[re.sub(r"\d+", "#", re.sub(r"\s", "", said[at]))].append(at)
    before = dict(zip(words[1:], words, strict=False))
    found = {key: at for key, at in repeated.items()
             if _runs(at, edges, breaks, [said[before[place]] for place in at if place in before])}
    return _but_titles(found, said, words, outline)


def _short(line: str) -> bool:
    """`line` may be a head: no sentence, nor a piece of one."""
    return len(line) <= LONGEST_HEAD and line[-1] not in SENTENCE_ENDS and not cut_off(line, line)


def _edges(lines: Sequence[str], words: Sequence[int], numbers: set[int]) -> tuple[set[int], int]:
    """The lines near the edge of a page, and how many page breaks there are."""
    breaks = sorted(numbers | {at for at, line in enumerate(lines) if "\f" in line})
    edges: set[int] = set()
    following = 0
    for at in breaks:
        while following < len(words) and words[following] < at:
            following += 1
        edges.update(words[max(0, following - DEPTH) : following + DEPTH])
    return edges, len(breaks)


def _runs(places: Sequence[int], edges: set[int], breaks: int, before: Sequence[str]) -> bool:
    """What stands at `places` is a running head; `before` are the lines before them."""
    if len(places) < 2 or (len(places) < OFTEN and breaks > FEW_PAGES):
        return False
    if sum(at in edges for at in places) >= MOSTLY * len(places):
        return True
    return len(places) >= OFTEN and sum(cut_off(line, line) for line in before) >= CUTTING * len(places)


def _but_titles(found: dict[str, list[int]], said: Sequence[str], words: Sequence[int],
                outline: Outline) -> dict[str, list[int]]:
    """`found` without the places where the words are no head: on the cover, in the contents, as an article's title."""
    contents = next((at for at in words if outline.find("contents", said[at])), None)
    if contents is None:
        return _but_opening_title(found, said, words)
    listed = _listed_titles([said[at] for at in words if at > contents], outline)
    last_entry = contents + len(found) + FIRST_ENTRIES
    heads = {}
    for key, places in found.items():
        behind = [at for at in places if at > contents]
        titles = _titles_among(behind, said, listed, last_entry)
        if behind[titles:]:
            heads[key] = behind[titles:]
    return heads


def _but_opening_title(found: dict[str, list[int]], said: Sequence[str],
                       words: Sequence[int]) -> dict[str, list[int]]:
    """`found` without the last head among the short lines that open the text: there it is the title."""
    opening = set(takewhile(lambda at: _short(said[at]), words))
    title = max((places[0] for places in found.values() if places[0] in opening), default=None)
    return {key: [at for at in places if at != title] for key, places in found.items()}


def _listed_titles(lines: Sequence[str], outline: Outline) -> set[str]:
    """The titles that contents entries with page numbers name."""
    entries = (outline.find("contents_entry", line) for line in lines)
    return {_bare(entry["title"]) for entry in entries if entry}


def _titles_among(behind: Sequence[int], said: Sequence[str], listed: set[str], last_entry: int) -> int:
    """How many of a head's places `behind` the contents are no head's: the article's title, and before it an entry of
    contents without page numbers, which ends about the line `last_entry`.
    """
    if not behind:
        return 0
    if not listed and behind[0] <= last_entry:
        return 2
    return 1 if _bare(said[behind[0]]) in listed else 0


def _bare(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text)
