"""Text that states nothing: a question of a quiz with its options and key; a sentence that trails off (山、河……); how
many things stand right before a number (云岭、青溪、白石等3个县).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cards.finding.quantities import quantities
from cards.records import KEPT, Article, Fate, Span
from cards.text.chunks import PARTS
from cards.text.placed import CLAUSES, ENDS

if TYPE_CHECKING:
    from cards.finding.worded import Worded
    from cards.rules.ruleset import RuleSet

UNSTATED = "unstated"  # the outcome of what such text holds
LONGEST = 200  # characters of a series before its number


def without_unstated(fates: list[Fate], article: Article, rules: RuleSet, words: Worded) -> list[Fate]:
    """`fates`; what stands in a quiz has fallen by that, what is listed, or a sentence, where that trails off, and a
    figure where it only counts what stands right before it.
    """
    quiz = frozenset(paragraph.index for paragraph in article.paragraphs if words.first("quiz", paragraph.text))
    return [_judged(fate, article, rules, words, quiz) if fate.outcome == KEPT else fate for fate in fates]


def _judged(fate: Fate, article: Article, rules: RuleSet, words: Worded, quiz: frozenset[int]) -> Fate:
    finding = fate.finding
    first = (finding.spans or (finding.context,))[0]
    if first.paragraph in quiz:
        return replace(fate, outcome=UNSTATED, why="it stands in a quiz")
    if not finding.items and rules.kinds[finding.kind].selection is None:
        counts = _counts_members(first, article, rules)
        return replace(fate, outcome=UNSTATED, why="it counts what stands before it") if counts else fate
    sentence = article.sentence_at(first)
    trails_off = sentence is not None and words.first("trails_off", sentence.text) is not None
    return replace(fate, outcome=UNSTATED, why="its sentence trails off") if trails_off else fate


def _counts_members(figure: Span, article: Article, rules: RuleSet) -> bool:
    """Whether a figure is the number of the members of a series that it closes; the last two may be joined by a word.
    """
    text = article.paragraphs[figure.paragraph].text
    if not text.endswith(rules.lexicons.get("closing_member", ()), 0, figure.start):
        return False
    near = max(0, figure.start - LONGEST)
    begins = max(text.rfind(mark, near, figure.start) for mark in CLAUSES + ENDS)
    members = text[max(near, begins + 1) : figure.start].split(PARTS)
    joined = any(word in members[-1] for word in rules.lexicons.get("joining", ()))
    number = next((quantity.value for quantity in quantities(figure.of(article), rules)), None)
    return len(members) > 1 and number in (len(members), len(members) + joined)
