"""What reading asks of rules: the kinds `tidy`, `outline` and `quantity` make no cards, and serve code by name."""

from __future__ import annotations

import difflib
import re
from typing import Any

from cards.rules.pieces import Pattern, PatternError

SERVING = ("tidy", "outline", "quantity")
OUTLINE_GROUPS = {
    "issue": ("year", "number"), "date": ("year", "month"), "publisher": ("publisher",), "theme": ("theme",),
    "contents_entry": ("title",), "source": ("source",), "source_at_end": ("source",),
}
MENDING = ("replace", "fold", "warn")
PUT_BACK = re.compile(r"\\(?:g<(\w+)>|(\d+)|(.?))", re.DOTALL)


def check_serving(values: dict[str, Any], kind: str, pattern: Pattern, known: frozenset[str]) -> None:
    """Raise PatternError for what keeps a rule of a serving kind from serving. `known` are the names of the outline
    rules that came with juyao: reading asks for no others.
    """
    if kind in SERVING and not values["match"]:
        raise PatternError(f"a rule of the kind {kind} needs `match`; list and split make cards")
    if kind == "tidy" and not any(key in values["node"].value for key in MENDING):
        raise PatternError(f"a tidy rule says what becomes of its match: needs one of {', '.join(MENDING)}")
    _check_replacement(values, pattern)
    if kind == "outline":
        _check_outline(values["name"], pattern, known)


def _check_replacement(values: dict[str, Any], pattern: Pattern) -> None:
    node = values["node"].value.get("replace")
    if "\n" in (values["replace"] or ""):
        raise PatternError("“replace”: a line break; a paragraph is one line", node)
    for name, number, other in PUT_BACK.findall(values["replace"] or ""):
        if not (name or number) and other != "\\":
            raise PatternError(f"“replace”: found “\\{other}”; allowed: \\1 or \\g<name> for a group, \\\\ for a \\",
                               node)
        if (name and name not in pattern.groups) or (number and int(number) > pattern.group_count):
            raise PatternError(f"the pattern has no group “{name or number}” to put back", node)


def _check_outline(name: str | None, pattern: Pattern, known: frozenset[str]) -> None:
    if name and known and name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        meant = f", did you mean “{near[0]}”?" if near else ""
        raise PatternError(f"reading asks for no outline rule “{name}”{meant}; it asks for: {', '.join(sorted(known))}")
    missing = [group for group in OUTLINE_GROUPS.get(name or "", ()) if group not in pattern.groups]
    if missing:
        raise PatternError(f"reading needs what the group “{missing[0]}” matches: (?P<{missing[0]}>…)")
