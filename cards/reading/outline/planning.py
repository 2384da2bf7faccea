"""What is what in a source: its cover, its contents, and where its articles begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cards.reading.lines import Line
from cards.reading.outline.contents import contents_of
from cards.reading.outline.cover import outside
from cards.reading.outline.furniture import without_links
from cards.reading.outline.locating import Lines, Titled, located
from cards.reading.outline.own_contents import OwnContents, own_contents
from cards.reading.outline.several import digest_items, further_titles
from cards.reading.outline.titles import sole_title
from cards.reading.outline_rules import Outline
from cards.records import Doubt

LONGEST_RUN_IN = 20_000  # characters of a text in one line that are looked through for a title


class Plan(Struct, frozen=True):
    """What is what in a source: the lines of its cover, those behind it, and where in these the articles' titles stand;
    of a report with contents of its own the `headings` these name; of a digest what it is called, its day, and the
    source of each item.
    """

    cover: tuple[Line, ...]
    lines: tuple[Line, ...]
    titles: tuple[Titled, ...]
    doubts: tuple[Doubt, ...] = ()
    headings: frozenset[str] = frozenset()
    publication: str = ""
    number: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()


def planned(lines: tuple[Line, ...], name: str, outline: Outline) -> Plan:
    """What is what in `lines`: by their contents, or as one article or several. `name` is the source's own."""
    at = next((at for at, line in enumerate(lines) if outline.find("contents", line.text)), None)
    if at is None:
        return _without_contents(lines, name, outline)
    if own := own_contents(lines, at, outline):
        return _of_report(lines, own, name, outline)
    indexed = Lines(lines)
    contents = contents_of(indexed, at + 1, outline)
    found = located(contents.entries, indexed, contents.end, outline)
    if found.titles:
        before = lines[contents.end : found.titles[0].first]
        return Plan(lines[:at], lines, found.titles, (*found.missing, *map(outside, before)))
    unlisted = Doubt("no article was found by the contents; all behind them is read as one", lines[at].place)
    single = _of_one_article(lines[contents.end :], name, outline)
    return replace(single, cover=lines[:at] or single.cover, doubts=(*found.missing, unlisted))


def _of_report(lines: tuple[Line, ...], own: OwnContents, name: str, outline: Outline) -> Plan:
    """One report: its contents are no text of it."""
    left = lines[: own.start] + lines[own.end :]
    plan = _of_one_article(left, name, outline)
    return replace(plan, headings=own.headings, doubts=(own.told(lines), *plan.doubts))


def _of_one_article(lines: tuple[Line, ...], name: str, outline: Outline) -> Plan:
    title = sole_title(lines, name, outline)
    return Plan(lines[: title.first], lines, (title,))


def _without_contents(lines: tuple[Line, ...], name: str, outline: Outline) -> Plan:
    """A digest, one article, or one and others behind it."""
    lines = tuple(_parted(lines, outline))
    title = sole_title(lines, name, outline)
    if items := digest_items(lines, title, outline):
        lines = _without_columns(lines, {item.title.first for item in items})
        return Plan(lines[: title.first], lines, tuple(item.title for item in items),
                    sources=tuple(item.source for item in items), **_named(title.title, outline))
    further = further_titles(lines, title, outline)
    if further:
        place = lines[further[0].first].place
        told = Doubt(f"several documents in one file, read as articles: {1 + len(further)}", place)
        return Plan(lines[: title.first], lines, (title, *further), (told,))
    kept, left = without_links(lines, outline)
    return Plan(lines[: title.first], kept, (title,), left)


def _without_columns(lines: tuple[Line, ...], titles: set[int]) -> tuple[Line, ...]:
    """`lines`, of which what the digest shows as headings, and is no title of an item, is no text."""
    return tuple(replace(line, role="remark") if line.role == "heading" and at not in titles else line
                 for at, line in enumerate(lines))


def _named(title: str, outline: Outline) -> dict[str, Any]:
    """What a digest's title says: 2026年5月3日 新闻联播 is the issue of a day."""
    digest, date = outline.find("digest", title), outline.date(title)
    if not digest or title == digest["name"] or not title.endswith(digest["name"]):
        return {"date": date}
    return {"date": date, "publication": digest["name"], "number": date}


def _parted(lines: tuple[Line, ...], outline: Outline) -> Iterator[Line]:
    """`lines`; a text all in one line is parted from the title and the day that it begins with."""
    for line in lines:
        run_in = outline.find("run_in_title", line.text[:LONGEST_RUN_IN]) if line is lines[0] else None
        if run_in:
            yield replace(line, text=run_in["title"])
            yield replace(line, text=run_in["day"], role="remark")
            yield replace(line, text=run_in["rest"] + line.text[LONGEST_RUN_IN:])
        else:
            yield line
