"""Identity: which fact a note is. See design, section 6: Anki's history hangs on the GUID and the cloze number.

A GUID is made of the publication, the kind and the fact's own words in the source, never of how a card presents them:
hints, cues, templates, tags and the order of rules leave it as it is, and so does where in the issue the fact stands: a
retitled or moved article keeps its notes. A figure belongs to its issue too, for the same words may mean another year;
a sentence or an enumeration of a lasting kind does not: where a later issue repeats it, it is the earlier note. A rule
that was renamed into a file of another kind (`formerly`) keeps the kind its cards were first made under, unless a note
of that kind has the same words.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import lru_cache

UNHEARD = re.compile(r"(?<!\d)[^\w%‰]+|[^\w%‰]+(?!\d)|_+")  # not what stands between digits: 1.25% is not 12.5%

LEAST_SENTENCE = 12
LEAST_ITEMS = 3
LEAST_OF_ITEMS = 10


@lru_cache(maxsize=10_000)
def words_of(text: str) -> str:
    """The words of `text` as identity sees them: no white space, no punctuation but in figures."""
    return UNHEARD.sub("", unicodedata.normalize("NFKC", text)) or text.strip()


def guid(publication: str, issue: str, kind: str, words: tuple[str, ...]) -> str:
    """The GUID of the fact `words` (what it is comes first: text, whole or item; then its own words in the source;
    of an item all items of its enumeration). `issue` is '' where the fact belongs to no one issue.
    """
    parts = [words_of(publication), issue, kind, *map(words_of, words)]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def unmistakable(words: tuple[str, ...]) -> bool:
    """Whether `words` can't be another fact in another issue: a whole sentence, or enough items of enough words."""
    if words[0] == "text":
        return len(words) == 2 and len(words_of(words[1])) >= LEAST_SENTENCE
    items = words[1:] if words[0] == "whole" else words[2:]
    return len(items) >= LEAST_ITEMS and sum(len(words_of(item)) for item in items) >= LEAST_OF_ITEMS


def code(note_guid: str) -> str:
    """A short code of the note for people, to name a card by: four and four letters and digits."""
    digest = base64.b32encode(hashlib.sha256(note_guid.encode()).digest()).decode()
    return f"{digest[:4]}-{digest[4:8]}"
