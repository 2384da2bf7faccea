"""Finding: an Issue and a RuleSet to findings, article by article; where findings meet, the better one wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from cards.counting import quantity
from cards.engine.pieces import OverrunError
from cards.engine.ruleset import Match, Rule, RuleSet, finding, left_out
from cards.engine.stretches import Stretch
from cards.records import KEPT, Article, Blank, Doubt, Fate, Finding, Found, Issue, Item, Place, Span
from cards.selecting import select

SHARED_ITEMS = 0.5
LEAST_BEFORE = 6


def find_all(issue: Issue, rules: RuleSet,
             cut: Callable[[str], list[str]]) -> tuple[dict[int, Found], tuple[Doubt, ...]]:
    """What is found in each article, by its number, and what went wrong. `cut` splits a text into words.

    A rule whose pattern runs out of time is named with the sentence and left out from there on.
    """
    found: dict[int, Found] = {}
    stopped: dict[str, Doubt] = {}
    for article in issue.articles:
        fates = settle(find(article, rules, stopped), rules)
        for kind in rules.kinds.values():
            if kind.selection:
                weak = frozenset(rules.lexicons.get(kind.selection.weak or "", ()))
                mine = [fate.finding for fate in fates if fate.outcome == KEPT and fate.finding.kind == kind.name]
                others = [fate for fate in fates if fate.outcome != KEPT or fate.finding.kind != kind.name]
                fates = others + select(mine, article, issue, kind.selection, cut, weak)
        kept = sorted((fate.finding for fate in fates if fate.outcome == KEPT), key=_position)
        found[article.number] = Found(tuple(kept), tuple(fates))
    return found, tuple(stopped.values())


def find(article: Article, rules: RuleSet, stopped: dict[str, Doubt]) -> Iterator[Fate]:
    """All that any rule finds in `article`, before anything is settled; a rule that overruns goes into `stopped`."""
    for rule in rules.card_rules:
        if rule.id not in stopped:
            yield from _found_by(rule, article, rules, stopped)


def _found_by(rule: Rule, article: Article, rules: RuleSet, stopped: dict[str, Doubt]) -> list[Fate]:
    """What `rule` finds in `article` until it overruns; where its kind's `stated` does, it goes on without that."""
    stated = f"{rule.kind.name}: stated"
    if stated in stopped:
        rule = replace(rule, kind=replace(rule.kind, stated=None))
    fates: list[Fate] = []
    try:
        for stretch, match, bar in rule.look(article):
            fates.append(Fate(_finding(rule, rules, article, stretch, match), "unless" if bar else KEPT, bar))
    except OverrunError as error:
        if rule.kind.stated and error.source == rule.kind.stated.source:
            stopped[stated] = Doubt(f"`stated` of the kind {rule.kind.name} was left out: {error}",
                                    Place(article.number), serious=True)
            return _found_by(rule, article, rules, stopped)
        stopped[rule.id] = left_out(rule, error, Place(article.number))
    return fates


def _finding(rule: Rule, rules: RuleSet, article: Article, stretch: Stretch, found: Match) -> Finding:
    spans, items, match = found
    cue = rule.filled(rule.cue, match)
    if items:
        title = topic(rule, article, _opening(items[0]), match)
        return finding(rule, context=items[0].body, items=items, cue=cue, topic=title)
    counted = quantity(rule, rules, match) if rule.form else None
    blanks = tuple(Blank(span, rule.filled(rule.hint, match), counted) for span in spans)
    return finding(rule, context=_context(stretch, spans[0]), blanks=blanks, cue=cue)


def _opening(item: Item) -> Span:
    """Where an item begins: at its marker, where that stands in the paragraph of what is recited."""
    start = item.body.start if item.body.paragraph == item.head.paragraph else item.head.start
    return Span(item.head.paragraph, min(start, item.head.start), item.head.end)


def _context(stretch: Stretch, span: Span) -> Span:
    """The line of the stretch that `span` stands in: its sentence or paragraph."""
    first = next(part for part in reversed(stretch.parts) if part[1] == span.paragraph)
    end = stretch.text.find("\n", first[0])
    return stretch.span(first[0], len(stretch.text) if end < 0 else end)


