"""Quantities: every number with its unit in a text, parsed, whether or not it would become a card."""

from __future__ import annotations

import math
from functools import cache

from cards.records import Quantity
from cards.rules.grammar import NUMERALS, Reading
from cards.rules.loading import load_rules
from cards.rules.pieces import put_in
from cards.rules.ruleset import Rule, RuleSet
from cards.text.numerals import parse_numeral

EXACT = 1e15  # whole numbers below it are exact in binary fractions


def quantities(text: str, rules: RuleSet | None = None) -> list[Quantity]:
    """Every quantity in `text`, in order, none touching another: start, end, text, value, unit, form.

    The rules of kind `quantity` say what one is (default: the shipped ones). Where two touch, the weightier rule's
    stands, then the longer, then the earlier.
    """
    rules = rules or _shipped()
    return [_quantity(reading, text, rules) for reading in rules.grammar.read(text) if reading.form]


def _quantity(reading: Reading[Rule], text: str, rules: RuleSet) -> Quantity:
    rule, groups = reading.rule, reading.groups
    value = parse_numeral(put_in(rule.value, groups), rules.values.get(NUMERALS, {}))
    number = None if value is None or not math.isfinite(value * rule.times) else _tidy(value * rule.times)
    words = text[reading.start : reading.end]
    return Quantity(reading.start, reading.end, words, number, put_in(rule.unit, groups), rule.form)


def _tidy(value: float) -> float | int:
    """Without the dust of binary fractions: 12.3万 is 123000, not 122999.99999999999."""
    rounded = float(f"{value:.15g}") if abs(value) < EXACT else value
    return int(rounded) if rounded == int(rounded) else round(rounded, 10)


@cache
def _shipped() -> RuleSet:
    return load_rules()
