"""A text's words as identity and matching hear them: what is the same when it is read out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNHEARD = re.compile(r"(?<!\d)[^\w%‰]+|[^\w%‰]+(?!\d)|_+")  # not what stands between digits: 1.25% is not 12.5%


@lru_cache(maxsize=10_000)
def words_of(text: str) -> str:
    """The words of `text`: no white space, no punctuation but in figures, usual width.

    `words_of("新建湿地 ３２ 处。") == words_of("新建湿地32处")`. A text of signs alone stands for itself.
    """
    return UNHEARD.sub("", unicodedata.normalize("NFKC", text)) or text.strip()
