"""What the last run saw and wrote, kept in the user's cache folder: it only saves time, and may be deleted."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cards.commands.pages.site.records import ShelvedIssue, issue_of
from cards.library.cache import Stamp, stamp, unchanged
from cards.text.cache import read_cached, write_cached

FORM = "site 1"


@dataclass
class Seen:
    """By place: the `packages` below the folder of decks and the `files` of the site with their stamps, and what is
    `kept` of the issues that were shown. `basis` is what else the site rests on.
    """

    name: str
    basis: str = ""
    packages: dict[str, Stamp] = field(default_factory=dict)
    files: dict[str, Stamp] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def issues(self) -> dict[str, ShelvedIssue]:
        """The issues that were shown, by folder; made of what is `kept` of them when they are asked for."""
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            return {folder: issue_of(values) for folder, values in self.kept.items()}
        return {}

    def holds(self, root: Path, places: dict[str, Stamp], wanted: set[str]) -> bool:
        """Whether the files `wanted` below `root`, and none else of `places`, hold what they held."""
        return wanted == places.keys() and all(unchanged(f"{root}/{place}", places[place]) for place in wanted)

    def settle(self, decks: Path, site: Path) -> None:
        """Trust from now on the times of files that were seen too soon after they were written, and hold what they
        held: their content is not read at every run for ever.
        """
        settled = False
        for root, places in ((decks, self.packages), (site, self.files)):
            for place in [place for place, mark in places.items() if not mark.time]:
                fresh = stamp(root / place)
                if fresh.time and fresh.sha == places[place].sha:
                    places[place], settled = fresh, True
        if settled:
            self.keep()

    def keep(self) -> None:
        """Write it where it can be written."""
        content: dict[str, Any] = {
            "basis": self.basis, "packages": self.packages, "files": self.files, "issues": self.kept}
        write_cached(self.name, json.dumps(content, default=asdict).encode(), FORM)


def seen_of(decks: Path, site: Path) -> Seen:
    """What was seen when `site` was made of `decks`; nothing where that is not known."""
    key = "\0".join(map(os.path.realpath, (decks, site)))
    name = f"sites/{hashlib.sha256(key.encode(errors='surrogateescape')).hexdigest()[:20]}.cache"
    data = read_cached(name, FORM)
    if data is not None:
        with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return _seen(name, json.loads(data))
    return Seen(name)


def _seen(name: str, content: Any) -> Seen:
    packages = {place: Stamp(**mark) for place, mark in content["packages"].items()}
    files = {place: Stamp(**mark) for place, mark in content["files"].items()}
    return Seen(name, content["basis"], packages, files, dict(content["issues"]))


def stamps(root: Path, places: set[str]) -> dict[str, Stamp]:
    """The stamps of the files `places` below `root`."""
    return {place: stamp(root / place) for place in sorted(places)}
