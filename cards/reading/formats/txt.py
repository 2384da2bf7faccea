"""Plain text (.txt) to lines: a line a paragraph, or, where it was wrapped at a column, a paragraph's lines as one."""

from __future__ import annotations

from cards.reading.formats.unwrap import glued, unwrapped
from cards.reading.lines import Line, Source
from cards.records import Doubt


def text_source(text: str) -> Source:
    """The lines of `text` that hold anything. A form feed begins a new page; each line keeps the number and the page
    of its first one.
    """
    lines: list[Line] = []
    number, page, wrapped, paged = 1, 1, 0, "\f" in text
    for paragraph in unwrapped(text.split("\n")):
        page += paragraph[0].count("\f")
        said = glued([line.replace("\f", "") for line in paragraph]).replace("\u3000", " ").strip()
        if said:
            lines.append(Line(said, number, page if paged else None))
        page += sum(line.count("\f") for line in paragraph[1:])
        number += len(paragraph)
        wrapped += len(paragraph) - 1
    told = (Doubt(f"lines wrapped at a column, rejoined: {wrapped}", mended=True),) if wrapped else ()
    return Source(tuple(lines), told)
