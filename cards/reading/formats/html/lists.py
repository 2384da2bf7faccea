"""The numbers of lists, which stand in no text, as a browser shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cards.reading.formats.html.elements import integer
from cards.reading.formats.list_numbers import figures

LIST_STYLE = re.compile(r"list-style(?:-type)?:([a-z-]+)")
FORMS = {"a": "lowerLetter", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "A": "upperLetter",
         "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "i": "lowerRoman", "lower-roman": "lowerRoman",
         "I": "upperRoman", "upper-roman": "upperRoman"}
COUNT = "[一二三四五六七八九十]{1,3}"
OWN_NUMBER = re.compile(rf"[（(]?(?:\d{{1,3}}|{COUNT})[.．、）)]|第{COUNT}[，、：]|[①-⒛㈠-㈩]")


@dataclass(slots=True)
class OpenList:
    """An open list: the style of its numbers ('' for bullets), and the next of them."""

    style: str
    number: int
    step: int = 1


def opened(tag: str, attributes: Any, style: str) -> OpenList:
    if tag != "ol":
        return OpenList("", 0)
    match = LIST_STYLE.search(style)
    kind = match[1] if match else attributes.get("type", "1")
    return OpenList(kind, integer(attributes.get("start", ""), 1), -1 if "reversed" in attributes else 1)


def next_label(listed: OpenList, value: str) -> str:
    """The number of the next item of a list, as a browser shows it."""
    number = integer(value, listed.number)
    listed.number = number + listed.step
    if listed.style in ("", "none"):
        return ""
    if "cjk" in listed.style or "chinese" in listed.style or "trad" in listed.style:
        return f"{figures(number, 'chineseCounting')}、"
    return f"{figures(number, FORMS.get(listed.style, 'decimal'))}."


def labelled(label: str, text: str) -> str:
    """The label before its paragraph as one types it: 一、总体要求, 1.加强统筹, 1. 5G网络; none where one is typed."""
    if not label or OWN_NUMBER.match(text):
        return text
    return f"{label} {text}" if label.isascii() and text[0].isascii() else label + text
