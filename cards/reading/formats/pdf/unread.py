"""What the pages hold and the lines will not: each is a doubt with its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cards.reading.formats.pdf.records import Page, Piece
from cards.reading.formats.pdf.usage import FEW
from cards.records import Doubt, Place


def unread(pages: Sequence[Page]) -> Iterator[Doubt]:
    """What the pages hold and the lines will not."""
    for page in pages:
        if page.broken:
            yield Doubt("the page is broken, its text missing", Place(page=page.number), serious=True)
        if _upright(page.pieces):
            yield Doubt("upright writing, read across and so out of order; copy its text from a viewer",
                        Place(page=page.number), serious=True)
        if page.picture:
            yield Doubt("a picture fills the page; if it shows text, run OCR on the file", Place(page=page.number))
    for what, texts in (("turned text left out (a watermark?)", [(page.number, page.turned) for page in pages]),
                        ("text outside the page left out", [(page.number, page.outside) for page in pages])):
        shown = [(number, text.strip()) for number, text in texts if text.strip()]
        if shown:
            more = f" (and on {len(shown) - 1} more pages)" if len(shown) > 1 else ""
            yield Doubt(f"{what}: {shown[0][1][:60]}{more}", Place(page=shown[0][0]))
    nameless = [(page.number, page.nameless) for page in pages if page.nameless]
    if nameless:
        yield Doubt(f"characters that the fonts give no name, read as \ufffd: {sum(count for _, count in nameless)}",
                    Place(page=nameless[0][0]))


def _upright(pieces: Sequence[Piece]) -> bool:
    """Most characters stand below the one before: the lines of the page run from top to bottom."""
    below = sum(len(b.text.strip()) == 1 and abs(b.left - a.left) < a.size / 4 and 0 < b.y - a.y < 1.5 * a.size
                for a, b in pairwise(pieces))
    return below > FEW and below > sum(len(piece.text) for piece in pieces) / 2
