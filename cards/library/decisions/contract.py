"""The contract of a decisions file: every key of an entry, once, and what makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cards.record.decisions import ACTIONS, ADD, ASKED, CORRECT, DROP, Decision, opened
from cards.records import LEVELS
from cards.rules.keys import Key, Table
from cards.rules.nodes import Fault, Node
from cards.rules.validate import Given, validate

CODE = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}")
ENTRY = Table("decision", (
    Key("id", "text", "The 编号 on the back of the card that it is on.", default=""),
    Key("of", "text", "The card as it was judged, what it asks for in 【】; of an addition the words of the source.",
        default=""),
    Key("do", "text", "keep, drop, 重点, 拓展, correct or add.", required=True, choices=ACTIONS),
    Key("why", "text", "The reason, for people.", default=""),
    Key("level", "text", "The level of a card that is kept, corrected or added.", default="", choices=("", *LEVELS)),
    Key("question", "text", "Another wording, what it asks for in 【】; of a list another title."),
    Key("hide", "texts", "The words to hide instead.", default=()),
    Key("cue", "text", "Another cue; '' for none."),
    Key("mnemonic", "text", "Another mnemonic; '' for none."),
    Key("kind", "text", "The kind of an added card: 统计, 举措, 金句 or one of your own.", default=""),
    Key("gone", "text", "The day since which it is of nothing that stands in the source.", default=""),
))
OF_CORRECTIONS = ("question", "hide", "cue", "mnemonic")
OF_ADDITIONS = ("hide", "cue", "mnemonic", "kind")


def decision_of(node: Node, faults: list[Fault]) -> Decision | None:
    """The decision that the entry `node` gives; None where it has a fault, of which each is added to `faults`."""
    found: list[Fault] = []
    given = validate(node, ENTRY, lambda at, message: found.append(at.fault(message)))
    if not found:
        found += _senseless(given)
    faults += found
    return None if found else _decision(given)


def _decision(given: Given) -> Decision:
    return Decision(given["do"], given["id"].upper(), given["of"], given.node.line, given["level"], given["question"],
                    tuple(given["hide"]), given["cue"], given["mnemonic"], given["kind"], given["why"])


def _senseless(given: Given) -> Iterator[Fault]:
    """What makes no sense though every value is of its type."""
    if given["id"] and not CODE.fullmatch(given["id"].upper()):
        yield given.at("id").fault(f"“id”: found “{given['id']}”; a card's 编号 looks like CBSR-QDDD")
    if not given["id"] and given["do"] != ADD:
        yield given.node.fault("the key “id” is missing: the 编号 of the card")
    allowed = {CORRECT: OF_CORRECTIONS, ADD: OF_ADDITIONS}.get(given["do"], ())
    for name in (*OF_CORRECTIONS, "kind"):
        if name in given.stated and name not in allowed:
            yield given.stated[name].key.fault(f"“{name}” does not go with do: {given['do']}")
    if given["level"] and given["do"] in (DROP, *LEVELS):
        yield given.at("level").fault(f"“level” does not go with do: {given['do']}")
    yield from SENSELESS.get(given["do"], _nothing)(given)


def _nothing(given: Given) -> Iterator[Fault]:
    yield from ()


def _senseless_correction(given: Given) -> Iterator[Fault]:
    if not given["of"]:
        yield given.node.fault("the key “of” is missing: the card as it was judged, by which a correction is known to "
                               "be still right")
    if given.stated.keys().isdisjoint(OF_CORRECTIONS):
        yield given.node.fault(f"nothing is corrected: give {', '.join(OF_CORRECTIONS)}")
    question, hidden = given["question"], given["hide"]
    if question is not None and hidden:
        for words in hidden:
            if words not in opened(question):
                yield given.at("hide").fault(f"“hide”: “{words}” does not stand in the question")


def _senseless_addition(given: Given) -> Iterator[Fault]:
    if not given["of"]:
        yield given.node.fault("the key “of” is missing: the words of the source")
    if not given["kind"]:
        yield given.node.fault("the key “kind” is missing: 统计, 举措, 金句 or one of your own")
    if given["of"] and not given["hide"] and not ASKED.search(given["of"]):
        yield given.at("of").fault("nothing is hidden: put 【】 around what is asked, or give “hide”")


SENSELESS: dict[str, Callable[[Given], Iterator[Fault]]] = {CORRECT: _senseless_correction, ADD: _senseless_addition}
