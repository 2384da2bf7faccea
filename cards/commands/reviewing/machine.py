"""A review for a program: every card with all that a reviewer needs, and the format of what to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cards.anki.cloze import front, strip
from cards.anki.note_type import CUE, EXTRA, TEXT
from cards.commands.reviewing.desk import Desk, decision_json
from cards.library.decisions.contract import ENTRY
from cards.library.reviewing import Review, Reviewed
from cards.record.decisions import by_code

FORMAT = ("a YAML list, an entry a card: `- id: CBSR-QDDD`, `of:` the card's `of` as it is here, `do:` what to do, and "
          "what else its keys say; put it into the file named under `file`")


def review_json(reviews: Sequence[Review], desk: Desk) -> dict[str, Any]:
    """The object that `juyao review --json` prints."""
    keys = {key.name: key.doc + (f" One of: {', '.join(key.choices)}." if any(key.choices) else "")
            for key in ENTRY.keys}
    return {"format": FORMAT, "keys": keys, "issues": [_issue(review, desk) for review in reviews]}


def _issue(review: Review, desk: Desk) -> dict[str, Any]:
    decided = by_code(review.decisions.entries)
    titles = {article.number: article.title for article in review.issue.articles}
    return {
        "publication": review.issue.publication, "issue": review.issue.number, "file": str(desk.path(review)),
        "faults": [doubt.message for doubt in review.decisions.doubts],
        "again": [{"id": verdict.decision.id, "why": verdict.why} for verdict in review.judged.of("again")],
        "cards": [_card(card, review, titles.get(card.article, "")) | {
            "decided": decision_json(decided[card.code]) if card.code in decided else None} for card in review.cards]}


def _card(card: Reviewed, review: Review, title: str) -> dict[str, Any]:
    fields = card.note.fields
    numbers = sorted(card.note.memory.numbers)
    return {
        "id": card.code, "of": card.of, "article": title, "kind": card.kind, "level": card.level,
        "cue": strip(fields[CUE]),
        "fronts": [" ".join(front(fields[TEXT], number, "【……】").split()) for number in numbers],
        "back": strip(fields[TEXT]), "paragraph": strip(fields[EXTRA]), "rule": card.rule, "rule_title": card.title,
        "worth": card.worth, "reasons": {part.feature: round(part.adds, 2) for part in card.reasons}}
