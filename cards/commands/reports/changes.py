"""Reports of what changed between two states of decks: as lines for people, or as one JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cards.anki.cloze import strip
from cards.anki.note_type import TEXT
from cards.record.changes import CHANGED, GONE, OUTCOMES, UNTOUCHED, ArticleChanges, Change
from cards.record.wording import difference

SIGNS = {"new": "+", "changed": "*", "retired": "-", "revived": "^", "gone": "!"}
LONGEST = 90
FIELD_NAMES = ("text", "cue", "back", "mnemonic", "sources", "status")


def counts_line(changes: Iterable[ArticleChanges]) -> str:
    """new 2, changed 3, retired 0, revived 0, untouched 40."""
    total: Counter[str] = Counter()
    for article in changes:
        total += article.counts()
    told = (*OUTCOMES, GONE) if total[GONE] else OUTCOMES
    return ", ".join(f"{outcome} {total[outcome]}" for outcome in told)


def change_lines(changes: Iterable[ArticleChanges], what: str = "changes") -> Iterator[str]:
    """`what` changed, article by article; of a changed note the words that went [-so-] and those that came {+so+}."""
    changes = tuple(changes)
    yield f"  {what}: {counts_line(changes)}"
    for article in changes:
        if article.told:
            yield f"    {article.deck}: {counts_line([article])}"
            yield from (f"      {SIGNS[change.outcome]} {_told(change)}" for change in article.told)


def _told(change: Change) -> str:
    if change.outcome != CHANGED:
        return _short(change.text)
    if plain(change.before, TEXT) != plain(change.after, TEXT):
        return difference(plain(change.before, TEXT), plain(change.after, TEXT))
    return f"{_short(change.text)} — changed: {', '.join(f'the {name}' for name in changed_fields(change))}"


def changed_fields(change: Change) -> list[str]:
    """The names of the fields that differ; tags where none of them does."""
    return [name for name, before, after in zip(FIELD_NAMES, change.before, change.after, strict=False)
            if before != after] or ["tags"]


def plain(fields: tuple[str, ...], place: int) -> str:
    return strip(fields[place])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def changes_json(changes: Iterable[ArticleChanges]) -> list[dict[str, Any]]:
    """The same as objects, an article each: counts, and the notes that are not untouched."""
    return [{
        "deck": article.deck, **{outcome: article.counts()[outcome] for outcome in (*OUTCOMES, GONE)},
        "notes": [_change_json(change) for change in article.changes if change.outcome != UNTOUCHED],
    } for article in changes]


def _change_json(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"guid": change.guid, "outcome": change.outcome, "text": change.text}
    if change.outcome == CHANGED:
        told |= {"before": plain(change.before, TEXT), "fields": changed_fields(change),
                 "marked": difference(plain(change.before, TEXT), plain(change.after, TEXT))}
    return told
