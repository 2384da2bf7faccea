"""Rule folders to a RuleSet: what was collected is compiled; all faults of all files are reported together."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cards.records import UserError
from cards.rules.collecting import Collected, RuleFile, collect
from cards.rules.compiled import KeptPatterns
from cards.rules.contract import EXAMPLE
from cards.rules.kinds import compile_kind
from cards.rules.nodes import Fault, Node
from cards.rules.pieces import REFERENCE, BrokenPieceError, Pattern, PatternError, Pieces
from cards.rules.ruleset import (
    KIND_PATTERNS,
    PATTERNS_OF_SELECTION,
    TOPIC_WAYS,
    Example,
    Kind,
    Rule,
    RuleSet,
    Selection,
)
from cards.rules.serving import SERVING, check_serving

PLAIN = ("needs", "hint", "cue", "cards", "topic", "weight", "tags", "replace", "fold", "warn", "form", "value",
         "times", "unit", "formerly", "source", "status", "off")
PLAIN_OF_KIND = ("show", "published", "total", "total_open", "whole_title", "item_title", "readable", "answer_longest",
                 "title_tells", "essential", "lasting", "per_note", "whole_most", "each_from", "each_items")


class BrokenRulesError(UserError):
    """Rule files with faults; the message lists every one of them. `rules` are those that are sound all the same."""

    def __init__(self, faults: list[Fault], rules: RuleSet):
        self.faults, self.rules = faults, rules
        super().__init__("the rule files need mending:\n" + "\n".join(str(fault) for fault in faults))


def shipped_rules() -> Path:
    """The rule folder that came with juyao: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped_rules"
    return inside if inside.is_dir() else package.parent / "rules"


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Compiling makes many small objects and keeps most: looking for garbage among them costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collection_paused()
def load_rules(folders: Iterable[Path] = (), without: tuple[str, ...] = ()) -> RuleSet:
    """Load the shipped rules and then each of `folders`: a later rule replaces an earlier one of its id, a later
    lexicon adds to an earlier one. Raises BrokenRulesError with all faults of all files, UserError for no such folder.

    Rules of the kinds `without` are left out, and the time their patterns take to compile is saved.
    """
    own = tuple(folders)
    collected = collect((shipped_rules(), *own))
    lexicons = {name: tuple(entries) for name, entries in collected.lexicons.items()}
    values = {name: {entry: value for entry, value in entries.items() if value is not None}
              for name, entries in collected.lexicons.items()}
    kept = KeptPatterns.read()
    pieces = Pieces({name: node.value for name, (node, _) in collected.defined.items()}, lexicons, kept)
    _check_pieces(collected, pieces, own)
    kinds = {kind.name: kind for kind in _kinds(collected, pieces)}
    rules = tuple(_rules(collected, pieces, kinds, without))
    if not own:  # patterns of rules being written come and go
        kept.save()
    loaded = RuleSet(rules, kinds, lexicons, values, pieces)
    if collected.faults:
        raise BrokenRulesError(collected.faults, loaded)
    return loaded


def _check_pieces(collected: Collected, pieces: Pieces, own: tuple[Path, ...]) -> None:
    """Compile each piece of the folders `own` by itself, so that a fault is told where the piece is defined."""
    for name, (node, file) in collected.defined.items():
        if file.path.parent in own:
            try:
                pieces.compile(node, empty=True)
            except PatternError as error:
                if not isinstance(error, BrokenPieceError):
                    collected.faults.append(file.fault(node, str(error)))
                pieces.broken.add(name)


def _kinds(collected: Collected, pieces: Pieces) -> Iterator[Kind]:
    for name, settings in collected.kinds.items():
        patterns: dict[str, Any] = {key: _compiled(settings[key], pieces, collected) for key in KIND_PATTERNS}
        selection = _selection(*settings["select"], pieces, collected) if settings["select"][0] else None
        plain = {key: settings[key][0] for key in PLAIN_OF_KIND}
        yield Kind(name, settings["label"][0] or name, selection=selection,
                   ask=tuple(_asks(*settings["ask"], pieces, collected)),
                   mnemonic_skips=_words(settings, "mnemonic_skips", pieces, collected), **patterns, **plain)


def _asks(asks: tuple[dict[str, Any], ...], file: RuleFile, pieces: Pieces, collected: Collected
          ) -> Iterator[tuple[Pattern, str]]:
    """The rewordings of a kind's titles: what is reworded, and the text it becomes."""
    for ask in asks:
        pattern = _compiled((ask["match"], file), pieces, collected)
        if pattern is None or ask["becomes"] is None:
            continue
        for name in REFERENCE.findall(ask["becomes"]):
            if name not in pattern.groups:
                collected.faults.append(file.fault(
                    ask["node"].value["becomes"], f"the pattern has no piece or group {{{name}}} for “becomes”"))
        yield pattern, ask["becomes"]


