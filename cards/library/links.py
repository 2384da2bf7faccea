"""Links: which addresses a feed or a page gives, and the file each is kept in."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from cards.library.addresses import hidden
from cards.library.settings import Online
from cards.library.sources import ENDINGS
from cards.records import UserError

DOCUMENTS = tuple(ending for ending in ENDINGS if ending not in (".html", ".htm"))
NAMELESS = ("", "index", "default", "content", "main")
LONGEST_NAME = 60
WAYS_TO = {  # by name and `rel`, what an element of an entry leads to
    ("link", ""): "page", ("link", "alternate"): "page", ("link", "enclosure"): "enclosed",
    ("enclosure", ""): "enclosed", ("guid", ""): "permanent",
}
FEEDS, ENTRIES = ("rss", "RDF", "feed"), ("item", "entry")
ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")


def links_of(data: bytes, charset: str, address: str, source: Online) -> tuple[str, ...]:
    """The addresses of issues in the feed or page `data` that came from `address`, each once, from the top. Raises
    UserError where it is none, or has none.
    """
    found = _feed_links(data, charset, address) if source.feed else _page_links(data, charset, address)
    wanted = source.links or (() if source.feed else tuple(f"*{ending}" for ending in DOCUMENTS))
    links = [link for link in map(_whole, found) if link and _wanted(link, wanted)]
    if not links and not source.feed:
        raise UserError(f"{address}: no link to an issue on this page; `links` in juyao.yaml says which links are")
    return tuple(dict.fromkeys(links))[: source.most]


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


def _page_links(data: bytes, charset: str, address: str) -> Iterator[str]:
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding=charset or None))
    except (etree.LxmlError, LookupError, ValueError):
        raise UserError(f"{address}: no web page: its links can't be read") from None
    base = next((element.get("href") for element in page.iter("base") if element.get("href")), "")
    for anchor in page.iter("a", "area"):
        if anchor.get("href"):
            yield _joined(_joined(address, base), anchor.get("href"))


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link.strip())
    except ValueError:
        return ""


def _feed_links(data: bytes, charset: str, address: str) -> Iterator[str]:
    """Of each entry of a feed its documents, or else the page it links to. Raises UserError for what is no feed."""
    root = _feed(data, charset, address)
    if root is None:
        raise UserError(f"{address}: no RSS or Atom feed can be read there; is it the address of a web page?")
    for element in root.iter():
        if _name(element) in ENTRIES:
            yield from _entry(element)


def _feed(data: bytes, charset: str, address: str) -> Any:
    """The root element of a feed, read as far as it is sound and not nested too deep; None where it is none."""
    from lxml import etree

    data = data.lstrip()
    try:
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True,
                                 encoding=_encoding(data, charset))
        root = etree.fromstring(data, parser, base_url=address)
    except (etree.LxmlError, LookupError, ValueError):
        return None
    if root is None or _name(root) not in FEEDS or (_name(root) == "rss" and len(root) == 0):
        return None
    return root


def _encoding(data: bytes, charset: str) -> str | None:
    """The encoding to read a feed in; None: the parser sees for itself. What the feed says goes before what the server
    says; who says GB2312 means what came after it.
    """
    declared = ENCODING.match(data)
    named = declared[1].decode().lower() if declared else charset.lower()
    if named in ("gb2312", "gbk"):
        return "gb18030"
    return None if declared else named or None


def _entry(element: Any) -> list[str]:
    """The documents that the entry `element` encloses; where there are none, the page it links to."""
    found: dict[str, list[str]] = defaultdict(list)
    for child in element:
        address = child.get("href") or child.get("url") or child.text or ""
        found[_way(child)].append(_joined(child.base or "", address))
    documents = [link for link in found["enclosed"] if ending_of(link) in DOCUMENTS]
    return documents or found["page"][:1] or found["permanent"][:1]


def _way(child: Any) -> str:
    """What an element of an entry leads to, '' to nothing."""
    if child.get("isPermaLink") == "false":
        return ""
    return WAYS_TO.get((_name(child), child.get("rel", "")), "")


def _name(element: Any) -> str:
    """The name of an element without its namespace; '' of a comment."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


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
