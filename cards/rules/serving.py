"""What reading asks of rules: the kinds `tidy`, `outline` and `quantity` make no cards, and serve code by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from cards.rules.contract import RuleKeys
from cards.rules.pieces import Pattern
from cards.rules.validate import Given

SERVING = ("tidy", "outline", "quantity", "context", "figure")
OUTLINE_GROUPS = {
    "issue": ("year", "number"), "date": ("year", "month"), "publisher": ("publisher",), "theme": ("theme",),
    "contents_entry": ("title",), "source": ("source",), "source_at_end": ("source",), "wire_title": ("title",),
}
MENDING = ("replace", "fold", "warn")
PUT_BACK = re.compile(r"\\(?:g<(\w+)>|(\d+)|(.?))", re.DOTALL)


def check_serving(rule: RuleKeys, given: Given, kind: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What keeps `rule`, as it stands in a file, from serving its kind: the key and what is wrong. `known` are the
    names of the outline rules that came with juyao: reading asks for no others.
    """
    if kind in SERVING and rule.match is None:
        yield "", f"a rule of the kind {kind} needs `match`; list and split make cards"
    if kind == "tidy" and not any(key in given.stated for key in MENDING):
        yield "match", f"a tidy rule says what becomes of its match: needs one of {', '.join(MENDING)}"
    if rule.replace and rule.match:
        yield from _check_replacement(rule.replace, rule.match)
    if kind == "outline" and rule.match:
        yield from _check_outline(rule.name, rule.match, known)


def _check_replacement(replacement: str, pattern: Pattern) -> Iterator[tuple[str, str]]:
    if "\n" in replacement:
        yield "replace", "“replace”: a line break; a paragraph is one line"
    for name, number, other in PUT_BACK.findall(replacement):
        if not (name or number) and other != "\\":
            yield "replace", f"“replace”: found “\\{other}”; allowed: \\1 or \\g<name> for a group, \\\\ for a \\"
        elif not _has_group(pattern, name, number):
            yield "replace", f"the pattern has no group “{name or number}” to put back"


def _has_group(pattern: Pattern, name: str, number: str) -> bool:
    """Whether the pattern has the group with this name or, where one is given, this number."""
    if number:
        return int(number) <= pattern.group_count
    return not name or name in pattern.groups


def _check_outline(name: str, pattern: Pattern, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    if known and name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        meant = f", did you mean “{near[0]}”?" if near else ""
        yield "match", f"reading asks for no outline rule “{name}”{meant}; it asks for: {', '.join(sorted(known))}"
    missing = [group for group in OUTLINE_GROUPS.get(name, ()) if group not in pattern.groups]
    if missing:
        yield "match", f"reading needs what the group “{missing[0]}” matches: (?P<{missing[0]}>…)"
