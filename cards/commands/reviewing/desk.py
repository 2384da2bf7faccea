"""The desk: the issues under review, and every change of their decisions, written at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cards.commands.language import told
from cards.commands.reports.decided import strange_line
from cards.finding.identity import code
from cards.library.decisions.changing import put, take_back
from cards.library.decisions.contract import decision_of
from cards.library.decisions.file import standing
from cards.library.decisions.place import fingerprint, path_for
from cards.library.decisions.text import written
from cards.library.reviewing import Review, Reviewed
from cards.record.contradicting import unlike_source
from cards.record.correcting import UncorrectableError, corrected, is_of
from cards.record.deciding import added_by
from cards.record.decisions import ADD, CORRECT, Decision
from cards.records import Note, UserError
from cards.rules.nodes import Fault
from cards.rules.yaml_text import parse_yaml

KEYS = ("id", "of", "do", "level", "question", "hide", "cue", "mnemonic", "kind", "why")


class Rendering(Struct, frozen=True):
    """A card that somebody corrected or added, the deck it is in, the place of its issue and its article's number; of
    an added one the code of the card that it stands `behind`.
    """

    note: Note
    deck: str
    issue: int
    article: int
    behind: str = ""


@dataclass
class Desk:
    """The issues under review and where their decisions are (`named`, or where they usually are)."""

    reviews: Sequence[Review]
    named: Path | None = None
    lock: Lock = field(default_factory=Lock)

    def path(self, review: Review) -> Path:
        """The file of the decisions on the issue of `review`."""
        return path_for(review.source, review.issue, self.named)

    @property
    def paths(self) -> list[Path]:
        return [self.path(review) for review in self.reviews]

    def version(self) -> str:
        """Another one whenever a file of decisions is another."""
        marks = "\n".join(map(fingerprint, self.paths))
        return hashlib.sha256(marks.encode()).hexdigest()[:16]

    def state(self) -> State:
        """All decisions as they stand in the files now."""
        now = State(self.version())
        for at, review in enumerate(self.reviews):
            try:
                there = standing(self.path(review))
            except UserError as error:
                now.faults.append(str(error))
                continue
            now.faults.extend(f"{fault.path}:{fault.line}" for fault in there.faults)
            for decision in there.good:
                _lay(now, review, at, decision)
        return now

    def decide(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Write what somebody decided: `entries` are those of the file, with `issue`, the place of the issue in the
        review; where one has `do` null, what was decided of that card is taken back, unless another of them decides
        about it. Raises UserError where an entry makes no sense or can't be written: then none is.
        """
        by_issue: dict[int, list[Mapping[str, Any]]] = {}
        for entry in entries:
            by_issue.setdefault(_issue_of(entry, len(self.reviews)), []).append(entry)
        with self.lock:
            checked = {at: [_checked(self.reviews[at], entry) for entry in of_issue if entry.get("do") is not None]
                       for at, of_issue in by_issue.items()}
            for at, of_issue in by_issue.items():
                back = {str(entry.get("id", "")) for entry in of_issue if entry.get("do") is None}
                self._write(self.reviews[at], checked[at], back - {decision.id for decision in checked[at]})

    def _write(self, review: Review, decisions: list[Decision], back: set[str]) -> None:
        """Put `decisions` on the issue of `review` into its file, and take those on the cards `back` back."""
        path = self.path(review)
        if decisions:
            put(path, decisions, _order(review, [*standing(path).good, *decisions]))
        if back:
            take_back(path, back)


@dataclass
class State:
    """The decisions of all issues by the code of the card, and what the cards are that are corrected or added, by the
    same; `again` says of which the decision waits, and why, `strange` of which it says what the source does not;
    `faults` are those of the files. `version` is another one whenever a file is.
    """

    version: str
    decisions: dict[str, Decision] = field(default_factory=dict)
    shown: dict[str, Rendering] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    strange: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def _lay(state: State, review: Review, at: int, decision: Decision) -> None:
    """Put `decision` on an issue, the one at that place, into the `state`."""
    try:
        if decision.do == ADD:
            decision, note = added(review, decision)
            state.shown[decision.id] = Rendering(note, _deck(review, note.home), at, note.home, review.behind(note))
        elif decision.do == CORRECT and (card := card_of(review, decision)):
            note = tried(card, decision, must_be=True)
            state.shown[decision.id] = Rendering(note, card.deck, at, card.article)
            if strange := unlike_source(card.note.fields, note.fields, note.fact):
                state.strange[decision.id] = told(strange_line(strange))
    except UncorrectableError as error:
        state.again[decision.id] = told(str(error))
    state.decisions[decision.id or f"line {decision.line}"] = decision


def card_of(review: Review, decision: Decision) -> Reviewed | None:
    """The card that `decision` is on."""
    return next((card for card in review.cards if card.code == decision.id), None)


def _checked(review: Review, entry: Mapping[str, Any]) -> Decision:
    """The decision that `entry` is, tried on its card. Raises UserError where it makes no sense."""
    decision = parsed(entry)
    try:
        if decision.do == ADD:
            return added(review, decision)[0]
        if decision.do == CORRECT and (card := card_of(review, decision)):
            tried(card, decision)
    except UncorrectableError as error:
        raise UserError(str(error)) from None
    return decision


def _order(review: Review, decisions: Iterable[Decision]) -> list[str]:
    """The codes of the cards of `review` in order, with those that `decisions` add since."""
    found = list(review.order)
    for decision in decisions:
        if decision.do == ADD and decision.id not in found:
            with suppress(UncorrectableError):
                decision, note = added(review, decision)
                before = review.behind(note)
                found.insert(found.index(before) + 1 if before else 0, decision.id)
    return found


def _issue_of(entry: Mapping[str, Any], most: int) -> int:
    at = entry.get("issue", 0)
    if not isinstance(at, int) or not 0 <= at < most:
        raise UserError("no issue is there")
    return at


def _deck(review: Review, article: int) -> str:
    """The deck of the article with that number."""
    return next((card.deck for card in review.cards if card.article == article), "")


def decision_json(decision: Decision) -> dict[str, Any]:
    """The decision as an object with the keys of its entry."""
    found: dict[str, Any] = {"do": decision.do}
    for name in KEYS:
        value = getattr(decision, name)
        if value or (name in ("question", "cue", "mnemonic") and value is not None):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def parsed(entry: Mapping[str, Any]) -> Decision:
    """The decision that an object with the keys of an entry is. Raises UserError where it is none."""
    values = {name: _value(entry[name]) for name in KEYS if entry.get(name) is not None}
    node = parse_yaml("\n".join(written(values))).entries[0]
    faults: list[Fault] = []
    decision = decision_of(node, faults)
    if decision is None:
        raise UserError("; ".join(fault.message for fault in faults))
    return replace(decision, line=0)


def _value(value: Any) -> str | tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())


def tried(card: Reviewed, decision: Decision, must_be: bool = False) -> Note:
    """The note of `card` as `decision` corrects it. Raises UncorrectableError where it can't be, and where the card
    `must_be` what was judged and is not.
    """
    note = card.note
    stand_in = Note(note.guid, note.memory.kind, note.memory.fact, note.fields, note.tags, card.article, (), 0)
    if must_be and not is_of(decision, stand_in):
        raise UncorrectableError(f"the card says now: {card.of}")
    return corrected(stand_in, decision)


def added(review: Review, decision: Decision) -> tuple[Decision, Note]:
    """The decision with the code of the card it adds, and that card. Raises UncorrectableError where it adds none."""
    [note, *_] = added_by(review.issue, decision, review.rules)
    return replace(decision, id=code(note.guid)), note
