"""The shipped rules as they were loaded, kept between runs: to read, check and compile their files takes three times as
long.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import regex

from cards.rules.folders import entries, rule_files
from cards.rules.lexicons import lexicon_files
from cards.rules.ruleset import RuleSet
from cards.text.cache import read_cached, write_cached

NAME = "rules.cache"
# The classes of what a RuleSet holds, by their modules.
MADE_OF = {
    "cards.rules.compiled": ("KeptPatterns",),
    "cards.rules.contract": ("Example", "QuantitySelection", "Rewording", "Selection"),
    "cards.rules.grammar": ("Grammar",),
    "cards.rules.list_keys": ("AlikeUnits", "Announcing", "Listing", "Marking", "Outlining", "Splitting"),
    "cards.rules.needs": ("Needs",),
    "cards.rules.pieces": ("Lexicon", "Pattern", "Pieces"),
    "cards.rules.ruleset": ("Kind", "Rule", "RuleSet"),
    "cards.rules.weights": ("Budget", "Weights"),
    "msgspec._utils": ("rebuild",),  # of a record whose values have names
    "re": ("_compile",),
}


class _Reader(pickle.Unpickler):
    """Takes nothing from the file but what a RuleSet is made of."""

    def find_class(self, module: str, name: str) -> Any:
        if name in MADE_OF.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def kept_rules(folder: Path) -> RuleSet | None:
    """What `keep_rules` kept of the rule folder; None where that is nothing, or the folder or the program has changed.
    """
    data = read_cached(NAME, maker(folder))
    if data is None:
        return None
    try:
        kept = _Reader(BytesIO(data)).load()
    except Exception:  # a file that somebody made: whatever pickle raises, there is no list of it
        return None
    return kept if isinstance(kept, RuleSet) else None


def keep_rules(folder: Path, rules: RuleSet) -> None:
    """Keep `rules`, which were loaded of the folder, for the next run."""
    write_cached(NAME, pickle.dumps(rules, 5), maker(folder))


def maker(folder: Path) -> str:
    """What the rules of a folder follow from: what stands in it, the code that reads it, the versions of what runs."""
    digest = hashlib.sha256()
    for path in (*rule_files(folder), *lexicon_files(folder)):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    beside = [path.name for path in entries(folder)]  # of what is not read the rules have warnings
    code = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(_code())]
    return f"{folder}, {digest.hexdigest()}, {beside}, {code}, Python {sys.version}, regex {regex.__version__}"


def _code() -> list[Path]:
    """The files of the code that makes rules of a folder."""
    here = Path(__file__).parent
    return [*here.glob("*.py"), *here.glob("kinds/*.py")]
