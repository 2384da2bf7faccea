"""The contents: their entries, and where each article's title stands in the body."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from cards.reading.lines import Line
from cards.reading.outline_rules import Outline
from cards.records import Doubt

LOOSE = re.compile(r"[\s\W_]+")
WRAPS = 3
LONGEST_ENTRY, MOST_ENTRIES, LONGEST_ARTICLE = 90, 100, 1_500  # characters, entries, lines
LIKE, UNLIKE = 0.85, 6  # how like two titles must be, and by how many characters their lengths may differ
UNEVEN = 3  # characters
TELLING = 6  # characters that tell a title by a part of it


@dataclass(frozen=True, slots=True)
class Titled:
    """Where an article's title stands: lines[first:end] are its title."""

    title: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents, at `line`. Lines above the one with the page number are its beginning, or they are
    entries without a number, or the name of a column: `readings` has the titles of each possibility, the likely first.
    """

    readings: tuple[tuple[str, ...], ...]
    line: Line


def entries_of(lines: tuple[Line, ...], start: int, outline: Outline) -> tuple[list[Entry], int]:
    """The entries of the contents that begin at `start`, and where the body begins."""
    entries: list[Entry] = []
    at = start
    paged = any(outline.find("contents_entry", line.text) for line in lines[start : start + WRAPS + 1])
    while at < len(lines) and len(entries) < MOST_ENTRIES:
        if outline.find("contents", lines[at].text):
            at += 1
            continue
        found = _paged(lines, at, 1, outline)
        if not found and any(_same(titles[0], lines[at].text) for each in entries for titles in each.readings):
            break
        if not found and entries and _goes_on(entries[-1], lines, at):
            entries[-1] = Entry(((f"{entries[-1].readings[0][0]}\n{lines[at].text}",),), entries[-1].line)
            at += 1
            continue
        found = found or (_glued(lines, at) or _wrapped(lines, at, outline) if paged else None)
        if not found and (not paged or _inside(lines, at, entries, outline)):
            found = _repeated(lines, at)
        if not found:
            break
        entries.append(found[0])
        at += found[1]
    return entries, at


def _goes_on(entry: Entry, lines: Sequence[Line], at: int) -> bool:
    """The line is the rest of the entry before it, whose page number stood in its first line: the body has both."""
    return _exact(f"{entry.readings[0][0]}\n{lines[at].text}", lines, at + 1) is not None


def _paged(lines: Sequence[Line], at: int, size: int, outline: Outline) -> tuple[Entry, int] | None:
    """The entry that `size` lines make, with a page number at its end, and `size`."""
    stretch = [line.text for line in lines[at : at + size]]
    if len(stretch) < size:
        return None
    if last := outline.find("contents_entry", stretch[-1]):
        return Entry(tuple(_parted([*stretch[:-1], last["title"].strip()])), lines[at + size - 1]), size
    if whole := outline.find("contents_entry", "".join(stretch)):  # the page number in a line of its own, a leader cut
        return Entry(((whole["title"].strip(),),), lines[at + size - 1]), size
    return None


def _parted(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """`parts` as one title, as two, …"""
    for cuts in sorted(product((False, True), repeat=len(parts) - 1), key=sum):
        titles = [parts[0]]
        for part, cut in zip(parts[1:], cuts, strict=True):
            titles[-1:] = [titles[-1], part] if cut else [f"{titles[-1]}\n{part}"]
        yield tuple(titles)


def _wrapped(lines: Sequence[Line], at: int, outline: Outline) -> tuple[Entry, int] | None:
    for size in range(2, WRAPS + 1):
        stretch = lines[at : at + size]
        if sum(len(line.text) for line in stretch) > LONGEST_ENTRY or outline.find("sentence", lines[at].text):
            break
        if found := _paged(lines, at, size, outline):
            return found
    return None


def _inside(lines: Sequence[Line], at: int, entries: Sequence[Entry], outline: Outline) -> bool:
    """The contents go on behind `at`, or the body begins there with the first entry's title."""
    first = _loose(entries[0].readings[0][0]) if entries else ""
    return any(outline.find("contents_entry", line.text) or first.startswith(_loose(line.text) or "-")
               for line in lines[at + 1 : at + 1 + 2 * WRAPS])


