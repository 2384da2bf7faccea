"""What one paragraph says, run by run."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from cards.reading.formats.docx.styles import Styles
from cards.reading.formats.docx.xml import (
    GRAPHIC,
    LEFT_OUT,
    NOTES,
    OFF,
    RPR,
    TEXTS,
    UNSEEN,
    WORD_ART,
    R,
    W,
    child,
    integer,
)
from cards.reading.formats.looks import Look

PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
LEAVES = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}  # §17.3.3
SYMBOLS = {  # the codes of the two fonts that w:sym (§17.3.3.30) is mostly used with
    "symbol": dict(zip(b"\xa3\xa5\xae\xb0\xb1\xb3\xb4\xb7\xb8\xb9\xbb", "≤∞→°±≥×•÷≠≈", strict=True)),
    "wingdings": dict(zip(b"\x6c\x6e\xa7\xa8\xd8\xe0\xfb\xfc\xfe", "●■▪□➢→✘✔☑", strict=True))
    | {0x81 + number: chr(0x2460 + number) for number in range(10)},
}


class ParagraphText:
    """What one paragraph says, piece by piece; how it looks; what hangs on it; what of it is left out."""

    def __init__(self, styles: Styles, values: dict[str, str]):
        self._styles, self._values, self._run = styles, values, values
        self._fields: list[int] = []
        self._codes = 0
        self.pieces: list[str] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self.left_out: Counter[str] = Counter()
        self.look = Look(True, 0, values.get("jc") == "center")

    def walk(self, element: Any) -> None:
        for inner in element:
            tag = inner.tag
            if tag == R:
                outer, self._run = self._run, self._values | self._styles.run(child(inner, RPR))
                self.walk(inner)
                self._run = outer
            elif tag in TEXTS:
                self._say(_shown(inner))
            elif tag in LEAVES:
                self._say(LEAVES[tag])
            elif tag in NOTES:
                self.notes.append((NOTES[tag], inner.get(W + "id", "")))
                if inner.get(W + "customMarkFollows", "0") not in OFF:
                    break
            elif tag in LEFT_OUT:
                self.left_out[LEFT_OUT[tag]] += 1
            elif tag not in UNSEEN:
                self._other(inner, tag)

    def _other(self, element: Any, tag: str) -> None:
        if tag in (W + "txbxContent", WORD_ART):
            self.boxes.append(element)
        elif tag == W + "fldChar":
            self._field(element.get(W + "fldCharType"))
        elif tag == W + "sym":
            self._symbol(element.get(W + "font", "").lower(), element.get(W + "char", ""))
        elif tag == GRAPHIC and element.get("uri", "").endswith(("/chart", "/diagram")):
            self.left_out["charts and diagrams not read"] += 1
        else:
            self.walk(element)

    def _say(self, text: str) -> None:
        if self._codes or not text:
            return
        if self._run.get("vanish", "0") not in OFF:
            self.left_out["hidden text left out"] += 1
            return
        self.pieces.append(text)
        if not text.isspace():
            bold = self.look.bold and self._run.get("b", "0") not in OFF
            self.look = self.look._replace(bold=bold, size=max(self.look.size, integer(self._run.get("sz"), 20)))

    def _field(self, kind: str | None) -> None:
        """A field shows its result, not its code (§17.16.18); one begun in an earlier paragraph is at its result."""
        if kind == "begin":
            self._fields.append(1)
            self._codes += 1
        elif self._fields and kind in ("separate", "end"):
            self._codes -= self._fields[-1]
            self._fields[-1] = 0
            if kind == "end":
                self._fields.pop()

    def _symbol(self, font: str, code: str) -> None:
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
        private = font in SYMBOLS or 0xF000 <= number <= 0xF0FF
        text = SYMBOLS.get(font, {}).get(number & 0xFF) if private else chr(number)
        if text:
            self._say(text)
        else:
            self.left_out["symbols of unknown fonts left out"] += 1


def _shown(element: Any) -> str:
    """The text of w:t, trimmed as Word trims it where its white space is not to be preserved (§17.3.3.31)."""
    text: str = element.text or ""
    if (text[:1].isspace() or text[-1:].isspace()) and element.get(PRESERVE) != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\n", " ")
