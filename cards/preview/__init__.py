"""The preview: every card of a source or of decks on one page, as a phone shows it."""
