"""Word files (.docx) to lines: what a reader of the printed issue would see, a paragraph a line.

The package is opened with zipfile and its XML with lxml (BSD, 12 MB installed, 25 ms to import, several releases a
year), not with python-docx (MIT, lxml plus 3 MB, 95 ms): its paragraphs know no numbering, text box, note or content
control, so the tree would have to be walked all the same. libxml2's own limits (256 levels, no entities, no network)
bear hostile files; the standard library's parser has fewer of them and takes two to six times as long.

Facts of the format are from ECMA-376, 5th edition; §17 is in Part 1. Pages stay None: Word keeps none, and the breaks
it notes (§17.3.3.13) are those of somebody's printer at the last save. A wrong page is worse than none.
"""

from __future__ import annotations

from cards.reading.formats.docx.blocks import Reader
from cards.reading.formats.docx.numbering import Numbering
from cards.reading.formats.docx.package import Package, choose_alternates
from cards.reading.formats.docx.styles import Styles
from cards.reading.formats.docx.xml import NOTES, W, children
from cards.reading.lines import Source
from cards.records import UserError


def docx_source(data: bytes, name: str) -> Source:
    """The lines of a Word file. Raises UserError, naming `name`, for one that is damaged, locked, hostile or empty.

    A paragraph is a line, and a soft break in it begins another; a table row is a line that ends in 。; text boxes and
    notes follow the paragraph they hang on, notes as remarks (注：…). What is left out, or never was running text, is a
    doubt.
    """
    package = Package(data, name)
    root, parts = package.document()
    choose_alternates(root)
    notes = {(kind, note.get(W + "id", "")): note for kind in NOTES.values() for note in children(parts.get(kind))}
    reader = Reader(Styles(parts.get("styles")), Numbering(parts.get("numbering")), notes)
    reader.blocks(root)
    source = reader.source()
    if not source.lines:
        raise UserError(f"{name}: a Word file without any text; if its pages are pictures, run text recognition first")
    return source
