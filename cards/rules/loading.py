"""Rule folders to a RuleSet: as it was kept of an earlier run, or assembled; all faults of all files are reported
together.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cards.records import UserError
from cards.rules.folders import shipped_rules as shipped_rules
from cards.rules.kept import keep_rules, kept_rules, maker_of
from cards.rules.ruleset import RuleSet

if TYPE_CHECKING:
    from cards.rules.nodes import Fault


class BrokenRulesError(UserError):
    """Rule files with faults; the message lists every one of them. `rules` are those that are sound all the same."""

    def __init__(self, faults: list[Fault], rules: RuleSet):
        self.faults, self.rules = faults, rules
        super().__init__("the rule files need mending:\n" + "\n".join(str(fault) for fault in faults))


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Compiling makes many small objects and keeps most: looking for garbage among them costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collection_paused()
def load_rules(folders: Iterable[Path] = (), without: tuple[str, ...] = (), base: Path | None = None) -> RuleSet:
    """Load the shipped rules (or those of the folder `base` in their stead) and then each of `folders`: a later rule
    replaces an earlier one of its id, a later lexicon adds to an earlier one. Raises BrokenRulesError with all faults
    of all files, UserError for no such folder.

    Rules of the kinds `without` are left out, and the time their patterns take to compile is saved. Of the shipped
    rules alone what an earlier run made is taken, where nothing has changed since.
    """
    own = tuple(folders)
    maker = maker_of(shipped_rules()) if base is None and not own and not without else ""
    if maker and (kept := kept_rules(maker)):
        return kept
    from cards.rules.assembling import assembled  # with YAML and all that checks: most runs do without

    loaded, faults = assembled(own, without, base)
    if faults:
        raise BrokenRulesError(faults, loaded)
    if maker:
        keep_rules(maker, loaded)
    return loaded
