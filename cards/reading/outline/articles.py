"""The lines of one article to its paragraphs: rejoined, tidied, each with its role; and its source and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from cards.reading.lines import Line, rejoin
from cards.reading.outline.tidy import Tidier
from cards.reading.outline_rules import Outline
from cards.records import Article, Doubt, Paragraph, Place, Role
from cards.text.sentences import split_sentences

UNDER_TITLE = 3  # lines at most: a subtitle, who wrote it, when


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article, what was mended in it and what is doubtful."""

    article: Article
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class _Tidied:
    """A line that is a paragraph: its tidied text, its role, and the words in it that name the article's source."""

    line: Line
    text: str
    role: Role
    source: regex.Match[str] | None

    def paragraph(self, index: int) -> Paragraph:
        """Paragraph `index` of the article; the naming of its source is no sentence of it."""
        said = self.text[: self.source.start()] if self.source else self.text
        sentences = split_sentences(said) if self.role == "body" else ()
        return Paragraph(self.text, self.role, index, sentences, self.line.number or None, self.line.page)


def article_of(number: int, title: str, lines: Iterable[Line], outline: Outline, tidy: Tidier) -> ReadArticle:
    """Article `number` of an issue, of the lines under its title."""
    joined = _joined([line for line in lines if line.text], outline)
    tidied = [_tidied(line, outline, tidy) for line in joined]
    counts = tidy.taken()
    source, date = _source_and_date(tidied, outline)
    paragraphs = tuple(line.paragraph(index) for index, line in enumerate(tidied))
    doubts = (*_repeats(number, joined), *_told(number, joined, counts, source))
    article = Article(number, tidy(title), paragraphs, source, date)
    tidy.taken()  # what was mended in the title is not told
    return ReadArticle(article, doubts)


def _joined(lines: list[Line], outline: Outline) -> list[Line]:
    """The lines, each a paragraph; a line with a role of its own keeps it, and what stands under the title is a remark.
    """
    lines = _with_remarks(lines, outline)
    ends = [bool(line.role) or outline.role(line.text) != "body" for line in lines]
    for at, line in enumerate(lines[1:]):
        if not lines[at].role and outline.find("hanging", line.text):
            ends[at] = False  # the line above only looks like a heading: its sentence goes on
    begins = [end or outline.find("opening", line.text) is not None for line, end in zip(lines, ends, strict=True)]
    return rejoin(lines, begins, ends)


def _with_remarks(lines: list[Line], outline: Outline) -> list[Line]:
    """`lines`, of which the first, as far as they are no text of the article, are remarks."""
    remarks: list[Line] = []
    for line in lines[:UNDER_TITLE]:
        if not outline.find("under_title", line.text):
            break
        remarks.append(replace(line, role="remark"))
    return remarks + lines[len(remarks) :]


def _tidied(line: Line, outline: Outline, tidy: Tidier) -> _Tidied:
    text = tidy(line.text)
    role = outline.role(text)
    if line.role == "remark" or (line.role and role == "body"):
        role = line.role
    return _Tidied(line, text, role, outline.find("source" if role == "source" else "source_at_end", text))


def _source_and_date(tidied: Sequence[_Tidied], outline: Outline) -> tuple[str, str]:
    """The source that the article's last line to name one names; and its date, or else the first date of a remark."""
    source = date = ""
    remark_date = ""
    for line in tidied:
        if line.source:
            source, date = line.source["source"].strip(), outline.date(line.source["source"])
        elif line.line.role == "remark":
            remark_date = remark_date or outline.date(line.text)
    return source, date or remark_date


def _repeats(number: int, joined: Iterable[Line]) -> list[Doubt]:
    """The characters that stand on both sides of a page break."""
    doubts: list[Doubt] = []
    for paragraph, line in enumerate(joined, 1):
        place = replace(line.place, article=number, paragraph=paragraph)
        doubts += [Doubt(f"a character on both sides of a page break: {repeat}{repeat}", place)
                   for repeat in line.repeats]
    return doubts


def _told(number: int, joined: Iterable[Line], tidied: dict[str, int], source: str) -> list[Doubt]:
    """What was mended in the article; and that it has no source."""
    place = Place(number)
    told: list[Doubt] = []
    if rejoined := sum(line.mended for line in joined):
        told.append(Doubt(f"paragraphs rejoined over page breaks: {rejoined}", place, mended=True))
    if tidied:
        counts = ", ".join(f"{title} ×{times}" for title, times in tidied.items())
        told.append(Doubt(f"tidied: {counts}", place, mended=True))
    if not source:
        told.append(Doubt("no source line", place))
    return told
