"""juyao 举要: newsletter issues to Anki cloze decks, as rule files written in YAML say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cards.finding.quantities import quantities as quantities
    from cards.records import Quantity as Quantity

__version__ = "0.1.0"
__all__ = ["Quantity", "__version__", "quantities"]


def __getattr__(name: str) -> Any:
    """Public names are imported when first used: the command line must start fast."""
    if name == "quantities":
        from cards.finding.quantities import quantities

        return quantities
    if name == "Quantity":
        from cards.records import Quantity

        return Quantity
    raise AttributeError(f"module 'cards' has no attribute '{name}'")
