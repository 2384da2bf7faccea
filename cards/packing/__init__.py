"""Packing: an edition's decks to .apkg packages, one an article and one for the whole issue, as bytes; and the disk."""
