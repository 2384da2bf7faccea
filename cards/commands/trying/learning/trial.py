"""Trial: what weights would find in texts, and how it is with weights that were fitted without these texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cards.commands.trying.learning.fitting import Fit
from cards.commands.trying.learning.training import READERS, Candidate, Text
from cards.finding.weighing import weighed
from cards.records import Finding
from cards.rules.weights import Budget, Weights

SHARED = 0.5  # of the spans of the smaller: two candidates are then rivals, of which one makes cards


class Score(Struct, frozen=True):
    """What weights do at a budget: of `wanted` by all readers `found`, of `kept` candidates `right` wanted by any."""

    wanted: int = 0
    found: int = 0
    kept: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.wanted + other.wanted, self.found + other.found, self.kept + other.kept,
                     self.right + other.right)

    def __str__(self) -> str:
        found = self.found / self.wanted if self.wanted else 1.0
        precision = self.right / self.kept if self.kept else 1.0
        return f"found {found:.2f} at {precision:.2f} ({self.found} of {self.wanted}, {self.right} of {self.kept})"


class Trial(Struct, frozen=True):
    """The scores of one kind by group: with the weights of today, with weights fitted on all the others, and with
    weights fitted on all texts.
    """

    kind: str
    today: Mapping[str, Score]
    held_out: Mapping[str, Score]
    seen: Mapping[str, Score]


def tried(texts: Sequence[Text], weights: Weights, fit: Fit) -> Trial:
    """The trial of `texts`, all of one kind, whose weights are fitted by `fit`, leaving one group out at a time."""
    groups = sorted({text.group for text in texts})
    full = replace(weights, features=fit(texts))
    held_out: dict[str, Score] = {}
    for group in groups:
        others = [text for text in texts if text.group != group]
        without = replace(weights, features=fit(others)) if others else weights
        held_out[group] = score(_of(texts, group), without)
    return Trial(texts[0].kind, {group: score(_of(texts, group), weights) for group in groups}, held_out,
                 {group: score(_of(texts, group), full) for group in groups})


def _of(texts: Sequence[Text], group: str) -> list[Text]:
    return [text for text in texts if text.group == group]


def total(scores: Iterable[Score]) -> Score:
    """All scores together."""
    return sum(scores, Score())


def score(texts: Iterable[Text], weights: Weights) -> Score:
    """What `weights` find in `texts` within their budget."""
    return total(_score(text, weights) for text in texts)


def _score(text: Text, weights: Weights) -> Score:
    kept = chosen(text, weights)
    met: Counter[int] = Counter()
    for candidate in kept:
        met.update(candidate.wanted)
    wanted = [at for at, votes in enumerate(text.wants) if votes >= READERS]
    return Score(len(wanted), sum(at in met for at in wanted), len(kept),
                 sum(candidate.label > 0 for candidate in kept))


def chosen(text: Text, weights: Weights) -> list[Candidate]:
    """The candidates of most worth, none the rival of another, as many as the budget has cards, each counted as one."""
    places = (weights.budget or Budget()).most * text.length / 1000
    ranked = [(weighed(candidate.finding, weights).worth, at) for at, candidate in enumerate(text.candidates)]
    kept: list[Candidate] = []
    for worth, at in sorted(ranked, key=lambda pair: (-pair[0], pair[1])):
        candidate = text.candidates[at]
        if worth < weights.least or len(kept) >= max(1.0, places):
            break
        if not any(_rivals(candidate.finding, other.finding) for other in kept):
            kept.append(candidate)
    return kept


def _rivals(one: Finding, other: Finding) -> bool:
    shared = sum(any(span.overlaps(of_other) for of_other in other.spans) for span in one.spans)
    return shared >= SHARED * min(len(one.spans), len(other.spans)) and shared > 0
