"""The tags of HTML, by what they do to the text in them."""

from __future__ import annotations

import re

UNREAD = {"script", "style", "noscript", "template", "iframe", "object", "applet", "embed", "svg", "canvas", "audio",
          "video", "select", "datalist", "textarea", "button", "rp", "rt", "rtc", "map", "xml", "title"}
HEADINGS, BOLD, LISTS = {"h1", "h2", "h3", "h4", "h5", "h6"}, {"b", "strong"}, {"ol", "ul", "dir", "menu"}
PREFORMATTED, CELLS = {"pre", "xmp", "plaintext"}, {"td", "th"}
CONTAINERS = {"html", "body", "div", "section", "article", "main", "td", "center", "form", "blockquote"}
BLOCKS = HEADINGS | LISTS | CONTAINERS | {
    "p", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "pre", "aside", "nav",
    "header", "footer", "fieldset", "address", "figure", "figcaption", "details", "summary", "hr"}
FURNITURE = {"nav", "aside", "footer", "header", "form", "menu", "navigation", "banner", "contentinfo", "search",
             "complementary", "menubar", "dialog"}  # tags and roles


def integer(text: str, default: int) -> int:
    """The number that an attribute holds, or `default` where it holds none."""
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else default
