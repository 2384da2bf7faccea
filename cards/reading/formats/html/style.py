"""What the text of a page inherits from the elements around it."""

from __future__ import annotations

import re

from msgspec import Struct

from cards.reading.formats.html.tags import BLOCKS, BOLD, HEADINGS, PREFORMATTED
from cards.reading.formats.html.tree import Node

WEIGHT = re.compile(r"font-weight:(?:(bold|[6-9]00)|normal|lighter|[1-5]00)")
SIZE = re.compile(r"font-size:(\d{1,4}(?:\.\d{1,4})?)(pt|px|em|%)")
ALIGNED = re.compile(r"text-align:(center)?")
FONT_SIZES = dict(zip("1234567", (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0), strict=True))  # of <font>, in points
LARGEST_SIZE = 1000.0
NOTE = re.compile(r"_?(?:sd(?:foot|end)note|ftn|edn|fn|footnote|endnote|cite_note)\W?\w{0,20}?\d+(?:sym|anc)?")
NOTE_STYLE = re.compile(r"mso-element:(?:foot|end)note(?!-)")
LONGEST_NAME = 100


class Style(Struct, frozen=True):
    """How text looks and what it is: `size` in points; `linked` to another page; `pre` keeps its line breaks;
    `article` is what the page itself calls so; `note` the id of the footnote that it is of, or ''.
    """

    bold: bool = False
    centred: bool = False
    size: float = 12.0
    heading: bool = False
    linked: bool = False
    pre: bool = False
    article: bool = False
    note: str = ""


def style_of(node: Node, inherited: Style) -> Style:
    """The style of the text in `node`: what is `inherited`, as far as the node says nothing else."""
    declared = node.attributes.get("style", "")
    style = Style(
        bold=_bold(node, declared, inherited.bold),
        centred=_centred(node, declared, inherited.centred),
        size=_size(node, declared, inherited.size),
        heading=inherited.heading or node.tag in HEADINGS,
        linked=_linked(node, inherited.linked),
        pre=inherited.pre or node.tag in PREFORMATTED or "white-space:pre" in declared,
        article=inherited.article or node.tag in ("article", "main"),
        note=inherited.note or _note(node, declared),
    )
    return inherited if style == inherited else style  # a page of many tags has few styles


def _bold(node: Node, declared: str, inherited: bool) -> bool:
    if match := WEIGHT.search(declared):
        return match[1] is not None
    return inherited or node.tag in BOLD


def _centred(node: Node, declared: str, inherited: bool) -> bool:
    if match := ALIGNED.search(declared):
        return match[1] is not None
    if "align" in node.attributes and node.tag in BLOCKS:
        return node.attributes["align"].lower() == "center"
    return inherited or node.tag == "center"


def _size(node: Node, declared: str, inherited: float) -> float:
    if match := SIZE.search(declared):
        points = {"pt": 1.0, "px": 0.75, "em": inherited, "%": inherited / 100}[match[2]]
        return min(float(match[1]) * points, LARGEST_SIZE)
    if node.tag == "font":
        return FONT_SIZES.get(node.attributes.get("size", ""), inherited)
    return inherited


def _linked(node: Node, inherited: bool) -> bool:
    link = node.attributes.get("href", "") if node.tag == "a" else ""
    return not link.startswith("#") if link else inherited


def _note(node: Node, declared: str) -> str:
    if node.tag not in BLOCKS:
        return ""
    own = node.attributes.get("id", "")[:LONGEST_NAME]
    if NOTE.fullmatch(own):
        return own
    return "note" if NOTE_STYLE.search(declared) else ""
