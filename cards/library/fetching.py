"""Fetching: what feeds and pages of links have that is new, asked for by ETag and Last-Modified. Nothing is written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cards import __version__
from cards.library.cache import Cache, Page
from cards.library.links import ending_of, file_of, links_of
from cards.library.settings import Library, Online
from cards.record.disk import replace_file
from cards.records import UserError

if TYPE_CHECKING:
    import requests

REDIRECTS = 5
PATIENCE = 10  # times the timeout: how long a whole download may take
CHUNK = 1 << 16
NEEDED = ("requests", "feedparser", "lxml")
KINDS = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md", "text/html": ".html",
         "application/xhtml+xml": ".html",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx"}
MAGIC = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


class UnreachableError(UserError):
    """A server that does not answer: there is no use in asking it for more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: `address` is where it came from in the end; no `data`: it is as it was."""

    address: str
    data: bytes | None
    page: Page
    kind: str = ""
    charset: str = ""


@dataclass
class Fetched:
    """What is new: `files` (path below the library → bytes), `pages` as the cache is to keep them, and problems."""

    files: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def fetch_all(library: Library, cache: Cache) -> Fetched:
    """Ask every feed and page of the library. What fails is a problem, a line each; the others go on."""
    fetched = Fetched()
    if not library.online:
        return fetched
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        fetched.problems.append(f"{library.online[0].address}: feeds and pages need {', '.join(missing)}: "
                                "pip install 'juyao[feeds]'")
        return fetched
    import requests

    with requests.Session() as session:
        session.headers["User-Agent"] = f"juyao/{__version__}"
        for source in library.online:
            try:
                _fetch(session, source, library, cache, fetched)
            except UserError as error:
                fetched.problems.append(str(error))
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


def _fetch(session: requests.Session, source: Online, library: Library, cache: Cache, fetched: Fetched) -> None:
    """One feed or page and what it links to."""
    answer = _get(session, source.address, source, cache.pages.get(source.address))
    links = answer.page.links
    if answer.data is not None:
        links = links_of(answer.data, answer.charset, answer.address, source)
    fetched.pages[source.address] = Page(answer.page.etag, answer.page.modified, links=links)
    for link in links:
        known = cache.pages.get(link)
        if known is not None and not (library.root / known.file).is_file():
            known = None
        try:
            answer = _get(session, link, source, known)
            if answer.data is not None:
                name = f"{library.downloads.name}/{file_of(link, _ending(link, answer))}"
                if not _holds(library.root / name, answer.data):
                    fetched.files[name] = answer.data
                answer = Answer(answer.address, answer.data, Page(answer.page.etag, answer.page.modified, name))
            fetched.pages[link] = answer.page
        except UnreachableError:
            raise
        except UserError as error:
            fetched.problems.append(str(error))


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _ending(link: str, answer: Answer) -> str:
    """The ending of the file kept. Raises UserError where what came is no issue: a server may send a web page that asks
    to log in where a document is wanted, and say that all is well.
    """
    data, wanted = answer.data or b"", ending_of(link)
    if not data.strip():
        raise UserError(f"{link}: the server sent an empty file")
    kind = answer.kind or "text/html"
    paged = KINDS.get(kind) == ".html" and wanted in (".txt", ".md")
    if paged or (wanted in MAGIC and MAGIC[wanted] not in data[:1024]):
        raise UserError(f"{link}: the server sent no {wanted} file but something else ({answer.kind or 'unknown'})")
    if wanted in MAGIC:
        return wanted
    for ending, magic in MAGIC.items():
        if data.startswith(magic):
            return ending
    if kind not in KINDS or KINDS[kind] in MAGIC:
        raise UserError(f"{link}: the server sent {kind}; no issue can be read from that")
    return wanted or KINDS[kind]


def _get(session: requests.Session, address: str, source: Online, known: Page | None) -> Answer:
    """Ask for `address`, unless it is as `known`. Raises UserError for whatever goes wrong, UnreachableError where the
    server does not answer.
    """
    import requests
    import urllib3

    headers = {}
    if known is not None:
        headers = {name: value for name, value in
                   (("If-None-Match", known.etag), ("If-Modified-Since", known.modified)) if value}
    try:
        return _answer(session, address, source, headers, known)
    except requests.exceptions.SSLError:
        raise UnreachableError(f"{address}: the server's certificate is not to be trusted") from None
    except (requests.Timeout, urllib3.exceptions.TimeoutError):
        raise UnreachableError(f"{address}: no answer within {source.timeout:g} seconds") from None
    except (requests.ConnectionError, urllib3.exceptions.ProtocolError):
        raise UnreachableError(f"{address}: the server can't be reached, or broke off") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise UserError(f"{address}: can't be read: {' '.join(str(error).split())}") from None


def _answer(session: requests.Session, address: str, source: Online, headers: dict[str, str],
            known: Page | None) -> Answer:
    at = address
    for _ in range(REDIRECTS + 1):
        with session.get(at, headers=headers, stream=True, timeout=source.timeout, allow_redirects=False) as response:
            if response.is_redirect:
                at = urljoin(at, response.headers["Location"])
                if urlsplit(at).scheme not in ("http", "https"):
                    raise UserError(f"{address}: leads to {at}, which is no web address")
                continue
            if response.status_code == 304 and known is not None and headers:
                return Answer(at, None, known)
            if response.status_code != 200:
                raise UserError(f"{address}: the server says {response.status_code} {response.reason or ''}".strip())
            data = b"".join(_body(response, address, source))
            kind, _, rest = response.headers.get("Content-Type", "").partition(";")
            charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
            page = Page(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
            return Answer(at, data, page, kind.strip().lower(), charset)
    raise UserError(f"{address}: redirected more than {REDIRECTS} times")


def _body(response: requests.Response, address: str, source: Online) -> Iterator[bytes]:
    """The body, in parts. Raises UserError where it is too large or takes too long."""
    until = time.monotonic() + source.timeout * PATIENCE
    room = source.largest
    too_large = UserError(f"{address}: larger than {source.largest / 1_000_000:g} MB (`largest` in juyao.yaml)")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > room:
        raise too_large
    while chunk := response.raw.read1(CHUNK, decode_content=True):  # each what has come: a trickle is seen in time
        room -= len(chunk)
        if room < 0:
            raise too_large
        if time.monotonic() > until:
            raise UnreachableError(f"{address}: not whole after {source.timeout * PATIENCE:g} seconds")
        yield chunk
