"""Plain text (.txt) to lines: a line a paragraph, or, where it was wrapped at a column, a paragraph's lines as one."""

from __future__ import annotations

from cards.reading.lines import Line, Source
from cards.reading.unwrap import continued, glued
from cards.records import Doubt


def text_source(text: str) -> Source:
    """The lines of `text` that hold anything. A form feed begins a new page; each line keeps the number and the page
    of its first one.
    """
    raw = text.split("\n")
    shown = [line.replace("\f", "") for line in raw]
    paragraphs: list[tuple[int, int, list[str]]] = []
    page = 1
    for number, (line, said, goes_on) in enumerate(zip(raw, shown, continued(shown), strict=True), 1):
        page += line.count("\f")
        if goes_on and paragraphs:
            paragraphs[-1][2].append(said)
        elif said.strip():
            paragraphs.append((number, page, [said]))
    lines = tuple(Line(glued(said).replace("\u3000", " ").strip(), number, page if "\f" in text else None)
                  for number, page, said in paragraphs)
    wrapped = sum(len(said) - 1 for _, _, said in paragraphs)
    return Source(lines, (Doubt(f"lines wrapped at a column, rejoined: {wrapped}"),) if wrapped else ())
