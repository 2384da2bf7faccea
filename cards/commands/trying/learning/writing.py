"""The weights file as `juyao learn` writes it: the same weights give the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cards.rules.weights import BASE, Budget, Weights

HEAD = """\
# What each feature of a candidate adds to its worth: the best within the budget become cards, the best of these 重点.
# A worth of 0 means: as many readers want it on a card as don't. Change a weight and build again; `juyao explain` shows
# what it does. `juyao learn` writes this file from what readers want.
"""
WIDTH = 40  # where the comments begin


def weights_text(weights: Mapping[str, Weights], meanings: Mapping[str, str]) -> str:
    """The text of a weights file; `meanings` say of each feature what it is."""
    return HEAD + "".join("\n".join(_of_kind(kind, of_kind, meanings)) + "\n" for kind, of_kind in weights.items())


def _of_kind(kind: str, weights: Weights, meanings: Mapping[str, str]) -> Iterator[str]:
    budget = weights.budget or Budget()
    yield f"{kind}:"
    yield f"  budget: {{core: {budget.core:g}, all: {budget.most:g}}}  # cards per 1,000 characters: 重点, and all"
    yield f"  least: {weights.least:g}"
    yield f"  core_least: {weights.core_least:g}"
    yield "  weights:"
    for name in sorted(weights.features, key=lambda name: (name != BASE, "." in name, name)):
        said = f"    {name}: {weights.features[name]:.2f}"
        meaning = meanings.get(name, "")
        yield f"{said + ' ':{WIDTH}}# {meaning}" if meaning else said


def only_changed(learnt: Mapping[str, Weights], today: Mapping[str, Weights]) -> dict[str, Mapping[str, float]]:
    """By kind the weights that differ from those of `today`."""
    changed: dict[str, Mapping[str, float]] = {}
    for kind, weights in learnt.items():
        before = today.get(kind, Weights()).features
        differing = {name: weight for name, weight in weights.features.items() if before.get(name) != weight}
        if differing:
            changed[kind] = differing
    return changed


def changed_text(changed: Mapping[str, Mapping[str, float]], meanings: Mapping[str, str]) -> str:
    """The text of a folder's own weights file: only what differs from the weights under it."""
    lines = ["# Laid over the shipped weights: only what differs. Written by `juyao learn`."]
    for kind, features in changed.items():
        lines += [f"{kind}:", "  weights:"]
        for name in sorted(features):
            said = f"    {name}: {features[name]:.2f}"
            lines.append(f"{said + ' ':{WIDTH}}# {meanings[name]}" if meanings.get(name) else said)
    return "\n".join(lines) + "\n"
