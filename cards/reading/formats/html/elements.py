"""The elements of a page, one by one, each out of the node it is and the element around it."""

from __future__ import annotations

import re

from cards.reading.formats.html.blocks import Cell, Element, Table
from cards.reading.formats.html.lists import Item, list_of, next_label
from cards.reading.formats.html.style import LONGEST_NAME, Style, style_of
from cards.reading.formats.html.tags import BLOCKS, CELLS, FURNITURE, LISTS, UNREAD, integer
from cards.reading.formats.html.tree import Node

NAMED_FURNITURE = re.compile(  # in class or id, by its words
    r"(?:^|[\s_-])(?:(?:top|main|site|sub|left|right|foot)?(?:nav|menu)(?:bar)?|bread-?crumbs?|crumbs?|weizhi|dqwz|"
    r"side-?bar|foot(?:er)?|copy-?right|(?:bd)?share\w*|comments?|pinglun|relat(?:ed|ive)\w*|recommend\w*|tuijian|"
    r"rank\w*|advert\w*|ads?|pager|pagination|tool-?(?:bar|box)|qr-?code|search\w*|login)(?:$|[\s_\d-])")
HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-element:(?:comment|header|footer)")
LONGEST_CLASS, WIDEST = 300, 50
UNSHOWN = "unread"
LEFT_OUT_DELETED, LEFT_OUT_HIDDEN = "characters of deleted text left out", "characters of hidden text left out"


def root_element() -> Element:
    """The element around all of a page."""
    return Element("", None, Style(), Cell())


def element_of(node: Node, parent: Element) -> Element:
    """The element that `node` is, with what it inherits from `parent`; it takes its place in its table and list."""
    element = Element(node.tag, parent, style_of(node, parent.style), parent.cell, parent.table, parent.listed,
                      parent.item)
    if node.tag in BLOCKS:
        element.furniture = _is_furniture(node, parent.style.article)
        _place(element, node)
    elif "mso-list:ignore" in node.attributes.get("style", ""):
        element.label = True
    elif node.tag == "a" and node.attributes.get("href", "").startswith("#"):
        element.target = node.attributes["href"][1:LONGEST_NAME]
    return element


def _place(element: Element, node: Node) -> None:
    """Begin the list, item, table or part of one that an element is."""
    if node.tag in LISTS:
        element.listed = list_of(node)
    elif node.tag == "li":
        numbered = element.listed if not element.style.note else None
        label = next_label(numbered, node.attributes.get("value", "")) if numbered else ""
        element.item = Item(label, element.item)
    elif node.tag == "table":
        element.table = Table(element)
    elif element.table:
        _place_in(element.table, element, node)


def _place_in(table: Table, element: Element, node: Node) -> None:
    """Begin the row or cell of a table that an element is."""
    if node.tag == "tr":
        table.begin_row()
    elif node.tag in CELLS:
        columns, rows = (min(integer(node.attributes.get(name, ""), 1), WIDEST) for name in ("colspan", "rowspan"))
        element.cell = Cell(columns, rows)
        table.add(element.cell)


def _is_furniture(node: Node, within_article: bool) -> bool:
    """A node is named like navigation, or is a form, a header or a footer, but for the head of an article."""
    named = f"{node.attributes.get('class', '')[:LONGEST_CLASS]} {node.attributes.get('id', '')[:LONGEST_NAME]}"
    words = re.sub(r"([a-z])([A-Z])", r"\1-\2", named).lower()
    if NAMED_FURNITURE.search(words) or node.attributes.get("role") in FURNITURE:
        return True
    return node.tag in FURNITURE and not (within_article and node.tag in ("header", "footer"))


def unread(node: Node) -> str:
    """Why the text of a node is not read, or ''. A whole page may be hidden until its script runs."""
    if node.tag in UNREAD or (node.tag == "div" and node.attributes.get("title") in ("header", "footer")):
        return UNSHOWN
    if node.tag == "del":
        return LEFT_OUT_DELETED
    hidden = "hidden" in node.attributes or HIDDEN.search(node.attributes.get("style", ""))
    return LEFT_OUT_HIDDEN if hidden and node.tag not in ("html", "body") else ""
