"""juyao 举要: newsletter issues to Anki cloze decks, as rule files written in YAML say."""

__version__ = "0.1.0"
