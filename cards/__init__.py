"""juyao 举要: newsletter issues to Anki cloze decks, as rule files written in YAML say."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cards.finding.quantities import quantities as quantities
    from cards.finding.reported import figures as figures
    from cards.records import Figure as Figure
    from cards.records import Quantity as Quantity

__version__ = "0.1.0"
__all__ = ["Figure", "Quantity", "__version__", "figures", "quantities"]
HOMES = {"quantities": "cards.finding.quantities", "figures": "cards.finding.reported", "Quantity": "cards.records",
         "Figure": "cards.records"}


def __getattr__(name: str) -> Any:
    """Public names are imported when first used: the command line must start fast."""
    if name not in HOMES:
        raise AttributeError(f"module 'cards' has no attribute '{name}'")
    return getattr(import_module(HOMES[name]), name)
