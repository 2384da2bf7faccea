"""Learning: the weights of all kinds fitted to what readers want, and how they do on texts they were not fitted to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cards.commands.trying.learning.decided import decided_texts, is_library
from cards.commands.trying.learning.fitting import fitted
from cards.commands.trying.learning.readers import reader_files
from cards.commands.trying.learning.training import READINGS, Text, texts_of
from cards.commands.trying.learning.trial import Trial, tried
from cards.finding.figures import KIND as WORDINGS
from cards.finding.find import MEANINGS
from cards.finding.weighing import OWN_RULE
from cards.library.settings import read_library
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.rules.weights import BASE, Weights
from cards.text.words import word_cutter

FEW_TEXTS = 3  # a feature of fewer texts keeps the weight it has
OWN_RULES_WEIGHT = 3.0  # somebody wrote a rule for it: nearly always wanted
MEANING_OF_ALL = {BASE: "every candidate", OWN_RULE: "times its `weight`: a rule that is not named here"}


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: the weights of each kind, those of before, what each feature means, and how the kinds do."""

    weights: Mapping[str, Weights]
    before: Mapping[str, Weights]
    meanings: Mapping[str, str]
    trials: tuple[Trial, ...]


def learn(paths: Sequence[Path], rule_folders: tuple[Path, ...] = (), by_issue: bool = False,
          afresh: bool = False) -> Learnt:
    """Fit the weights of every kind to `paths`: reader files, and libraries with the decisions about their cards. They
    are drawn towards those of today, or, `afresh`, towards nothing. Raises UserError for a file that is none, a library
    that nobody decided about, and where numpy is missing.
    """
    libraries = [path for path in paths if is_library(path)]
    rules = load_rules((*_own_rules(libraries), *rule_folders))
    texts = _texts(paths, libraries, rules, by_issue)
    weights: dict[str, Weights] = {}
    trials: list[Trial] = []
    for kind in READINGS:
        of_kind = [text for text in texts if text.kind == kind]
        weights[kind] = today = rules.weights.get(kind, Weights())
        if of_kind:
            prior = {} if afresh else today.features
            names = feature_names(of_kind, rules, kind)
            weights[kind] = _fitted(of_kind, today, prior, names, bool(libraries))
            trials.append(tried(of_kind, today, names, prior, bool(libraries)))
    return Learnt(weights, rules.weights, {**_titles(rules), **MEANINGS, **MEANING_OF_ALL}, tuple(trials))


def _own_rules(libraries: Sequence[Path]) -> Iterator[Path]:
    for root in libraries:
        yield from read_library(root).rule_folders


def _texts(paths: Sequence[Path], libraries: Sequence[Path], rules: RuleSet, by_issue: bool) -> list[Text]:
    """What there is to learn from: the reader files among `paths`, and the decisions of `libraries`."""
    cut = word_cutter(rules.lexicons.get("domain_words", ()))
    files = reader_files([path for path in paths if path not in libraries])
    return [*texts_of(files, rules, cut, by_issue), *decided_texts(libraries, rules, cut, now=0)]


def _fitted(texts: Sequence[Text], today: Weights, prior: Mapping[str, float], names: Sequence[str], firm: bool,
            ) -> Weights:
    fresh = fitted(texts, prior, names, firm=firm)
    return replace(today, features={**prior, **fresh, OWN_RULE: today.of(OWN_RULE, OWN_RULES_WEIGHT)})


def feature_names(texts: Sequence[Text], rules: RuleSet, kind: str) -> list[str]:
    """The features that are fitted: those that at least a few texts have, and the rules of the kind."""
    seen: dict[str, set[str]] = {}
    for text in texts:
        for candidate in text.candidates:
            for feature in candidate.finding.features:
                seen.setdefault(feature, set()).add(text.name)
    common = {feature for feature, names in seen.items() if len(names) >= FEW_TEXTS}
    return [BASE, *sorted(common | {rule.id for rule in rules.of(kind)})]


def _titles(rules: RuleSet) -> dict[str, str]:
    return dict(_titled(rules))


def _titled(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for rule in rules.card_rules:
        yield rule.id, rule.title
    for rule in rules.of(WORDINGS):
        yield rule.name, rule.title
