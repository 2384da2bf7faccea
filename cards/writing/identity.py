"""Identity: which fact a note is. See design, section 6: Anki's history hangs on the GUID and the cloze number.

A GUID is made of the publication, the issue, the article, the kind and the fact's own words in the source, never of how
a card presents them: hints, cues, templates, tags and the order of rules leave it as it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

UNHEARD = re.compile(r"(?<!\d)[^\w%‰]+|[^\w%‰]+(?!\d)|_+")  # not what stands between digits: 1.25% is not 12.5%


def words_of(text: str) -> str:
    """The words of `text` as identity sees them: no white space, no punctuation but in figures."""
    return UNHEARD.sub("", unicodedata.normalize("NFKC", text)) or text.strip()


def guid(publication: str, issue: str, article: str, kind: str, words: tuple[str, ...]) -> str:
    """The GUID of the fact `words` (its own words in the source; what it is comes first: whole, item, or the text)."""
    parts = [words_of(publication), issue, words_of(article), kind, *map(words_of, words)]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def code(note_guid: str) -> str:
    """A short code of the note for people, to name a card by: four and four letters and digits."""
    digest = base64.b32encode(hashlib.sha256(note_guid.encode()).digest()).decode()
    return f"{digest[:4]}-{digest[4:8]}"


def number_from(*parts: str) -> int:
    """A constant number for `parts`, for ids of decks: 41 bits, never 0 or 1, which Anki keeps for itself."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return (int.from_bytes(digest[:6], "big") >> 7) + (1 << 40)
