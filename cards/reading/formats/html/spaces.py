"""White space in a page, as a browser shows it."""

from __future__ import annotations

import re

SPACE, SPACES = re.compile(r"[ \t\n\r\f]+"), " \t\n\r\f\xa0\u2002\u2003\u2009\u3000"
EAST_ASIAN = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’—…·]")


def shown(text: str, spaced: bool) -> str:
    """A line as a browser shows it: white space is one space; a break in the markup between two Chinese characters is
    nothing, or a space where `spaced`. A contents entry keeps a TAB before its page number.
    """
    text = text.strip(SPACES)
    words = text.rstrip("0123456789")
    entry = words.rstrip(SPACES)
    gap = words[len(entry) :]
    page = text[len(words) :]
    if entry and 0 < len(page) < 4 and "\n" not in gap and ("\t" in gap or len(gap.strip(" ")) > 1):
        text = entry
    else:
        page = ""

    def space(match: re.Match[str]) -> str:
        if spaced or not ("\n" in match[0] or "\r" in match[0]):
            return " "
        return "" if EAST_ASIAN.match(text, match.start() - 1) and EAST_ASIAN.match(text, match.end()) else " "

    text = SPACE.sub(space, text).replace("\xad", "")
    return " ".join(re.split(f"[{SPACES}]+", text.strip(SPACES))) + (f"\t{page}" if page else "")


def loose(text: str) -> str:
    """What of a text counts where two are compared: no space, no punctuation."""
    return re.sub(r"[\W_]+", "", text)
