"""What a note remembers of itself: in its field 备用2, so that a package alone is enough to build on.

Learners see and may edit the other fields; an edition is matched by what stands here. A note without it (the field was
emptied) is remembered by what it shows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, get_args

from cards.anki.cloze import answers, strip
from cards.records import Fact, FactForm
from cards.writing.notes import LEVELS, rule_tag

MEMORY = 8  # the place of 备用2 among the fields
TEXT, CUE, SOURCES, STATUS, CODE = 0, 1, 4, 5, 6
FORMS = get_args(FactForm)
RULE_TAG = rule_tag("")
KIND = re.compile(r'<div class="jy ([^"]*)"')
HEAD = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Memory:
    """`key` is the GUID that its `fact` gives by itself (the note keeps its own over edits), `numbers` the answers by
    cloze number and `gone` the numbers once used; `issue` is publication and number; `decks` are the articles it was
    filed under, home first, as in their decks' names; `enumeration` is the same for the notes of one list; `made` is
    when its content changed last (seconds since 1970), `digest` its digest,
    `given` that of the articles that give it; `lines` are the lines of its sources by issue where several issues do;
    `banner` is that of a figure that a later issue updates.
    """

    key: str
    kind: str
    fact: Fact
    numbers: dict[int, str] = field(default_factory=dict)
    gone: tuple[int, ...] = ()
    issue: tuple[str, str] = ("", "")
    decks: tuple[str, ...] = ()
    enumeration: str = ""
    retired: bool = False
    made: int = 0
    digest: str = ""
    given: str = ""
    lines: dict[str, str] = field(default_factory=dict)
    banner: str = ""

    @property
    def used(self) -> frozenset[int]:
        """Every cloze number the note ever had."""
        return frozenset(self.numbers) | frozenset(self.gone)


def remember(memory: Memory) -> str:
    """`memory` as the field's text: JSON in which nothing is markup."""
    values = {name: getattr(memory, name) for name in Memory.__slots__ if getattr(memory, name)}
    values["fact"] = {name: value for name, value in asdict(memory.fact).items() if value}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\\\\", "\\u005c")):
        text = text.replace(character, escape)
    return re.sub(r'\[(?=[^"\[\]\d])', r"\\u005b", text)


def recall(fields: tuple[str, ...], deck: str) -> Memory:
    """What a note with `fields` remembers; where it doesn't, what it shows. `deck` is the article it is filed under."""
    try:
        return _memory(json.loads(fields[MEMORY]))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return _shown(fields[TEXT], deck)


def _memory(values: dict[str, Any]) -> Memory:
    numbers = {int(number): str(answer) for number, answer in values.get("numbers", {}).items()}
    publication, issue = values.get("issue", ("", ""))
    return Memory(
        str(values["key"]), str(values["kind"]), _fact(values["fact"]), numbers,
        tuple(map(int, values.get("gone", ()))), (str(publication), str(issue)),
        tuple(map(str, values.get("decks", ()))),
        str(values.get("enumeration", "")), bool(values.get("retired")), int(values.get("made", 0)),
        str(values.get("digest", "")), str(values.get("given", "")),
        {str(issue): str(lines) for issue, lines in values.get("lines", {}).items()},
        str(values.get("banner", "")))


def _fact(values: dict[str, Any]) -> Fact:
    form = values["form"]
    if form not in FORMS:
        raise ValueError(f"no fact is a {form}")
    return Fact(form, str(values.get("sentence", "")), str(values.get("answer", "")),
                tuple(map(str, values.get("items", ()))), int(values.get("number", 1)))


def _shown(text: str, deck: str) -> Memory:
    found = KIND.search(text)
    numbers = {number: hidden[0] for number, hidden in answers(text).items() if hidden[0]}
    return Memory("", found[1] if found else "", _shown_fact(text), numbers, decks=(deck,) if deck else ())


def _shown_fact(text: str) -> Fact:
    """The fact that a card with `text` asks for, as far as the card tells."""
    hidden = [answer for same in answers(text).values() for answer in same]
    if not HEAD.search(text):
        if len(answers(text)) > 1:
            return Fact("sentence", strip(text))
        return Fact("answer", strip(text), "".join(hidden[:1]))
    if len(hidden) > 1:
        return Fact("list", items=tuple(hidden))
    return Fact("item", answer="".join(hidden[:1]))


def digest(fields: tuple[str, ...], tags: Iterable[str]) -> str:
    """The digest of what a note says: its fields but for the code, the memory and how its sources are called (a
    retitled article, another page), and its tags but for the passing ones.
    """
    content = [text for place, text in enumerate(fields) if place not in (SOURCES, CODE) and place < MEMORY]
    return short([content, sorted(frozenset(tags) - passing(tags))])


def short(values: object) -> str:
    """A short digest of `values`."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode(errors="replace")).hexdigest()[:12]


def passing(tags: Iterable[str]) -> frozenset[str]:
    """Tags that are no content: for a renamed rule or another rank nobody's own edits are to be written over."""
    return frozenset(tag for tag in tags if tag.startswith(RULE_TAG) or tag in LEVELS)
