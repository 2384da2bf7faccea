"""The lines of one article to its paragraphs: rejoined, tidied, each with its role; and its source and date."""

from __future__ import annotations

from dataclasses import replace

from cards.reading.lines import Line, rejoin
from cards.reading.outline.tidy import Tidier
from cards.reading.outline_rules import Outline
from cards.records import Article, Doubt, Paragraph, Place
from cards.text.sentences import split_sentences

UNDER_TITLE = 3  # lines at most: a subtitle, who wrote it, when


def article_of(number: int, title: str, lines: tuple[Line, ...], outline: Outline, tidy: Tidier,
               doubts: list[Doubt]) -> Article:
    """Article `number`; what was mended in it or is doubtful is added to `doubts`."""
    paragraphs: list[Paragraph] = []
    source = date = day = ""
    joined = _joined(lines, outline)
    for line in joined:
        text = tidy(line.text)
        role = outline.role(text)
        role = line.role if role == "body" or line.role == "remark" else role
        match = outline.find("source" if role == "source" else "source_at_end", text)
        if match:
            source, date = match["source"].strip(), outline.date(match["source"])
        elif line.role == "remark":
            day = day or outline.date(text)
        sentences = split_sentences(text[: match.start()] if match else text) if role == "body" else ()
        place = replace(line.place, article=number, paragraph=len(paragraphs) + 1)
        doubts += [Doubt(f"a character on both sides of a page break: {each}{each}", place) for each in line.repeats]
        paragraphs.append(Paragraph(text, role, len(paragraphs), sentences, line.number or None, line.page))
    doubts += _told(number, sum(line.mended for line in joined), tidy.taken(), source)
    title = tidy(title)
    tidy.taken()
    return Article(number, title, tuple(paragraphs), source, date or day)


def _joined(lines: tuple[Line, ...], outline: Outline) -> list[Line]:
    """The lines, each a paragraph; a line with a role of its own keeps it, and what stands under the title is a remark.
    """
    kept = [line for line in lines if line.text]
    for at, line in enumerate(kept[:UNDER_TITLE]):
        if not outline.find("under_title", line.text):
            break
        kept[at] = replace(line, role="remark")
    ends = [line.role != "" or outline.role(line.text) != "body" for line in kept]
    for at, line in enumerate(kept[1:]):
        if not kept[at].role and outline.find("hanging", line.text):
            ends[at] = False  # the line above only looks like a heading: its sentence goes on
    begins = [end or outline.find("opening", line.text) is not None for line, end in zip(kept, ends, strict=True)]
    return [replace(line, role=line.role or "body") for line in rejoin(kept, begins, ends)]


def _told(number: int, rejoined: int, tidied: dict[str, int], source: str) -> list[Doubt]:
    place = Place(number)
    told = []
    if rejoined:
        told.append(Doubt(f"paragraphs rejoined over page breaks: {rejoined}", place, mended=True))
    if tidied:
        counts = ", ".join(f"{title} ×{times}" for title, times in tidied.items())
        told.append(Doubt(f"tidied: {counts}", place, mended=True))
    if not source:
        told.append(Doubt("no source line", place))
    return told
