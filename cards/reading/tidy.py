"""Tidying by rule: what the `tidy` rules mend, and what they only point at."""

from __future__ import annotations

import unicodedata
from collections import Counter

from cards.engine.ruleset import Rule, RuleSet
from cards.records import Article, Doubt

ROUNDS = 2


class Tidier:
    """Applies every mending rule of kind tidy to a text, in their order, until nothing changes; counts what it mended.
    """

    def __init__(self, rules: RuleSet):
        self._rules = [rule for rule in rules.of("tidy") if rule.warn is None]
        self._mended: Counter[str] = Counter()

    def __call__(self, text: str) -> str:
        for _ in range(ROUNDS):
            before = text
            for rule in self._rules:
                text, times = mended(rule, text)
                self._mended[rule.title] += times
            if text == before:
                break
        return text.strip()

    def taken(self) -> dict[str, int]:
        """How often each rule mended something since this was last asked, by the rule's title."""
        counts = {title: times for title, times in self._mended.items() if times}
        self._mended.clear()
        return counts


def mended(rule: Rule, text: str) -> tuple[str, int]:
    """`text` with what one mending rule mends in it, and how often."""
    if rule.fold:
        return rule.pattern.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return rule.pattern.sub(rule.replace or "", text)


def doubtful(article: Article, rules: RuleSet) -> list[Doubt]:
    """The spots of `article` that a `warn` rule of kind tidy points at."""
    found = []
    for rule in rules.of("tidy"):
        if rule.warn is None:
            continue
        for stretch, (spans, _, match) in rule.find(article):
            shown = stretch.text[max(0, match.start() - 4) : match.end() + 4]
            found.append(Doubt(f"{rule.warn}: {shown}", article.place(spans[0].paragraph)))
    return found
