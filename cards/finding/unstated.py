"""Text that states nothing: a question of a quiz with its options and key; a sentence that trails off (山、河……); how
many things stand right before a number (云岭、青溪、白石等3个县).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cards.records import KEPT, Article, Fate, Span
from cards.text.chunks import PARTS
from cards.text.members import any_of

if TYPE_CHECKING:
    from cards.finding.worded import Worded
    from cards.rules.ruleset import RuleSet

UNSTATED = "unstated"  # the outcome of what such text holds
MEMBERS = re.compile(f"[^，。；：{PARTS}]+(?:{PARTS}[^，。；：{PARTS}]+)+等$")
NUMBER = re.compile(r"\d+(?![\d.%])|[一二三四五六七八九十]+")


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
        counts = _counts_members(first, article, words, any_of(rules.lexicons.get("joining", ())))
        return replace(fate, outcome=UNSTATED, why="it counts what stands before it") if counts else fate
    sentence = article.sentence_at(first)
    trails_off = sentence is not None and words.first("trails_off", sentence.text) is not None
    return replace(fate, outcome=UNSTATED, why="its sentence trails off") if trails_off else fate


def _counts_members(figure: Span, article: Article, words: Worded, joining: re.Pattern[str]) -> bool:
    """Whether a figure is the number of the members of a series that it closes; the last two may be joined by a word.
    """
    members = MEMBERS.search(article.paragraphs[figure.paragraph].text[: figure.start])
    number = NUMBER.match(figure.of(article))
    if members is None or number is None:
        return False
    marked = members[0].count(PARTS) + 1
    joined = joining.search(members[0], members[0].rfind(PARTS)) is not None
    return words.number(number[0]) in (marked, marked + joined)
