"""What was collected of rule folders to a RuleSet: patterns are compiled, and all that is wrong is told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from cards.rules.building import Builder
from cards.rules.collecting import Collected, collect
from cards.rules.compiled import KeptPatterns
from cards.rules.contract import TOPIC_WAYS
from cards.rules.folders import shipped_rules
from cards.rules.grammar import NUMERALS, Grammar
from cards.rules.kinds.marked import ENDS
from cards.rules.lexicons import lexicon_files
from cards.rules.nodes import Fault
from cards.rules.pieces import REFERENCE, BrokenPieceError, PatternError, Pieces
from cards.rules.ruleset import Kind, Rule, RuleSet
from cards.rules.serving import SERVING, check_serving
from cards.rules.validate import Given

TEMPLATES = ("hint", "cue", "value", "unit")
QUANTITY = "quantity"  # the kind whose rules read quantities
# Names that a topic's template may hold beside those of its pattern.
IN_TOPICS = ("heading", "title", "before", "lead", *ENDS)


def assembled(folders: Iterable[Path], without: tuple[str, ...], base: Path | None) -> tuple[RuleSet, list[Fault]]:
    """The rules that `load_rules` is asked for, those that are sound, and what is wrong with the others."""
    own = tuple(folders)
    first = base or shipped_rules()
    collected = collect((first, *own))
    lexicons = {name: tuple(entries) for name, entries in collected.lexicons.items()}
    kept = KeptPatterns.read() if base is None else KeptPatterns()
    pieces = Pieces({name: node.text for name, node in collected.defined.items()}, lexicons, kept)
    _check_pieces(collected, pieces, own if base is None else (base, *own))
    kinds = {name: _kind(name, given, pieces, collected) for name, given in collected.kinds.items()}
    rules = tuple(_rules(collected, pieces, kinds, without))
    worth = _worth(collected)
    grammar = _grammar(rules, worth)
    rules = _selecting_from(grammar, rules, collected)
    if not own and base is None:  # patterns of rules being written come and go
        kept.save()
    collected.warnings += _unasked(first, own, pieces)
    loaded = RuleSet(rules, kinds, lexicons, worth, pieces, tuple(collected.warnings),
                     tuple(collected.notes), grammar, collected.weighed.built())
    collected.faults += _weights_of_no_kind(collected)
    return loaded, collected.faults


def _weights_of_no_kind(collected: Collected) -> list[Fault]:
    """A fault for each kind that a weights file names and no rule file has."""
    kinds = ", ".join(kind for kind in collected.kinds if kind not in SERVING)
    return [given.node.key.fault(f"there is no kind “{kind}”; there are: {kinds}")
            for kind, given in collected.weighed.by_kind.items() if kind not in collected.kinds]


def _grammar(rules: tuple[Rule, ...], worth: dict[str, dict[str, float]]) -> Grammar[Rule]:
    """The grammar of the rules that read quantities and are switched on."""
    readers = (rule for rule in rules if rule.kind.name == QUANTITY and not rule.off)
    return Grammar(readers, worth.get(NUMERALS, ()))


def _selecting_from(grammar: Grammar[Rule], rules: tuple[Rule, ...], collected: Collected) -> tuple[Rule, ...]:
    """`rules`, those that select quantities with the grammar to select from."""
    return tuple(_selecting(rule, grammar, collected) if rule.quantity else rule for rule in rules)


def _worth(collected: Collected) -> dict[str, dict[str, float]]:
    """What the entries of each lexicon are worth, where the file says so."""
    worth: dict[str, dict[str, float]] = {}
    for name, entries in collected.lexicons.items():
        worth[name] = {entry: value for entry, value in entries.items() if value is not None}
    return worth


def _check_pieces(collected: Collected, pieces: Pieces, own: tuple[Path, ...]) -> None:
    """Compile each piece of the folders `own` by itself, so that a fault is told where the piece is defined."""
    for name, node in collected.defined.items():
        if Path(node.source.path).parent in own:
            try:
                pieces.compile(node, empty=True)
            except PatternError as error:
                if not isinstance(error, BrokenPieceError):
                    collected.faults.append(node.fault(str(error)))
                pieces.broken.add(name)


def _kind(name: str, given: Given, pieces: Pieces, collected: Collected) -> Kind:
    builder = Builder(pieces)
    kind = builder.build(Kind, given, name=name) or Kind(name=name)
    collected.faults += builder.faults
    return replace(kind, label=kind.label or name)


def _rules(collected: Collected, pieces: Pieces, kinds: dict[str, Kind], without: tuple[str, ...]) -> Iterator[Rule]:
    """The rules that are sound, but those of the kinds `without`."""
    outline = _shipped_outline(collected)
    for rule_id, given in collected.rules.items():
        kind = kinds[collected.kind_of[rule_id.split(".")[0]]]
        if kind.name in without:
            pieces.asked.update(REFERENCE.findall(given.node.as_written))
            continue
        builder = Builder(pieces, rule_id)
        rule = builder.build(Rule, given, id=rule_id, kind=kind, path=given.node.source.path,
                             lexicons=pieces.lexicons,
                             kind_before=_kind_before(given["formerly"], kind, collected))
        if rule and rule.finds:
            _check(rule, given, builder, outline)
            if not builder.broken:
                yield rule
        collected.faults += builder.faults


def _shipped_outline(collected: Collected) -> frozenset[str]:
    """The names of the outline rules that came with juyao."""
    shipped = shipped_rules()
    return frozenset(rule_id.removeprefix("outline.") for rule_id, folder in collected.first_in.items()
                     if rule_id.startswith("outline.") and folder == shipped)


def _check(rule: Rule, given: Given, builder: Builder, outline: frozenset[str]) -> None:
    for key, message in (*check_serving(rule, given, rule.kind.name, outline), *_check_templates(rule)):
        builder.tell(given.at(key), message)


def _kind_before(formerly: tuple[str, ...], kind: Kind, collected: Collected) -> str:
    """The kind that the rule's cards were of under its first id, '' where it is the same."""
    stem = formerly[0].partition(".")[0] if formerly else ""
    before = collected.kind_of.get(stem, stem)
    return "" if before in SERVING or before == kind.name else before


