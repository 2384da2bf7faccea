"""Automatic numbers (§17.9): a number that exists only as list numbering reappears in the text."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import category

from msgspec import Struct
from msgspec.structs import replace

from cards.reading.formats.docx.xml import W, child, children, integer, value
from cards.reading.formats.list_numbers import figures

DEEPEST_LEVEL, LONGEST_LABEL = 8, 40  # levels: §17.9.3
DASHES = re.compile("[—–―─]+")


class Numbering:
    """Counts the lists (§17.9) and says the label that stands before each of their paragraphs."""

    def __init__(self, root: Any):
        lists = {element.get(W + "abstractNumId", ""): element for element in children(root)
                 if element.tag == W + "abstractNum"}
        styled = {link: element for element in lists.values() if (link := value(element, "styleLink"))}
        self._levels = {name: _levels(styled.get(value(element, "numStyleLink"), element))
                        for name, element in lists.items()}
        self._lists = {element.get(W + "numId", ""): element for element in children(root) if element.tag == W + "num"}
        self._begun: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, values: dict[str, str]) -> str:
        """The label of a paragraph with these properties, which is counted; '' for one outside any list."""
        name = values.get("numId", "")
        if name == "0" or name not in self._lists:  # 0 takes the style's numbers away (§17.9.18)
            return ""
        abstract = value(self._lists[name], "abstractNumId")
        counts = self._counts.setdefault(abstract, {})
        if name not in self._begun:
            self._begun[name] = self._begin(self._lists[name], self._levels.get(abstract, {}), counts)
        levels = self._begun[name]
        linked = next((at for at, level in levels.items() if level.style and level.style == values["style"]), 0)
        at = integer(values.get("ilvl"), linked)
        if at not in levels:
            return ""
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        _restart(levels, at, counts)
        return _label(levels, at, counts)

    @staticmethod
    def _begin(number: Any, levels: dict[int, _Level], counts: dict[int, int]) -> dict[int, _Level]:
        """The levels of a list that is met for the first time; those it overrides (§17.9.8) begin anew."""
        for override in number.iter(W + "lvlOverride"):
            at = integer(override.get(W + "ilvl"))
            levels = levels | _levels(override)
            if at in levels and child(override, W + "startOverride") is not None:
                levels[at] = replace(levels[at], start=integer(value(override, "startOverride")))
                counts.pop(at, None)
        return levels


class _Level(Struct, frozen=True):
    """A level of a list (§17.9.6): it begins anew behind a paragraph of a level less than `restart`."""

    start: int
    form: str
    legal: bool
    text: str
    gap: bool
    restart: int
    style: str


def _restart(levels: dict[int, _Level], at: int, counts: dict[int, int]) -> None:
    """The levels below `at` begin anew, but for those that a paragraph of this level leaves alone."""
    for deeper, level in levels.items():
        if at < deeper and at < level.restart:
            counts.pop(deeper, None)


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for element in parent.iterchildren(W + "lvl"):
        at = integer(element.get(W + "ilvl"))
        if at > DEEPEST_LEVEL:
            continue
        found[at] = _Level(
            integer(value(element, "start")), value(element, "numFmt"), child(element, W + "isLgl") is not None,
            value(element, "lvlText")[:LONGEST_LABEL], value(element, "suff") != "nothing",
            integer(value(element, "lvlRestart"), at), value(element, "pStyle"))
    return found


def _label(levels: dict[int, _Level], at: int, counts: dict[int, int]) -> str:
    """The label with its numbers (§17.9.11) and a space where a gap follows. Of bullets only a dash is text: ——."""
    level = levels[at]
    if level.form == "bullet":
        return level.text if DASHES.fullmatch(level.text) else ""

    def number(match: re.Match[str]) -> str:
        which = int(match[1]) - 1
        shown = levels.get(which, level)
        return figures(counts.get(which, shown.start), "decimal" if level.legal else shown.form)

    label = re.sub(r"%([1-9])", number, level.text).strip()
    return f"{label} " if label and level.gap else label


def labelled(label: str, text: str) -> str:
    """The label before its paragraph as one types it: 一、总体要求, 第一章 总则, 1.加强统筹, 1. 5G网络."""
    if DASHES.fullmatch(label) and DASHES.match(text):
        return text
    if label.endswith(" ") and not text[0].isascii() and category(label[-2]) in ("Pd", "Pe", "Pf", "Po", "No"):
        label = label[:-1]
    return label + text
