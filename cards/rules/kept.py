"""The shipped rules as they were loaded, kept between runs: to read, check and compile their files takes six times as
long. The checksum of the cache tells damage, not malice: whoever may write in a user's cache folder runs as that user.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import regex

from cards import __version__
from cards.rules.folders import entries, rule_files
from cards.rules.lexicons import FOLDER, lexicon_files
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


def kept_rules(maker: str) -> RuleSet | None:
    """What `keep_rules` kept for this `maker`; None where that is nothing."""
    data = read_cached(NAME, maker)
    if data is None:
        return None
    try:
        kept = _Reader(BytesIO(data)).load()
    except Exception:  # a file that somebody made: whatever pickle raises, there is no list of it
        return None
    return kept if isinstance(kept, RuleSet) else None


def keep_rules(maker: str, rules: RuleSet) -> None:
    """Keep `rules` for the next run. `maker` was asked for before they were loaded: what has changed meanwhile is not
    theirs.
    """
    write_cached(NAME, pickle.dumps(rules, 5), maker)


def maker_of(folder: Path) -> str:
    """What the rules of a folder follow from: what stands in it, the code that reads it, the versions of what runs; ''
    where a file can't be read: then nothing is kept, and whoever loads the rules says so.
    """
    digest = hashlib.sha256()
    try:
        for path in (*rule_files(folder), *lexicon_files(folder)):
            digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    except OSError:
        return ""
    beside = [path.name for path in (*entries(folder), *folder.glob(f"{FOLDER}/*"))]  # warned of where it is not read
    return f"{folder}, {digest.hexdigest()}, {sorted(beside)}, {CODE}, Python {sys.version}, regex {regex.__version__}"


def _code() -> list[tuple[str, int, int]]:
    """The files of the code that makes rules of a folder, by name, size and time."""
    here = Path(__file__).parent
    stats = ((path.name, path.stat()) for path in sorted([*here.glob("*.py"), *here.glob("kinds/*.py")]))
    return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]


CODE = f"juyao {__version__}, {_code()}"  # as it was when this process began
