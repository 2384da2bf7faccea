"""PDF files for tests: those of the fixtures folder, and small ones made by hand, as no program writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cards.reading.formats.pdf import pdf_source
from cards.reading.lines import Source
from cards.reading.outline_rules import Outline
from tests.cases import rules_as_shipped

OUTLINE = Outline(rules_as_shipped())
FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "formats" / "pdf"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def read(data: bytes, name: str = "x.pdf") -> Source:
    return pdf_source(data, name, OUTLINE)


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the first of which is its catalog."""
    out = b"%PDF-1.5\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return (out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
            + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out)))


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)


def page(content: bytes, more: bytes = b"", objects: Sequence[bytes] = (), resources: bytes = b"",
         fonts: bytes = b"") -> bytes:
    """A file of one page, 600 by 800 points; object 4 is its content, 5 the font /F, and `objects` are from 6 on."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s"
                b"/Resources<</Font<</F 5 0 R%s>>%s>>>>" % (more, fonts, resources), content, HELVETICA, *objects])


def lines(text: str, matrix: str = "1 0 0 1") -> bytes:
    """A content stream of lines `x y words`, set in 12 points."""
    parts = (each.split(" ", 2) for each in text.strip().splitlines())
    return stream("".join(f"BT /F 12 Tf {matrix} {x} {y} Tm ({words}) Tj ET\n" for x, y, words in parts).encode())
