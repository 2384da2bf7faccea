"""The numbers of lists, which stand in no text, as a browser shows them."""

from __future__ import annotations

import re

from msgspec import Struct

from cards.reading.formats.html.tags import integer
from cards.reading.formats.html.tree import Node
from cards.reading.formats.list_numbers import COUNT, figures

LIST_STYLE = re.compile(r"list-style(?:-type)?:([a-z-]+)")
FORMS = {"a": "lowerLetter", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "A": "upperLetter",
         "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "i": "lowerRoman", "lower-roman": "lowerRoman",
         "I": "upperRoman", "upper-roman": "upperRoman"}
HAN_STYLE = re.compile("cjk|chinese|trad")
OWN_NUMBER = re.compile(rf"[（(]?(?:\d{{1,3}}|{COUNT})[.．、）)]|第{COUNT}[，、：]|[①-⒛㈠-㈩]")


class List(Struct):
    """A list: the style of its numbers ('' for bullets), the number of its next item, and from one to the next."""

    style: str = ""
    number: int = 0
    step: int = 1


class Item(Struct):
    """A list's item: its number as text, which its first line takes; the item around it, if any."""

    label: str
    outer: Item | None
    begun: bool = False

    def take_label(self) -> str:
        """The label, for the first line in the item; '' for all others."""
        if self.begun:
            return ""
        item: Item | None = self
        while item and not item.begun:  # the first line of an item within is theirs too
            item.begun = True
            item = item.outer
        return self.label


def list_of(node: Node) -> List:
    """The list that begins with `node`."""
    if node.tag != "ol":
        return List()
    match = LIST_STYLE.search(node.attributes.get("style", ""))
    style = match[1] if match else node.attributes.get("type", "1")
    return List(style, integer(node.attributes.get("start", ""), 1), -1 if "reversed" in node.attributes else 1)


def next_label(listed: List, value: str) -> str:
    """The number of the next item of a list, as a browser shows it; `value` is what the item says it is, or ''."""
    number = integer(value, listed.number)
    listed.number = number + listed.step
    if listed.style in ("", "none"):
        return ""
    if HAN_STYLE.search(listed.style):
        return f"{figures(number, 'chineseCounting')}、"
    return f"{figures(number, FORMS.get(listed.style, 'decimal'))}."


def labelled(label: str, text: str) -> str:
    """The label before its paragraph as one types it: 一、总体要求, 1.加强统筹, 1. 5G网络; none where one is typed."""
    if not label or OWN_NUMBER.match(text):
        return text
    return f"{label} {text}" if label.isascii() and text[0].isascii() else label + text
