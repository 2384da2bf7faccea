"""The outline rules, by name: what a cover, a contents line, a source line or a heading looks like.

They stand in the rule file `outline.yaml`; `issue.py` knows the order in which they come.
"""

from __future__ import annotations

from typing import Any

from cards.engine.ruleset import RuleSet


class Outline:
    """The outline rules by name: `outline.find("contents", text)` is a match or None."""

    def __init__(self, rules: RuleSet):
        self._rules = {rule.id.split(".", 1)[1]: rule for rule in rules.of("outline")}
        self._lexicons = rules.lexicons

    def find(self, name: str, text: str) -> Any:
        rule = self._rules.get(name)
        return None if rule is None else next(rule.matches(text), None)

    def word(self, lexicon: str) -> str:
        """The first entry of a lexicon that holds a name to use."""
        return next(iter(self._lexicons.get(lexicon, ())), lexicon)

    def role(self, text: str) -> str:
        """The role of a line: source, remark, heading or body."""
        for role in ("source", "remark", "heading"):
            if self.find(role, text):
                return role
        return "body"

    def masthead(self, text: str) -> bool:
        """`text` names an issue or a date, as the head of a paper does."""
        return any(self.find(name, text) for name in ("issue", "date"))

    def date(self, text: str) -> str:
        """The first date in `text` as ISO (2024-09-26; 2024-09 without a day; 2024 for 2024年第9期), or ''."""
        match = self.find("date", text)
        if match is None:
            issue = self.find("issue", text)
            return str(issue["year"]) if issue else ""
        return "-".join(match[part].zfill(2) for part in ("year", "month", "day") if match[part])