def settle(fates: Iterable[Fate], rules: RuleSet) -> list[Fate]:
    """Where two findings of a kind meet, keep the weightier, then the longer, then the earlier rule's.

    Two enumerations meet where half the items of the smaller are items of the other, or item by item in the same parts
    of the text; any other two where their blanks touch. Enumerations and blanks do not meet. Kinds whose sentences are
    selected are left to the selection.
    """
    settled: list[Fate] = []
    kept: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for fate in sorted(fates, key=lambda fate: (-fate.finding.weight, -_size(fate.finding))):
        each = fate.finding
        if fate.outcome != KEPT or (rules.kinds[each.kind].selection and not each.items):
            settled.append(fate)
            continue
        places = {(each.kind, -1 if each.items else span.paragraph) for span in each.spans}
        winner = next((other for place in places for other in kept[place] if _meet(each, other)), None)
        if winner is None:
            for place in places:
                kept[place].append(each)
            settled.append(fate)
        else:
            settled.append(Fate(each, "outweighed", f"by {winner.rule}"))
    return settled


def _size(each: Finding) -> int:
    return len(each.items) * 1000 if each.items else sum(span.end - span.start for span in each.spans)


def _meet(one: Finding, other: Finding) -> bool:
    if bool(one.items) != bool(other.items):
        return False
    shared = sum(any(span.overlaps(theirs) for theirs in other.spans) for span in one.spans)
    if one.items:
        return shared >= SHARED_ITEMS * min(len(one.items), len(other.items)) or _item_by_item(one, other)
    return shared > 0 and (one.rule != other.rule or one.blanks == other.blanks)


def _item_by_item(one: Finding, other: Finding) -> bool:
    """Both say the same enumeration, each by other words of its items (把…摆在首位，做到…)."""
    return len(one.items) == len(other.items) and all(
        mine.body.overlaps(theirs.body) for mine, theirs in zip(one.items, other.items, strict=True))


def _position(each: Finding) -> tuple[int, int, int, str]:
    first = each.spans[0]
    return first.paragraph, first.start, -first.end, each.rule


def topic(rule: Rule, article: Article, head: Span, match: Any) -> str:
    """An enumeration's title, by the first of the rule's ways that gives one."""
    for way in rule.topic:
        text = TOPICS[way](rule, article, head) if way in TOPICS else rule.filled(way, match)
        if text:
            return text
    return article.title


def _stated(rule: Rule, article: Article, head: Span) -> str:
    """How the text announces the enumeration: in the item's own sentence before it, or in one of the two before."""
    if rule.kind.stated is None:
        return ""
    for before in _before(article, head):
        found = list(rule.kind.stated.finditer(before))
        if found:
            return str(found[-1].groupdict().get("topic") or found[-1][0])
    return ""


def _before(article: Article, head: Span) -> Iterator[str]:
    paragraph = article.paragraphs[head.paragraph]
    texts = [s.text[: max(0, head.start - s.start)] for s in paragraph.sentences if s.start < head.start][-2:]
    if len(texts) < 2 and head.paragraph:
        texts = [s.text for s in article.paragraphs[head.paragraph - 1].sentences][-1:] + texts
    yield from reversed(texts)


def _words_before(rule: Rule, article: Article, head: Span) -> str:
    """The end of what stands before the enumeration in its sentence: whole clauses, enough of them to say something."""
    paragraph = article.paragraphs[head.paragraph]
    sentence = next((s for s in paragraph.sentences if s.start <= head.start < s.end), None)
    before = sentence.text[: head.start - sentence.start] if sentence else ""
    cuts = [0, *(at + 1 for at, character in enumerate(before) if character in "，；：")]
    start = max((at for at in cuts if len(before) - at >= LEAST_BEFORE), default=0)
    return before[start:].strip("，；：、“‘ ") + "……" if len(before) >= LEAST_BEFORE else ""


TOPICS: dict[str, Callable[[Rule, Article, Span], str]] = {
    "stated": _stated,
    "before": _words_before,
    "heading": lambda rule, article, head: article.heading_before(head.paragraph),
    "title": lambda rule, article, head: article.title,
}
