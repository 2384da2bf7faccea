"""Tidying by rule: what the `tidy` rules mend, and what they only point at."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from cards.records import Article, Doubt
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Rule, RuleSet, left_out

ROUNDS = 2


class Tidier:
    """Applies every mending rule of kind tidy to a text, in their order, until nothing changes; counts what it mended.

    `stopped` holds what is said of each rule whose pattern overran; it mends nothing from there on.
    """

    def __init__(self, rules: RuleSet):
        self._rules = [rule for rule in rules.of("tidy") if rule.warn is None]
        self._mended: Counter[str] = Counter()
        self.stopped: dict[str, Doubt] = {}

    def __call__(self, text: str) -> str:
        for _ in range(ROUNDS):
            before = text
            for rule in self._rules:
                text, times = self._mend(rule, text)
                self._mended[rule.title] += times
            if text == before:
                break
        return text.strip()

    def _mend(self, rule: Rule, text: str) -> tuple[str, int]:
        if rule.id not in self.stopped:
            try:
                return mended(rule, text)
            except OverrunError as error:
                self.stopped[rule.id] = left_out(rule, error)
        return text, 0

    def taken(self) -> dict[str, int]:
        """How often each rule mended something since this was last asked, by the rule's title."""
        counts = {title: times for title, times in self._mended.items() if times}
        self._mended.clear()
        return counts


def mended(rule: Rule, text: str) -> tuple[str, int]:
    """`text` with what one mending rule mends in it, and how often."""
    assert rule.match is not None  # no rule of this kind is loaded without
    if rule.fold:
        return rule.match.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return rule.match.sub(rule.replace or "", text)


def doubtful(articles: Iterable[Article], rules: RuleSet) -> list[Doubt]:
    """The spots of `articles` that a `warn` rule of kind tidy points at; a rule that overruns is told once."""
    found = []
    for rule in rules.of("tidy"):
        if rule.warn is not None:
            try:
                found += [spot for article in articles for spot in _spots(rule, article)]
            except OverrunError as error:
                found.append(left_out(rule, error))
    return found


def _spots(rule: Rule, article: Article) -> Iterator[Doubt]:
    for match in rule.find(article):
        shown = match.stretch.text[max(0, match.start - 4) : match.end + 4]
        yield Doubt(f"{rule.warn}: {shown}", article.place(match.spans[0].paragraph))
