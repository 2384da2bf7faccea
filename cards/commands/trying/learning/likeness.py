"""Whether a candidate is what a reader wants: by its words, for readers name sentences and items in their own cut."""

from __future__ import annotations

import unicodedata

from cards.commands.trying.learning.readers import WantedFigure, WantedList, WantedSentence
from cards.records import Article, Finding
from cards.text.spoken import words_of

RUN = 4  # characters: what sentences are held against one another by
ENOUGH = 0.6  # of the runs, or of the items
LONGER = 14  # characters: an item may say so much more than a reader's label
SHORTER = 0.6  # of a label: an item may say as little as this


def plain(text: str) -> str:
    """The words of `text` without white space and punctuation, in their usual width."""
    return words_of(unicodedata.normalize("NFKC", text))


def is_sentence(finding: Finding, wanted: WantedSentence, article: Article) -> bool:
    """Whether most of what a card of `finding` shows is in the sentence, or most of the sentence in it."""
    shown, want = plain(finding.context.of(article)), plain(wanted.text)
    return _share(want, shown) >= ENOUGH or _share(shown, want) >= ENOUGH


def _share(text: str, other: str) -> float:
    """The share of the runs of `text` that stand in `other`."""
    runs = [text[at : at + RUN] for at in range(max(1, len(text) - RUN + 1))]
    return sum(run in other for run in runs) / len(runs)


def is_list(finding: Finding, wanted: WantedList, article: Article) -> bool:
    """Whether most items of each are items of the other."""
    items = [plain(item.head.of(article)) for item in finding.items]
    labels = [[plain(label) for label in of_item] for of_item in wanted.items]
    found = sum(any(_is_told_by(item, of_item) for item in items) for of_item in labels)
    back = sum(any(_is_told_by(item, of_item) for of_item in labels) for item in items)
    return found >= ENOUGH * len(labels) and back >= ENOUGH * len(items)


def _is_told_by(item: str, labels: list[str]) -> bool:
    """Whether one of the labels of a reader's item says `item`."""
    return any(_is_item(label, item) for label in labels)


def _is_item(label: str, item: str) -> bool:
    if not label or not item:
        return False
    if label in item:
        return len(item) <= len(label) + LONGER
    return item in label and len(item) >= max(2, SHORTER * len(label))


def is_figure(finding: Finding, wanted: WantedFigure, article: Article) -> bool:
    """Whether `finding` hides the figure where it stands: tidying may have changed white space and widths."""
    start = len(_unspaced(wanted.paragraph[: wanted.start]))
    end = start + len(_unspaced(wanted.value))
    for blank in finding.blanks:
        text = article.paragraphs[blank.span.paragraph].text
        first = len(_unspaced(text[: blank.span.start]))
        here = first < end and start < first + len(_unspaced(blank.span.of(article)))
        if here and _unspaced(text) == _unspaced(wanted.paragraph):
            return True
    return False


def _unspaced(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
