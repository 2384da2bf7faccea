"""The elements of a page: what their text inherits from them, and which of them are not shown or no article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

UNREAD = {"script", "style", "noscript", "template", "iframe", "object", "applet", "embed", "svg", "canvas", "audio",
          "video", "select", "datalist", "textarea", "button", "rp", "rt", "rtc", "map", "xml"}
HEADINGS, BOLD_TAGS, LISTS = {"h1", "h2", "h3", "h4", "h5", "h6"}, {"b", "strong"}, {"ol", "ul", "dir", "menu"}
CONTAINERS = {"html", "body", "div", "section", "article", "main", "td", "center", "form", "blockquote"}
BLOCKS = HEADINGS | LISTS | CONTAINERS | {
    "p", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "pre", "aside", "nav",
    "header", "footer", "fieldset", "address", "figure", "figcaption", "details", "summary", "hr"}
FURNITURE = {"nav", "aside", "footer", "header", "form", "menu", "navigation", "banner", "contentinfo", "search",
             "complementary", "menubar", "dialog"}  # tags and roles
NAMED_FURNITURE = re.compile(  # in class or id, by its words
    r"(?:^|[\s_-])(?:(?:top|main|site|sub|left|right|foot)?(?:nav|menu)(?:bar)?|bread-?crumbs?|crumbs?|weizhi|dqwz|"
    r"side-?bar|foot(?:er)?|copy-?right|(?:bd)?share\w*|comments?|pinglun|relat(?:ed|ive)\w*|recommend\w*|tuijian|"
    r"rank\w*|advert\w*|ads?|pager|pagination|tool-?(?:bar|box)|qr-?code|search\w*|login)(?:$|[\s_\d-])")
HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-element:(?:comment|header|footer)")
WEIGHT = re.compile(r"font-weight:(?:(bold|[6-9]00)|normal|lighter|[1-5]00)")
SIZE = re.compile(r"font-size:(\d{1,4}(?:\.\d{1,4})?)(pt|px|em|%)")
ALIGNED = re.compile(r"text-align:(center)?")
FONT_SIZES = dict(zip("1234567", (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0), strict=True))
NOTE = re.compile(r"_?(?:sd(?:foot|end)note|ftn|edn|fn|footnote|endnote|cite_note)\W?\w{0,20}?\d+(?:sym|anc)?")
NOTE_STYLE = re.compile(r"mso-element:(?:foot|end)note(?!-)")


@dataclass(slots=True, eq=False)
class Element:
    """An open or closed element: what its text inherits from it, and the running text found in it."""

    tag: str
    parent: Element | None
    begin: int
    furniture: bool = False
    bold: bool = False
    centred: bool = False
    size: float = 12.0
    heading: bool = False
    linked: bool = False
    pre: bool = False
    article: bool = False
    note: str = ""
    target: str = ""
    cell: tuple[int, int] | None = None
    prose: int = 0
    out: bool = False
    inside: bool = False


def element_of(tag: str, attributes: Any, style: str, parent: Element, begin: int) -> Element:
    """The element with what it inherits."""
    element = Element(tag, parent, begin, size=_size(tag, attributes, style, parent.size),
                       bold=parent.bold or tag in BOLD_TAGS, centred=parent.centred or tag == "center",
                       heading=parent.heading or tag in HEADINGS, linked=parent.linked, note=parent.note,
                       article=parent.article or tag in ("article", "main"),
                       pre=parent.pre or tag in ("pre", "xmp", "plaintext") or "white-space:pre" in style)
    if match := WEIGHT.search(style):
        element.bold = match[1] is not None
    if match := ALIGNED.search(style):
        element.centred = match[1] is not None
    elif "align" in attributes and tag in BLOCKS:
        element.centred = attributes["align"].lower() == "center"
    if tag == "a" and (link := attributes.get("href", "")):
        element.linked, element.target = not link.startswith("#"), link[1:100] if link.startswith("#") else ""
    elif "mso-list:ignore" in style:
        element.target = "label"
    elif tag in BLOCKS:
        own = attributes.get("id", "")[:100]
        names = re.sub(r"([a-z])([A-Z])", r"\1-\2", f"{attributes.get('class', '')[:300]} {own}").lower()
        named = NAMED_FURNITURE.search(names) is not None
        titling = element.article and tag in ("header", "footer")
        element.furniture = named or (tag in FURNITURE and not titling) or attributes.get("role") in FURNITURE
        element.note = parent.note or (own if NOTE.fullmatch(own) else "note" if NOTE_STYLE.search(style) else "")
    return element


def _size(tag: str, attributes: Any, style: str, inherited: float) -> float:
    """The size of an element's letters in points, as far as the element itself says."""
    if match := SIZE.search(style):
        by = {"pt": 1.0, "px": 0.75, "em": inherited, "%": inherited / 100}
        return min(float(match[1]) * by[match[2]], 1000.0)
    return FONT_SIZES.get(attributes.get("size", ""), inherited) if tag == "font" else inherited


def unsaid(tag: str, attributes: Any, style: str) -> str:
    """Why the text of an element is not read, or ''. A whole page may be hidden until its script runs."""
    if tag in UNREAD or (tag == "div" and attributes.get("title") in ("header", "footer")):
        return "unread"
    if tag == "del":
        return "characters of deleted text left out"
    hidden = "hidden" in attributes or HIDDEN.search(style)
    return "characters of hidden text left out" if hidden and tag not in ("html", "body") else ""


def integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else default
