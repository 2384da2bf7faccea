"""What a refresh changed, article by article, in the words of a report and of the decks' descriptions."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from cards.anki.cloze import harmless, strip
from cards.anki.note_type import TEXT
from cards.record.pace import MARK, Pace, today

NEW, CHANGED, RETIRED, REVIVED, UNTOUCHED = "new", "changed", "retired", "revived", "untouched"
GONE = "gone"  # not in the other package at all: never so between two editions
OUTCOMES = (NEW, CHANGED, RETIRED, REVIVED, UNTOUCHED)
SAID = {NEW: "新增", CHANGED: "更正", RETIRED: "停用", REVIVED: "恢复", GONE: "缺少"}
LATEST = 5  # so many updates a deck's description tells of
LONGEST = 30  # characters of a note that a description quotes
QUOTED = 6  # notes of an update that a description quotes
BREAK = "<br>"
FIRST = "首次制作"


class Change(Struct, frozen=True):
    """What became of a note: its fields before and after, () where there was or is none."""

    guid: str
    outcome: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note's own text, plain."""
        return strip((self.after or self.before)[TEXT])


class ArticleChanges(Struct, frozen=True):
    """The changes of one article's deck; a fact that several articles give stands with the first of them."""

    deck: str
    changes: tuple[Change, ...]

    def counts(self) -> Counter[str]:
        return Counter(change.outcome for change in self.changes)

    @property
    def told(self) -> tuple[Change, ...]:
        """All but what is untouched."""
        return tuple(change for change in self.changes if change.outcome != UNTOUCHED)


def described(earlier: str, changes: tuple[Change, ...], cards: int, now: int, first: bool, pace: Pace) -> str:
    """The deck's description: how to learn its `cards` at this `pace`, then the latest changes above the `earlier`
    ones; where nothing changed, as it was.

    `first`: the deck is new, so that it has nothing to tell but its size. `now`: seconds since 1970.
    """
    day = today(now).isoformat()
    plan = pace.plan(cards, today(now)).line
    if first:
        return BREAK.join([plan, f"{day} {FIRST}，共{len(changes)}条。"])
    told = tuple(change for change in changes if change.outcome != UNTOUCHED)
    lines = [line for line in earlier.split(BREAK) if line and not line.startswith(MARK)]
    if told:
        return BREAK.join([plan, f"{day} {_line(told)}", *lines[: LATEST - 1]])
    if _pace_of(earlier) == _pace_of(plan):
        return earlier
    return BREAK.join([plan, *lines])


def _pace_of(description: str) -> str:
    """What a description says of the pace, but for how long it takes."""
    first = description.split(BREAK)[0]
    return first.partition("张新卡")[0] if first.startswith(MARK) else ""


def _line(told: tuple[Change, ...]) -> str:
    counts = Counter(change.outcome for change in told)
    parts = [f"{SAID[outcome]}{counts[outcome]}" for outcome in SAID if counts[outcome]]
    quoted = [f"{SAID[change.outcome]}“{harmless(_short(change.text))}”" for change in told[:QUOTED]]
    return f"{'、'.join(parts)}：{'；'.join(quoted)}{'……' if len(told) > QUOTED else ''}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
