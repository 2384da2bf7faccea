"""The names of WordprocessingML (ECMA-376, Part 1, §17) that its reader knows, and small steps in its trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same names in a strict file
W = f"{{{WORD.decode()}}}"
VAL, P, R, PPR, RPR, TBL, TC = (W + name for name in ("val", "p", "r", "pPr", "rPr", "tbl", "tc"))
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
TEXTS = (W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
# What is not shown: properties, field codes, readings over characters (ruby), and what tracked changes took away.
UNSEEN = {W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "instrText",
                                "delInstrText", "delText", "moveFrom", "rt")} | {MARKUP + "Fallback"}
LEFT_OUT = {W + "del": "tracked deletions left out", W + "object": "embedded objects not read",
            W + "altChunk": "embedded files not read", W + "subDoc": "embedded files not read"}
PROPERTIES = {W + name: name for name in (
    "jc", "outlineLvl", "numId", "ilvl", "b", "sz", "vanish", "gridSpan", "vMerge")}
OFF = ("0", "false", "off")


def children(element: Any) -> Iterator[Any]:
    return iter(()) if element is None else iter(element)


def child(element: Any, tag: str) -> Any:
    """The first child with this tag, or None; lxml's `find` takes five times as long."""
    return None if element is None else next(element.iterchildren(tag), None)


def value(element: Any, kind: str) -> str:
    found = child(element, W + kind)
    return "" if found is None else str(found.get(VAL, ""))


def integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text, re.ASCII) else default


def values_of(*elements: Any) -> dict[str, str]:
    """The properties in `elements` that matter here, by name; one without a value is on (§17.17.4)."""
    found: dict[str, str] = {}
    for element in elements:
        for property_element in children(element):
            if property_element.tag == W + "numPr":
                found |= values_of(property_element)
            elif property_element.tag in PROPERTIES:
                found[PROPERTIES[property_element.tag]] = property_element.get(VAL, "1")
    return found
