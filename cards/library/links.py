"""Links: which addresses a feed or a page gives, and the file each is kept in."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from cards.library.settings import Online
from cards.library.sources import ENDINGS
from cards.records import UserError

DOCUMENTS = tuple(ending for ending in ENDINGS if ending not in (".html", ".htm"))
NAMELESS = ("", "index", "default", "content", "main")
LONGEST_NAME = 60


def links_of(data: bytes, charset: str, address: str, source: Online) -> tuple[str, ...]:
    """The addresses of issues in the feed or page `data` that came from `address`, each once, from the top. Raises
    UserError where it is none, or has none.
    """
    found = _feed_links(data, address, source) if source.feed else _page_links(data, charset, address)
    wanted = source.links or (() if source.feed else tuple(f"*{ending}" for ending in DOCUMENTS))
    links = [link for link in map(_whole, found) if link and _wanted(link, wanted)]
    if not links and not source.feed:
        raise UserError(f"{address}: no link to an issue on this page; `links` in juyao.yaml says which links are")
    return tuple(dict.fromkeys(links))[: source.most]


def _wanted(link: str, patterns: Iterable[str]) -> bool:
    parts = urlsplit(link)
    forms = {form(text) for text in (link, f"{parts.scheme}://{parts.netloc}{parts.path}") for form in (str, unquote)}
    patterns = tuple(patterns)
    return not patterns or any(fnmatchcase(text, pattern) or fnmatchcase(text.lower(), pattern)
                               for text in forms for pattern in patterns)


def _whole(link: str) -> str:
    """`link` without its fragment, or '' where it is no web address."""
    try:
        parts = urlsplit(link)
        return urldefrag(link)[0] if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _page_links(data: bytes, charset: str, address: str) -> Iterator[str]:
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding=charset or None))
    except (etree.LxmlError, LookupError, ValueError):
        raise UserError(f"{address}: no web page: its links can't be read") from None
    base = next((each.get("href") for each in page.iter("base") if each.get("href")), "")
    for anchor in page.iter("a", "area"):
        if anchor.get("href"):
            yield _joined(_joined(address, base), anchor.get("href"))


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link.strip())
    except ValueError:
        return ""


def _feed_links(data: bytes, address: str, source: Online) -> Iterator[str]:
    """Of each entry its documents, or else the page it links to."""
    import feedparser

    # as a file: what is given as bytes feedparser first tries as the name of one
    feed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": address})
    if not feed.get("version"):
        raise UserError(f"{address}: no RSS or Atom feed can be read there; is it the address of a web page?")
    for entry in feed.entries:
        enclosed = [_joined(address, each.get("href", "")) for each in entry.get("enclosures", ())]
        documents = [link for link in enclosed if ending_of(link) in DOCUMENTS]
        yield from documents or [_joined(address, entry.get("link", ""))]


def ending_of(address: str) -> str:
    """The ending an address has, where it is one of an issue's, else ''."""
    ending = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    return ending if ending in ENDINGS else ""


def file_of(address: str, ending: str) -> str:
    """The name of the file that `address` is kept in. It hangs on the address alone, but for http or https; formats of
    one issue, which differ in their ending, are kept under one stem.
    """
    parts = urlsplit(address)
    path = PurePosixPath(unquote(parts.path))
    stem = path.stem if ending_of(address) else path.name
    if stem.lower() in NAMELESS:
        stem = path.parent.name
    name = re.sub(r"[^\w-]+", "_", stem)[:LONGEST_NAME].strip("_-")
    whole = f"{parts.netloc.lower()}{path.with_suffix('') if ending_of(address) else path}?{parts.query}"
    code = hashlib.sha256(whole.encode(errors="surrogateescape")).hexdigest()[:6]
    return f"{name}-{code}{ending}" if name else f"{code}{ending}"
