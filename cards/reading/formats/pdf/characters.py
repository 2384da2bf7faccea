"""The characters that were meant: what fonts and converters put in their place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Radicals that look like the character itself, and that NFKC leaves alone.
RADICALS = ("⺁厂⺎兀⺒巳⺓幺⺙攵⺝月⺞歺⺠民⺩王⺭礻⻁虎⻂衤⻄西⻅见⻆角⻉贝⻋车⻌辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝"
            "⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀")
FOLDED = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB07), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B),
          *range(0xFF41, 0xFF5B), *range(0x2F800, 0x2FA20))
UNSEEN = (*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)
SYMBOLS = range(0xE000, 0xF900)  # bullets and the like, in fonts of their own


def normal(text: str) -> str:
    """`text` with the characters that were meant: no radicals (⽂), ligatures (ﬁ), full-width letters and digits, or
    bullets of symbol fonts; and one space for several. Full-width punctuation and quotes stay.
    """
    return re.sub(r"[ \t]{2,}", " ", text.translate(_table()))


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    folded: dict[int, str | None] = {code: unicodedata.normalize("NFKC", chr(code)) for code in FOLDED}
    radicals = {ord(radical): meant for radical, meant in zip(RADICALS[::2], RADICALS[1::2], strict=True)}
    return folded | radicals | dict.fromkeys((*UNSEEN, *SYMBOLS)) | dict.fromkeys((0xAD, 0x2010, 0x2011), "-")
