"""The links in the markup of a page or feed. Nobody vouches for it: one that is damaged gives what can be read, and one
that means harm takes time and memory that grow with its size alone.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

LONGEST = 2_000  # characters of an address: what is longer is none, or each link would be joined to it
WAYS_TO = {  # by name and `rel`, what an element of an entry leads to
    ("link", ""): "page", ("link", "alternate"): "page", ("link", "enclosure"): "enclosed",
    ("enclosure", ""): "enclosed", ("guid", ""): "permanent",
}
FEEDS, ENTRIES = ("rss", "RDF", "feed"), ("item", "entry")
BASE = "{http://www.w3.org/XML/1998/namespace}base"
START = 8_192  # bytes in which markup says its encoding
PAGE_ENCODING = re.compile(rb"(?i)<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.-]+)")
FEED_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OF_TEXTS = re.compile(r"(?i)(?:utf|gb|hz|big5|euc|shift|cp|windows|iso|latin|koi8|ascii|us)[\w.-]*")  # not punycode
MORE_THAN_IT_SAYS = {"gb2312": "gb18030", "gbk": "gb18030"}  # who says these means what came after them


def page_links(data: bytes, charset: str, address: str) -> Iterator[str]:
    """The addresses that the links of a page lead to, from the top; `address` is the page's own."""
    from lxml import etree  # type: ignore[import-untyped]

    declared = PAGE_ENCODING.search(data[:START])
    named = charset or (declared[1].decode() if declared else "")
    anchors = _Anchors()
    with suppress(etree.LxmlError):  # there is no element at all
        etree.fromstring(_in_utf8(data, named), etree.HTMLParser(target=anchors, encoding="utf-8", huge_tree=True))
    base = joined(address, anchors.base) or address
    return (joined(base, link) for link in anchors.links)


class _Anchors:
    """The target of lxml's parser (its documentation calls it so): what is linked to, and what those links start from.

    lxml's own tree ends at some depth, and takes time quadratic in the number of a tag's attributes.
    """

    def __init__(self) -> None:
        self.base = ""
        self.links: dict[str, None] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("a", "area", "base") and 0 < len(attributes.get("href", "")) <= LONGEST:
            if tag == "base":
                self.base = self.base or attributes["href"]
            else:
                self.links[attributes["href"]] = None

    def close(self) -> None:
        pass


def feed_entries(data: bytes, charset: str, address: str) -> Iterator[Mapping[str, list[str]]] | None:
    """For each entry of a feed its addresses, by what they lead to (WAYS_TO); None where it is no feed."""
    from lxml import etree

    data = data.lstrip()
    declared = FEED_ENCODING.match(data[:START])
    named = declared[1].decode() if declared else charset
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        root = etree.fromstring(_in_utf8(data, named), parser)
    except (etree.LxmlError, ValueError):
        return None
    if root is None or _name(root) not in FEEDS or (_name(root) == "rss" and len(root) == 0):
        return None
    return (_entry(element, base) for element, base in _based(root, address) if _name(element) in ENTRIES)


def _in_utf8(data: bytes, named: str) -> bytes:
    """`data` in UTF-8; `named` is the encoding it is said to have. What can't be read there is U+FFFD: a parser would
    give up at it.
    """
    bom = next((encoding for bom, encoding in BOMS.items() if data.startswith(bom)), "")
    named = MORE_THAN_IT_SAYS.get(named.lower(), named)
    encoding = bom or (named if OF_TEXTS.fullmatch(named) and _is_known(named) else "utf-8")
    return data.decode(encoding, errors="replace").encode(errors="replace")


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding))
    except LookupError:
        return False


def _based(root: Any, address: str) -> Iterator[tuple[Any, str]]:
    """Each element of a feed with the address that what it links to starts from: lxml's own answer goes through all
    that stand above, for each anew.
    """
    from lxml import etree

    bases = [address]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            bases.pop()
        else:
            bases.append(_base(element, bases[-1]))
            yield element, bases[-1]


def _base(element: Any, above: str) -> str:
    said = element.get(BASE)
    return (said and joined(above, said)) or above


def _entry(element: Any, base: str) -> Mapping[str, list[str]]:
    """The addresses of an entry, by what they lead to."""
    found: dict[str, list[str]] = defaultdict(list)
    for child in element:
        address = child.get("href") or child.get("url") or child.text or ""
        if (way := _way(child)) and (link := joined(_base(child, base), address)):
            found[way].append(link)
    return found


def _way(child: Any) -> str:
    """What an element of an entry leads to, '' to nothing."""
    if child.get("isPermaLink") == "false":
        return ""
    return WAYS_TO.get((_name(child), child.get("rel", "")), "")


def _name(element: Any) -> str:
    """The name of an element without its namespace; '' of a comment."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def joined(base: str, link: str) -> str:
    """The address that `link` leads to from `base`; '' where it is none."""
    link = link.strip()
    try:
        whole = urljoin(base, link) if 0 < len(link) <= LONGEST else ""
    except ValueError:
        return ""
    return whole if len(whole) <= LONGEST else ""
