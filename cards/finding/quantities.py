"""Quantities: every number with its unit in a text, parsed, whether or not it would become a card."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from cards.records import Quantity
from cards.rules.loading import load_rules
from cards.rules.pieces import fill
from cards.rules.ruleset import Rule, RuleSet
from cards.text.numerals import parse_numeral

if TYPE_CHECKING:
    import regex

NUMERALS = "numeral_value"
EXACT = 1e15  # whole numbers below it are exact in binary fractions


def quantities(text: str, rules: RuleSet | None = None) -> list[Quantity]:
    """Every quantity in `text`, in order, none touching another: start, end, text, value, unit, form.

    The rules of kind `quantity` say what one is (default: the shipped ones). Where two touch, the weightier rule's
    stands, then the longer, then the earlier.
    """
    rules = rules or _shipped()
    found = [(rule.weight, quantity(rule, rules, match))
             for rule in rules.of("quantity") for match in rule.matches(text)]
    taken = bytearray(len(text))
    kept: list[Quantity] = []
    for _, each in sorted(found, key=lambda pair: (-pair[0], pair[1].start - pair[1].end, pair[1].start)):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def quantity(rule: Rule, rules: RuleSet, match: regex.Match[str]) -> Quantity:
    """The quantity in one match of `rule`: its group `hide`, or all of it; positions are those of the match's text."""
    name = "hide" if "hide" in match.re.groupindex and match["hide"] else 0
    value = parse_numeral(fill(rule.value, match), rules.values.get(NUMERALS, {}))
    number = None if value is None or not math.isfinite(value * rule.times) else _tidy(value * rule.times)
    return Quantity(match.start(name), match.end(name), match[name], number, fill(rule.unit, match), rule.form)


def _tidy(value: float) -> float | int:
    """Without the dust of binary fractions: 12.3万 is 123000, not 122999.99999999999."""
    rounded = float(f"{value:.15g}") if abs(value) < EXACT else value
    return int(rounded) if rounded == int(rounded) else round(rounded, 10)


@cache
def _shipped() -> RuleSet:
    return load_rules()
