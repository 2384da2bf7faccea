"""Finding: an Issue and a RuleSet to findings, article by article; where findings meet, the better one wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from cards.finding.nesting import announced_at, untangled
from cards.finding.reciting import recited
from cards.finding.selecting import select
from cards.finding.topics import topic
from cards.records import KEPT, Article, Blank, Doubt, Fate, Finding, Found, Issue, Place, Span
from cards.rules.match import Match
from cards.rules.pieces import OverrunError
from cards.rules.ruleset import Rule, RuleSet, finding, left_out
from cards.rules.stretches import Stretch

SHARED_ITEMS = 0.5


def find_all(issue: Issue, rules: RuleSet,
             cut: Callable[[str], list[str]]) -> tuple[dict[int, Found], tuple[Doubt, ...]]:
    """What is found in each article, by its number, and what went wrong. `cut` splits a text into words.

    A rule whose pattern runs out of time is named with the sentence and left out from there on.
    """
    found: dict[int, Found] = {}
    stopped: dict[str, Doubt] = {}
    told: dict[str, set[str]] = defaultdict(set)
    for article in issue.articles:
        fates = untangled(settle(find(article, rules, stopped), rules, article), article)
        for kind in rules.kinds.values():
            if kind.selection:
                mine = [fate.finding for fate in fates if fate.outcome == KEPT and fate.finding.kind == kind.name]
                others = [fate for fate in fates if fate.outcome != KEPT or fate.finding.kind != kind.name]
                kept = [fate.finding for fate in others if fate.outcome == KEPT]
                chosen = select(mine, article, issue, kind.selection, cut, kind.selection.weak, kept, told[kind.name])
                fates = others + chosen
        best = sorted((fate.finding for fate in fates if fate.outcome == KEPT), key=_position)
        found[article.number] = Found(tuple(best), tuple(fates))
    return found, tuple(stopped.values())


def find(article: Article, rules: RuleSet, stopped: dict[str, Doubt]) -> Iterator[Fate]:
    """All that any rule finds in `article`, before anything is settled; a rule that overruns goes into `stopped`."""
    for rule in rules.card_rules:
        if rule.id not in stopped:
            yield from _found_by(rule, article, rules, stopped)


def _found_by(rule: Rule, article: Article, rules: RuleSet, stopped: dict[str, Doubt]) -> list[Fate]:
    """What `rule` finds in `article` until it overruns; where a setting of its kind does, it goes on without that."""
    for doubt in stopped:
        rule = replace(rule, kind=rule.kind.without(doubt))
    fates: list[Fate] = []
    try:
        for match, exception in rule.look(article):
            fates.append(Fate(_finding(rule, article, match), "unless" if exception else KEPT, exception))
    except OverrunError as error:
        if settings := rule.kind.settings_of(error.source):
            stopped[error.source] = Doubt(f"`{settings[0]}` of the kind {rule.kind.name} was left out: {error}",
                                          Place(article.number), serious=True)
            return _found_by(rule, article, rules, stopped)
        stopped[rule.id] = left_out(rule, error, Place(article.number))
    return fates


def _finding(rule: Rule, article: Article, match: Match) -> Finding:
    cue = match.filled(rule.cue)
    if match.items:
        title = topic(rule, article, match)
        items = recited(match.items, title, rule.kind, article)
        return finding(rule, context=items[0].body, items=items, cue=cue, topic=title)
    blanks = tuple(Blank(span, match.filled(rule.hint)) for span in match.spans)
    return finding(rule, context=_context(match.stretch, match.spans[0]), blanks=blanks, cue=cue)


def _context(stretch: Stretch, span: Span) -> Span:
    """The line of the stretch that `span` stands in: its sentence or paragraph."""
    first = next(part for part in reversed(stretch.parts) if part[1] == span.paragraph)
    end = stretch.text.find("\n", first[0])
    return stretch.span(first[0], len(stretch.text) if end < 0 else end)


def settle(fates: Iterable[Fate], rules: RuleSet, article: Article) -> list[Fate]:
    """Where two findings of a kind meet, keep the weightier, then the longer, then the earlier rule's.

    Two enumerations meet where half the items of the smaller are items of the other, or item by item in the same parts
    of the text; not where an item of one announces the other (nesting.py). Any other two meet where their blanks touch.
    Enumerations and blanks do not meet. Kinds whose sentences are selected are left to the selection.
    """
    settled: list[Fate] = []
    kept: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for fate in sorted(fates, key=lambda fate: (-fate.finding.weight, -_size(fate.finding))):
        each = fate.finding
        if fate.outcome != KEPT or (rules.kinds[each.kind].selection and not each.items):
            settled.append(fate)
            continue
        places = {(each.kind, -1 if each.items else span.paragraph) for span in each.spans}
        winner = next((other for place in places for other in kept[place] if _meet(each, other, article)), None)
        if winner is None:
            for place in places:
                kept[place].append(each)
            settled.append(fate)
        else:
            settled.append(Fate(each, "outweighed", f"by {winner.rule}"))
    return settled


def _size(each: Finding) -> int:
    return len(each.items) * 1000 if each.items else sum(span.end - span.start for span in each.spans)


def _meet(one: Finding, other: Finding, article: Article) -> bool:
    if bool(one.items) != bool(other.items):
        return False
    shared = sum(any(span.overlaps(theirs) for theirs in other.spans) for span in one.spans)
    if one.items:
        if any(announced_at(inner, outer, article) is not None for inner, outer in ((one, other), (other, one))):
            return False
        return shared >= SHARED_ITEMS * min(len(one.items), len(other.items)) or _item_by_item(one, other)
    return shared > 0 and (one.rule != other.rule or one.blanks == other.blanks)


def _item_by_item(one: Finding, other: Finding) -> bool:
    """Both say the same enumeration, each by other words of its items (把…摆在首位，做到…)."""
    return len(one.items) == len(other.items) and all(
        mine.body.overlaps(theirs.body) for mine, theirs in zip(one.items, other.items, strict=True))


def _position(each: Finding) -> tuple[int, int, int, str]:
    first = each.spans[0]
    return first.paragraph, first.start, -first.end, each.rule
