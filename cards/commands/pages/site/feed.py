"""What programs read of a site: an Atom feed with an entry an edition, and a list of all decks."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from msgspec import to_builtins

from cards.commands.pages.site.hosting import MARK, PACKAGE_TYPE
from cards.commands.pages.site.records import Edition, ShelvedIssue
from cards.record.pace import CHINA

LATEST = 50  # editions in the feed
OURS = uuid.UUID("6f1f2f5e-5a0a-5c0e-9a43-0a7a2f1c6b11")


def feed(issues: Sequence[ShelvedIssue], title: str, url: str) -> bytes:
    """The feed of `issues`; `url` is where the site will stand, '' where nobody knows: links are then relative."""
    entries = sorted(_entries(issues), key=lambda entry: (entry[0], entry[1].folder), reverse=True)[:LATEST]
    updated = entries[0][0] if entries else "1970-01-01T00:00:00+08:00"
    lines = [f'<?xml version="1.0" encoding="utf-8"?><!-- {MARK} -->',
             '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
             f"<title>{escape(title)}</title>", f"<id>{_id(title)}</id>", f"<updated>{updated}</updated>",
             "<author><name>juyao</name></author>", f"<link rel=\"alternate\" href={quoteattr(url or 'index.html')}/>",
             f"<link rel=\"self\" href={quoteattr(f'{url}feed.xml')}/>"]
    for time, issue, edition in entries:
        lines += _entry(time, issue, edition, url)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entries(issues: Iterable[ShelvedIssue]) -> Iterator[tuple[str, ShelvedIssue, Edition]]:
    """Every edition with its time."""
    for issue in issues:
        last = datetime.datetime.fromtimestamp(issue.changed, CHINA)
        corrected = any(edition.again for edition in issue.editions)
        for edition in issue.editions:
            yield _time(edition, last, corrected), issue, edition


def _time(edition: Edition, last: datetime.datetime, corrected: bool) -> str:
    """When `edition` came: the latest when a note changed `last`, the first that was `corrected` on its own day at the
    beginning of that, any other at noon of its day.
    """
    if edition.first and corrected:
        return f"{edition.day}T00:00:00+08:00"
    return last.isoformat() if last.date().isoformat() == edition.day else f"{edition.day}T12:00:00+08:00"


def _entry(time: str, issue: ShelvedIssue, edition: Edition, url: str) -> Iterator[str]:
    place = f"{url}{quote(issue.folder)}/"
    told = "\n".join(f"{each.title}：{each.counts}{'：' if each.some else ''}{'；'.join(each.some)}"
                     for each in edition.changes)
    yield "<entry>"
    day = f"{edition.day} 更正" if edition.again else edition.day
    yield f"<title>{escape(f'{issue.publication} {issue.name}（{day}）')}</title>"
    yield f"<id>{_id(issue.publication, issue.number, day)}</id>"
    yield f"<updated>{time}</updated>"
    yield f"<link rel=\"alternate\" href={quoteattr(f'{place}index.html')}/>"
    yield (f'<link rel="enclosure" type="{PACKAGE_TYPE}" length="{issue.whole.size}" '
           f"href={quoteattr(place + quote(issue.whole.file))}/>")
    yield f"<summary>{escape(told)}</summary>"
    yield "</entry>"


def _id(*parts: str) -> str:
    return uuid.uuid5(OURS, "\x1f".join(parts)).urn


def listing(issues: Iterable[ShelvedIssue], files: Iterable[str]) -> bytes:
    """decks.json: every issue with its packages, and all files of the site."""
    content = json.dumps([_told(issue) for issue in issues], ensure_ascii=False, indent=1)
    names = json.dumps(sorted(files), ensure_ascii=False, indent=1)
    return f'{{"generator": "{MARK}",\n"issues": {content},\n"files": {names}}}\n'.encode()


def _told(issue: ShelvedIssue) -> dict[str, Any]:
    return {name: value for name, value in to_builtins(issue).items() if name != "editions"} | {
        "editions": list(dict.fromkeys(edition.day for edition in issue.editions))}
