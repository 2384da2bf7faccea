"""PDF files to lines, a paragraph a line. The steps, in their order:

1. `process` starts a child with limits on time and memory; `child` asks PDFium for the characters of each page and
   puts neighbours of one style together into pieces.
2. `unread` names what the pages hold and the lines will not: turned text, pictures, broken pages.
3. `characters` puts in those that were meant (文 for the radical ⽂, fi for a ligature).
4. `heads` takes out page numbers, running heads and feet.
5. `rows` makes lines of print; `columns` brings them into reading order.
6. `usage` learns what is usual: margins, size of text, indents, leading.
7. `footnotes` takes notes from the feet of pages, to stand behind their paragraphs.
8. `contents` keeps the rows of the table of contents apart, each with its page number.
9. `paragraphs` joins rows, over columns and pages; `seams` knows what is between two of them.
10. `layout` is the list of steps 2 to 9, and turns paragraphs into lines with pages and roles.

`records` has what travels between them. Words of the language stand in rules/outline.yaml.

Why PDFium (through pypdfium2; BSD and Apache licences, 9 MB installed, a release a month, what Chrome reads PDF with):
for the bare text of the real issue, imports and all, pypdf (BSD, 5 MB) and pdfminer.six (MIT, 10 MB and 16 MB of
cryptography) take 8 and 9 times as long, and pdftotext 3 times, which is GPL and no Python package. PyMuPDF takes as
long as pypdf, is AGPL and 116 MB.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cards.reading.formats.pdf.child import NAMELESS
from cards.reading.formats.pdf.process import FAULTS, answer_of, started
from cards.records import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cards.reading.formats.pdf.records import Page
    from cards.reading.lines import Source
    from cards.reading.outline_rules import Outline

MOST_NAMELESS, MOST_WITHOUT_HAN = 0.3, 0.02  # of the characters; a PDF with more of them without a name can't be read
HARDLY_CHINESE = 0.2  # of the characters
FIRST_HAN, BEHIND_HAN = 0x3400, 0xA000


def pdf_source(data: bytes, name: str, outline: Outline) -> Source:
    """The paragraphs of a PDF file. Raises UserError, naming `name`, for one that is damaged, locked or scanned."""
    if find_spec("pypdfium2") is None:
        raise UserError(f"{name}: {FAULTS['library']}")
    with started() as child:
        from cards.reading.formats.pdf.layout import source_of  # takes as long as the child's start

        answer = answer_of(child, data)
    pages = _pages(answer.pages)
    fault = answer.fault or _fault(pages)
    source = None if fault else source_of(pages, outline)
    if source is None or not source.lines:
        raise UserError(f"{name}: {FAULTS[fault or 'scanned']}")
    return source


def _pages(told: Iterable[dict[str, Any]]) -> list[Page]:
    """The pages that the child told."""
    from cards.reading.formats.pdf.records import Page, Piece

    pages: list[Page] = []
    for page in told:
        pieces = tuple(Piece(*piece) for piece in page["pieces"])
        pages.append(Page(**page | {"pieces": pieces}))
    return pages


def _fault(pages: Iterable[Page]) -> str:
    """What is wrong with the text of a PDF: there is none, or its fonts name too few of their glyphs, or ''."""
    text = "".join(piece.text for page in pages for piece in page.pieces)
    if not text:
        return "scanned"
    han = sum(FIRST_HAN <= ord(character) < BEHIND_HAN for character in text)
    most = MOST_NAMELESS if han > HARDLY_CHINESE * len(text) else MOST_WITHOUT_HAN
    return "nameless" if text.count(chr(NAMELESS)) > most * len(text) else ""
