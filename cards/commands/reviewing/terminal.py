"""A review in the terminal: one card after the other, five keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from cards.anki.cloze import front, strip
from cards.anki.note_type import CUE, TEXT
from cards.commands.language import told
from cards.commands.reviewing.desk import Desk
from cards.commands.saying import say
from cards.library.reviewing import SPARE, Review, Reviewed
from cards.record.decisions import DROP, KEEP, Decision, by_code

KEEPS, DROPS, SKIPS, BACK, QUITS = "y", "n", "s", "b", "q"
KEYS = f"{KEEPS} keep  {DROPS} drop  {SKIPS} skip  {BACK} back  {QUITS} quit"
END = ("", "\x04", QUITS)


def ask_all(desk: Desk) -> Iterator[str]:
    """Ask about every card that nobody decided about yet, and write each answer at once; yield the last line."""
    waiting = [(at, card) for at, review in enumerate(desk.reviews) for card in _open(review)]
    place, decided = 0, set()
    while place < len(waiting):
        at, card = waiting[place]
        say(_card_lines(card, place + 1, len(waiting)))
        key = _key()
        if key == QUITS:
            break
        if key in (KEEPS, DROPS):
            desk.decide([{"issue": at, "id": card.code, "of": card.of, "do": KEEP if key == KEEPS else DROP}])
            decided.add(card.code)
        place = max(0, place - 1) if key == BACK else place + 1
    left = len(waiting) - len(decided)
    yield f"{len(decided)} decided, {left} open: " + ", ".join(map(str, desk.paths))


def _open(review: Review) -> list[Reviewed]:
    decided: dict[str, Decision] = by_code(review.decisions.entries)
    return [card for card in review.cards if card.code not in decided and card.level != SPARE]


def _card_lines(card: Reviewed, place: int, most: int) -> Iterator[str]:
    fields = card.note.fields
    yield ""
    yield f"{place}/{most}  {card.code}  {card.kind} {card.level}  {card.title}"
    if fields[CUE]:
        yield f"  〔{strip(fields[CUE])}〕"
    for number in sorted(card.note.memory.numbers):
        yield f"  question: {' '.join(front(fields[TEXT], number, '【……】').split())}"
    yield f"  answer: {card.of}"


def _key() -> str:
    """The key that was pressed: one of the five. The end of the input is the end."""
    while True:
        click.echo(f"  {told(KEYS)} ", nl=False)
        key = _pressed().lower()
        click.echo(key if key.isprintable() else "")
        if key in END:
            return QUITS
        if key in (KEEPS, DROPS, SKIPS, BACK):
            return key


def _pressed() -> str:
    """The next key; where the input is no terminal the next letter of it, '' at its end."""
    if not sys.stdin.isatty():
        return next((letter for letter in iter(lambda: sys.stdin.read(1), "") if not letter.isspace()), "")
    try:
        return click.getchar()
    except EOFError:
        return ""
