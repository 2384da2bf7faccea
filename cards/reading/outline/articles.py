"""The lines of one article to its paragraphs: rejoined, tidied, each with its role; and its source and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex
from msgspec import Struct
from msgspec.structs import replace

from cards.reading.lines import Joint, Line, rejoin
from cards.reading.outline.column import STOP, column_of, fills
from cards.reading.outline.data import source_and_date
from cards.reading.outline.heads import says_about
from cards.reading.outline.notes import with_whole_notes
from cards.reading.outline.roles import numbered_together, with_roles
from cards.reading.outline.tidy import Tidier
from cards.reading.outline.torn import torn
from cards.reading.outline_rules import Outline
from cards.records import Article, Doubt, Paragraph, Place, Role
from cards.text.sentences import split_sentences


class ReadArticle(Struct, frozen=True):
    """An article, what was mended in it and what is doubtful."""

    article: Article
    doubts: tuple[Doubt, ...]


class Titling(Struct, frozen=True):
    """What is known of an article before its lines are read: its number in the issue, its title, the headings that its
    own contents name; and the source and date that hold for it where its lines name none.
    """

    number: int
    title: str
    headings: frozenset[str] = frozenset()
    source: str = ""
    date: str = ""


class _Tidied(Struct, frozen=True):
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


def article_of(titling: Titling, lines: Iterable[Line], outline: Outline, tidy: Tidier) -> ReadArticle:
    """An article, of the lines under its title."""
    number = titling.number
    joined = _joined(titling, [line for line in lines if line.text], outline)
    tidied = [_tidied(line, outline, tidy) for line in joined]
    counts = tidy.taken()
    source, date = source_and_date([(line.text, line.role, line.source) for line in tidied], outline)
    paragraphs = tuple(line.paragraph(index) for index, line in enumerate(tidied))
    source, date = source or titling.source, date or titling.date or _day(titling.title, outline)
    doubts = (*_repeats(number, joined), *_told(number, joined, counts, source))
    article = Article(number, tidy(titling.title), paragraphs, source, date)
    tidy.taken()  # what was mended in the title is not told
    return ReadArticle(article, doubts)


def _day(title: str, outline: Outline) -> str:
    """The day that a title names; a year is what a report is of, and no date."""
    date = outline.date(title)
    return date if len(date) == len("2026-01-01") else ""


def _joined(titling: Titling, lines: list[Line], outline: Outline) -> list[Line]:
    """The lines, each a paragraph with its role."""
    lines = with_roles(titling.title, numbered_together(lines, outline), titling.headings, outline)
    column = column_of([line.text for line in lines if line.role in ("", "body")])
    lines = with_whole_notes(lines, column, outline)
    below = _below(lines)
    return rejoin(lines, [_joint(line, under, column, outline) for line, under in zip(lines, below, strict=True)])


def _below(lines: Sequence[Line]) -> list[str]:
    """For each of `lines` the text under it, leaving out remarks; '' under the last."""
    below, texts = "", [""] * len(lines)
    for at in range(len(lines) - 1, -1, -1):
        texts[at] = below
        below = below if lines[at].role == "remark" else lines[at].text
    return texts


def _joint(line: Line, below: str, column: int, outline: Outline) -> Joint:
    ends = line.role == "heading" or outline.role(line.text) == "source"
    full = (fills(line.text, column) or outline.find("unfinished", line.text) is not None
            or (not ends and below != "" and torn(line.text, below, outline)))
    return Joint(ends or _opens(line.text, outline), ends, outline.find("hanging", line.text) is not None, full,
                 fills(line.text, column, STOP), outline.find("counting", line.text) is not None,
                 outline.find("counted", line.text) is not None)


def _opens(text: str, outline: Outline) -> bool:
    """A line that begins a paragraph, whatever the line before ended with."""
    return any(outline.find(name, text) for name in ("opening", "salutation", "lead_in"))


def _tidied(line: Line, outline: Outline, tidy: Tidier) -> _Tidied:
    text = tidy(line.text)
    role = _role(line, text, outline)
    return _Tidied(line, text, role, outline.find("source" if role == "source" else "source_at_end", text))


def _role(line: Line, text: str, outline: Outline) -> Role:
    if line.role:
        return line.role
    if text != line.text and says_about(replace(line, text=text), outline):
        return "remark"
    said = outline.role(text)
    return "body" if said == "heading" and line.mended else said


def _repeats(number: int, joined: Iterable[Line]) -> list[Doubt]:
    """The characters that stand on both sides of a page break."""
    doubts: list[Doubt] = []
    for paragraph, line in enumerate(joined, 1):
        place = replace(line.place, article=number, paragraph=paragraph)
        doubts += [Doubt(f"a character on both sides of a page break: {repeat}{repeat}", place)
                   for repeat in line.repeats]
    return doubts


def _told(number: int, joined: Sequence[Line], tidied: dict[str, int], source: str) -> list[Doubt]:
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
