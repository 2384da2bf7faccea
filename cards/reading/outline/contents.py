"""The contents: their entries, and where the body begins behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from msgspec import Struct

from cards.reading.lines import Line
from cards.reading.outline.locating import WRAPS, Entry, Lines, exact_title, loose
from cards.reading.outline_rules import Outline

LONGEST_ENTRY, MOST_ENTRIES = 90, 300  # characters; entries
DIGITS = "0123456789"


class Contents(Struct, frozen=True):
    """The entries of the contents, and the line that the body begins with."""

    entries: tuple[Entry, ...]
    end: int


class _Found(Struct, frozen=True):
    """An entry that `size` lines make; one that `continues` stands for the entry before it, of which it is the rest."""

    entry: Entry
    size: int
    continues: bool = False


def contents_of(lines: Lines, start: int, outline: Outline) -> Contents:
    """The contents that begin with line `start`."""
    entries: list[Entry] = []
    at = start
    paged = any(outline.find("contents_entry", line.text) for line in lines[start : start + WRAPS + 1])
    while at < len(lines) and len(entries) < MOST_ENTRIES:
        if outline.find("contents", lines[at].text):
            at += 1
            continue
        found = _entry_at(lines, at, entries, paged, outline)
        if found is None:
            break
        if found.continues:
            entries.pop()
        entries.append(found.entry)
        at += found.size
    return Contents(tuple(entries), at)


def _entry_at(lines: Lines, at: int, entries: Sequence[Entry], paged: bool, outline: Outline) -> _Found | None:
    """The entry that begins with line `at`, behind `entries`; None where the body begins. `paged`: the first entries
    have page numbers.
    """
    if found := _paged(lines, at, 1, outline):
        return found
    if any(entry.says(lines[at].text) for entry in entries):  # the title of an article, and so the body
        return None
    if entries and (longer := _continued(entries[-1], lines, at)):
        return longer
    if paged:
        found = _unspaced(lines, at) or _wrapped(lines, at, outline)
        if found or not _goes_on(lines, at, entries, outline):
            return found
    return _repeated(lines, at)


def _paged(lines: Lines, at: int, size: int, outline: Outline) -> _Found | None:
    """The entry that `size` lines make, with a page number at its end."""
    texts = [line.text for line in lines[at : at + size]]
    if len(texts) < size:
        return None
    line = lines[at + size - 1]
    if last := outline.find("contents_entry", texts[-1]):
        return _Found(Entry(tuple(_readings([*texts[:-1], last["title"].strip()])), line), size)
    if whole := outline.find("contents_entry", "".join(texts)):  # the page number in a line of its own, a leader cut
        return _Found(_entry(whole["title"].strip(), line), size)
    return None


def _entry(title: str, line: Line) -> Entry:
    """An entry that names one title for sure."""
    return Entry(((title,),), line)


def _readings(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """`parts` as one title, as two, …"""
    for cuts in sorted(product((False, True), repeat=len(parts) - 1), key=sum):
        titles = [parts[0]]
        for part, cut in zip(parts[1:], cuts, strict=True):
            if cut:
                titles.append(part)
            else:
                titles[-1] += f"\n{part}"
        yield tuple(titles)


def _continued(entry: Entry, lines: Lines, at: int) -> _Found | None:
    """The line is the rest of the entry before it, whose page number stood in its first line: the body has both."""
    title = f"{entry.title}\n{lines[at].text}"
    return _Found(_entry(title, entry.line), 1, continues=True) if exact_title(title, lines, at + 1) else None


def _unspaced(lines: Lines, at: int) -> _Found | None:
    """An entry with nothing between title and page number: the title stands by itself further on."""
    title = lines[at].text.rstrip(DIGITS)
    if title != lines[at].text and exact_title(title, lines, at + 1):
        return _Found(_entry(title, lines[at]), 1)
    return None


def _wrapped(lines: Lines, at: int, outline: Outline) -> _Found | None:
    """An entry over two or three lines, the last of which has the page number."""
    for size in range(2, WRAPS + 1):
        length = sum(len(line.text) for line in lines[at : at + size])
        if length > LONGEST_ENTRY or outline.find("sentence", lines[at].text):
            return None
        if found := _paged(lines, at, size, outline):
            return found
    return None


def _goes_on(lines: Lines, at: int, entries: Sequence[Entry], outline: Outline) -> bool:
    """The contents go on behind `at`, or the body begins there with the first entry's title."""
    first_title = loose(entries[0].title) if entries else ""
    for line in lines[at + 1 : at + 1 + 2 * WRAPS]:
        words = loose(line.text)
        if outline.find("contents_entry", line.text) or (words and first_title.startswith(words)):
            return True
    return False


def _repeated(lines: Lines, at: int) -> _Found | None:
    """An entry without a page number: its very words stand by themselves further on."""
    for size in range(WRAPS, 0, -1):
        title = "".join(line.text for line in lines[at : at + size]).strip()
        for words in (title, title.rstrip(DIGITS)):
            if len(words) > 1 and exact_title(words, lines, at + size):
                return _Found(_entry(words, lines[at]), size)
    return None
