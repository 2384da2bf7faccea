"""A paragraph to sentences, cut after 。！？ where no quotation or bracket is open, and a sentence to clauses."""

from __future__ import annotations

import re

from cards.records import Sentence

PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "(": ")", "〈": "〉", "【": "】", "「": "」", "『": "』"}
CLOSERS = "".join(PAIRS.values())
STOPS = "；"
ANNOUNCES = "："
PAUSES = "，" + ANNOUNCES
MARKS = re.compile(f"[{re.escape(''.join(PAIRS) + CLOSERS + STOPS + PAUSES)}]")
END = re.compile(rf"(?:[。！？…]|[!?](?![\x21-\x7e]))+[{re.escape(CLOSERS)}]*")


def open_brackets(text: str) -> list[str]:
    """The closing characters that `text` still waits for, outermost first."""
    waiting: list[str] = []
    _read(text, waiting)
    return waiting


def _read(text: str, waiting: list[str]) -> None:
    """Bring `waiting`, the closing characters still to come, up to date with `text`, which is read once."""
    for character in text:
        if character in PAIRS:
            waiting.append(PAIRS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()


def unpaired(text: str) -> int:
    """How many brackets and quotation marks of `text` have no other half."""
    waiting: list[str] = []
    lone = 0
    for character in text:
        if character in PAIRS:
            waiting.append(PAIRS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
        elif character in CLOSERS:
            lone += 1
    return lone + len(waiting)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split `text` into sentences that together make it up again, white space between them apart.

    A quotation or bracket that closes in the paragraph is never cut; one that never closes is as if it were not there.
    """
    found: list[Sentence] = []
    start = read = 0
    waiting: list[str] = []
    for match in END.finditer(text):
        _read(text[read : match.end()], waiting)
        read = match.end()
        if waiting and text.rfind(waiting[-1]) >= read:
            continue
        found.append(_sentence(text, start, read))
        start = read
        waiting.clear()
    if text[start:].strip():
        found.append(_sentence(text, start, len(text)))
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> Sentence:
    raw = text[start:end]
    return Sentence(raw.strip(), start + len(raw) - len(raw.lstrip()))


def clauses_of(text: str) -> list[tuple[int, int]]:
    """Clauses with their closing punctuation; no cut inside a quotation or bracket, or between digits."""
    found, start = [], 0
    waiting: list[str] = []
    for mark in MARKS.finditer(text):
        at = mark.start()
        _read(mark[0], waiting)
        inside_number = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if mark[0] in STOPS + PAUSES and not inside_number and not waiting:
            found.append((start, at + 1))
            start = at + 1
    if start < len(text):
        found.append((start, len(text)))
    return found