def _words(settings: dict[str, tuple[Any, RuleFile]], key: str, pieces: Pieces, collected: Collected) -> frozenset[str]:
    """The words of the lexicon that a setting names; none where it names none."""
    name, file = settings[key]
    if name and name not in pieces.lexicons:
        line = next((at for at, line in enumerate(file.lines, 1) if line.startswith(f"{key}:")), 1)
        collected.faults.append(file.fault(Node(name, line, 1), f"there is no lexicon named “{name}”"))
    pieces.asked.add(name or "")
    return frozenset(pieces.lexicons.get(name or "", ()))


def _compiled(setting: tuple[Node | None, RuleFile], pieces: Pieces, collected: Collected,
              rule: str = "") -> Pattern | None:
    node, file = setting
    try:
        return None if node is None else pieces.compile(node)
    except PatternError as error:
        if not isinstance(error, BrokenPieceError):
            collected.faults.append(file.fault(error.node or node or Node("", 1, 1), str(error), rule))
        return None


def _selection(values: dict[str, Any], file: RuleFile, pieces: Pieces, collected: Collected) -> Selection:
    weak = values["weak"]
    pieces.asked.add(weak or "")
    if weak and weak not in pieces.lexicons:
        collected.faults.append(file.fault(values["node"].value["weak"], f"there is no lexicon named “{weak}”"))
    patterns = {key: _compiled((values[key], file), pieces, collected) for key in PATTERNS_OF_SELECTION}
    return Selection(**{key: value for key, value in values.items() if key != "node"} | patterns)


def _rules(collected: Collected, pieces: Pieces, kinds: dict[str, Kind], without: tuple[str, ...]) -> Iterator[Rule]:
    shipped = (rule_id for rule_id, folder in collected.first_in.items() if folder == shipped_rules())
    known = frozenset(name for stem, _, name in (rule_id.partition(".") for rule_id in shipped) if stem == "outline")
    for rule_id, (values, file) in collected.rules.items():
        kind = kinds[collected.kind_of[rule_id.split(".")[0]]]
        if kind.name in without:
            continue
        unless = [_compiled((node, file), pieces, collected, rule_id) for node in values["unless"]]
        main = _main_pattern(values)
        if main is None:
            continue
        try:
            matcher, pattern = compile_kind(values, pieces)
            check_serving(values, kind.name, pattern, known)
            _check_templates(values, pattern)
        except BrokenPieceError:
            continue
        except PatternError as error:
            collected.faults.append(file.fault(error.node or main, str(error), rule_id))
            continue
        yield Rule(
            rule_id, kind, values["title"] or "", values["in"], matcher,
            pattern, unless=tuple(each for each in unless if each), examples=tuple(_examples(values)),
            path=str(file.path), line=values["node"].line,
            kind_before=_kind_before(values["formerly"], kind, collected), **{key: values[key] for key in PLAIN})


def _kind_before(formerly: tuple[str, ...], kind: Kind, collected: Collected) -> str:
    """The kind that the rule's cards were of under its first id, '' where it is the same."""
    stem = formerly[0].partition(".")[0] if formerly else ""
    before = collected.kind_of.get(stem, stem)
    return "" if before in SERVING or before == kind.name else before


def _main_pattern(values: dict[str, Any]) -> Node | None:
    """The node of a rule's main pattern; None where a fault of the table, reported already, left none."""
    node: Node | None = values["match"]
    for way, wanted in (("list", ("item",)), ("split", ("match", "at"))):
        if values[way]:
            nodes = [values[way][name] for name in wanted]
            if not all(nodes):
                return None
            node = nodes[0]
    return node


def _check_templates(values: dict[str, Any], pattern: Pattern) -> None:
    """What a template puts in must be a piece or group of the pattern; a topic that is one word must be a known way."""
    for key in ("hint", "cue", "value", "unit", "topic"):
        for text in values[key] if isinstance(values[key], tuple) else (values[key],):
            node = values["node"].value.get(key)
            for name in REFERENCE.findall(text):
                if name not in pattern.groups and not (key == "topic" and name in ("heading", "before", "lead")):
                    raise PatternError(f"the pattern has no piece or group {{{name}}} for “{key}”; it has: "
                                       f"{', '.join(sorted(pattern.groups)) or 'none'}", node)
            if key == "topic" and text.isascii() and text.isalpha() and text not in TOPIC_WAYS:
                ways = ", ".join(TOPIC_WAYS)
                raise PatternError(f"“topic”: found “{text}”; allowed: {ways}, or a text with {{name}}", node)


def _examples(values: dict[str, Any]) -> Iterator[Example]:
    for example in values["examples"]:
        for way in EXAMPLE.one_of:
            expected = example[way]
            if expected is not None and example["text"] is not None:
                none = expected in ("none", ("none",))
                yield Example(example["text"], way, None if none else expected, example["node"].line)
