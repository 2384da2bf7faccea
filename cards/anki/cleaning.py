"""Cleaning: a field that somebody may have changed, as one in which nothing runs, plays or is fetched.

A package may come from anybody's Anki. What is read back from one stands in the next packages (a source line, a card
that is kept for review only), so it keeps its clozes, juyao's own elements and plain emphasis, and its words as text.
A field that juyao wrote comes back as it was.
"""

from __future__ import annotations

import html
import re

from cards.anki.cloze import BACKSLASH, harmless

ATTRIBUTES = r'(?: (?:class|data-kind)="[^"<>\[\]{}\\]*"| start="\d{1,9}")*'
ELEMENTS = "div|span|p|ol|ul|li|mark|q|blockquote|br|b|i|u|em|strong|sub|sup"
KEPT = rf"{re.escape(BACKSLASH)}|\{{\{{c\d{{1,3}}::|::|\}}\}}|</?(?:{ELEMENTS}){ATTRIBUTES} ?/?>"
TOKEN = re.compile(f"({KEPT})")
CLEAN = re.compile(rf"(?:[^<>{{}}\[\\:&]++|&(?:amp|lt|gt|#123|#125|#91|#58);|{KEPT})*+")
SCRIPT = re.compile(r"(?is)<(script|style|iframe|object|svg|math)\b.*?(?:</\1\s*>|$)")
OTHER_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>?")


def clean(field: str) -> str:
    """`field` without anything that Anki or its web view would act on but clozes and plain elements.

    >>> clean('全市{{c1::32处}}<script>alert(1)</script><b onclick="x()">湿地</b>[sound:a.mp3]')
    '全市{{c1::32处}}湿地</b>&#91;sound&#58;a.mp3]'
    """
    if CLEAN.fullmatch(field):  # as all are that juyao wrote
        return field
    parts = TOKEN.split(SCRIPT.sub("", field))
    return "".join(part if at % 2 else _as_text(part) for at, part in enumerate(parts))


def _as_text(part: str) -> str:
    return harmless(html.unescape(OTHER_TAG.sub("", part)))
