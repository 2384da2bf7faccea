"""The contents of one report: its entries are the report's own sections, and no articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from cards.reading.lines import Line
from cards.reading.outline.locating import loose
from cards.reading.outline_rules import Outline
from cards.records import Doubt

LONGEST_ENTRY = 60  # characters
LEAST_OWN, MOST_DOCUMENTS, LEAST_PAGED = 0.4, 0.5, 0.6  # shares of the entries
LEADER, DIGITS = ".…·．‥_ \t", "0123456789"
LONGEST_CONTENTS = 400  # lines


class OwnContents(Struct, frozen=True):
    """Where the contents of a report stand, lines[start:end], and the headings that they name, as `loose` has them."""

    start: int
    end: int
    headings: frozenset[str]

    def told(self, lines: Sequence[Line]) -> Doubt:
        """What is said of contents that are left out."""
        return Doubt(f"a report's own contents left out, lines: {self.end - self.start}", lines[self.start].place,
                     mended=True)


class _Entry(Struct, frozen=True):
    at: int
    title: str
    paged: bool


def own_contents(lines: Sequence[Line], at: int, outline: Outline) -> OwnContents | None:
    """The contents under line `at` where they are those of one report; None where they list articles."""
    if any(outline.find("issue", line.text) for line in lines[:at]):
        return None
    entries = _entries(lines, at + 1, outline)
    if len(entries) < 2 or not _are_sections([entry.title for entry in entries], outline):
        return None
    end = _last(entries).at + 1
    titles = set(_sections(entries, outline))
    return OwnContents(at, end, frozenset({*map(loose, titles), *(bare(title, outline) for title in titles)}) - {""})


def _sections(entries: Sequence[_Entry], outline: Outline) -> Iterator[str]:
    """The titles of sections among the entries, and not those of figures and tables, as lists behind them have them."""
    of_figures = False
    for entry in entries:
        of_figures = of_figures or outline.find("figure_list", loose(entry.title)) is not None
        numbered = outline.find("own_section", entry.title) is not None
        if not outline.find("caption", entry.title) and (numbered or not of_figures):
            yield entry.title


def bare(title: str, outline: Outline) -> str:
    """A heading without its number, as `loose` has it."""
    number = outline.find("own_section", title)
    return loose(title[number.end() :]) or loose(title) if number else loose(title)


def _entries(lines: Sequence[Line], start: int, outline: Outline) -> list[_Entry]:
    """The entries from line `start` on, as far as the lines look like entries and say nothing again."""
    found: list[_Entry] = []
    seen: set[str] = set()
    for at in range(start, min(len(lines), start + LONGEST_CONTENTS)):
        text = lines[at].text
        title = text.rstrip(DIGITS).rstrip(LEADER)
        if not loose(title):
            continue
        paged = title != text
        if not paged and (_is_text(title, outline) or bare(title, outline) in seen):
            break
        found.append(_Entry(at, title, paged))
        seen.add(bare(title, outline))
    return found


def _is_text(text: str, outline: Outline) -> bool:
    """The line is no entry but running text; entries that ran together have a number at least."""
    if outline.find("own_section", text) and not any(stop in text for stop in "。；"):
        return False
    return len(text) > LONGEST_ENTRY or outline.find("sentence", text) is not None


def _are_sections(titles: Sequence[str], outline: Outline) -> bool:
    """Entries that are numbered, and none the title of a document of its own."""
    own = sum(any(outline.find(name, title) for name in ("own_section", "caption")) for title in titles)
    documents = sum(outline.find("document", title) is not None for title in titles)
    return own >= LEAST_OWN * len(titles) and documents < MOST_DOCUMENTS * len(titles)


def _last(entries: Sequence[_Entry]) -> _Entry:
    """The last entry: where most have a page number, the last with one, for what follows opens the text."""
    paged = [entry for entry in entries if entry.paged]
    return paged[-1] if len(paged) >= LEAST_PAGED * len(entries) else entries[-1]
