"""Decisions: a person's word on a card, as they travel from their file to the edition they are laid over.

A card is shown to people as one line in which what it asks for stands in 【】: 青溪县新建湿地【32处】。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from cards.anki.cloze import CLOZE, strip
from cards.records import LEVELS, Doubt
from cards.text.spoken import words_of

KEEP, DROP, CORRECT, ADD = "keep", "drop", "correct", "add"
ACTIONS = (KEEP, DROP, *LEVELS, CORRECT, ADD)
IN_FORCE, AGAIN, GONE = "in force", "again", "gone"  # AGAIN: 待复核
ASKED = re.compile("【([^【】]*)】")
BLOCK = re.compile(r"</?(?:div|p|li|ol|ul|br)\b[^>]*>")


class Decision(Struct, frozen=True):
    """What somebody decided: what to `do` (one of ACTIONS) with the card of the code `id`, which was `of` these words
    when it was judged; `line` is where it stands in its file.

    A correction gives what is to be changed, None or () for what stays: the `question` (of a list its title), the words
    to `hide`, the `cue`, the `mnemonic`. An addition is of a stretch of the source, of the `kind` with that label.
    `level` may come with any that keeps a card.
    """

    do: str
    id: str = ""
    of: str = ""
    line: int = 0
    level: str = ""
    question: str | None = None
    hide: tuple[str, ...] = ()
    cue: str | None = None
    mnemonic: str | None = None
    kind: str = ""
    why: str = ""

    @property
    def wanted_level(self) -> str:
        """The level that it gives the card, '' where it leaves that as it is."""
        return self.do if self.do in LEVELS else self.level

    @property
    def keeps(self) -> bool:
        """Whether the card is to stay."""
        return self.do != DROP

    @property
    def asks(self) -> tuple[str, ...]:
        """The words that the card hid when it was judged, as far as `of` marks them."""
        return tuple(ASKED.findall(self.of))


class Verdict(Struct, frozen=True):
    """What became of a decision: IN_FORCE, AGAIN (it waits for somebody to look at it again) or GONE (what it is of
    left the source), and `why`; `guid` is its note's, '' for none; `strange` is what it makes the card say that the
    source does not.
    """

    decision: Decision
    outcome: str
    why: str = ""
    guid: str = ""
    strange: tuple[str, ...] = ()


class Decisions(Struct, frozen=True):
    """The decisions on one issue, from the file `path` ('' for none); `doubts` are the faults of the file."""

    entries: tuple[Decision, ...] = ()
    path: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def additions(self) -> tuple[Decision, ...]:
        """The decisions that make a card."""
        return tuple(decision for decision in self.entries if decision.do == ADD)


NONE = Decisions()


class Judged(Struct, frozen=True):
    """All decisions on an issue with what became of each, in the order of their file."""

    verdicts: tuple[Verdict, ...] = ()
    path: str = ""

    @property
    def counts(self) -> Counter[str]:
        """How many decisions to do what are in force."""
        return Counter(verdict.decision.do for verdict in self.verdicts if verdict.outcome == IN_FORCE)

    def of(self, *outcomes: str) -> list[Verdict]:
        """The verdicts with one of these outcomes."""
        return [verdict for verdict in self.verdicts if verdict.outcome in outcomes]


def opened(text: str) -> str:
    """`text` without the brackets around what is asked."""
    return ASKED.sub(r"\1", text)


def as_judged(field_text: str) -> str:
    """The text of a card in one line, what it asks for in 【】."""
    marked = CLOZE.sub(lambda match: f"【{match[2]}】", BLOCK.sub(" ", field_text))
    return " ".join(strip(marked).split())


def title_in(field_text: str) -> str:
    """The title of the card of a list, '' of any other."""
    _, mark, behind = field_text.partition('<div class="topic">')
    return strip(behind.partition("</div>")[0]) if mark else ""


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, however they are spaced, punctuated and marked."""
    return words_of(opened(one)) == words_of(opened(other))


def by_code(entries: Iterable[Decision]) -> dict[str, Decision]:
    """The decisions that name a card, by its code."""
    return {decision.id: decision for decision in entries if decision.id}
