"""The review page says in Chinese what a card is worth and why."""

from __future__ import annotations

from cards.commands.language.features import feature_label
from cards.finding.find import MEANINGS
from cards.rules.loading import load_rules


def test_every_feature_has_a_chinese_name() -> None:
    rules = load_rules()
    features = {feature for weights in rules.weights.values() for feature in weights.features} | set(MEANINGS)
    assert [feature for feature in sorted(features) if feature_label(feature, rules).isascii()] == []
