"""What stands behind the items of an enumeration: on their backs, and quietly where an answer ends."""

from __future__ import annotations

from cards.anki.cloze import harmless
from cards.records import Article, Item
from cards.text.sentences import STOPS, split_sentences
from cards.writing.drafts import context

LEAST_REST, LONG_REST = 4, 40
LEAST_BODY = 8  # so many characters more than what is recited make an item's own words worth a back of their own
APART = "。！？；：”—"  # behind one of these an item stands by itself
SENTENCES_OF_ITEM = 2


def stops(article: Article, item: Item) -> bool:
    """Whether a semicolon ends the item."""
    text = article.paragraphs[item.body.paragraph].text
    return STOPS in text[max(item.head.end, item.body.end - 1) : item.body.end + 1]


def rest(article: Article, item: Item) -> str:
    """What the text says of a short item beyond what is recited, so that it is seen where the answer ends."""
    text = article.paragraphs[item.head.paragraph].text[item.head.end : item.body.end].rstrip("；。，、 ")
    same = item.head.paragraph == item.body.paragraph
    return f'<span class="rest">{harmless(text)}</span>' if same and LEAST_REST <= len(text) <= LONG_REST else ""


def body(article: Article, item: Item) -> str:
    """The back of an item: its own words, or its paragraph with the item marked where it has none beyond the head, or
    stands in the middle of a sentence.
    """
    own = item.body.of(article)
    paragraph = article.paragraphs[item.body.paragraph].text
    before = paragraph[: item.body.start].rstrip()
    inside = bool(before) and before[-1] not in APART
    ends = own.rstrip()[-1:] in APART or item.body.end == len(paragraph)
    alone = not inside and ends and len(own) >= item.head.end - item.head.start + LEAST_BODY
    return harmless(own) if alone else context(article, item.head)


def overview(article: Article, items: tuple[Item, ...]) -> str:
    """The back of a whole enumeration: its paragraph, or the first sentences of each of its items."""
    if len({item.head.paragraph for item in items}) == 1:
        return context(article, *(item.head for item in items))
    return "".join(f"<p>{harmless(_first_sentences(item.body.of(article)))}</p>" for item in items)


def _first_sentences(text: str) -> str:
    sentences = split_sentences(text)
    return text[: sentences[min(len(sentences), SENTENCES_OF_ITEM) - 1].end] if sentences else text
