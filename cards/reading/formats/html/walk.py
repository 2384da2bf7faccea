"""The walk over a page's tree: its text in reading order, between the begin and the end of what it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from cards.reading.formats.decode import CONTROLS_DROPPED, clean_characters
from cards.reading.formats.html.blocks import Element
from cards.reading.formats.html.elements import UNSHOWN, element_of, unread
from cards.reading.formats.html.spaces import SPACES
from cards.reading.formats.html.tags import integer
from cards.reading.formats.html.tree import Node
from cards.reading.lines import LINE

ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
BREAK = "\x1e"  # in a text, where a line ends in it; no page holds it, since control characters are dropped


class Text(Struct, frozen=True):
    """A stretch of text, the innermost element it stands in, and its line in the source, or 0."""

    text: str
    element: Element
    line: int = 0

    @property
    def letters(self) -> int:
        """How many characters it has but for white space around them."""
        return len(self.text.strip(SPACES + BREAK))


class Begin(Struct, frozen=True):
    element: Element


class End(Struct, frozen=True):
    element: Element


Token: TypeAlias = Text | Begin | End


def walk(root: Node, around: Element, counted: Counter[str]) -> Iterator[Token]:
    """All that is read of the tree under `root`, which is the element `around`; `counted` adds up what is not.

    It takes no recursion: a page may be 2,000 levels deep.
    """
    line = 0
    open_elements = [(around, iter(root.children))]
    while open_elements:
        element, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield End(element)
        elif isinstance(child, str):
            said = _cleaned(child, counted)
            yield Text(said.replace("\n", BREAK) if element.style.pre else said, element, line)
        elif reason := unread(child):
            counted[reason] += 0 if reason == UNSHOWN else len(child.text.strip())
        elif "mso-tab-count" in child.attributes.get("style", ""):
            yield Text("\t", element, line)
        else:
            line = integer(child.attributes.get(LINE, ""), line)
            inner = element_of(child, element)
            open_elements.append((inner, iter(child.children)))
            yield Begin(inner)


def _cleaned(text: str, counted: Counter[str]) -> str:
    if not ODD.search(text):
        return text
    text, dropped = clean_characters(text)
    counted[CONTROLS_DROPPED] += dropped
    return text
