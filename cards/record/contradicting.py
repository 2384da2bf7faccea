"""Contradicting: what a corrected card says that its source does not. A person's word stands; it is told, for it may be
a slip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cards.anki.cloze import answers, strip
from cards.anki.note_type import CUE, EXTRA, TEXT
from cards.records import Fact
from cards.text.spoken import words_of

FIGURE = re.compile(r"\d+(?:\.\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")  # a card is often told the year that the text leaves to its date
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")


def unlike_source(before: Sequence[str], after: Sequence[str], fact: Fact) -> tuple[str, ...]:
    """The figures and answers of a corrected note (its fields `before` and `after`) that neither its paragraph nor the
    card that rules made has; a year that is not asked for is none of them.
    """
    source = "\n".join((*map(strip, (before[TEXT], before[CUE], before[EXTRA])), fact.sentence, *fact.items))
    asked = tuple(strip(answer) for of_number in answers(after[TEXT]).values() for answer in of_number)
    there = set(_figures(source))
    strange = [answer for answer in asked
               if not there.issuperset(_figures(answer)) or (fact.form == "answer" and not _is_in(answer, source))]
    shown = YEAR.sub("", f"{strip(after[TEXT])} {strip(after[CUE])}")
    elsewhere = set(_figures(shown)).difference(there, *map(_figures, asked))
    return tuple(dict.fromkeys((*strange, *(figure for figure in _figures(shown) if figure in elsewhere))))


def _figures(text: str) -> list[str]:
    return FIGURE.findall(BETWEEN_THOUSANDS.sub("", text))


def _is_in(words: str, source: str) -> bool:
    return words_of(words) in words_of(source)
