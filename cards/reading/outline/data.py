"""The source and the date of an article, from what its lines say of it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cards.reading.outline_rules import Outline
from cards.records import Role

Said = tuple[str, Role, regex.Match[str] | None]  # a paragraph, its role, the words in it that name a source


def source_and_date(said: Sequence[Said], outline: Outline) -> tuple[str, str]:
    """The source that the article's last paragraph to name one names; else what a line of data says (来源：…); and its
    date, or else that of such lines: the day it was published, the first under the title, the last behind the text.
    """
    named = [match["source"].strip() for _, _, match in said if match]
    remarks = _around(said)
    origins = [match["source"] for text in remarks
               if outline.find("published", text) and (match := outline.find("origin", text))]
    source = (named[-1] if named else "") or next(iter(origins), "")
    dates = [outline.date(source)] if source else []
    return source, next(filter(None, [*dates, *_dates(remarks, outline)]), "")


def _around(said: Sequence[Said]) -> list[str]:
    """The remarks over and under the text: those within it are about its figures."""
    texts = [at for at, (_, role, _) in enumerate(said) if role == "body"]
    first, last = (texts[0], texts[-1]) if texts else (len(said), len(said))
    return [text for at, (text, role, _) in enumerate(said) if role == "remark" and not first < at < last]


def _dates(remarks: Sequence[str], outline: Outline) -> list[str]:
    """The dates that remarks say, the likely first: published, in a line of its own, then any."""
    published = [outline.date(text) for text in remarks if outline.find("published_on", text)]
    others = [outline.date(text) for text in remarks if _is_dated(text, outline)]
    return [*reversed(published), *others]


def _is_dated(text: str, outline: Outline) -> bool:
    """A remark whose date is the article's, and not one it speaks of."""
    named = ("day", "published", "under_title", "dispatch", "adopted")
    return any(outline.find(name, text) for name in named)