def _glued(lines: Sequence[Line], at: int) -> tuple[Entry, int] | None:
    """An entry with nothing between title and page number: the title stands by itself further on."""
    title = lines[at].text.rstrip("0123456789")
    told = title != lines[at].text and _exact(title, lines, at + 1)
    return (Entry(((title,),), lines[at]), 1) if told else None


def _repeated(lines: Sequence[Line], at: int) -> tuple[Entry, int] | None:
    """An entry without a page number: its very words stand by themselves further on."""
    for size in range(WRAPS, 0, -1):
        title = "".join(line.text for line in lines[at : at + size]).strip()
        for words in (title, title.rstrip("0123456789")):
            if len(words) > 1 and _exact(words, lines, at + size):
                return Entry(((words,),), lines[at]), size
    return None


def locate_all(entries: Sequence[Entry], lines: tuple[Line, ...], start: int,
               outline: Outline) -> tuple[list[Titled], list[Doubt]]:
    """Where the titles of the entries stand from `start` on, in order; and a doubt for each that stands nowhere."""
    found: list[Titled] = []
    missing: list[Doubt] = []
    for entry in entries:
        at = found[-1].end if found else start
        read = [[_exact(title, lines, at) or _like(title, lines, at) for title in titles] for titles in entry.readings]
        best = max(read, key=lambda each: (sum(len(_loose(titled.title)) for titled in each if titled), -len(each)))
        if best[-1] is None:
            best = [*best[:-1], _holding(entry.readings[-1][-1], lines, at, outline)]
        found += [each for each in best if each]
        if best[-1] is None:
            title = joined(entry.readings[0][0].splitlines())
            missing.append(Doubt(f"no article for the contents entry “{title}”", entry.line.place))
    return found, missing


def _exact(title: str, lines: Sequence[Line], start: int) -> Titled | None:
    """The first place from `start` on where one to three lines are the title, white space and punctuation apart."""
    wanted = _loose(title)
    for at in range(start, len(lines)):
        text = ""
        for end in range(at + 1, min(at + 1 + WRAPS, len(lines) + 1)):
            text += _loose(lines[end - 1].text)
            if text == wanted:
                return Titled(joined([line.text for line in lines[at:end]], title), at, end)
            if not text or not wanted.startswith(text):
                break
    return None


def _like(title: str, lines: Sequence[Line], start: int) -> Titled | None:
    """The first line from `start` on that is nearly the title; no article is as long as what is looked through."""
    for at in range(start, min(len(lines), start + LONGEST_ARTICLE)):
        if len(lines[at].text) <= len(title) + 10 and _same(title, lines[at].text):
            return Titled(lines[at].text, at, at + 1)
    return None


def _holding(title: str, lines: Sequence[Line], start: int, outline: Outline) -> Titled | None:
    """The first line from `start` on that may be a title, and of which the contents give a part, or the other way."""
    wanted = _loose(title)
    for at in range(start, len(lines)):
        text = _loose(lines[at].text)
        if min(len(text), len(wanted)) >= TELLING and (wanted in text or text in wanted) \
                and outline.find("title", lines[at].text):
            return Titled(lines[at].text, at, at + 1)
    return None


def joined(parts: Sequence[str], title: str = "") -> str:
    """The lines of a title as one. Whether a space is between two, the contents' `title` says; or else their lengths:
    a title broken by hand has lines about as long, one that the margin broke has a full one first.
    """
    made = parts[0]
    for before, part in pairwise(parts):
        told = made[-TELLING:] + part[:TELLING] in title
        made += part if told or len(part) < len(before) - UNEVEN else f" {part}"
    return made


@lru_cache(maxsize=20_000)
def _loose(text: str) -> str:
    return LOOSE.sub("", text)


def _same(first: str, second: str) -> bool:
    a, b = _loose(first), _loose(second)
    if a == b or abs(len(a) - len(b)) > UNLIKE:
        return a == b
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE
