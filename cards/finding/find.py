"""Finding: an Issue and a RuleSet to findings, article by article. The steps of an article stand in `_found_in`."""

from __future__ import annotations

from functools import partial

from cards.finding import enumerations, figures, sentences
from cards.finding.evidence import Cut
from cards.finding.nesting import untangled
from cards.finding.noted import without_notes
from cards.finding.proposing import propose
from cards.finding.selecting import select
from cards.finding.settling import settle
from cards.finding.unstated import without_unstated
from cards.finding.weighing import Featured, weigh, worthy
from cards.finding.worded import worded
from cards.records import KEPT, Article, Doubt, Fate, Finding, Found, Issue, Place
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Kind, RuleSet

# By kind what finds the features of its candidates, and of every feature what it is, in a line.
FEATURED: dict[str, Featured] = {"statistic": figures.featured, "measure": enumerations.with_features}
MEANINGS: dict[str, str] = {**figures.MEANINGS, **enumerations.MEANINGS, **sentences.MEANINGS}


def find_all(issue: Issue, rules: RuleSet, cut: Cut, thorough: bool = True,
             ) -> tuple[dict[int, Found], tuple[Doubt, ...]]:
    """What is found in each article, by its number, and what went wrong. Unless it is `thorough` not every feature is
    known of a sentence that is worth too little whatever the rest of them.

    A rule or setting whose pattern runs out of time is named with the sentence and left out from there on.
    """
    found: dict[int, Found] = {}
    stopped: dict[str, Doubt] = {}
    for article in issue.articles:
        found[article.number] = _found_in(article, issue, rules, cut, stopped, thorough)
    return found, tuple(stopped.values())


def candidates(article: Article, issue: Issue, rules: RuleSet, cut: Cut, stopped: dict[str, Doubt],
               thorough: bool = True) -> list[Fate]:
    """All that rules propose in `article`, each with its features and worth; `stopped` as in `propose`, and so is a
    setting of a kind whose pattern overruns; `thorough` as in `find_all`.
    """
    for source in stopped:
        rules = rules.without_setting(source)
    of_sentences = partial(sentences.featured, thorough=thorough)
    selecting = dict.fromkeys((name for name, kind in rules.kinds.items() if kind.selection), of_sentences)
    proposed = without_notes(propose(article, rules, stopped), article, worded(rules))
    proposed = without_unstated(proposed, article, rules, worded(rules))
    try:
        return weigh(proposed, article, issue, rules, cut, {**FEATURED, **selecting})
    except OverrunError as error:
        if not any(kind.settings_of(error.source) for kind in rules.kinds.values()):
            raise
        stopped[error.source] = rules.setting_left_out(error, Place(article.number))
        return candidates(article, issue, rules, cut, stopped, thorough)


def _found_in(article: Article, issue: Issue, rules: RuleSet, cut: Cut, stopped: dict[str, Doubt],
              thorough: bool) -> Found:
    """All that is found in `article`: proposed and weighed, settled where findings meet, and, of some kinds, selected.
    """
    fates = candidates(article, issue, rules, cut, stopped, thorough)
    fates = settle(fates, rules, article)
    fates = figures.told_once(figures.ends_only(worthy(untangled(fates, article), rules)), article)
    for kind in rules.kinds.values():
        if kind.selection:
            fates = _selected(fates, kind, article, cut, rules, stopped)
    best = [fate.finding for fate in fates if fate.outcome == KEPT]
    return Found(tuple(sorted(best, key=_position)), tuple(fates))


def _selected(fates: list[Fate], kind: Kind, article: Article, cut: Cut, rules: RuleSet,
              stopped: dict[str, Doubt]) -> list[Fate]:
    """`fates`, those of `kind` only where they are among the best of it; without its settings that overrun."""
    for source in stopped:
        kind = kind.without(source)
    try:
        return _best(fates, kind, article, rules, cut)
    except OverrunError as error:
        if not kind.settings_of(error.source):
            raise
        stopped[error.source] = rules.setting_left_out(error, Place(article.number))
        return _selected(fates, kind, article, cut, rules, stopped)


def _best(fates: list[Fate], kind: Kind, article: Article, rules: RuleSet, cut: Cut) -> list[Fate]:
    """`fates`, those of `kind` only where they are among the best of it."""
    of_kind: list[Finding] = []
    others: list[Fate] = []
    for fate in fates:
        if fate.outcome == KEPT and fate.finding.kind == kind.name:
            of_kind.append(fate.finding)
        else:
            others.append(fate)
    kept_of_others = [fate.finding for fate in others if fate.outcome == KEPT]
    return others + select(of_kind, article, kind, rules, cut, kept_of_others)


def _position(finding: Finding) -> tuple[int, int, int, str]:
    first = finding.spans[0]
    return first.paragraph, first.start, -first.end, finding.rule
