"""A catalog: which message of the code a line was made from, and the same in another language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from msgspec import Struct

SLOT = re.compile(r"n?\d+")  # {0} is any text, {n0} a number
NUMBER, TEXT = r"(\d[\d,]*)", r"(.+?)"
MARK = re.compile(r"(\s*(?:[-+*!~^] )?)(.*?)(\s*)", re.DOTALL)  # what a list puts before its lines
LISTS = {" — ": " — ", ": ": "：", "; ": "；", ", ": "，", " · ": " · "}  # what puts messages together
COUNTS = re.compile(r"[^\s,:a-z]+ \d+(?:, [^\s,:a-z]+ \d+)+")  # 举措 11, 统计 3
MOST_PARTS = 60  # of a line that is looked at part by part


class Message(Struct, frozen=True):
    """A message with slots: the `words` around them, the `pattern` of what it makes, and the translation; `slots` are
    their names in order.
    """

    words: tuple[str, ...]
    slots: tuple[str, ...]
    pattern: str
    translation: str

    @property
    def weight(self) -> int:
        """How much of a line it explains: the message with most words is the one meant."""
        return sum(map(len, self.words))

    def match(self, text: str) -> tuple[str, ...] | None:
        """What stands in the slots, where `text` was made from this message."""
        at = 0
        for word in self.words:  # much faster than the pattern
            at = text.find(word, at)
            if at < 0:
                return None
            at += len(word)
        found = re.fullmatch(self.pattern, text, re.DOTALL)
        return found.groups() if found else None


class Catalog:
    """Translations by message."""

    def __init__(self, translations: Mapping[str, str]):
        self.whole: dict[str, str] = {}
        self.messages: list[Message] = []
        for key, translation in translations.items():
            message = _message(key, translation)
            if message is None:
                continue
            if message.slots and message.words:
                self.messages.append(message)
            else:
                self.whole["".join(message.words)] = translation.format()
        self.messages.sort(key=lambda message: -message.weight)

    def told(self, text: str) -> str:
        """`text` in the language of the catalog; what it does not know stays as it is."""
        if text.strip() in self.whole:
            return text.replace(text.strip(), self.whole[text.strip()])
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        found = MARK.fullmatch(line)
        if not found or not found[2] or sum(map(line.count, LISTS)) > MOST_PARTS:
            return line
        return f"{found[1]}{self._part(found[2])}{found[3]}"

    def _part(self, text: str) -> str:
        """A line, or what stands in a slot of one."""
        if text in self.whole:
            return self.whole[text]
        if COUNTS.fullmatch(text):
            return text.replace(", ", "、")
        if not any("a" <= letter <= "z" for letter in text):
            return text
        for message in self.messages:
            slots = message.match(text)
            if slots is not None:
                said = [slot.replace(slot.strip(), self._part(slot.strip())) for slot in slots]
                return message.translation.format(*_places(message.slots, said), **dict(zip(message.slots, said,
                                                                                           strict=True)))
        return self._list(text)

    def _list(self, text: str) -> str:
        """Parts that were put together, part by part; as it is where none of them is known."""
        for between, told in LISTS.items():
            first, found, rest = text.partition(between)
            if found:
                said = self._part(first), self._part(rest)
                if said != (first, rest):
                    return told.join(said)
        return text


def _message(key: str, translation: str) -> Message | None:
    """The message of a catalog's entry; None for one with slots of another's making (click's)."""
    words: list[str] = []
    slots: list[str] = []
    pattern = ""
    try:
        for literal, slot, _, _ in Formatter().parse(key):
            words.append(literal)
            pattern += re.escape(literal)
            if slot is not None:
                if not SLOT.fullmatch(slot):
                    return None
                slots.append(slot)
                pattern += NUMBER if slot.startswith("n") else TEXT
    except ValueError:
        return None
    return Message(tuple(filter(None, words)), tuple(slots), pattern, translation)


def _places(slots: tuple[str, ...], said: list[str]) -> list[str]:
    """What stands in the slots {0}, {1} … by their numbers."""
    numbered = {int(slot): text for slot, text in zip(slots, said, strict=True) if slot.isdecimal()}
    return [numbered.get(at, "") for at in range(max(numbered, default=-1) + 1)]
