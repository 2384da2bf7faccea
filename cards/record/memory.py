"""What a note remembers of itself: in its field 备用2, so that a package alone is enough to build on.

Learners see and may edit the other fields; an edition is matched by what stands here. A note without it (the field was
emptied) is remembered by what it shows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from msgspec import Struct, field, to_builtins
from msgspec.structs import asdict

from cards.anki.cleaning import clean
from cards.anki.cloze import answers, strip
from cards.anki.collection import LAST_ID, LAST_SECOND
from cards.anki.names import recorded_part
from cards.anki.note_type import CODE, MEMORY, SOURCES, STATUS, TEXT
from cards.record.values import named, number, several, text, words
from cards.records import LEVELS, Fact, FactForm, Indicated, Statement
from cards.writing.tags import rule_tag

FORMS = get_args(FactForm)
RULE_TAG = rule_tag("")
RETIRED_TAG = "举要::已失效"
UPDATED_TAG = "举要::已更新"
UNKNOWN_DECK = recorded_part("")  # which no article's is: theirs begin with a number
DIGITS = re.compile(r"[0-9][0-9.,]{0,20}")
LAST_CLOZE = 500  # Anki knows no higher number
NEEDS = {"answer": ("sentence", "answer"), "sentence": ("sentence",), "list": ("items",), "item": ("answer", "items")}
KIND_NAME = re.compile(r"\w{1,60}")
KIND = re.compile(r'<div class="jy (\w{1,60})"')
HEAD = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)


class Memory(Struct, frozen=True):
    """`key` is the GUID that its `fact` gives by itself (the note keeps its own over edits), `numbers` the answers by
    cloze number and `gone` the numbers once used; `issue` is publication and number; `decks` are the articles it was
    filed under, home first, as in their decks' names; `enumeration` is the same for the notes of one list; `made` is
    when its content changed last (seconds since 1970), `digest` its digest, `given` that of the articles that give it
    ('' where that is forgotten); `lines` is, by that issue, what of its sources is its own issue's where several give
    it; `banner` is that of a figure that a later issue updates, `statement` what a figure says, `earlier` what its back
    says of the period before. Of a `retired` note `dropped` says that its source still gives the fact; `levelled`, that
    its level is a person's.
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
    statement: Statement | None = None
    dropped: bool = False
    levelled: bool = False
    earlier: str = ""

    @property
    def used(self) -> frozenset[int]:
        """Every cloze number the note ever had."""
        return frozenset(self.numbers) | frozenset(self.gone)


def own_line(lines: Mapping[str, str], issue: str) -> dict[str, str]:
    """What a note of `issue` remembers of the `lines` that several issues give: its own. The others have theirs."""
    return {issue: lines[issue]} if len(lines) > 1 else {}


def remember(memory: Memory) -> str:
    """`memory` as the field's text: JSON in which nothing is markup."""
    values = {name: getattr(memory, name) for name in Memory.__struct_fields__ if getattr(memory, name)}
    values["fact"] = {name: value for name, value in asdict(memory.fact).items() if value}
    if memory.statement:
        values["statement"] = to_builtins(memory.statement)
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\\\\", "\\u005c")):
        text = text.replace(character, escape)
    return re.sub(r'\[(?=[^"\[\]\d])', r"\\u005b", text)


def recall(text: str) -> Memory | None:
    """What the field `text` remembers; None where it is no memory, or one that somebody changed into what none is."""
    try:
        return _memory(named(json.loads(text)))
    except (ValueError, KeyError, RecursionError):
        return None


def _memory(values: dict[str, Any]) -> Memory:
    publication, issue = several(values.get("issue", ["", ""]))
    numbers = {_cloze(int(number)): words(answer) for number, answer in named(values.get("numbers", {})).items()}
    return Memory(
        words(values["key"]), _kind(values["kind"]), _fact(named(values["fact"])), numbers,
        tuple(map(_cloze, several(values.get("gone", [])))), (text(publication), text(issue)),
        tuple(recorded_part(words(deck)) for deck in several(values["decks"])) or (UNKNOWN_DECK,),
        text(values.get("enumeration", "")), values.get("retired") is True,
        number(values.get("made", 0), 0, LAST_SECOND), text(values.get("digest", "")), text(values.get("given", "")),
        {text(issue): clean(text(lines)) for issue, lines in named(values.get("lines", {})).items()},
        clean(text(values.get("banner", ""))),
        _statement(named(values["statement"])) if "statement" in values else None,
        values.get("dropped") is True, values.get("levelled") is True, clean(text(values.get("earlier", ""))))


