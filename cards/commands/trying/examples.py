"""Rule examples: what a rule makes of its example text, said in the example's own way, beside what it should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from cards.anki.cloze import in_one
from cards.finding.find import find_all
from cards.reading.outline.tidy import mended
from cards.reading.outline_rules import Outline
from cards.records import Article, Finding, Issue, Paragraph, Span
from cards.rules.contract import Example
from cards.rules.grammar import Grammar, Reading
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Rule, RuleSet
from cards.text.sentences import split_sentences
from cards.writing.check import faults
from cards.writing.compose import compose
from cards.writing.drafts import Draft
from cards.writing.reciting import recited
from cards.writing.titles import topic_of
from cards.writing.topics import NO_TOPIC

TITLE = "例"
WRAPPER = re.compile(r"^<div[^>]*>|</div>$")


class Outcome(Struct, frozen=True):
    """An example with what came of it; it holds where `got` equals `expected`."""

    rule: str
    example: Example
    expected: tuple[str, ...]
    got: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.expected == self.got


def run_examples(rules: RuleSet, cut: Callable[[str], list[str]], ids: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """Run the examples of every rule (or of those in `ids`), each rule by itself, as if it were switched on."""
    for rule in rules.every:
        if not ids or rule.id in ids:
            rule = replace(rule, off=False)
            for example in rule.examples:
                try:
                    got = WAYS[example.way](rule, example, rules, cut)
                except OverrunError as error:
                    got = (str(error),)
                yield Outcome(rule.id, example, _expected(example), got)


def unwritten(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    """Why a build would not write the card that `example` promises, were its text all there is of its sentence."""
    if example.way != "card":
        return ()
    fronts: dict[str, tuple[str, ...]] = {}
    return tuple(fault for draft in _drafts(rule, example, rules, cut) for fault in faults(draft, TITLE, fronts))


def _expected(example: Example) -> tuple[str, ...]:
    if example.becomes is not None:
        return (example.becomes if example.hits else example.text,)
    if not example.hits:
        return ()
    if example.finds is not None:
        return _pairs(example.groups)
    texts: tuple[str, ...] = getattr(example, example.way)
    return texts


def _cards(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    together: dict[Span, list[str]] = {}
    for draft in _drafts(rule, example, rules, cut):
        if draft.fact.is_text:
            together.setdefault(draft.place, []).append(WRAPPER.sub("", draft.text))
    return tuple(texts[0] if len(texts) == 1 else in_one(texts) for texts in together.values())


def _items(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    """What is recited of the lists found, whether or not the text gives them a title."""
    article, findings, _ = _found(rule, example, rules, cut)
    items: list[str] = []
    for finding in findings:
        topic = topic_of(finding, rule, rule.kind, article) or NO_TOPIC
        items += [item.head.of(article) for item in recited(finding.items, topic, rule.kind, article, rules)]
    return tuple(items)


def _becomes(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    return (mended(rule, example.text)[0],)


def _warns(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    article = article_of(example.text, rules)
    warned: list[str] = []
    for match in rule.find(article):
        warned += [span.of(article) for span in match.spans]
    return tuple(warned)


def _finds(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    if rule.kind.name == "quantity":
        found = next((reading.groups for reading in _readings(rule, example, rules)), None)
    else:
        found = next((match.groupdict() for match in rule.matches(example.text)), None)
    if found is None:
        return ()
    groups = {name: (text or "").strip() for name, text in found.items()}
    return _pairs({name: groups.get(name, "") for name in example.groups})


def _matches(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    if rule.kind.name == "quantity":
        return tuple(example.text[reading.start : reading.end] for reading in _readings(rule, example, rules))
    return tuple(str(match[0]) for match in rule.matches(example.text))


def _readings(rule: Rule, example: Example, rules: RuleSet) -> list[Reading[Rule]]:
    """What a rule of the kind quantity reads in the example, where all of them read."""
    grammar = rules.grammar if rule in rules.grammar.rules else Grammar((*rules.grammar.rules, rule))
    return [reading for reading in grammar.read(example.text) if reading.rule.id == rule.id]


WAYS: dict[str, Callable[[Rule, Example, RuleSet, Callable[[str], list[str]]], tuple[str, ...]]] = {
    "card": _cards, "items": _items, "becomes": _becomes, "matches": _matches, "warns": _warns, "finds": _finds,
}


def _pairs(groups: Mapping[str, str]) -> tuple[str, ...]:
    return ("found", *(f"{name}: {text}" for name, text in sorted(groups.items())))


def _drafts(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]]) -> list[Draft]:
    """The drafts `rule` alone makes of the example; where findings compete, there is a place for every one."""
    article, findings, alone = _found(rule, example, rules, cut)
    return compose(article, findings, alone, cut)


def _found(rule: Rule, example: Example, rules: RuleSet, cut: Callable[[str], list[str]],
           ) -> tuple[Article, tuple[Finding, ...], RuleSet]:
    """The example as an article, what `rule` alone finds in it, and the rule alone."""
    selection = rule.kind.selection
    if selection:
        selection = replace(selection, per_thousand=1000, least=0, shortest=0, readable=0)
    kind = replace(rule.kind, selection=selection)
    alone = RuleSet((replace(rule, kind=kind),), {kind.name: kind}, rules.lexicons)
    article = article_of(example.text, rules)
    found, stopped = find_all(Issue(TITLE, TITLE, "", (article,)), alone, cut)
    if stopped:
        raise OverrunError(stopped[0].message, rule.pattern.source if rule.pattern else rule.id)
    return article, found[article.number].findings, alone


def article_of(text: str, rules: RuleSet) -> Article:
    """An article made of `text`, a paragraph a line, as if it had been read."""
    outline = Outline(rules)
    paragraphs = []
    for index, line in enumerate(line.strip() for line in text.strip().splitlines() if line.strip()):
        role = outline.role(line)
        paragraphs.append(Paragraph(line, role, index, split_sentences(line) if role == "body" else ()))
    return Article(1, TITLE, tuple(paragraphs))
