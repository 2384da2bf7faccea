"""Tidying by rule: what the `tidy` rules mend, and what they only point at."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from cards.engine.ruleset import Rule, RuleSet
from cards.records import Article, Doubt

ROUNDS = 2


def tidier(rules: RuleSet) -> Callable[[str], str]:
    """A function that applies every mending rule of kind tidy to a text, in their order, until nothing changes."""
    mending = [rule for rule in rules.of("tidy") if rule.warn is None]

    def tidy(text: str) -> str:
        for _ in range(ROUNDS):
            before = text
            for rule in mending:
                text = mended(rule, text)
            if text == before:
                break
        return text.strip()

    return tidy


def mended(rule: Rule, text: str) -> str:
    """`text` with what one mending rule mends in it."""
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
