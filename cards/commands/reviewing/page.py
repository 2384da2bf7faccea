"""The review page: the preview with what is decided of each card, the reasons it is there, and the articles' text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import asdict

from cards.anki.cloze import strip
from cards.anki.face import Face, face_of
from cards.anki.note_type import CUE, MNEMONIC, TEXT
from cards.commands.language.features import shown_feature
from cards.commands.pages.cards import Shown, shown_of
from cards.commands.pages.preview import page
from cards.commands.reviewing.desk import Desk, Rendering, State, decision_json
from cards.library.reviewing import SPARE, Review, Reviewed
from cards.record.contradicting import WORTH, source_of, values_in
from cards.record.decisions import as_judged, title_in
from cards.rules.ruleset import RuleSet
from cards.rules.serving import SERVING
from cards.writing.adding import RULE

USUAL = "金句"  # the kind that an added card is of, unless another is chosen


def review_page(desk: Desk, title: str, address: str = "") -> str:
    """The page of all issues on the desk; `address` is where it sends decisions, '' where it keeps them itself. Raises
    UserError where the template library is missing.
    """
    cards: list[dict[str, Any]] = []
    shown: list[Shown] = []
    for at, review in enumerate(desk.reviews):
        face = face_of(review.settings.folder / "face")
        for card in review.cards:
            if card.rule == RULE:  # the state has what people add
                continue
            for side in _sides(card, face):
                shown.append(side)
                cards.append(_card(card, at, review.rules) | ({} if address else _said_by_source(card)))
    data = {"address": address, "cards": cards, "issues": list(map(_issue, desk.reviews)), "spare": SPARE,
            "usual": USUAL, "state": state_json(desk, desk.state()), "kinds": _labels(desk),
            "apart": _labels(desk, selecting=True), "files": [path.name for path in desk.paths], "worth": WORTH}
    return page(shown, title, data)


def _labels(desk: Desk, selecting: bool = False) -> list[str]:
    """What the kinds are called that a card may be added of; `selecting`: those that ask for each blank apart."""
    kinds = [kind for review in desk.reviews for kind in review.rules.kinds.values() if kind.name not in SERVING]
    return list(dict.fromkeys(kind.label for kind in kinds if kind.selection or not selecting))


def _sides(card: Reviewed, face: Face) -> list[Shown]:
    note = card.note
    return [_with_level(side, card) for side in shown_of(note.guid, note.fields, note.tags, card.deck, face)]


def _with_level(side: Shown, card: Reviewed) -> Shown:
    return Shown(**(asdict(side) | {"level": card.level, "kind": card.kind}))


def _card(card: Reviewed, issue: int, rules: RuleSet) -> dict[str, Any]:
    """What the page knows of a card besides its two sides."""
    return {
        "id": card.code, "issue": issue, "number": card.article, "rule": card.rule, "title": card.title, "of": card.of,
        "worth": card.worth,
        "reasons": [[shown_feature(part.feature, rules), round(part.adds, 2)] for part in card.reasons],
        "asked": [[at.article, at.span.paragraph, at.span.start, at.span.end] for at in card.asked],
        "now": editable(card.note.fields)}


def _said_by_source(card: Reviewed) -> dict[str, Any]:
    """What a page without a server holds a correction of the card against."""
    fact = card.note.memory.fact
    return {"figures": sorted(values_in(source_of(card.note.fields, fact))), "answer": fact.form == "answer",
            "apart": fact.form == "sentence"}


def editable(fields: tuple[str, ...]) -> dict[str, str]:
    """What an editor of a card with these fields begins with; `topic` is the title of a list's, '' for others."""
    return {"question": as_judged(fields[TEXT]), "cue": strip(fields[CUE]), "mnemonic": strip(fields[MNEMONIC]),
            "topic": title_in(fields[TEXT])}


def _issue(review: Review) -> dict[str, Any]:
    return {
        "name": f"{review.issue.publication} {review.issue.number}",
        "articles": [{"number": article.number, "title": article.title,
                      "paragraphs": [[paragraph.role, paragraph.text] for paragraph in article.paragraphs]}
                     for article in review.issue.articles]}


def state_json(desk: Desk, state: State) -> dict[str, Any]:
    """The decisions as they stand, and what is corrected or added as the page shows it."""
    return {"version": state.version, "faults": state.faults, "again": state.again, "strange": state.strange,
            "decisions": {name: decision_json(decision) for name, decision in state.decisions.items()},
            "shown": {name: _rendered(desk, rendering) for name, rendering in state.shown.items()}}


def _rendered(desk: Desk, card: Rendering) -> dict[str, Any]:
    review, note = desk.reviews[card.issue], card.note
    face = face_of(review.settings.folder / "face")
    label = review.rules.kinds[note.kind].label if note.kind in review.rules.kinds else note.kind
    sides = [asdict(side) | {"css": 0, "kind": label} for side in shown_of(note.guid, note.fields, note.tags, card.deck,
                                                                          face)]
    return {"sides": sides, "now": editable(note.fields), "issue": card.issue, "number": card.article,
            "behind": card.behind}


def shown_cards(reviews: Sequence[Review]) -> int:
    """How many cards the page shows at first: all but those that the budget has no place for."""
    return sum(len(card.note.memory.numbers) for review in reviews for card in review.cards if card.level != SPARE)


def title_of(reviews: Sequence[Review]) -> str:
    """The title of a page of these issues."""
    return "、".join(f"{review.issue.publication} {review.issue.number}" for review in reviews)
