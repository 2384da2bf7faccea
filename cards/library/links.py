"""Links: which addresses a feed or a page gives, and the file each is kept in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

from cards.library.addresses import hidden
from cards.library.markup import feed_entries, page_links
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
    found = _feed_links(data, charset, address) if source.feed else page_links(data, charset, address)
    wanted = source.links or (() if source.feed else tuple(f"*{ending}" for ending in DOCUMENTS))
    links = _first((link for link in map(_whole, found) if link and _wanted(link, wanted)), source.most)
    if not links and not source.feed:
        raise UserError(f"{address}: no link to an issue on this page; `links` in juyao.yaml says which links are")
    return links


def _first(links: Iterable[str], most: int) -> tuple[str, ...]:
    """The first `most` of `links` that differ; no more are looked at."""
    found: dict[str, None] = {}
    for link in links:
        found[link] = None
        if len(found) >= most:
            break
    return tuple(found)


def _wanted(link: str, patterns: Iterable[str]) -> bool:
    parts = urlsplit(link)
    bare = f"{parts.scheme}://{parts.netloc}{parts.path}"
    forms = {link, bare, unquote(link), unquote(bare)}
    patterns = tuple(patterns)
    return not patterns or any(_fits(form, patterns) for form in forms)


def _fits(text: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(text, pattern) or fnmatchcase(text.lower(), pattern) for pattern in patterns)


def _whole(link: str) -> str:
    """`link` without its fragment, user and password, or '' where it is no web address."""
    try:
        parts = urlsplit(link)
        return hidden(urldefrag(link)[0]) if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _feed_links(data: bytes, charset: str, address: str) -> Iterator[str]:
    """Of each entry of a feed its documents, or else the page it links to. Raises UserError for what is no feed."""
    entries = feed_entries(data, charset, address)
    if entries is None:
        raise UserError(f"{address}: no RSS or Atom feed can be read there; is it the address of a web page?")
    for entry in entries:
        documents = [link for link in entry.get("enclosed", ()) if ending_of(link) in DOCUMENTS]
        yield from documents or entry.get("page", [])[:1] or entry.get("permanent", [])[:1]


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