def _cloze(value: Any) -> int:
    return number(value, 1, LAST_CLOZE)


def _kind(value: Any) -> str:
    if not KIND_NAME.fullmatch(text(value)):
        raise ValueError("a kind is none")
    return str(value)


def _fact(values: dict[str, Any]) -> Fact:
    """The fact that `values` say. Raises ValueError where they lack what its form needs."""
    if values.get("form") not in FORMS:
        raise ValueError("a fact is none")
    form: FactForm = values["form"]
    fact = Fact(form, text(values.get("sentence", "")), text(values.get("answer", "")),
                tuple(map(words, several(values.get("items", [])))), number(values.get("number", 1), 1, LAST_ID))
    for name in NEEDS[form]:
        if not getattr(fact, name):
            raise ValueError(f"a fact lacks its {name}")
    return fact


def _statement(values: dict[str, Any]) -> Statement:
    shown, cue, unit = map(text, several(values["words"]))
    return Statement(text(values["sentence"]), (shown, cue, unit), tuple(map(_digits, several(values["dates"]))),
                     text(values["place"]), text(values["day"]), _indicated(values.get("figure")))


def _indicated(value: Any) -> Indicated | None:
    if value is None:
        return None
    values = named(value)
    what, whose, measure, than, when = (text(values[name]) for name in ("what", "whose", "measure", "than", "when"))
    return Indicated(what, whose, measure, than, when, values.get("about") is True)


def _digits(value: Any) -> str:
    if not DIGITS.fullmatch(text(value)):
        raise ValueError("a date has no number")
    return str(value)


def shown(fields: tuple[str, ...], tags: tuple[str, ...], guid: str, changed: int, deck: str) -> Memory | None:
    """What can be told of a note that remembers nothing from what it shows: `deck` is the article it is filed under,
    `changed` its modification time. None where it is no note of juyao's.
    """
    found = KIND.search(fields[TEXT])
    numbers = {number: hidden[0] for number, hidden in answers(fields[TEXT]).items()}
    if not found or not numbers or not all(answer.strip() for answer in numbers.values()):
        return None
    said = digest(fields_without_banner(fields), {*tags} - {RETIRED_TAG, UPDATED_TAG})
    return Memory(guid, found[1], _shown_fact(fields[TEXT]), numbers, decks=(recorded_part(deck),),
                  retired=RETIRED_TAG in tags, made=changed, digest=said,
                  banner=fields[STATUS] if UPDATED_TAG in tags else "")


def _shown_fact(text: str) -> Fact:
    """The fact that a card with `text` asks for, as far as the card tells."""
    hidden = [answer for same in answers(text).values() for answer in same]
    if not HEAD.search(text):
        if len(answers(text)) > 1:
            return Fact("sentence", strip(text))
        return Fact("answer", strip(text), hidden[0])
    if len(hidden) > 1:
        return Fact("list", items=tuple(hidden))
    return Fact("item", answer=hidden[0], items=(hidden[0],))


def digest(fields: tuple[str, ...], tags: Iterable[str]) -> str:
    """The digest of what a note says: its fields but for the code, the memory and how its sources are called (a
    retitled article, another page), and its tags but for the passing ones.
    """
    content = [text for place, text in enumerate(fields) if place not in (SOURCES, CODE) and place < MEMORY]
    return short([content, sorted(frozenset(tags) - passing(tags))])


def fields_without_banner(fields: tuple[str, ...]) -> tuple[str, ...]:
    """`fields` as they are before a note gets a banner."""
    return (*fields[:STATUS], "", *fields[STATUS + 1 :])


def short(values: object) -> str:
    """A short digest of `values`."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode(errors="replace")).hexdigest()[:12]


def passing(tags: Iterable[str]) -> frozenset[str]:
    """Tags that are no content: for a renamed rule or another rank nobody's own edits are to be written over."""
    return frozenset(tag for tag in tags if tag.startswith(RULE_TAG) or tag in LEVELS)
