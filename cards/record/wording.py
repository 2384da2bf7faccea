"""The words that differ between two texts, marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

SPLIT = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|.", re.DOTALL)  # a figure or a word changes as one


def parts(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The stretches of two texts in order, as (went, came): ("a", "a") stands in both."""
    from rapidfuzz.distance import Indel

    ours, theirs = SPLIT.findall(before), SPLIT.findall(after)
    went, came = "", ""
    for edit in Indel.opcodes(ours, theirs):
        old = "".join(ours[edit.src_start : edit.src_end])
        new = "".join(theirs[edit.dest_start : edit.dest_end])
        if edit.tag != "equal":
            went, came = went + old, came + new
            continue
        if went or came:
            yield went, came
            went, came = "", ""
        yield old, new
    if went or came:
        yield went, came


def difference(before: str, after: str) -> str:
    """`after` with what went marked [-so-] and what came {+so+}."""
    marked = ""
    for went, came in parts(before, after):
        marked += came if went == came else (f"[-{went}-]" if went else "") + (f"{{+{came}+}}" if came else "")
    return marked
