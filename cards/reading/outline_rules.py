"""The outline rules, by name: what a cover, a contents line, a source line or a heading looks like.

They stand in the rule file `outline.yaml`. Both rooms of reading ask for them, formats/ and outline/, and neither for
the other; `outline/issue.py` knows the order in which such lines come.
"""

from __future__ import annotations

import regex

from cards.records import Doubt, Role
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import RuleSet, left_out
from cards.rules.serving import OUTLINE_GROUPS
from cards.text.words import word_cutter

NAMED_ROLES: tuple[Role, ...] = ("source", "remark", "heading")  # each has a rule of its name; the first that fits

LONGEST_LINE = 150  # characters of a line that is not running text
OF_LINES = frozenset((  # rules that speak of such lines as a whole: nothing longer is matched against them
    "heading", "numbered", "number_alone", "own_section", "part", "caption", "label", "credits", "published", "organ",
    "salutation", "document_number", "document", "dispatch", "adopted", "day", "lead_in", "digest", "newspaper",
    "under_title", "title_line", "title", "contents", "contents_entry", "page_number", "printed", "site"))


class Outline:
    """The outline rules by name: `outline.find("contents", text)` is a match or None.

    `stopped` holds what is said of each rule whose pattern overran; it finds nothing from there on.
    """

    def __init__(self, rules: RuleSet):
        self._rules = {rule.id.split(".", 1)[1]: rule for rule in rules.of("outline")}
        self._lexicons = rules.lexicons
        self.stopped: dict[str, Doubt] = {}
        self._known: dict[tuple[str, str], regex.Match[str] | None] = {}

    def find(self, name: str, text: str) -> regex.Match[str] | None:
        """The first match of the rule `name` in which all groups took part that reading needs, or None."""
        if len(text) > LONGEST_LINE:
            return None if name in OF_LINES else self._found(name, text)
        key = name, text
        if key not in self._known:
            self._known[key] = self._found(name, text)
        return self._known[key]

    def _found(self, name: str, text: str) -> regex.Match[str] | None:
        rule = self._rules.get(name)
        if rule is None or name in self.stopped:
            return None
        needed = OUTLINE_GROUPS.get(name, ())
        try:
            return next((match for match in rule.matches(text) if all(match[group] for group in needed)), None)
        except OverrunError as error:
            self.stopped[name] = left_out(rule, error)
            return None

    def words(self, text: str) -> list[str]:
        """The words of `text`."""
        return word_cutter(self._lexicons.get("domain_words", ()))(text)

    def word(self, lexicon: str) -> str:
        """The first entry of a lexicon that holds a name to use."""
        return next(iter(self._lexicons.get(lexicon, ())), lexicon)

    def role(self, text: str) -> Role:
        """The role of a line."""
        for role in NAMED_ROLES:
            if self.find(role, text):
                return role
        return "body"

    def masthead(self, text: str) -> bool:
        """`text` names an issue or a date, as the head of a paper does."""
        return bool(self.find("issue", text) or self.find("date", text))

    def date(self, text: str) -> str:
        """The first date in `text` as ISO (2024-09-26; 2024-09 without a day; 2024 for 2024年第9期), or ''."""
        match = self.find("date", text)
        if match is None:
            issue = self.find("issue", text)
            return str(issue["year"]) if issue else ""
        parts = match.groupdict()
        return "-".join(parts[part].zfill(2) for part in ("year", "month", "day") if parts.get(part))
