"""What a learner recites of an item: whole clauses, no quotation marks around, no punctuation at the end."""

from __future__ import annotations

import re
from functools import lru_cache

from cards.text.sentences import PAIRS

CLAUSE_ENDS = "，；：。！？,;:!?"
EDGES = CLAUSE_ENDS + "、—―─… \n"
OWN_WORDS = 26  # characters of an item's own words, which identity hangs on: frozen
HEADING = 32  # characters: so long a first sentence of an item that goes on is its heading, and recited as a whole
LEAST_BEHIND = 4  # characters, with the mark that ends a heading: so much goes on behind it
PLACES_KEPT = 10_000  # with what they are without their edges: one rule after the other proposes them
ONLY_WHEN = re.compile(r"\D?\d{1,4} ?\w{1,2}")  # 1958年: no item is only that
LABEL = 6  # characters before a colon
QUOTED = 40  # what stands in quotation marks from end to end is known in its own words: so much is kept whole


def clip(text: str, start: int, end: int, longest: int) -> tuple[int, int]:
    """Cut text[start:end] back to as many whole clauses as fit into `longest` characters, at least one that says more
    than when; what is quoted from end to end may have QUOTED.
    """
    return _clipped(text, start, end, longest, says_more=True)


def _clipped(text: str, start: int, end: int, longest: int, says_more: bool) -> tuple[int, int]:
    start, end = trim(text, start, end)
    if end - start > (max(longest, QUOTED) if _is_quoted(text, start, end) else longest):
        cuts = [at for at in _clause_ends(text, start, end) if not (says_more and _says_nothing(text, start, at))]
        fitting = [at for at in cuts if at - start <= longest]
        end = max(fitting) if fitting else min(cuts, default=end)
    return trim(text, start, end)


def _says_nothing(text: str, start: int, end: int) -> bool:
    """Whether a first clause says only when, or is the label of what stands behind its colon (动力：包括…)."""
    return ONLY_WHEN.fullmatch(text, start, end) is not None or (text[end] == "：" and end - start <= LABEL)


def _clause_ends(text: str, start: int, end: int) -> list[int]:
    """Where clauses of text[start:end] end, none of them within quotation marks or brackets."""
    return [at for at in range(start + 1, end) if text[at] in CLAUSE_ENDS and _balanced(text[start:at])]


def is_heading(text: str, end: int, last: int) -> bool:
    """Whether a sentence ends at `end`, and what it belongs to goes on behind it, up to `last`."""
    return text[end : end + 1] in ("。", "！", "？") and last - end > LEAST_BEHIND


def own_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The words in text[start:end] that an item is known by, whatever is recited of it: no setting changes them."""
    return _clipped(text, start, end, OWN_WORDS, says_more=False)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is all that stands between two quotation marks or brackets."""
    return start > 0 and end < len(text) and PAIRS.get(text[start - 1]) == text[end]


@lru_cache(maxsize=PLACES_KEPT)
def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out punctuation at both ends, and quotation marks or brackets that stand around the whole or stay open."""
    before = (-1, -1)
    while before != (start, end) and start < end:
        before = (start, end)
        start, end = _without_quotes(text, *_without_edges(text, start, end))
    return start, end


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    start = end - len(text[start:end].lstrip(EDGES))
    return start, start + len(text[start:end].rstrip(EDGES))


def _without_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out one pair of marks around the whole, or one mark at an end whose other is not there."""
    stretch = text[start:end]
    if not stretch:
        return start, end
    first, last = stretch[0], stretch[-1]
    if len(stretch) > 1 and PAIRS.get(first) == last and last not in stretch[1:-1]:
        return start + 1, end - 1
    if first in PAIRS and PAIRS[first] not in stretch:
        return start + 1, end
    if last in PAIRS.values() and _opener(last) not in stretch:
        return start, end - 1
    return start, end


def _opener(closer: str) -> str:
    return next(opening for opening, closing in PAIRS.items() if closing == closer)


def _balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in PAIRS.items())
