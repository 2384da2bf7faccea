"""What tests of finding share: the small rule set of stages in the stead of the shipped one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cards.rules.ruleset import RuleSet
from tests.cases import rules_as_shipped, stage_rules


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return stage_rules()


@pytest.fixture(scope="session")
def shipped() -> RuleSet:
    """The shipped rules, for tests of what these say: without weights, so that no sentence is worth too little."""
    return replace(rules_as_shipped(), weights={})
