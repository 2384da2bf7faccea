"""Cloze markup: {{c1::answer::hint}}. Source text is untrusted and is made harmless before it comes near a brace.

Anki's apps read a field three times: the renderer reads its HTML for clozes, [sound:…] and [latex], the web view builds
the page, and MathJax then reads the page's text, in which entities are characters again. What only the first two must
not see is written as an entity. A backslash, which begins all of MathJax's marks (\\(…\\), \\[…\\], \\begin{…}), stands
in an element of its own: MathJax never reads a mark across the edge of an element.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

CLOZE = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
NUMBER = re.compile(r"\{\{c\d+::")
TAG = re.compile(r"<[^>]*>")
BACKSLASH = "<span>\\</span>"
ENTITIES = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "[": "&#91;", ":": "&#58;", "\\": BACKSLASH})


def harmless(text: str) -> str:
    """`text` as HTML that looks like it and in which nothing is markup: neither HTML nor cloze nor LaTeX, mathematics,
    sound or media of Anki's. Not for an attribute.
    """
    return text.translate(ENTITIES)


def cloze(number: int, answer: str, hint: str = "") -> str:
    """The markup that hides `answer` under cloze number `number` (from 1); Anki shows `hint` in the blank."""
    tail = f"::{harmless(hint)}" if hint else ""
    return f"{{{{c{number}::{harmless(answer)}{tail}}}}}"


def hide(text: str, blanks: Iterable[tuple[int, int, int, str]]) -> str:
    """`text` as HTML with each of `blanks` (start, end, number, hint; in order, not touching) hidden."""
    parts, at = [], 0
    for start, end, number, hint in blanks:
        parts += [harmless(text[at:start]), cloze(number, text[start:end], hint)]
        at = end
    return "".join(parts) + harmless(text[at:])


def strip(field: str) -> str:
    """The plain text of a field: clozes opened, tags and entities resolved. `strip(hide(text, …)) == text`."""
    return html.unescape(TAG.sub("", CLOZE.sub(lambda match: match[2], field)))


def answers(field: str) -> dict[int, list[str]]:
    """The plain answers of a field by cloze number."""
    found: dict[int, list[str]] = {}
    for match in CLOZE.finditer(field):
        found.setdefault(int(match[1]), []).append(html.unescape(TAG.sub("", match[2])))
    return found


def front(field: str, number: int, blank: str = "…") -> str:
    """The plain text of the question side of card `number`, hints left out."""
    shown = CLOZE.sub(lambda match: blank if int(match[1]) == number else match[2], field)
    return html.unescape(TAG.sub("", shown))


def standing_alone(answer: str) -> re.Pattern[str]:
    """A pattern for `answer` where it stands: a figure not as a part of a longer one (2.1 is not in 12.1 or 2.15)."""
    before = r"(?<![\d.])" if answer[0].isdigit() else ""
    behind = r"(?!\.?\d)" if answer[-1].isdigit() else ""
    return re.compile(before + re.escape(answer) + behind)


def in_one(fields: Sequence[str]) -> str:
    """The markup of several notes that show the same words as that of one, the answers numbered in the text's order:
    `{{c1::甲}}、乙` and `甲、{{c1::乙}}` are `{{c1::甲}}、{{c2::乙}}`.
    """
    blanks: list[tuple[int, str]] = []
    for field in fields:
        before = 0
        for match in CLOZE.finditer(field):
            blanks.append((match.start() - before, match[0]))
            before += len(match[0]) - len(match[2])
    plain = CLOZE.sub(lambda match: match[2], fields[0])
    numbers: dict[str, int] = {}
    made, at = "", 0
    for start, blank in sorted(blanks):
        answer = CLOZE.sub(lambda match: match[2], blank)
        number = numbers.setdefault(answer, len(numbers) + 1)
        made += plain[at:start] + NUMBER.sub(f"{{{{c{number}::", blank, count=1)
        at = start + len(answer)
    return made + plain[at:]
