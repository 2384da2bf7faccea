"""Learning: the weights of all kinds fitted to what readers want, and how they do on texts they were not fitted to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cards.commands.trying.learning.decided import decided_texts, is_library
from cards.commands.trying.learning.fitting import RIDGE, Fit, fitted, strengths_of
from cards.commands.trying.learning.readers import reader_files
from cards.commands.trying.learning.training import READINGS, Text, texts_of, worded
from cards.commands.trying.learning.trial import Trial, tried
from cards.commands.trying.learning.wording import FEATURE, Words, in_words, weights_in_words, without_words
from cards.finding.figures import KIND as WORDINGS
from cards.finding.find import MEANINGS
from cards.finding.weighing import OWN_RULE, RULE_MARK
from cards.library.progress import FITTED, UNSEEN, Progress, followed
from cards.library.settings import read_library
from cards.rules.loading import load_rules
from cards.rules.ruleset import RuleSet
from cards.rules.weights import BASE, Weights
from cards.text.words import word_cutter

FEW_TEXTS = 3  # a feature of fewer texts keeps the weight it has
OWN_RULES_WEIGHT = 3.0  # somebody wrote a rule for it: nearly always wanted
MEANING_OF_ALL = {BASE: "every candidate", OWN_RULE: "times its `weight`: a rule that is not named here"}


class Way(Struct, frozen=True):
    """How weights are fitted: leaving out an issue at a time instead of a genre (`by_issue`), drawn towards nothing
    instead of today's weights (`afresh`), held there as much as by `ridge` candidates that say nothing; what each word
    tells as well (`words`).
    """

    by_issue: bool = False
    afresh: bool = False
    words: bool = False
    ridge: float = RIDGE


USUAL = Way()


class Learnt(Struct, frozen=True):
    """What was learnt: the weights of each kind, those of before, what each feature means, how the kinds do, and, where
    words were fitted, what each tells.
    """

    weights: Mapping[str, Weights]
    before: Mapping[str, Weights]
    meanings: Mapping[str, str]
    trials: tuple[Trial, ...]
    words: Mapping[str, float]


def learn(paths: Sequence[Path], rule_folders: tuple[Path, ...] = (), way: Way = USUAL, progress: Progress = UNSEEN,
          ) -> Learnt:
    """Fit the weights of every kind to `paths`: reader files, and libraries with the decisions about their cards.
    Raises UserError for a file that is none, a library that nobody decided about, and where numpy or scipy is missing.
    """
    libraries = [path for path in paths if is_library(path)]
    rules = load_rules((*_own_rules(libraries), *rule_folders))
    texts = _texts(paths, libraries, rules, way.by_issue, progress)
    weights: dict[str, Weights] = {}
    trials: list[Trial] = []
    words: dict[str, float] = {}
    for kind in followed(list(READINGS), progress, FITTED, str):
        of_kind = [text for text in texts if text.kind == kind]
        weights[kind] = rules.weights.get(kind, Weights())
        if of_kind:
            fresh, trial = _fitted(of_kind, rules, way, bool(libraries))
            features, of_words = without_words(fresh)
            words |= of_words
            weights[kind] = _laid_over(weights[kind], features, rules, way)
            trials.append(trial)
    return Learnt(weights, rules.weights, {**_titles(rules), **MEANINGS, **MEANING_OF_ALL}, tuple(trials), words)


def _laid_over(today: Weights, features: Mapping[str, float], rules: RuleSet, way: Way) -> Weights:
    """Today's weights, but those of rules that are no more, with those that were fitted over them."""
    named = _titles(rules)
    kept = {name: weight for name, weight in ({} if way.afresh else today.features).items()
            if RULE_MARK not in name or name in named}
    return replace(today, features={**kept, **features, OWN_RULE: today.of(OWN_RULE, OWN_RULES_WEIGHT)})


def _fitted(texts: Sequence[Text], rules: RuleSet, way: Way, firm: bool) -> tuple[dict[str, float], Trial]:
    """The weights of the features of `texts`, all of one kind, and how such a fit does; where words are fitted, each
    is a feature of its own.
    """
    kind = texts[0].kind
    weights, names = rules.weights.get(kind, Weights()), feature_names(texts, rules, kind)
    lexicon = worded(kind, rules) if way.words else ""
    if lexicon:
        values = rules.values.get(lexicon, {})
        texts, weights = in_words(texts, values), weights_in_words(weights, values)
        names = [name for name in names if name != FEATURE]
    before = {} if way.afresh else weights.features
    fit: Fit = (Words(names, before, way.ridge, firm) if lexicon else
                partial(fitted, before=before, strengths=strengths_of(names, way.ridge, firm)))
    return fit(texts), tried(texts, weights, fit)


def _own_rules(libraries: Sequence[Path]) -> Iterator[Path]:
    for root in libraries:
        yield from read_library(root).rule_folders


def _texts(paths: Sequence[Path], libraries: Sequence[Path], rules: RuleSet, by_issue: bool,
           progress: Progress) -> list[Text]:
    """What there is to learn from: the reader files among `paths`, and the decisions of `libraries`."""
    cut = word_cutter(rules.lexicons.get("domain_words", ()))
    files = reader_files([path for path in paths if path not in libraries])
    return [*texts_of(files, rules, cut, by_issue, progress),
            *decided_texts(libraries, rules, cut, now=0, progress=progress)]


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
