"""Wording: what each word tells of the sentences it stands in, fitted together with the weights of their features.

While it is fitted each word is a feature of its own; in a rule folder they stand in a lexicon with a value each, and
the sum of what a sentence's words tell is one feature (`wording`).
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cards.commands.trying.learning.fitting import fitted, strengths_of
from cards.commands.trying.learning.training import Candidate, Text
from cards.rules.weights import Weights

FEATURE = "wording"  # the sum of what the words tell
MARK = "word:"  # before a word, the name of its feature while it is fitted
MOST_WORDS = 300
FEW_TEXTS = 5  # a word that stands in fewer is no word of the genre
HELD = 4.0  # so many times as strongly as a feature's weight a word's value is held to what it is

HEAD = """\
# What a word tells of the sentence it stands in: above 0 that it is worth knowing by heart, below 0 that it is not.
# Fitted to what readers chose (`juyao learn --words`). Their sum is the feature `wording`.
"""


class Words(Struct, frozen=True):
    """A fit (`Fit`) of texts whose candidates have their words as features: of the features `names` drawn towards
    `before`, held by `ridge`, and of the words that tell most.
    """

    names: Sequence[str]
    before: Mapping[str, float]
    ridge: float
    firm: bool

    def __call__(self, texts: Sequence[Text]) -> dict[str, float]:
        """The weights of the features, and of so many words as a lexicon holds: those of before that no text has keep
        what they tell, as features do.
        """
        often = Counter(name for text in texts for candidate in text.candidates for name in candidate.finding.features
                        if name.startswith(MARK))
        unseen = {name: value for name, value in self.before.items() if name.startswith(MARK) and name not in often}
        first = self._fitted(texts, sorted(often))
        telling = sorted(often, key=lambda name: (-abs(first[name]) * math.sqrt(often[name]), name))
        return {**unseen, **self._fitted(texts, sorted(telling[: max(0, MOST_WORDS - len(unseen))]))}

    def _fitted(self, texts: Sequence[Text], words: Sequence[str]) -> dict[str, float]:
        held = {**strengths_of(self.names, self.ridge, self.firm), **dict.fromkeys(words, HELD * self.ridge)}
        return fitted(texts, self.before, held)


def in_words(texts: Sequence[Text], known: Mapping[str, float]) -> list[Text]:
    """`texts` with each word that several of them have, or that is `known`, as a feature of the candidates it is in."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(frozenset[str]().union(*(candidate.words for candidate in text.candidates)))
    told = {word for word, count in seen.items() if (count >= FEW_TEXTS or word in known) and _is_word(word)}
    return [replace(text, candidates=tuple(_in_words(candidate, told) for candidate in text.candidates))
            for text in texts]


def _is_word(text: str) -> bool:
    """Whether `text` has a sign of a script without capitals, as Chinese is: a figure or a mark tells nothing."""
    return any(unicodedata.category(sign) == "Lo" for sign in text)


def _in_words(candidate: Candidate, told: set[str]) -> Candidate:
    features = {name: value for name, value in candidate.finding.features.items() if name != FEATURE}
    features |= {MARK + word: 1.0 for word in sorted(candidate.words & told)}
    return replace(candidate, finding=replace(candidate.finding, features=features))


def weights_in_words(weights: Weights, values: Mapping[str, float]) -> Weights:
    """`weights` with what each word adds to a worth, in place of the weight of their sum."""
    features = {name: weight for name, weight in weights.features.items() if name != FEATURE}
    share = weights.of(FEATURE, 1.0)
    return replace(weights, features={**features, **{MARK + word: share * value for word, value in values.items()}})


def without_words(features: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """What was fitted, apart: the weights of the features, and what words tell, whose sum then weighs 1."""
    values = {name.removeprefix(MARK): weight for name, weight in features.items() if name.startswith(MARK) and weight}
    rest = {name: weight for name, weight in features.items() if not name.startswith(MARK)}
    return ({**rest, FEATURE: 1.0} if values else rest), values


def lexicon_text(values: Mapping[str, float]) -> str:
    """The text of the lexicon: what tells most for a sentence first."""
    ranked = sorted(values, key=lambda word: (-values[word], word))
    return HEAD + "".join(f"{word} = {values[word]:.2f}\n" for word in ranked)
