"""Fitting: logistic regression with a ridge that draws each weight towards the one it has today.

The worth of a candidate is then the logarithm of its odds to be wanted: above 0 more readers want it than don't.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cards.commands.trying.learning.training import Candidate, Text
from cards.records import UserError
from cards.rules.weights import BASE

if TYPE_CHECKING:
    import numpy

RIDGE = 3.0  # how strongly a weight is drawn: as much as so many candidates that say nothing
STEPS = 60
STILL = 1e-9


def numbers() -> Any:
    """numpy. Raises UserError where it is not installed."""
    try:
        import numpy
    except ImportError:
        raise UserError("juyao learn needs numpy: pip install 'juyao[learn]'") from None
    return numpy


def fitted(texts: Sequence[Text], before: Mapping[str, float], names: Sequence[str], ridge: float = RIDGE,
           firm: bool = False) -> dict[str, float]:
    """The weights of `names` (the base among them) that tell best what the readers of `texts` want.

    `before` are the weights they are drawn towards: a feature that no text has keeps its weight; where they are `firm`,
    so is how many candidates are wanted at all: of a few decisions nobody can tell. Deterministic.
    """
    np = numbers()
    rows = [candidate for text in texts for candidate in text.candidates]
    columns = {name: at for at, name in enumerate(names)}
    table = _table(rows, columns)
    prior = np.array([before.get(name, 0.0) for name in names])
    labels = np.array([candidate.label for candidate in rows])
    strength = np.full(len(names), ridge)
    if not firm:
        strength[columns[BASE]] = ridge / 100  # the base only says how many candidates are wanted at all
    found = _newton(table, labels, prior, strength)
    return {name: round(float(found[at]), 2) + 0.0 for name, at in columns.items()}


def _table(rows: Sequence[Candidate], columns: Mapping[str, int]) -> numpy.ndarray[Any, Any]:
    """A row a candidate, with the value of each feature in its column."""
    table: numpy.ndarray[Any, Any] = numbers().zeros((len(rows), len(columns)))
    table[:, columns[BASE]] = 1.0
    for row, candidate in zip(table, rows, strict=True):
        for feature, value in candidate.finding.features.items():
            if feature in columns:
                row[columns[feature]] = value
    return table


def _newton(table: numpy.ndarray[Any, Any], labels: numpy.ndarray[Any, Any], prior: numpy.ndarray[Any, Any],
            strength: numpy.ndarray[Any, Any]) -> numpy.ndarray[Any, Any]:
    """The least of the ridge-penalised logistic loss, by Newton's steps."""
    np = numbers()
    weights = prior.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (chance - labels) + strength * (weights - prior)
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(strength + 1e-6)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if abs(step).max() < STILL:
            break
    return weights
