"""The kind `frame`: a sentence's frame in the words of the text, `[]` where something is to be hidden.

    <不是[]，……而是[]        []      what is hidden: 2 to 40 characters of one clause, as few as will do
                              [4-12]  the same with its length bounded
                              …       any words of this clause, also none
                              ……      any words of this sentence, also none
                              {name}  a piece or a lexicon
                              <  >    a clause begins, a clause ends
                              (只有|唯有)   one of these; (只有|唯有)? or none

What is hidden at a frame's end, or before a gap, goes on to the end of its clause. Everything else stands for itself.
"""

from __future__ import annotations

import re

HIDDEN = "(?P<hide>[^，。；：！？…]{%s,%s}?)"
LEAST, MOST = "2", "40"
OF_CLAUSE, OF_SENTENCE = "[^，。；：！？]{0,40}?", "[^。！？]{0,80}?"
BEGINS, ENDS = r"(?<![^，。；：！？“‘（—\s])", "(?=[，。；：！？”]|$)"
PARTS = re.compile(r"(?P<hidden>\[(?:(?P<least>\d+)-(?P<most>\d+))?\])|(?P<gap>…+)|(?P<piece>\{\w+\})"
                   r"|(?P<mark>[<>()|?])|(?P<words>[^\[\]…{}<>()|?]+)|(?P<wrong>.)")
MARKS = {"<": BEGINS, ">": ENDS, "(": "(?:", ")": ")", "|": "|", "?": "?"}


def pattern_of(frame: str) -> str:
    """The pattern that matches where `frame` does. Raises ValueError for a bracket that is no part of one."""
    parts = list(PARTS.finditer(frame.strip()))
    made = [_part(part, frame) for part in parts]
    for place, part in enumerate(parts):
        if part["hidden"] and (place + 1 == len(parts) or parts[place + 1]["gap"]):
            made[place] += ENDS
    return "".join(made)


def _part(part: re.Match[str], frame: str) -> str:
    """What one part of a frame is in a pattern."""
    text = part[0]
    if part["hidden"]:
        return HIDDEN % (part["least"] or LEAST, part["most"] or MOST)
    if part["gap"]:
        return OF_CLAUSE if len(text) == 1 else OF_SENTENCE
    if part["wrong"]:
        wanted = "[] or [2-12] hides, {name} is a piece"
        raise ValueError(f"“{text}” at character {part.start() + 1} of “{frame}”: {wanted}")
    if part["mark"]:
        return MARKS[text]
    return text if part["piece"] else re.escape(text)
