"""The check before writing: a draft that fails is not written and is reported, with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from cards.writing.cloze import CLOZE, answers, front, standing_alone, strip
from cards.writing.drafts import Draft
from cards.writing.identity import words_of


def faults(draft: Draft, title: str, fronts: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong with `draft`. `title` is the article's, which stands in sight on every card; `fronts` holds the
    questions seen so far with their answers and is added to.
    """
    by_number = answers(draft.text)
    if not by_number or draft.text.count("{{c") != len(CLOZE.findall(draft.text)):
        yield "broken cloze markup"
        return
    if not _faithful(draft):
        yield "its text is not the source's text"
    for number, hidden in by_number.items():
        shown = front(draft.text, number)
        yield from _visible(shown, hidden, draft, title)
        if len(words_of(shown)) < draft.kind.readable:
            yield "nothing left to read"
        if draft.words[0] == "text" and max(map(len, hidden)) > draft.kind.answer_longest:
            yield "an answer is too long"
        if fronts.setdefault(shown, tuple(hidden)) != tuple(hidden):
            yield "another card has the same question with another answer"


def _faithful(draft: Draft) -> bool:
    if draft.words[0] == "text":
        return strip(draft.text) == draft.plain[0]
    hidden = [answer for group in answers(draft.text).values() for answer in group]
    return tuple(hidden) == draft.plain


def _visible(shown: str, hidden: list[str], draft: Draft, title: str) -> Iterator[str]:
    for answer in hidden:
        pattern = standing_alone(answer)
        if len(answer) >= 3 and (pattern.search(shown) or pattern.search(draft.cue)):
            yield f"the answer “{answer}” stands in sight"
        elif len(answer) >= draft.kind.title_tells and pattern.search(title):
            yield f"the answer “{answer}” stands in the article's title"
