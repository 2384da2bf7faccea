"""The other issues of a publication, as an issue that is built looks around."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from cards.record.store import Recorded

Changes = Mapping[Path, Mapping[str, Recorded]]  # notes by the folder of their issue, below that of all decks


class Beside(Struct, frozen=True):
    """Another issue: its folder, below that of all decks, the notes of its bundle by GUID, and how many issues it is
    behind (or before, below 0) the one that looks around.
    """

    folder: Path
    notes: Mapping[str, Recorded]
    away: int
