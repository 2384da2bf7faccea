"""What the pages hold and the lines will not: each is a doubt with its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cards.reading.formats.pdf.records import Page, Piece
from cards.reading.formats.pdf.usage import FEW
from cards.records import Doubt, Place

LONGEST_SHOWN = 60  # characters
UPRIGHT_STEP = 1.5  # em from a character to the one below it


def unread(pages: Sequence[Page]) -> Iterator[Doubt]:
    """What the pages hold and the lines will not."""
    for page in pages:
        yield from _of_page(page)
    yield from _left_out("turned text left out (a watermark?)", [(page.number, page.turned) for page in pages])
    yield from _left_out("text outside the page left out", [(page.number, page.outside) for page in pages])
    nameless = [page for page in pages if page.nameless]
    if nameless:
        count = sum(page.nameless for page in nameless)
        yield Doubt(f"characters that the fonts give no name, read as \ufffd: {count}", Place(page=nameless[0].number))


def _of_page(page: Page) -> Iterator[Doubt]:
    place = Place(page=page.number)
    if page.broken:
        yield Doubt("the page is broken, its text missing", place, serious=True)
    if _is_upright(page.pieces):
        yield Doubt("upright writing, read across and so out of order; copy its text from a viewer", place,
                    serious=True)
    if page.picture:
        yield Doubt("a picture fills the page; if it shows text, run OCR on the file", place)


def _left_out(what: str, texts: Sequence[tuple[int, str]]) -> Iterator[Doubt]:
    """One doubt for the `texts` of all pages, each behind its page's number."""
    shown = [(number, text.strip()) for number, text in texts if text.strip()]
    if shown:
        number, text = shown[0]
        more = f" (and on {len(shown) - 1} more pages)" if len(shown) > 1 else ""
        yield Doubt(f"{what}: {text[:LONGEST_SHOWN]}{more}", Place(page=number))


def _is_upright(pieces: Sequence[Piece]) -> bool:
    """Most characters stand below the one before: the lines of the page run from top to bottom."""
    below = sum(_stands_below(piece, above) for above, piece in pairwise(pieces))
    return below > FEW and below > sum(len(piece.text) for piece in pieces) / 2


def _stands_below(piece: Piece, above: Piece) -> bool:
    """A single character right under the one `above`."""
    if len(piece.text.strip()) != 1 or abs(piece.left - above.left) >= above.size / 4:
        return False
    return 0 < piece.y - above.y < UPRIGHT_STEP * above.size
