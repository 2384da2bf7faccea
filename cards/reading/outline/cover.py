"""The cover: publication, number and date of the issue, who publishes it, what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from cards.reading.lines import Line
from cards.reading.outline.tidy import Tidier
from cards.reading.outline_rules import Outline
from cards.records import Doubt

LONGEST_DATE = 20  # characters of a line that says no more than a date
LONGEST_SHOWN = 200
BESIDE_NAME = "《》 "  # what may stand around a publication's name


class Cover(Struct, frozen=True):
    """What a cover says: `number` is like 2024-24, `date` ISO; '' for what it does not say."""

    publication: str = ""
    number: str = ""
    date: str = ""
    publisher: str = ""
    theme: str = ""
    doubts: tuple[Doubt, ...] = ()


def cover_of(lines: Sequence[Line], outline: Outline, tidy: Tidier) -> Cover:
    """What the lines of a cover say; running text among them is doubtful."""
    cover = Cover()
    doubts: list[Doubt] = []
    above = ""
    for line in lines:
        text = tidy(line.text)
        fuller = _with(text, above, cover, outline)
        if fuller is not None:
            cover = fuller
        elif outline.find("sentence", text):
            doubts.append(outside(line))
        above = line.text
    return replace(cover, doubts=tuple(doubts))


def _with(text: str, above: str, cover: Cover, outline: Outline) -> Cover | None:
    """`cover` with what the line `text`, under the line `above`, says; None where that is nothing of a cover's."""
    issue = outline.find("issue", text)
    if issue and not cover.number:
        name = text[: issue.start()].strip(BESIDE_NAME) or above.strip(BESIDE_NAME)
        return replace(cover, publication=name, number=f"{issue['year']}-{issue['number'].zfill(2)}")
    if theme := outline.find("theme", text):
        return replace(cover, theme=theme["theme"])
    if publisher := outline.find("publisher", text):
        return replace(cover, publisher=publisher["publisher"])
    date = outline.date(text) if len(text) <= LONGEST_DATE else ""
    return replace(cover, date=cover.date or date) if date else None


def outside(line: Line) -> Doubt:
    """What is said of a line that became part of no article."""
    return Doubt(f"text outside any article: {line.text[:LONGEST_SHOWN]}", line.place)