def _check_templates(rule: Rule) -> Iterator[tuple[str, str]]:
    """What a template puts in must be a piece or group of the pattern; a topic that is one word must be a known way.
    The key and what is wrong.
    """
    groups = rule.pattern.groups if rule.pattern else frozenset()
    for key in TEMPLATES if rule.pattern else ():  # of a rule that selects quantities: see _selecting
        yield from _check_template(key, getattr(rule, key), groups)
    for topic in rule.topic:
        yield from _check_template("topic", topic, groups.union(IN_TOPICS))
        if topic.isascii() and topic.isalpha() and topic not in TOPIC_WAYS:
            yield "topic", f"“topic”: found “{topic}”; allowed: {', '.join(TOPIC_WAYS)}, or a text with {{name}}"


def _selecting(rule: Rule, grammar: Grammar[Rule], collected: Collected) -> Rule:
    """A rule that selects from what `grammar` reads. What its templates put in must be a piece or group there."""
    if grammar.rules:
        given = collected.rules[rule.id]
        for key in TEMPLATES:
            for _, message in _check_template(key, getattr(rule, key), grammar.groups):
                collected.faults.append(given.at(key).fault(message, rule.id))
    return replace(rule, grammar=grammar)


def _check_template(key: str, template: str, groups: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name in REFERENCE.findall(template):
        if name not in groups:
            has = ", ".join(sorted(groups)) or "none"
            yield key, f"the pattern has no piece or group {{{name}}} for “{key}”; it has: {has}"


def _unasked(first: Path, own: tuple[Path, ...], pieces: Pieces) -> Iterator[str]:
    """A warning for each lexicon of the folders `own` that neither stands in `first` too nor is asked for by a rule."""
    shipped = {path.stem for path in lexicon_files(first)}
    for folder in own:
        for path in lexicon_files(folder):
            if path.stem not in shipped and path.stem not in pieces.asked:
                yield f"{path}: does nothing: no pattern or setting names a lexicon “{path.stem}”"
