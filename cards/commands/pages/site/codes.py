"""QR codes: as a picture for pages and as lines for a terminal."""

from __future__ import annotations

from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cards.commands.pages.site.hosting import MARK
from cards.records import UserError

if TYPE_CHECKING:
    from segno import QRCode

SIZE, BELOW = 4, 18  # units: a square of the code; the line of text below it
MARGIN = 4  # squares around a code, as the standard wants
HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}  # of a character: dark above, dark below
WIDTH = 0.62  # of a letter of the address, of its height


def picture(address: str) -> bytes:
    """The code of `address` as SVG, the address below it as people read it. Raises UserError where the library of codes
    is missing.
    """
    matrix = [bytes(row) for row in _code(address).matrix]
    side = (len(matrix) + 2 * MARGIN) * SIZE
    squares = "".join(f"M{(column + MARGIN) * SIZE} {(row + MARGIN) * SIZE}h{SIZE}v{SIZE}h-{SIZE}z"
                      for row, line in enumerate(matrix) for column, dark in enumerate(line) if dark)
    shown = unquote(address)
    letter = min(9.0, round(side / sum(WIDTH if sign.isascii() else 1 for sign in shown), 2))
    return (f'<!-- {MARK} -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side + BELOW}">\n'
            f'<title>{escape(shown)}</title>\n<path fill="#fff" d="M0 0h{side}v{side + BELOW}H0z"/>\n'
            f'<path shape-rendering="crispEdges" d="{squares}"/>\n'
            f'<text x="{side // 2}" y="{side + 2}" font-family="sans-serif" font-size="{letter}" '
            f'text-anchor="middle">{escape(shown)}</text>\n</svg>\n').encode()


def lines(address: str) -> list[str]:
    """The code of `address` for a terminal that writes black on white, two squares a character. Raises UserError where
    the library is missing.
    """
    rows = [bytes(row) for row in _code(address).matrix]
    blank = bytes(len(rows[0]))
    rows = [blank, blank, *rows, blank, blank]
    return ["  " + "".join(HALVES[upper, lower] for upper, lower in zip(above, below, strict=True)) + "  "
            for above, below in zip_longest(rows[::2], rows[1::2], fillvalue=blank)]


def _code(address: str) -> QRCode:
    try:
        import segno
    except ImportError:
        raise UserError("QR codes need juyao[site]: pip install 'juyao[site]'") from None
    return segno.make_qr(address, error="m")
