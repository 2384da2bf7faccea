"""A stretch of text between two block elements, to the blocks it makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

from cards.reading.formats.html.blocks import Block, Element
from cards.reading.formats.html.lists import labelled
from cards.reading.formats.html.marks import MARKS, SUPERSCRIPTS, is_exponent, is_mark, linked_note
from cards.reading.formats.html.spaces import SPACES, shown
from cards.reading.formats.html.tree import MOST_LINES, TooMuchError
from cards.reading.formats.html.walk import BREAK, Begin, End, Text, Token
from cards.reading.formats.looks import LONGEST_HEADING, Look

LONGEST_LABEL, LONGEST_MARK, MOST_PIECES = 8, 20, 50
LABEL = re.compile(r".*[\d一二三四五六七八九十甲乙丙丁①-⒛㈠-㈩Ⅰ-ⅿ].*|[（(]?[A-Za-z]{1,4}[.．、)）]")
MARKING = ("a", "sup", "span")  # elements that a note's mark or a list's label may be


class Paragraph(Struct):
    """What is said between two block elements, `owner` the element it stands in; the notes that hang on it; the number
    that Word wrote before it, or None.
    """

    owner: Element
    texts: list[Text] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    label: str | None = None

    def look(self) -> Look:
        """The look of its letters: bold if all are, of the size that most are."""
        sizes = Counter[float]()
        for text in self.texts:
            sizes[text.element.style.size] += text.letters
        bold = all(text.element.style.bold for text in self.texts if text.letters)
        size = max(sizes, key=sizes.__getitem__, default=0.0)
        return Look(bold, size, self.owner.style.centred)

    def linked(self) -> float:
        """The share of its letters that are links to other pages."""
        links = sum(text.letters for text in self.texts if text.element.style.linked)
        return links / max(1, sum(text.letters for text in self.texts))

    @property
    def line(self) -> int:
        """The line of the source that it begins in, or 0."""
        return next((text.line for text in self.texts if text.letters), 0)


def paragraph_of(tokens: Sequence[Token], owner: Element, counted: Counter[str]) -> Paragraph:
    """The paragraph that `tokens` make: without the marks of notes, which are no text, and Word's list numbers."""
    paragraph = Paragraph(owner)
    begun: dict[Element, int] = {}
    for token in tokens:
        if isinstance(token, Text):
            paragraph.texts.append(token)
        elif isinstance(token, Begin) and token.element.tag == "br":  # in a heading; elsewhere a paragraph ends there
            paragraph.texts.append(Text(BREAK, token.element))
        elif isinstance(token, Begin):
            begun[token.element] = len(paragraph.texts)
        elif token.element.tag in MARKING and token.element in begun:
            _settle_mark(paragraph, begun[token.element], token, counted)
    return paragraph


def _settle_mark(paragraph: Paragraph, begin: int, end: End, counted: Counter[str]) -> None:
    """A note's mark is no text: what it hangs on, and the note's own. The 2 of m² is; a list's label is one."""
    texts, element = paragraph.texts, end.element
    said = _joined(texts[begin : begin + MOST_PIECES]).strip(SPACES)
    if len(texts) - begin > MOST_PIECES or not 0 < len(said) <= LONGEST_MARK:
        return
    if element.label:
        _take_label(paragraph, begin, said)
    elif is_exponent(element, said, _joined(texts[max(0, begin - 3) : begin])):
        texts[begin:] = [Text(said.translate(SUPERSCRIPTS), element, texts[begin].line)]
    elif is_mark(element, said):
        paragraph.notes.append(linked_note(element))
        counted[MARKS] += not element.style.note
        del texts[begin:]


def _take_label(paragraph: Paragraph, begin: int, said: str) -> None:
    """The number or bullet that Word writes before a list's paragraph; what is longer is text."""
    if len(said) <= LONGEST_LABEL:
        paragraph.label = said if LABEL.fullmatch(said) else ""
        del paragraph.texts[begin:]


def _joined(texts: Sequence[Text]) -> str:
    return "".join(text.text for text in texts)


def blocks_of(paragraph: Paragraph, notes: Sequence[str], spaced: bool) -> list[Block]:
    """The blocks of a paragraph, a line each, but a heading's as one; the first has the list's number and the `notes`.

    `spaced` says that a line break in the markup is a space.
    """
    lines = _lines(paragraph, spaced)
    if not lines:
        return []
    owner, look, linked = paragraph.owner, paragraph.look(), paragraph.linked()
    blocks = [Block(line, owner, linked, look, owner.style.heading and len(line) <= LONGEST_HEADING, owner.style.note,
                    unnumbered=line, line=paragraph.line) for line in lines]
    blocks[0].text = labelled(_label(paragraph), blocks[0].text)
    blocks[0].notes = tuple(notes)
    return blocks


def _label(paragraph: Paragraph) -> str:
    """The number of the list's item that a paragraph begins, as text; or ''."""
    item = paragraph.owner.item
    label = item.take_label() if item else ""
    return label if paragraph.label is None else paragraph.label


def _lines(paragraph: Paragraph, spaced: bool) -> list[str]:
    """The lines of a paragraph as a browser shows them. Raises TooMuchError for more than an issue has."""
    said = _joined(paragraph.texts)
    if said.count(BREAK) > MOST_LINES:
        raise TooMuchError(f"more than {MOST_LINES:,} lines")
    lines = [line for part in said.split(BREAK) if (line := shown(part, spaced))]
    if lines and paragraph.owner.style.heading and sum(map(len, lines)) <= LONGEST_HEADING:
        return [" ".join(lines)]
    return lines
