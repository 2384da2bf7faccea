"""A page as a tree: what lxml's parser makes of its markup, damaged as that may be.

lxml (BSD, several releases a year, 12 MB, 30 ms to import; the .docx reader has it already) tells the parser's events,
and the tree is made of those: nodes with the few attributes that are read. lxml's own tree is cut off at 256 or 2,048
levels, and takes time quadratic in the number of a tag's attributes: half an hour for a million, where the events take
half a second. selectolax (MIT, 8 MB) needs 48 s for 100,000 levels, html5lib (MIT) as long for 20,000, and Beautiful
Soup (MIT) takes ten times as long for a real issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from msgspec import Struct, field

from cards.reading.lines import LINE
from cards.records import UserError

DEEPEST, MOST_TAGS, MOST_ENTITIES, MOST_LINES = 2_000, 200_000, 1_000_000, 20_000  # some fifty times what an issue has
PIECE = 65_536  # bytes fed at a time, so that a page too deep stops early
LONGEST_VALUE = 2_000
ATTRIBUTES = ("style", "class", "id", "role", "hidden", "title", "href", "align", "size", "name", "content", "xmlns:w",
              "start", "type", "reversed", "value", "colspan", "rowspan", LINE)  # those that are read
POSSIBLE_BREAK = re.compile(r"(?i)</?wbr\b[^<>]{0,20}>")


class TooMuchError(Exception):
    """The page is no newsletter's, or is meant to hang its reader."""


class Node(Struct, eq=False):
    """An element of the markup: its tag, the attributes that are read, and what stands in it, in order."""

    tag: str
    attributes: Mapping[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """This node and all below it, in the order of the markup."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child for node in self.nodes() for child in node.children if isinstance(child, str))


def tree_of(text: str, name: str) -> Node:
    """The root of a page's tree, which has no tag. Raises UserError, naming `name`, for one that is no article's page
    by its number of tags. Raises TooMuchError for tags nested too deep.
    """
    try:
        etree: Any = import_module("lxml.etree")
    except ImportError:
        raise UserError(f"{name}: reading .html needs juyao[html]: pip install 'juyao[html]'") from None
    if text.count("<") > MOST_TAGS or text.count("&") > MOST_ENTITIES:
        raise UserError(f"{name}: more than {MOST_TAGS:,} tags; copy the article into a .txt file")
    markup = POSSIBLE_BREAK.sub("", text).encode(errors="replace")
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True)
    try:
        for begin in range(0, len(markup), PIECE):
            parser.feed(markup[begin : begin + PIECE])
        parser.close()
    except etree.LxmlError:
        pass  # a page without any element: no text will be found in it
    return builder.close()


class _Builder:
    """The target of lxml's parser (its documentation calls it so): grows a tree as the parser tells of the markup."""

    def __init__(self) -> None:
        self.root = Node("", {})
        self._open = [self.root]
        self._text: list[str] = []  # since the last tag; the parser tells it in pieces, each entity as one

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._keep_text()
        if len(self._open) > DEEPEST:
            raise TooMuchError(f"tags nested more than {DEEPEST:,} deep")
        node = Node(tag, _read(attributes), self._open[-1])
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, tag: str) -> None:
        self._keep_text()
        self._open.pop()

    def data(self, text: str) -> None:
        self._text.append(text)

    def close(self) -> Node:
        self._keep_text()
        return self.root

    def _keep_text(self) -> None:
        if self._text:
            self._open[-1].children.append("".join(self._text))
            self._text.clear()


def _read(attributes: Mapping[str, str]) -> dict[str, str]:
    """Those of a tag's attributes that are read, no longer than they need to be; a style as it is compared."""
    read = {name: attributes[name][:LONGEST_VALUE] for name in ATTRIBUTES if name in attributes}
    if "style" in read:
        read["style"] = read["style"].lower().replace(" ", "")
    return read
