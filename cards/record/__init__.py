"""The record: the decks on disk, read back; and the next edition, which keeps every fact's identity over it."""
