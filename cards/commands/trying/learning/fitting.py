"""Fitting: logistic regression with a ridge that draws each weight towards the one it has today.

The worth of a candidate is then the logarithm of its odds to be wanted: above 0 more readers want it than don't.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cards.commands.trying.learning.training import Candidate, Text
from cards.records import UserError
from cards.rules.weights import BASE

RIDGE = 3.0  # how strongly a weight is held to what it is: as much as so many candidates that say nothing
BASE_SHARE = 0.01  # of that for the base, which only says how many candidates are wanted at all
STEPS = 400
STILL = 1e-9

Fit = Callable[[Sequence[Text]], dict[str, float]]  # the weights that tell best what the readers of texts want


def fitted(texts: Sequence[Text], before: Mapping[str, float], strengths: Mapping[str, float]) -> dict[str, float]:
    """The weights of the features in `strengths` (the base among them) that tell best what the readers of `texts` want.

    `before` are the weights they are drawn towards, `strengths` how strongly: a feature that no text has keeps its
    weight. Deterministic. Raises UserError where numpy or scipy is not installed.
    """
    np, optimize, _ = _numbers()
    names = list(strengths)
    rows = [candidate for text in texts for candidate in text.candidates]
    table = _table(rows, {name: at for at, name in enumerate(names)})
    labels = np.array([candidate.label for candidate in rows])
    prior = np.array([before.get(name, 0.0) for name in names])
    strength = np.array([strengths[name] for name in names])

    def loss(weights: Any) -> tuple[float, Any]:
        """The ridge-penalised logistic loss and its slope."""
        worth, moved = table @ weights, weights - prior
        of_rows = np.logaddexp(0, worth).sum() - labels @ worth
        chance = 1 / (1 + np.exp(-np.clip(worth, -30, 30)))
        return of_rows + (strength * moved * moved).sum() / 2, table.T @ (chance - labels) + strength * moved

    found = optimize.minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "ftol": STILL}).x
    return {name: round(float(weight), 2) + 0.0 for name, weight in zip(names, found, strict=True)}


def strengths_of(names: Sequence[str], ridge: float, firm: bool) -> dict[str, float]:
    """How strongly each of `names` is held. The base is held too where they are `firm`: of a few decisions nobody can
    tell how many candidates are wanted at all.
    """
    return {name: ridge * BASE_SHARE if name == BASE and not firm else ridge for name in names}


def _numbers() -> tuple[Any, Any, Any]:
    """numpy, scipy's minimisation and its tables of few values. Raises UserError where they are not installed."""
    try:
        import numpy
        from scipy import optimize, sparse
    except ImportError:
        raise UserError("juyao learn needs numpy and scipy: pip install 'juyao[learn]'") from None
    return numpy, optimize, sparse


def _table(candidates: Sequence[Candidate], columns: Mapping[str, int]) -> Any:
    """A row a candidate, with the value of each feature in its column."""
    rows: list[int] = []
    places: list[int] = []
    values: list[float] = []
    for at, candidate in enumerate(candidates):
        for feature, value in {BASE: 1.0, **candidate.finding.features}.items():
            if feature in columns:
                rows.append(at)
                places.append(columns[feature])
                values.append(value)
    _, _, sparse = _numbers()
    return sparse.csr_matrix((values, (rows, places)), shape=(len(candidates), len(columns)))
