"""Turning: where a yearly report whose headings do not tell goes over from what was done to what is to be done."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from cards.records import Article, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cards.finding.periods import Period
    from cards.finding.worded import Worded

OUTER = re.compile(r"[一二三四五六七八九十]+、")  # the headings that part a report, where it has any
SHORT = 40  # characters: so short a paragraph tells nothing
DONE = 2.0  # a word that says what was done weighs so much, one of what is to be done 1
CERTAIN, LEAST_PARAGRAPHS = 0.3, 3  # so much says what is behind the turn, on an average of so many paragraphs
PAUSE = re.compile("[，。；]")


def turn(article: Article, words: Worded, end: int | None = None) -> int:
    """The index of the first paragraph of `article`, up to the `end`, that says what is to be done, as do those behind
    it; the number of paragraphs where none does for sure.

    A report looks back first, then ahead. It turns where the paragraphs before it say most of what was done, and those
    behind it most of what is to be done; at one of its outer headings, where it has two or more.
    """
    paragraphs = article.paragraphs[:end]
    told = [_intended(paragraph, words) for paragraph in paragraphs]
    before = [0.0, *accumulate(told)]
    places = _places(paragraphs)
    first = min(places, key=lambda at: (before[at], -at))
    behind = [worth for worth in told[first:] if worth]
    is_certain = len(behind) >= LEAST_PARAGRAPHS and sum(behind) >= CERTAIN * len(behind)
    return first if is_certain else len(told)


def _places(paragraphs: tuple[Paragraph, ...]) -> list[int]:
    """Where a report may turn."""
    outer = [paragraph.index for paragraph in paragraphs if paragraph.role == "heading" and OUTER.match(paragraph.text)]
    return [0, *outer] if len(outer) > 1 else [*range(len(paragraphs) + 1)]


def _intended(paragraph: Paragraph, words: Worded) -> float:
    """From -1 (it says what was done) to 1 (what is to be done)."""
    text = paragraph.text
    if paragraph.role != "body" or len(text) < SHORT:
        return 0.0
    clauses = max(1, len(PAUSE.findall(text)))
    worth = words.count("intended", text) - DONE * words.count("accomplished", text)
    return max(-1.0, min(1.0, worth / clauses))


def at_year(openings: Sequence[Period | None], years: Sequence[int | None]) -> int:
    """Where a text comes from what is to be done in a plan to what is in a year of it: the first paragraph whose
    `opening` is the year, of `years` one for each paragraph, that its section names beside a plan; 0 for none.
    """
    return next((at for at, (opening, year) in enumerate(zip(openings, years, strict=True))
                 if opening and year and (opening.way == "this_year" or opening.year == year)), 0)
