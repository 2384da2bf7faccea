"""The weights file of a rule folder (weights.yaml): what each feature of a candidate adds to its worth, by kind.

It is laid over earlier ones as rule files are: a folder's own weights.yaml says only what differs. `juyao learn` writes
one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from cards.rules.keys import Key, Record, Table, mapping, number, numbers, table_of
from cards.rules.nodes import Node
from cards.rules.validate import Given, validate

FILE_NAME = "weights.yaml"
BASE = "base"  # the feature that every candidate has


class Budget(Record, frozen=True, kw_only=True):
    """How many cards of a kind an article gets."""

    TABLE = "budget"

    core: float = number("At most so many cards per 1,000 characters of an article get the level 重点.", 2.0, least=0)
    most: float = number("At most so many cards of the kind per 1,000 characters.", 5.0, least=0, name="all")


class Weights(Record, frozen=True, kw_only=True):
    """How the candidates of one kind are weighed."""

    TABLE = "weights of a kind"

    budget: Budget | None = mapping("How many cards an article gets.", Budget)
    least: float = number("A candidate of lower worth makes no card.", 0.0)
    core_least: float = number("A candidate of lower worth does not get the level 重点.", 0.0)
    features: Mapping[str, float] = numbers(
        "What each feature adds to the worth; a rule that is not named here adds its own `weight`.", name="weights")

    def of(self, feature: str, otherwise: float = 0.0) -> float:
        """What `feature` adds; `otherwise` where the file does not name it."""
        return self.features.get(feature, otherwise)


WEIGHTS = table_of(Weights)


class Weighed(Struct):
    """What the weights files of all folders say so far, by kind."""

    by_kind: dict[str, Given] = field(default_factory=dict)

    def add(self, root: Node, report: Callable[[Node, str], None]) -> None:
        """Lay the file `root` over what there is; every fault is reported with its node."""
        if not isinstance(root.value, dict):
            report(root, f"found {root.shape}, where a weights file is a mapping of kinds")
            return
        for kind, node in root.value.items():
            given = validate(node, WEIGHTS, report)
            self.by_kind[kind] = _laid_over(self.by_kind.get(kind), given, WEIGHTS)

    def built(self) -> dict[str, Weights]:
        """The weights of each kind."""
        return {kind: Weights(**_values(given, WEIGHTS)) for kind, given in self.by_kind.items()}


def _laid_over(earlier: Given | None, later: Given, table: Table) -> Given:
    """`later` over `earlier`: what it does not state stays, feature by feature."""
    if earlier is None:
        return later
    values = dict(earlier.values)
    for key in table.keys:
        if key.name in later.stated:
            values[key.name] = _value(key, values[key.name], later[key.name])
    return Given(later.node, values)


def _value(key: Key, earlier: Any, later: Any) -> Any:
    if key.value_type == "numbers":
        return {**earlier, **later}
    if key.table is not None and earlier is not None:
        return _laid_over(earlier, later, key.table)
    return later


def _values(given: Given, table: Table) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key in table.keys:
        value = given[key.name]
        values[key.attribute] = Budget(**_values(value, table_of(Budget))) if isinstance(value, Given) else value
    return values
