"""Correcting: the question, the hidden words, the cue and the mnemonic of a card as somebody wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cards.anki.cloze import CLOZE, answers, harmless, hide, strip
from cards.anki.note_type import CUE, MNEMONIC, TEXT
from cards.record.decisions import ASKED, Decision, as_judged, opened
from cards.records import Note
from cards.text.spoken import words_of

TOPIC = re.compile(r'(<div class="topic">).*?(</div>)', re.DOTALL)
WRAPPED = re.compile(r"(<div [^>]*>)(.*)(</div>)", re.DOTALL)


class UncorrectableError(Exception):
    """A correction or addition that can't be made; the message says why."""


def is_of(decision: Decision, note: Note) -> bool:
    """Whether what was judged is still what `note` says: its card has those words, or its fact's sentence has them with
    the same answer.
    """
    judged = words_of(opened(decision.of))
    if judged == words_of(opened(as_judged(note.fields[TEXT]))):
        return True
    asked = {words_of(answer) for answer in decision.asks}
    now = {words_of(answer) for hidden in answers(note.fields[TEXT]).values() for answer in hidden}
    return bool(judged) and note.fact.is_text and judged in words_of(note.fact.sentence) and asked <= now


def corrected(note: Note, decision: Decision) -> Note:
    """`note` as `decision` wants it. Raises UncorrectableError where that makes no card."""
    fields = list(note.fields)
    if decision.question is not None or decision.hide:
        fields[TEXT] = _text(note, decision)
    if decision.cue is not None:
        fields[CUE] = harmless(decision.cue)
    if decision.mnemonic is not None:
        fields[MNEMONIC] = harmless(decision.mnemonic)
    return replace(note, fields=tuple(fields), cards=len(answers(fields[TEXT])))


def _text(note: Note, decision: Decision) -> str:
    if note.fact.items and TOPIC.search(note.fields[TEXT]):
        return _titled(note.fields[TEXT], decision)
    before = note.fields[TEXT]
    question = decision.question if decision.question is not None else strip(before)
    hidden = decision.hide or tuple(ASKED.findall(question)) or tuple(_answers(before))
    together = note.fact.form != "sentence"  # asked as one card, by one number
    return in_wrapping(before, asked(opened(question), hidden, _hints(before), together))


def _titled(field: str, decision: Decision) -> str:
    """The card of a list under another title; its items are the source's."""
    if decision.hide or decision.question is None:
        raise UncorrectableError("the items of a list stand as the source gives them; only its title can be another")
    title = harmless(opened(decision.question))
    return TOPIC.sub(lambda match: f"{match[1]}{title}{match[2]}", field, count=1)


def in_wrapping(field: str, inner: str) -> str:
    """`inner` in the element that the text of the card `field` stands in."""
    return WRAPPED.sub(lambda match: f"{match[1]}{inner}{match[3]}", field, count=1)


def asked(text: str, hidden: Sequence[str], hints: dict[str, str], together: bool) -> str:
    """`text` with the words `hidden`, in order, under one number (`together`) or a number each. Raises
    UncorrectableError where one does not stand in it.
    """
    numbers: dict[str, int] = {}
    blanks = []
    for start, end in blanks_in(text, hidden):
        words = text[start:end]
        number = 1 if together else numbers.setdefault(words, len(numbers) + 1)
        blanks.append((start, end, number, hints.get(words, "")))
    return hide(text, blanks)


def blanks_in(text: str, hidden: Sequence[str]) -> list[tuple[int, int]]:
    """Where each of the words `hidden` begins and ends in `text`, one behind the other where they can, in the text's
    order. Raises UncorrectableError where one does not stand in it, and where there are none.
    """
    taken: list[tuple[int, int]] = []
    if not any(word.strip() for word in hidden):
        raise UncorrectableError("nothing is hidden: put 【】 around what is asked")
    for words in filter(str.strip, hidden):
        start = _free(text, words, taken)
        taken.append((start, start + len(words)))
    return sorted(taken)


def _free(text: str, words: str, taken: Sequence[tuple[int, int]]) -> int:
    """Where `words` stand and nothing is `taken` yet: behind the last that is, else anywhere."""
    last = max((end for _, end in taken), default=0)
    for first in (last, 0):
        start = text.find(words, first)
        while start >= 0:
            if all(start + len(words) <= begin or end <= start for begin, end in taken):
                return start
            start = text.find(words, start + 1)
    raise UncorrectableError(f"“{words}” does not stand in “{text[:40]}”")


def _answers(field: str) -> Iterator[str]:
    for match in CLOZE.finditer(field):
        yield strip(match[0])


def _hints(field: str) -> dict[str, str]:
    """The hint of each answer, as plain text."""
    return {strip(match[0]): strip(match[3]) for match in CLOZE.finditer(field) if match[3]}
