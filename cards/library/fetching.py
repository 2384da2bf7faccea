"""Fetching: what feeds and pages of links have that is new, asked for by ETag and Last-Modified. Nothing is written."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from cards.library.cache import Cache, Page
from cards.library.links import ending_of, file_of, links_of
from cards.library.progress import FETCHED, UNSEEN, Progress, followed
from cards.library.settings import Library, Online
from cards.record.disk import replace_file
from cards.records import UserError

if TYPE_CHECKING:
    from cards.library.exchange import Reply, Web

LARGEST_LIST = 3_000_000  # bytes of a feed or page of links: to read one takes thirty times as much memory
LARGEST_RUN = 100_000_000  # bytes of all downloads of a run together
PATIENCE = 20  # times the timeout: how long a feed or page and all its links may take
NEEDED = ("requests", "lxml")
HTML = "text/html"
KINDS = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md", HTML: ".html",
         "application/xhtml+xml": ".html",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx"}
MAGIC = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


@dataclass
class Fetched:
    """What is new: `files` (path below the library → bytes), `pages` as the cache is to keep them, problems; and
    the `room` for more, in bytes.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    room: int = 0


def fetch_all(library: Library, cache: Cache, progress: Progress = UNSEEN) -> Fetched:
    """Ask every feed and page of the library. What fails is a problem, a line each; the others go on."""
    fetched = Fetched(room=LARGEST_RUN)
    if not library.online:
        return fetched
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        fetched.problems.append(f"{library.online[0].address}: feeds and pages need {', '.join(missing)}: "
                                "pip install 'juyao[feeds]'")
        return fetched
    from cards.library.exchange import Web

    web = Web()
    for source in followed(library.online, progress, FETCHED, attrgetter("address")):
        _Fetching(web, source, library, cache, fetched).fetch()
    return fetched


def keep(fetched: Fetched, library: Library, cache: Cache) -> list[str]:
    """Put what was fetched into the library and the cache; return the files that are new or changed, by their names.
    Raises UserError where they can't be written. Needs the library's lock.
    """
    kept = []
    for name, data in fetched.files.items():
        path = library.root / name
        try:
            if not _holds(path, data):
                replace_file(path, data)
                kept.append(name)
        except OSError as error:
            raise UserError(f"{path}: can't be written: {error.strerror or error}") from None
    cache.pages.update(fetched.pages)
    return kept


@dataclass
class _Fetching:
    """The fetching of one feed or page, and of what it links to, into `fetched`."""

    web: Web
    source: Online
    library: Library
    cache: Cache
    fetched: Fetched

    def fetch(self) -> None:
        until = time.monotonic() + PATIENCE * self.source.timeout
        try:
            links = self._links()
        except UserError as error:
            self.fetched.problems.append(str(error))
            return
        known = self.cache.pages
        for done, link in enumerate(sorted(links, key=lambda link: link in known)):  # what is new comes first
            if time.monotonic() > until or self.fetched.room <= 0:
                self.fetched.problems.append(f"{self.source.address}: {len(links) - done} links were not asked: "
                                             f"{self._bound(until)}; the next run goes on")
                return
            try:
                self._take(link)
            except UserError as error:
                self.fetched.problems.append(str(error))

    def _bound(self, until: float) -> str:
        """Which bound was met."""
        if time.monotonic() > until:
            return f"those before took {PATIENCE * self.source.timeout:g} seconds"
        return f"this run downloaded {LARGEST_RUN / 1_000_000:g} MB"

    def _links(self) -> tuple[str, ...]:
        """What the feed or page links to, as it is now. Raises UserError where it can't be had."""
        address = self.source.address
        known = self.cache.pages.get(address)
        reply = self._ask(address, known, LARGEST_LIST, "the most for a list of links")
        links = known.links if known else ()
        if reply.data is not None:
            links = links_of(reply.data, _charset(reply), reply.address, self.source)
        self.fetched.pages[address] = _page(reply, known, links=links)
        return links

    def _take(self, link: str) -> None:
        """What `link` leads to, unless it is as it was. Raises UserError where it can't be had."""
        known = self.cache.pages.get(link)
        if known is not None and not (self.library.root / known.file).is_file():
            known = None
        room, largest = self.fetched.room, self.source.largest
        bound = "`largest` in juyao.yaml" if largest <= room else "the rest of what a run may download"
        reply = self._ask(link, known, min(largest, room), bound)
        name = known.file if known else ""
        if reply.data is not None:
            self.fetched.room -= len(reply.data)
            name = f"{self.library.downloads.name}/{file_of(link, _ending(link, reply.data, _kind(reply)))}"
            if not _holds(self.library.root / name, reply.data):
                self.fetched.files[name] = reply.data
        self.fetched.pages[link] = _page(reply, known, file=name)

    def _ask(self, address: str, known: Page | None, largest: int, bound: str) -> Reply:
        from cards.library.exchange import Asked

        headers = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.modified:
            headers["If-Modified-Since"] = known.modified
        source = self.source
        return self.web.get(Asked(address, headers, source.timeout, largest, bound, source.allow, source.login,
                                  source.address))


def _page(reply: Reply, known: Page | None, file: str = "", links: tuple[str, ...] = ()) -> Page:
    """What the cache is to keep of a reply: the validators of what was sent now, or of what is as it was."""
    if reply.data is None and known is not None:
        return Page(known.etag, known.modified, file, links)
    return Page(reply.headers.get("ETag", ""), reply.headers.get("Last-Modified", ""), file, links)


def _kind(reply: Reply) -> str:
    """text/html."""
    return reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _charset(reply: Reply) -> str:
    """The encoding a server says, or ''."""
    _, _, said = reply.headers.get("Content-Type", "").partition("charset=")
    return said.split(";")[0].strip(" \"'")


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _ending(link: str, data: bytes, kind: str) -> str:
    """The ending of the file kept. Raises UserError where what came is no issue: a server may send a web page that asks
    to log in where a document is wanted, and say that all is well.
    """
    wanted = ending_of(link)
    if not data.strip():
        raise UserError(f"{link}: the server sent an empty file")
    if _is_other(data, kind, wanted):
        raise UserError(f"{link}: the server sent no {wanted} file but something else ({kind or 'unknown'})")
    ending = wanted if wanted in MAGIC else _seen(data) or _told(kind, wanted)
    if not ending:
        raise UserError(f"{link}: the server sent {kind}; no issue can be read from that")
    return ending


def _seen(data: bytes) -> str:
    """The ending of what the first bytes of `data` give away; ''."""
    return next((ending for ending, magic in MAGIC.items() if data.startswith(magic)), "")


def _told(kind: str, wanted: str) -> str:
    """The ending of what the server says it is: the one that is `wanted`, if there is one; '' for no issue."""
    told = KINDS.get(kind or HTML, "")
    if told in MAGIC:  # but its first bytes are missing
        return ""
    return told and (wanted or told)


def _is_other(data: bytes, kind: str, wanted: str) -> bool:
    """Whether `data` is a web page where a text is wanted, or lacks the first bytes of what is."""
    if KINDS.get(kind or HTML) == ".html" and wanted in (".txt", ".md"):
        return True
    return wanted in MAGIC and MAGIC[wanted] not in data[:1024]
