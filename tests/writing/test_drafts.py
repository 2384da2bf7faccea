"""What the back of a card shows of the source: the words of the card, marked, where a phone shows them at once."""

from __future__ import annotations

from cards.records import Span
from cards.writing.drafts import context
from tests.cases import article_of, cases


@cases("contexts.txt")
def test_words_are_marked_in_what_stands_next_to_them(given: str, expected: str) -> None:
    before, words, after = given.replace(">", "<").split("<")
    shown = context(article_of(before + words + after), Span(0, len(before), len(before) + len(words)))
    assert shown.replace("<mark>", "<").replace("</mark>", ">") == expected
