"""Telling: where one figure of a text all but says another (达到401.5万件，成为首个突破400万件的国家)."""

from __future__ import annotations

from cards.finding.quantities import quantities
from cards.records import Article, Quantity, Span
from cards.rules.ruleset import RuleSet
from cards.text.sentences import PAUSES, STOPS, clauses_of

NEAR = 0.1  # of the larger: a milestone stands so near to what passed it
LONG = 400  # characters: in so many nobody finds the one that tells
LEAST = 100  # smaller numbers are near one another by chance
FORMS = ("amount", "number")
PASSED, BEFORE = "figure.reached", 4  # the rule that says how texts word it, and how many characters they take


def untold(article: Article, shown: Span, figure: Span, rules: RuleSet) -> Span | None:
    """`shown` without the clauses that all but say `figure`; None where its own clause does."""
    text, at = shown.of(article), figure.start - shown.start
    telling = _telling(text, at, figure.end - shown.start, rules) if len(text) <= LONG else []
    if not telling:
        return shown
    start, end = 0, len(text)
    for clause in clauses_of(text):
        if _holds(clause, telling):
            if _holds(clause, [at]):
                return None
            start, end = (max(start, clause[1]), end) if clause[1] <= at else (start, min(end, clause[0]))
    kept = text[start:end].rstrip(PAUSES + STOPS) if end < len(text) else text[start:]
    return Span(shown.paragraph, shown.start + start, shown.start + start + len(kept))


def _holds(clause: tuple[int, int], places: list[int]) -> bool:
    return any(clause[0] <= place < clause[1] for place in places)


def _telling(text: str, start: int, end: int, rules: RuleSet) -> list[int]:
    """Where figures of `text` begin that all but say the one at text[start:end]."""
    found = quantities(text, rules)
    asked = next((quantity for quantity in found if quantity.start <= start < quantity.end), None)
    if asked is None:
        return []
    others = [other for other in found if not start <= other.start < end and _nearly(asked, other)]
    return [other.start for other in others if _is_milestone(asked, other, text, rules)]


def _is_milestone(one: Quantity, other: Quantity, text: str, rules: RuleSet) -> bool:
    """Whether the lesser of both is said to be passed (突破)."""
    passed = rules.named(PASSED)
    less = min(one, other, key=lambda quantity: quantity.value or 0)
    said = f"{text[max(0, less.start - BEFORE) : less.start]}【"
    return passed is not None and passed.first_match(said) is not None


def _nearly(one: Quantity, other: Quantity) -> bool:
    """Whether one of both may be a milestone that the other has passed."""
    if one.value is None or other.value is None or one.unit != other.unit or {one.form, other.form} - set(FORMS):
        return False
    less, more = sorted((abs(one.value), abs(other.value)))
    return less >= LEAST and less != more and more - less <= NEAR * more and _is_round(less)


def _is_round(value: float) -> bool:
    """Whether nothing but noughts follows the first digit or two."""
    digits = f"{value:.0f}"
    return not digits[2:].strip("0")
