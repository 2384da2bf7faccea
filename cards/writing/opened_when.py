"""When a text is by what stands before it opens with: 到2030年 of a paragraph that begins with that."""

from __future__ import annotations

from cards.finding.periods import Period
from cards.finding.worded import Worded, worded
from cards.records import Article, Span
from cards.rules.ruleset import RuleSet


def opened_when(article: Article, span: Span, rules: RuleSet) -> str:
    """The time that the sentence of `span` opens with, or else what is aimed at in its paragraph (到2030年), where
    `span` stands behind that and names no time itself; '' for none, or one that says no year by itself (今年).
    """
    words, paragraph = worded(rules), article.paragraphs[span.paragraph]
    sentence = article.sentence_at(span)
    if sentence is None or words.periods(span.of(article)):
        return ""
    own = _opening(paragraph.text[sentence.start : span.start], words)
    first = _opening(paragraph.sentences[0].text, words) if paragraph.sentences[0].start < sentence.start else None
    if own is None and first is not None and first.until:
        return first.words
    return own.words if own else ""


def _opening(text: str, words: Worded) -> Period | None:
    """The time that `text` opens with, before a comma."""
    period = next(iter(words.periods(text)), None)
    if period is None or period.start or period.compared or not period.is_absolute:
        return None
    return period if text[period.end : period.end + 1] == "，" else None
