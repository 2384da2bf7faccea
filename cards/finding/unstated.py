"""Text that states nothing: a question of a quiz with its options and key; a sentence that trails off (山、河……)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cards.records import KEPT, Article, Fate

if TYPE_CHECKING:
    from cards.finding.worded import Worded
    from cards.rules.ruleset import RuleSet

UNSTATED = "unstated"  # the outcome of what such text holds


def without_unstated(fates: list[Fate], article: Article, rules: RuleSet, words: Worded) -> list[Fate]:
    """`fates`; what stands in a quiz has fallen by that, and what is listed, or a sentence, where that trails off."""
    quiz = frozenset(paragraph.index for paragraph in article.paragraphs if words.first("quiz", paragraph.text))
    return [_judged(fate, article, rules, words, quiz) if fate.outcome == KEPT else fate for fate in fates]


def _judged(fate: Fate, article: Article, rules: RuleSet, words: Worded, quiz: frozenset[int]) -> Fate:
    finding = fate.finding
    first = (finding.spans or (finding.context,))[0]
    if first.paragraph in quiz:
        return replace(fate, outcome=UNSTATED, why="it stands in a quiz")
    if not finding.items and rules.kinds[finding.kind].selection is None:
        return fate
    sentence = article.sentence_at(first)
    trails_off = sentence is not None and words.first("trails_off", sentence.text) is not None
    return replace(fate, outcome=UNSTATED, why="its sentence trails off") if trails_off else fate
